#include "runner/parse.h"

#include <ctype.h>

#include "runner/suggestion.h"

/* ---- sections ---- */

/* `name: value`, a line of its own. False, with the reader unmoved, when what comes is not that. */
static const problem *read_field(parser *self, field_list *fields, bool *ret_found) {
    size_t start = self->at;
    field field;
    parse_empty_lines(self);
    *ret_found = parse_key(self, &field.name);
    if (!*ret_found) {
        self->at = start;
        return NULL;
    }
    PASS_ON(parse_unquoted(self, &field.value));
    *(struct field *)LIST_ADD(self->arena, fields) = field;
    return parse_line_end(self);
}

static const problem *read_fields(parser *self, field_list *fields) {
    bool found;
    do
        PASS_ON(read_field(self, fields, &found));
    while (found);
    return NULL;
}

static const problem *read_basic_auth(parser *self, entry *entry) {
    bool found;
    return read_field(self, &entry->basic_auth, &found);
}

static const problem *read_query(parser *self, entry *entry) { return read_fields(self, &entry->query); }
static const problem *read_form(parser *self, entry *entry) { return read_fields(self, &entry->form); }
static const problem *read_cookies(parser *self, entry *entry) { return read_fields(self, &entry->cookies); }

/* `file,name; content-type` behind the colon. */
static const problem *read_file_part(parser *self, multipart_part *part) {
    part->is_file = true;
    PASS_ON(parse_expect(self, "file,"));
    parse_spaces(self);
    PASS_ON(parse_file_name(self, false, &part->file_name));
    parse_spaces(self);
    PASS_ON(parse_expect(self, ";"));
    parser ahead = *self;
    if (!parse_line_end(&ahead))
        return NULL;
    parse_spaces(self);
    part->has_content_type = true;
    size_t start = self->at;
    if (parse_unquoted(self, &part->content_type))
        return parse_problem_at(self, start, "Parsing file content type", "expecting a content type");
    return NULL;
}

static const problem *read_multipart(parser *self, entry *entry) {
    for (;;) {
        size_t start = self->at;
        multipart_part part = {0};
        parse_empty_lines(self);
        if (!parse_key(self, &part.name)) {
            self->at = start;
            return NULL;
        }
        PASS_ON(parse_is_at(self, "file,") ? read_file_part(self, &part) : parse_unquoted(self, &part.value));
        PASS_ON(parse_line_end(self));
        *(multipart_part *)LIST_ADD(self->arena, &entry->multipart) = part;
    }
}

static const problem *read_options(parser *self, entry *entry) {
    for (bool found = true; found;) {
        option_setting setting;
        PASS_ON(parse_option(self, &setting, &found));
        if (found)
            *(option_setting *)LIST_ADD(self->arena, &entry->options) = setting;
    }
    return NULL;
}

static const problem *read_captures(parser *self, entry *entry) {
    for (;;) {
        size_t start = self->at;
        capture capture = {0};
        bool found = false;
        parse_empty_lines(self);
        if (parse_key(self, &capture.name))
            PASS_ON(parse_extraction(self, &capture.extraction, &found));
        if (!found) {
            self->at = start;
            return NULL;
        }
        size_t end = self->at;
        parse_spaces(self);
        capture.is_redacted = parse_accept(self, "redact");
        if (!capture.is_redacted)
            self->at = end;
        PASS_ON(parse_line_end(self));
        *(struct capture *)LIST_ADD(self->arena, &entry->response.captures) = capture;
    }
}

static const problem *read_assertions(parser *self, entry *entry) {
    for (;;) {
        size_t start = self->at;
        assertion assertion = {0};
        bool found;
        parse_empty_lines(self);
        PASS_ON(parse_extraction(self, &assertion.extraction, &found));
        if (!found) {
            self->at = start;
            return NULL;
        }
        PASS_ON(parse_predicate(self, &assertion.predicate));
        PASS_ON(parse_line_end(self));
        *(struct assertion *)LIST_ADD(self->arena, &entry->response.assertions) = assertion;
    }
}

typedef struct section {
    const char *name;
    const problem *(*read)(parser *self, entry *entry);
} section;

typedef struct section_table {
    const section *items;
    size_t count;
    const char *title;
    const char *const *names; /* that are suggested */
    size_t name_count;
    const char *valid;
} section_table;

static const section request_sections[] = {
    {"Options", read_options},
    {"Query", read_query},
    {"QueryStringParams", read_query},
    {"Form", read_form},
    {"FormParams", read_form},
    {"Multipart", read_multipart},
    {"MultipartFormData", read_multipart},
    {"BasicAuth", read_basic_auth},
    {"Cookies", read_cookies},
};
static const char *const request_names[] = {"Query", "Form", "Multipart", "Cookies", "Options"};
static const section_table request_table = {request_sections,
                                            sizeof request_sections / sizeof *request_sections,
                                            "Parsing request section name",
                                            request_names,
                                            sizeof request_names / sizeof *request_names,
                                            "Valid values are Query, Form, Multipart, Cookies, Options"};

static const section response_sections[] = {
    {"Captures", read_captures},
    {"Asserts", read_assertions},
};
static const char *const response_names[] = {"Captures", "Asserts"};
static const section_table response_table = {
    response_sections, sizeof response_sections / sizeof *response_sections, "Parsing response section name",
    response_names,    sizeof response_names / sizeof *response_names,       "Valid values are Captures or Asserts"};

/* `[Name]`; a list, which is a body, may begin alike. */
static bool accept_section_name(parser *self, text *ret_name) {
    size_t start = self->at;
    if (parse_accept(self, "[")) {
        text name = parse_name(self, "");
        if (!text_is_empty(name) && parse_accept(self, "]")) {
            *ret_name = name;
            return true;
        }
    }
    self->at = start;
    return false;
}

static const problem *unknown_section(parser *self, size_t at, const section_table *table, text name) {
    return parse_problem_at(self, at, table->title, "the section is not valid. %s",
                            did_you_mean(self->arena, table->names, table->name_count, name, table->valid));
}

/* Where the first section that stands twice begins, for later: what follows may have problems that come first. */
typedef struct duplicate {
    bool is_there;
    size_t at;
} duplicate;

static const problem *read_sections(parser *self, const section_table *table, entry *entry, duplicate *ret_duplicate) {
    unsigned seen = 0;
    for (;;) {
        size_t before = self->at, i = 0;
        text name;
        parse_empty_lines(self);
        size_t start = self->at;
        if (!accept_section_name(self, &name)) {
            self->at = before;
            return NULL;
        }
        PASS_ON(parse_line_end(self));
        while (i < table->count && !text_equal(name, text_of(table->items[i].name)))
            i++;
        if (i == table->count)
            return unknown_section(self, start + 1, table, name);
        if (seen & 1U << i && !ret_duplicate->is_there)
            *ret_duplicate = (duplicate){true, start};
        seen |= 1U << i;
        PASS_ON(table->items[i].read(self, entry));
    }
}

/* The sections and the body of a request or an answer. */
static const problem *read_rest(parser *self, const section_table *table, entry *entry, body *ret_body) {
    duplicate duplicate = {0};
    bool found;
    PASS_ON(read_sections(self, table, entry, &duplicate));
    PASS_ON(parse_body(self, ret_body, &found));
    return duplicate.is_there
               ? parse_problem_at(self, duplicate.at, "Parsing section", "the section is already defined")
               : NULL;
}

/* ---- requests ---- */

static const problem *read_method(parser *self, text *ret_method) {
    static const char *const methods[] = {"GET",     "HEAD",    "POST",  "PUT",  "DELETE",
                                          "CONNECT", "OPTIONS", "TRACE", "PATCH"};
    size_t start = self->at;
    bool is_upper = isalpha((unsigned char)parse_peek(self, 0));
    for (; isalpha((unsigned char)parse_peek(self, 0)); self->at++)
        is_upper = is_upper && isupper((unsigned char)parse_peek(self, 0));
    text method = text_upto(text_from(self->input, start), self->at - start);
    if (!is_upper)
        return parse_problem_at(self, start, "Parsing method", "the HTTP method <%.*s> is not valid. %s",
                                TEXT_ARGS(method),
                                did_you_mean(self->arena, methods, sizeof methods / sizeof *methods, method,
                                             "Valid values are GET, HEAD, POST, PUT, DELETE, CONNECT, OPTIONS, TRACE, "
                                             "PATCH"));
    *ret_method = method;
    return NULL;
}

#define STORE_COOKIE "@cookie_storage_set:"
#define CLEAR_COOKIES "@cookie_storage_clear"

/* What comments before a request ask for. */
static void read_commands(text comments, entry *entry) {
    for (text line; text_cut(&comments, '\n', &line);) {
        size_t hash = text_index(line, '#');
        text comment = hash == TEXT_NOT_FOUND ? TEXT("") : text_from(line, hash + 1);
        if (text_find(comment, TEXT(STORE_COOKIE)) != TEXT_NOT_FOUND && text_is_empty(entry->stored_cookie))
            entry->stored_cookie = text_trim(text_from(comment, strlen(" " STORE_COOKIE)));
        if (text_find(comment, TEXT(CLEAR_COOKIES)) != TEXT_NOT_FOUND)
            entry->clears_cookies = true;
    }
}

static const problem *read_request(parser *self, entry *entry) {
    size_t before = self->at;
    parse_empty_lines(self);
    entry->start = self->at;
    read_commands(text_upto(text_from(self->input, before), self->at - before), entry);
    PASS_ON(read_method(self, &entry->method));
    PASS_ON(parse_some_spaces(self));
    PASS_ON(parse_unquoted(self, &entry->url));
    PASS_ON(parse_line_end(self));
    PASS_ON(read_fields(self, &entry->headers));
    return read_rest(self, &request_table, entry, &entry->body);
}

/* ---- answers ---- */

static const problem *read_version(parser *self, expected_response *response) {
    static const char *const versions[] = {"HTTP/1.0", "HTTP/1.1", "HTTP/2", "HTTP/3"};
    size_t start = self->at;
    for (size_t i = 0; i < sizeof versions / sizeof versions[0] && self->at == start; i++)
        if (parse_accept(self, versions[i]))
            response->version = text_of(versions[i]);
    if (self->at == start) {
        PASS_ON(parse_expect(self, "HTTP"));
        response->version = TEXT("HTTP");
        if (parse_peek(self, 0) != ' ' && parse_peek(self, 0) != '\t')
            return parse_problem_at(self, start, "Parsing version",
                                    "HTTP version must be HTTP, HTTP/1.0, HTTP/1.1, HTTP/2 or HTTP/3");
    }
    response->version_span = (span){start, self->at};
    return NULL;
}

static const problem *read_status(parser *self, expected_response *response) {
    size_t start = self->at;
    if (parse_accept(self, "*"))
        response->status = ANY_STATUS;
    else if (!text_to_int64(parse_digits(self), &response->status))
        return parse_problem_at(self, start, "Parsing status code", "HTTP status code is not valid");
    response->status_span = (span){start, self->at};
    return NULL;
}

static const problem *read_response(parser *self, entry *entry) {
    entry->has_response = true;
    PASS_ON(read_version(self, &entry->response));
    PASS_ON(parse_some_spaces(self));
    PASS_ON(read_status(self, &entry->response));
    PASS_ON(parse_line_end(self));
    PASS_ON(read_fields(self, &entry->response.headers));
    return read_rest(self, &response_table, entry, &entry->response.body);
}

const problem *scenario_parse(arena *arena, const source *source, scenario *ret_scenario) {
    parser parser = {arena, source->content, 0};
    scenario scenario = {0};
    for (;;) {
        size_t before = parser.at;
        parse_empty_lines(&parser);
        if (parse_at_end(&parser))
            break;
        parser.at = before;
        entry *entry = LIST_ADD(arena, &scenario);
        PASS_ON(read_request(&parser, entry));
        before = parser.at;
        parse_empty_lines(&parser);
        if (parse_is_at(&parser, "HTTP"))
            PASS_ON(read_response(&parser, entry));
        else
            parser.at = before;
    }
    *ret_scenario = scenario;
    return NULL;
}
