/* Queries, filters and predicates with their operands, by the tables of operation.h. */
#include <ctype.h>

#include "runner/parse.h"

/* ---- values of predicates ---- */

static const problem *predicate_value_problem(parser *self, size_t at) {
    return parse_problem_at(self, at, "Parsing predicate value", "invalid predicate value");
}

/* A regex between slashes; `\/` is a slash, other escapes are the pattern's own. */
static const problem *read_regex(parser *self, const value **ret_value) {
    buffer pattern = BUFFER(self->arena);
    PASS_ON(parse_expect(self, "/"));
    size_t start = self->at;
    while (!parse_at_end(self) && parse_peek(self, 0) != '/') {
        if (parse_is_at(self, "\\/"))
            self->at++;
        buffer_append_char(&pattern, self->input.data[self->at++]);
    }
    if (parse_at_end(self))
        return parse_problem(self, "Parsing regex", "invalid Regex expression: unexpected end of file");
    self->at++;
    value *made = arena_zalloc(self->arena, sizeof *made);
    text reason;
    made->kind = VALUE_REGEX;
    if (!regex_compile(self->arena, buffer_text(&pattern), &made->regex, &reason))
        return parse_problem_at(self, start, "Parsing regex", "invalid Regex expression: %.*s", TEXT_ARGS(reason));
    *ret_value = made;
    return NULL;
}

/* What an operand that is a body reads: ```…```, file, hex and base64. */
static const problem *read_body_operand(parser *self, operand *operand) {
    body *body = arena_zalloc(self->arena, sizeof *body);
    if (parse_is_at(self, "```"))
        PASS_ON(parse_multiline(self, body));
    else if (parse_is_at(self, "file"))
        PASS_ON(parse_file(self, body));
    else if (parse_is_at(self, "hex"))
        PASS_ON(parse_hex(self, body));
    else
        PASS_ON(parse_base64(self, body));
    operand->kind = OPERAND_BODY;
    operand->body = body;
    return NULL;
}

static const problem *read_any(parser *self, operand *operand) {
    bool found;
    size_t start = self->at;
    operand->kind = OPERAND_VALUE;
    PASS_ON(parse_plain_literal(self, &operand->value, &found));
    if (found)
        return NULL;
    if (parse_is_at(self, "file") || parse_is_at(self, "hex") || parse_is_at(self, "base64") ||
        parse_is_at(self, "```"))
        return read_body_operand(self, operand);
    if (parse_is_at(self, "/"))
        return read_regex(self, &operand->value);
    operand->kind = parse_is_at(self, "{{") ? OPERAND_PLACEHOLDER : OPERAND_STRING;
    switch (parse_peek(self, 0)) {
    case '{':
        return parse_is_at(self, "{{") ? parse_lone_placeholder(self, &operand->template)
                                       : predicate_value_problem(self, start);
    case '"': return parse_quoted(self, &operand->template);
    case '`': return parse_back_quoted(self, &operand->template);
    default: return predicate_value_problem(self, start);
    }
}

/* Whether a value may stand where the form wants one. */
static bool form_allows(operand_form form, const operand *operand) {
    bool is_string = operand->kind == OPERAND_STRING;
    bool is_literal = operand->kind == OPERAND_VALUE;
    switch (form) {
    case FORM_ORDERED:
        return is_string || operand->kind == OPERAND_PLACEHOLDER || (is_literal && value_is_number(operand->value));
    case FORM_AFFIX: return is_string || (operand->kind == OPERAND_BODY && operand->body->kind == BODY_BYTES);
    case FORM_PATTERN: return is_string || (is_literal && operand->value->kind == VALUE_REGEX);
    default: return true;
    }
}

static const problem *read_predicate_value(parser *self, operand_form form, operand *operand) {
    size_t start = self->at;
    PASS_ON(read_any(self, operand));
    return form_allows(form, operand) ? NULL : predicate_value_problem(self, start);
}

/* A string without placeholders is known now; what is made of it need not be made at every run. Whether it is a good
 * path or regular expression shows when it is used. */
static void settle_constant(parser *self, operand_form form, operand *operand) {
    const template *template = &operand->template;
    text reason;
    if (operand->kind != OPERAND_STRING || template->count > 1 ||
        (template->count == 1 && template->parts[0].kind != PART_TEXT))
        return;
    value *constant = arena_zalloc(self->arena, sizeof *constant);
    constant->kind = VALUE_STRING;
    constant->text = template->count ? template->parts[0].text : TEXT("");
    if (form == FORM_JSONPATH)
        jsonpath_compile(self->arena, constant->text, &operand->path);
    if (form == FORM_REGEX || form == FORM_PATTERN)
        regex_compile(self->arena, constant->text, &constant->regex, &reason);
    operand->kind = OPERAND_VALUE;
    operand->value = constant;
}

/* ---- operands of queries and filters ---- */

static const problem *read_integer(parser *self, operand *operand) {
    parser ahead = *self;
    int64_t integer;
    bool found;
    if (!parse_integer(&ahead, "integer", true, &integer, &found) && found) {
        self->at = ahead.at;
        operand->kind = OPERAND_VALUE;
        operand->value = value_of_integer(self->arena, integer);
        return NULL;
    }
    operand->kind = OPERAND_PLACEHOLDER;
    const problem *problem = parse_lone_placeholder(self, &operand->template);
    return problem ? parse_expecting(self, problem->span.start, "integer") : NULL;
}

static const problem *read_pattern(parser *self, operand *operand) {
    const problem *problem;
    operand->kind = parse_is_at(self, "\"") ? OPERAND_STRING : OPERAND_VALUE;
    if (operand->kind == OPERAND_STRING)
        problem = parse_quoted(self, &operand->template);
    else
        problem = read_regex(self, &operand->value);
    return problem ? parse_expecting(self, problem->span.start, "\" or /") : NULL;
}

/* The name of a cookie and, between brackets, of its attribute, which is the second operand then. */
static const problem *read_cookie_path(parser *self, operand *name, operand *attribute) {
    static const char *const attributes[] = {"value", "expires", "max-age",  "domain",
                                             "path",  "secure",  "httponly", "samesite"};
    PASS_ON(parse_expect(self, "\""));
    parser inside = *self;
    while (!parse_at_end(self) && !strchr("\"\n", parse_peek(self, 0)))
        self->at++;
    inside.input = text_upto(self->input, self->at);
    PASS_ON(parse_expect(self, "\""));
    size_t bracket = text_index(text_from(inside.input, inside.at), '[');
    parser before = {self->arena,
                     bracket == TEXT_NOT_FOUND ? inside.input : text_upto(inside.input, inside.at + bracket),
                     inside.at};
    name->kind = OPERAND_STRING;
    PASS_ON(parse_unquoted(&before, &name->template));
    if (bracket == TEXT_NOT_FOUND)
        return NULL;
    inside.at += bracket + 1;
    parse_spaces(&inside);
    size_t start = inside.at;
    text word = text_lower(self->arena, parse_name(&inside, "-"));
    if (!text_is_one_of(word, attributes, sizeof attributes / sizeof *attributes))
        return parse_problem_at(self, start, "Parsing cookie attribute", "the cookie attribute is not valid");
    parse_spaces(&inside);
    PASS_ON(parse_expect(&inside, "]"));
    *attribute = (operand){OPERAND_VALUE, .value = value_of_string(self->arena, word), .span = {start, inside.at}};
    return NULL;
}

static const problem *read_certificate_field(parser *self, operand *operand) {
    static const char *const fields[] = {"Subject",       "Issuer",           "Start-Date", "Expire-Date",
                                         "Serial-Number", "Subject-Alt-Name", "Value"};
    PASS_ON(parse_expect(self, "\""));
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (parse_accept(self, arena_printf(self->arena, "%s\"", fields[i]))) {
            operand->kind = OPERAND_VALUE;
            operand->value = value_of_string(self->arena, text_of(fields[i]));
            return NULL;
        }
    return parse_expecting(self, self->at,
                           "Field <Subject>, <Issuer>, <Start-Date>, <Expire-Date>, <Serial-Number>, "
                           "<Subject-Alt-Name> or <Value>");
}

static const problem *read_operand(parser *self, operand_form form, operand *operand) {
    switch (form) {
    case FORM_STRING:
    case FORM_QUOTED:
    case FORM_JSONPATH: operand->kind = OPERAND_STRING; return parse_quoted(self, &operand->template);
    case FORM_INTEGER: return read_integer(self, operand);
    case FORM_REGEX: return read_pattern(self, operand);
    case FORM_COOKIE_PATH: return read_cookie_path(self, operand, operand + 1);
    case FORM_CERTIFICATE_FIELD: return read_certificate_field(self, operand);
    default: return read_predicate_value(self, form, operand);
    }
}

/* ---- operations ---- */

/* The operation whose name comes next; the longest wins, as in `>=`. NULL, with the reader unmoved, for none. */
static const operation *accept_operation(parser *self, const operation_table *table) {
    const operation *found = NULL;
    for (size_t i = 0; i < table->count; i++) {
        const char *name = table->items[i].name;
        if (parse_is_at(self, name) && (!found || strlen(name) > strlen(found->name)))
            found = &table->items[i];
    }
    if (found)
        self->at += strlen(found->name);
    return found;
}

/* What follows an operation's name, which began at start. */
static const problem *read_step(parser *self, const operation *operation, size_t start, step *ret_step) {
    step step = {.operation = operation};
    bool needs_space = isalpha((unsigned char)operation->name[0]);
    for (size_t i = 0; i < MOST_OPERANDS && operation->forms[i] != FORM_NONE; i++) {
        if (needs_space)
            PASS_ON(parse_some_spaces(self));
        parse_spaces(self);
        size_t operand_start = self->at;
        PASS_ON(read_operand(self, operation->forms[i], &step.operands[i]));
        settle_constant(self, operation->forms[i], &step.operands[i]);
        step.operands[i].span = (span){operand_start, self->at};
    }
    step.span = (span){start, self->at};
    *ret_step = step;
    return NULL;
}

/* Whether behind the name of a filter comes something else than the string without which it is none. */
static bool lacks_string(const parser *self, const operation *filter) {
    parser ahead = *self;
    return filter->forms[0] == FORM_QUOTED && parse_spaces(&ahead) && !parse_is_at(&ahead, "\"");
}

static const operation *accept_filter(parser *self) {
    const operation *filter = accept_operation(self, &filter_operations);
    return filter && !lacks_string(self, filter) ? filter : NULL;
}

const problem *parse_extraction(parser *self, extraction *ret_extraction, bool *ret_found) {
    struct {
        step *items;
        size_t count;
        size_t capacity;
    } steps = {0};
    size_t start = self->at, end;
    const operation *operation = accept_operation(self, &query_operations);
    *ret_found = operation != NULL;
    while (operation) {
        step step;
        PASS_ON(read_step(self, operation, start, &step));
        *(struct step *)LIST_ADD(self->arena, &steps) = step;
        end = self->at;
        bool has_space = parse_spaces(self);
        start = self->at;
        operation = has_space ? accept_filter(self) : NULL;
        if (!operation)
            self->at = end;
    }
    *ret_extraction = (extraction){steps.items, steps.count};
    return NULL;
}

const problem *parse_predicate(parser *self, step *ret_predicate) {
    PASS_ON(parse_some_spaces(self));
    size_t start = self->at;
    bool is_negated = parse_accept(self, "not") && parse_spaces(self);
    if (!is_negated)
        self->at = start;
    start = self->at;
    const operation *operation = accept_operation(self, &predicate_operations);
    if (!operation)
        return parse_problem(self, "Parsing predicate", "expecting a predicate");
    PASS_ON(read_step(self, operation, start, ret_predicate));
    ret_predicate->is_negated = is_negated;
    return NULL;
}
