#include "runner/parse.h"

#include <ctype.h>

static const problem *read_fields(parser *self, field_list *fields) {
    bool found;
    do
        PASS_ON(parse_field(self, fields, &found));
    while (found);
    return NULL;
}

/* Unquoted text stands for itself, unless it is a literal all alone. */
static const problem *read_definition_value(parser *self, operand *value) {
    size_t start = self->at;
    value->kind = OPERAND_VALUE;
    if (parse_plain_literal(self, &value->value) && strchr(" \t\r\n#", parse_peek(self, 0)))
        return NULL;
    self->at = start;
    value->kind = OPERAND_STRING;
    if (parse_is_at(self, "\""))
        return parse_quoted(self, &value->template);
    return parse_unquoted(self, &value->template);
}

static const problem *read_definition(parser *self, definition *definition) {
    definition->name = parse_word(self, "_-");
    if (text_is_empty(definition->name))
        return parse_problem(self, "Parsing option", "expecting a variable's name");
    parse_spaces(self);
    PASS_ON(parse_expect(self, "="));
    parse_spaces(self);
    return read_definition_value(self, &definition->value);
}

static const problem *read_options(parser *self, entry *entry) {
    for (;;) {
        parse_empty_lines(self);
        size_t start = self->at;
        text name = parse_word(self, "-.");
        parse_spaces(self);
        if (text_is_empty(name) || !parse_accept(self, ":")) {
            self->at = start;
            return NULL;
        }
        parse_spaces(self);
        if (text_equal(name, TEXT("variable"))) {
            PASS_ON(read_definition(self, LIST_ADD(self->arena, &entry->definitions)));
        } else if (text_equal(name, TEXT("skip"))) {
            entry->is_skipped = parse_accept(self, "true");
            if (!entry->is_skipped)
                PASS_ON(parse_expect(self, "false"));
        } else {
            self->at = start;
            return parse_problem(self, "Parsing option",
                                 "the option %.*s is not supported; there are variable and skip", TEXT_ARGS(name));
        }
        PASS_ON(parse_line_end(self));
    }
}

static const problem *read_basic_auth(parser *self, entry *entry) {
    bool found;
    return parse_field(self, &entry->basic_auth, &found);
}

static const problem *read_query(parser *self, entry *entry) { return read_fields(self, &entry->query); }
static const problem *read_form(parser *self, entry *entry) { return read_fields(self, &entry->form); }
static const problem *read_cookies(parser *self, entry *entry) { return read_fields(self, &entry->cookies); }

static const problem *read_captures(parser *self, entry *entry) {
    for (;;) {
        size_t start = self->at;
        capture capture = {0};
        parse_empty_lines(self);
        if (parse_peek(self, 0) != '[')
            PASS_ON(parse_key(self, &capture.name));
        parse_spaces(self);
        if (capture.name.count == 0 || !parse_accept(self, ":")) {
            self->at = start;
            return NULL;
        }
        parse_spaces(self);
        PASS_ON(parse_extraction(self, &capture.extraction));
        size_t end = self->at;
        parse_spaces(self);
        if (!parse_accept(self, "redact"))
            self->at = end;
        PASS_ON(parse_line_end(self));
        *(struct capture *)LIST_ADD(self->arena, &entry->response.captures) = capture;
    }
}

/* What may stand behind a section: another, a body, the next request. */
static bool is_at_end_of_assertions(const parser *self) {
    return parse_at_end(self) || parse_is_at(self, "[") || parse_is_at_body(self) ||
           isupper((unsigned char)parse_peek(self, 0));
}

static const problem *read_assertions(parser *self, entry *entry) {
    for (;;) {
        parse_empty_lines(self);
        if (is_at_end_of_assertions(self))
            return NULL;
        assertion *assertion = LIST_ADD(self->arena, &entry->response.assertions);
        PASS_ON(parse_extraction(self, &assertion->extraction));
        PASS_ON(parse_predicate(self, &assertion->predicate));
        PASS_ON(parse_line_end(self));
    }
}

typedef struct section {
    const char *name;
    const char *long_name; /* as older files have it, or NULL */
    const problem *(*read)(parser *self, entry *entry);
} section;

static const section request_sections[] = {
    {"Options", NULL, read_options},   {"Query", "QueryStringParams", read_query},
    {"Form", "FormParams", read_form}, {"BasicAuth", NULL, read_basic_auth},
    {"Cookies", NULL, read_cookies},
};
static const section response_sections[] = {
    {"Captures", NULL, read_captures},
    {"Asserts", NULL, read_assertions},
};
#define REQUEST_SECTIONS (sizeof request_sections / sizeof request_sections[0])
#define RESPONSE_SECTIONS (sizeof response_sections / sizeof response_sections[0])

/* Whether `[Name]` comes next; a list, which is a body, may begin alike. */
static bool is_at_section(const parser *self) {
    return parse_is_at(self, "[") && isalnum((unsigned char)parse_peek(self, 1));
}

static const problem *unknown_section(parser *self, size_t start, const section *sections, size_t count) {
    buffer known = BUFFER(self->arena);
    for (size_t i = 0; i < count; i++)
        buffer_format(&known, "%s%s", i ? ", " : "", sections[i].name);
    text names = buffer_text(&known);
    return parse_problem_from(self, start, "Parsing section", "this section is not supported here; there are %.*s",
                              TEXT_ARGS(names));
}

static const problem *read_sections(parser *self, const section *sections, size_t count, entry *entry) {
    unsigned seen = 0;
    for (parse_empty_lines(self); is_at_section(self); parse_empty_lines(self)) {
        size_t start = self->at++, i = 0;
        text name = parse_word(self, "");
        PASS_ON(parse_expect(self, "]"));
        while (i < count && !text_equal(name, text_of(sections[i].name)) &&
               !(sections[i].long_name && text_equal(name, text_of(sections[i].long_name))))
            i++;
        if (i == count)
            return unknown_section(self, start, sections, count);
        if (seen & 1U << i)
            return parse_problem_from(self, start, "Parsing section", "the section is already defined");
        seen |= 1U << i;
        PASS_ON(parse_line_end(self));
        PASS_ON(sections[i].read(self, entry));
    }
    return NULL;
}

static const problem *read_optional_body(parser *self, body *ret_body) {
    parse_empty_lines(self);
    return parse_is_at_body(self) ? parse_body(self, ret_body) : NULL;
}

static const problem *read_method(parser *self, text *ret_method) {
    size_t start = self->at;
    text method = parse_word(self, "");
    bool is_upper = !text_is_empty(method);
    for (size_t i = 0; i < method.length; i++)
        is_upper = is_upper && isupper((unsigned char)method.data[i]);
    if (!is_upper)
        return parse_problem_from(self, start, "Parsing method",
                                  "expecting a request, which begins with a method like GET");
    *ret_method = method;
    return NULL;
}

static const problem *read_request(parser *self, entry *entry) {
    entry->start = self->at;
    PASS_ON(read_method(self, &entry->method));
    if (!parse_spaces(self))
        return parse_problem(self, "Parsing space", "expecting a space and the URL");
    PASS_ON(parse_unquoted(self, &entry->url));
    if (entry->url.count == 0)
        return parse_problem(self, "Parsing URL", "expecting http://, https:// or {{");
    PASS_ON(parse_line_end(self));
    PASS_ON(read_fields(self, &entry->headers));
    PASS_ON(read_sections(self, request_sections, REQUEST_SECTIONS, entry));
    return read_optional_body(self, &entry->body);
}

static const problem *read_version(parser *self, expected_response *response) {
    static const char *const versions[] = {"HTTP/1.0", "HTTP/1.1", "HTTP/2", "HTTP/3", "HTTP"};
    size_t start = self->at;
    for (size_t i = 0; i < sizeof versions / sizeof versions[0] && self->at == start; i++)
        if (parse_accept(self, versions[i]))
            response->version = text_of(versions[i]);
    response->version_span = (span){start, self->at};
    if (!parse_spaces(self)) {
        self->at = start;
        return parse_problem(
            self, "Parsing version",
            "HTTP version must be HTTP, HTTP/1.0, HTTP/1.1, HTTP/2 or HTTP/3, and a status follows it");
    }
    return NULL;
}

static const problem *read_status(parser *self, expected_response *response) {
    size_t start = self->at;
    if (parse_accept(self, "*")) {
        response->status = ANY_STATUS;
    } else if (!text_to_int64(parse_word(self, ""), &response->status) || response->status < 1) {
        return parse_problem_from(self, start, "Parsing status code", "HTTP status code is not valid");
    }
    response->status_span = (span){start, self->at};
    return NULL;
}

static const problem *read_response(parser *self, entry *entry) {
    entry->has_response = true;
    PASS_ON(read_version(self, &entry->response));
    PASS_ON(read_status(self, &entry->response));
    PASS_ON(parse_line_end(self));
    PASS_ON(read_fields(self, &entry->response.headers));
    PASS_ON(read_sections(self, response_sections, RESPONSE_SECTIONS, entry));
    return read_optional_body(self, &entry->response.body);
}

const problem *scenario_parse(arena *arena, const source *source, scenario *ret_scenario) {
    parser parser = {arena, source->content, 0};
    scenario scenario = {0};
    for (parse_empty_lines(&parser); !parse_at_end(&parser); parse_empty_lines(&parser)) {
        entry *entry = LIST_ADD(arena, &scenario);
        PASS_ON(read_request(&parser, entry));
        parse_empty_lines(&parser);
        if (parse_is_at(&parser, "HTTP"))
            PASS_ON(read_response(&parser, entry));
    }
    *ret_scenario = scenario;
    return NULL;
}
