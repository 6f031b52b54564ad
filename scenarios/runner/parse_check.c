/* Queries, filters and predicates with their operands, by the tables of operation.h. */
#include <ctype.h>

#include "runner/parse.h"

static bool is_word_character(char c) { return isalnum((unsigned char)c) || c == '_'; }

/* A number as Hurl and JSON spell it; the exponent is JSON's alone. */
static bool parse_number(parser *self, const value **ret_value) {
    size_t start = self->at;
    parse_accept(self, "-");
    size_t digits = self->at;
    while (isdigit((unsigned char)parse_peek(self, 0)))
        self->at++;
    bool is_number = self->at > digits && (self->input.data[digits] != '0' || self->at == digits + 1);
    if (is_number && parse_peek(self, 0) == '.' && isdigit((unsigned char)parse_peek(self, 1))) {
        self->at++;
        while (isdigit((unsigned char)parse_peek(self, 0)))
            self->at++;
    }
    if (is_number && (parse_peek(self, 0) == 'e' || parse_peek(self, 0) == 'E')) {
        size_t sign = parse_peek(self, 1) == '-' || parse_peek(self, 1) == '+';
        if (isdigit((unsigned char)parse_peek(self, 1 + sign)))
            for (self->at += 1 + sign; isdigit((unsigned char)parse_peek(self, 0));)
                self->at++;
    }
    if (is_number)
        *ret_value = value_of_number(self->arena, text_upto(text_from(self->input, start), self->at - start));
    else
        self->at = start;
    return is_number;
}

bool parse_plain_literal(parser *self, const value **ret_value) {
    static const value null = {.kind = VALUE_NULL};
    if (parse_accept(self, "null"))
        *ret_value = &null;
    else if (parse_accept(self, "true"))
        *ret_value = value_of_boolean(self->arena, true);
    else if (parse_accept(self, "false"))
        *ret_value = value_of_boolean(self->arena, false);
    else
        return parse_number(self, ret_value);
    return true;
}

/* `/…/`: `\/` is a slash, all else is the expression's. */
static const problem *parse_regex(parser *self, const value **ret_value) {
    size_t start = self->at++;
    buffer pattern = BUFFER(self->arena);
    while (!parse_at_end(self) && parse_peek(self, 0) != '/' && parse_peek(self, 0) != '\n') {
        if (parse_is_at(self, "\\/"))
            self->at++;
        else if (parse_is_at(self, "\\\\"))
            buffer_append_char(&pattern, self->input.data[self->at++]);
        buffer_append_char(&pattern, self->input.data[self->at++]);
    }
    PASS_ON(parse_expect(self, "/"));
    value *value = arena_zalloc(self->arena, sizeof *value);
    text reason;
    value->kind = VALUE_REGEX;
    if (!regex_compile(self->arena, buffer_text(&pattern), &value->regex, &reason))
        return parse_problem_from(self, start, "Parsing regex", "invalid regex expression: %.*s", TEXT_ARGS(reason));
    *ret_value = value;
    return NULL;
}

static bool form_allows_placeholder(operand_form form) {
    return form == FORM_INTEGER || form == FORM_ANY || form == FORM_ORDERED;
}

static bool form_allows_regex(operand_form form) {
    return form == FORM_REGEX || form == FORM_PATTERN || form == FORM_ANY;
}

static bool form_allows_back_quotes(operand_form form) {
    return form == FORM_ANY || form == FORM_ORDERED || form == FORM_AFFIX || form == FORM_PATTERN;
}

static bool form_allows_literal(operand_form form, const value *literal) {
    switch (form) {
    case FORM_ANY: return true;
    case FORM_ORDERED: return value_is_number(literal);
    case FORM_INTEGER: return literal->kind == VALUE_INTEGER;
    default: return false;
    }
}

static const char *form_description(operand_form form) {
    static const char *const descriptions[] = {
        [FORM_NONE] = "nothing",
        [FORM_STRING] = "a string in double quotes",
        [FORM_JSONPATH] = "a string in double quotes",
        [FORM_INTEGER] = "an integer or {{name}}",
        [FORM_REGEX] = "a string in double quotes or a /regex/",
        [FORM_ANY] = "a value: null, a boolean, a number, a string, a /regex/ or {{name}}",
        [FORM_ORDERED] = "a number, a string or {{name}}",
        [FORM_AFFIX] = "a string",
        [FORM_PATTERN] = "a string or a /regex/",
    };
    return descriptions[form];
}

/* A string without placeholders is known now; what is made of it need not be made at every run. Whether it is a good
 * path or regular expression shows when it is used. */
static void settle_constant(parser *self, operand_form form, operand *operand) {
    const template *template = &operand->template;
    text reason;
    if (template->count > 1 || (template->count == 1 && template->parts[0].kind != PART_TEXT))
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

static const problem *read_operand(parser *self, operand_form form, operand *operand) {
    bool is_json;
    size_t start = self->at;
    if (parse_is_at(self, "{{") && form_allows_placeholder(form)) {
        template_part part;
        operand->kind = OPERAND_PLACEHOLDER;
        PASS_ON(parse_placeholder(self, PART_VARIABLE, &part));
        template_add(self->arena, &operand->template, part);
    } else if (parse_is_at(self, "/") && form_allows_regex(form)) {
        operand->kind = OPERAND_VALUE;
        PASS_ON(parse_regex(self, &operand->value));
    } else if (parse_is_at(self, "\"") && form != FORM_INTEGER) {
        operand->kind = OPERAND_STRING;
        PASS_ON(parse_quoted(self, &operand->template));
        settle_constant(self, form, operand);
    } else if (parse_is_at(self, "```") && form == FORM_ANY) {
        operand->kind = OPERAND_STRING;
        PASS_ON(parse_multiline(self, &operand->template, &is_json));
    } else if (parse_is_at(self, "`") && form_allows_back_quotes(form)) {
        operand->kind = OPERAND_STRING;
        PASS_ON(parse_back_quoted(self, &operand->template));
    } else {
        operand->kind = OPERAND_VALUE;
        bool is_literal = parse_plain_literal(self, &operand->value);
        if (!is_literal || !form_allows_literal(form, operand->value)) {
            self->at = start;
            return parse_problem(self, "Parsing value", "expecting %s", form_description(form));
        }
    }
    operand->span = (span){start, self->at};
    return NULL;
}

/* The operation whose name comes next; the longest wins, as in `>=`. NULL, with the reader unmoved, for none. */
static const operation *accept_operation(parser *self, const operation_table *table) {
    const operation *found = NULL;
    for (size_t i = 0; i < table->count; i++) {
        const char *name = table->items[i].name;
        bool is_word = is_word_character(name[0]);
        if (parse_is_at(self, name) && !(is_word && is_word_character(parse_peek(self, strlen(name)))) &&
            (!found || strlen(name) > strlen(found->name)))
            found = &table->items[i];
    }
    if (found)
        self->at += strlen(found->name);
    return found;
}

static const problem *read_operands(parser *self, step *step) {
    bool needs_space = is_word_character(step->operation->name[0]);
    for (size_t i = 0; i < MOST_OPERANDS && step->operation->forms[i] != FORM_NONE; i++) {
        if (!parse_spaces(self) && needs_space)
            return parse_problem(self, "Parsing space", "expecting a space");
        PASS_ON(read_operand(self, step->operation->forms[i], &step->operands[i]));
    }
    return NULL;
}

static const problem *read_step(parser *self, const operation *operation, size_t start, step *ret_step) {
    *ret_step = (step){.operation = operation};
    PASS_ON(read_operands(self, ret_step));
    ret_step->span = (span){start, self->at};
    return NULL;
}

static const problem *unknown(parser *self, const char *title, const char *what, const operation_table *table) {
    size_t start = self->at;
    text word = parse_word(self, "_-");
    buffer known = BUFFER(self->arena);
    for (size_t i = 0; i < table->count; i++)
        buffer_format(&known, "%s%s", i ? ", " : "", table->items[i].name);
    text names = buffer_text(&known);
    return parse_problem_from(self, start, title, "<%.*s> is no %s; there are\n%.*s", TEXT_ARGS(word), what,
                              TEXT_ARGS(names));
}

const problem *parse_extraction(parser *self, extraction *ret_extraction) {
    struct {
        step *items;
        size_t count;
        size_t capacity;
    } steps = {0};
    size_t start = self->at;
    const operation *operation = accept_operation(self, &query_operations);
    if (!operation)
        return unknown(self, "Parsing query", "query", &query_operations);
    while (operation) {
        PASS_ON(read_step(self, operation, start, LIST_ADD(self->arena, &steps)));
        size_t end = self->at;
        operation = parse_spaces(self) ? accept_operation(self, &filter_operations) : NULL;
        if (!operation)
            self->at = end;
        start = operation ? self->at - strlen(operation->name) : end;
    }
    *ret_extraction = (extraction){steps.items, steps.count};
    return NULL;
}

const problem *parse_predicate(parser *self, step *ret_predicate) {
    if (!parse_spaces(self))
        return parse_problem(self, "Parsing space", "expecting a space and a predicate");
    size_t start = self->at;
    bool is_negated = parse_accept(self, "not") && parse_spaces(self);
    if (!is_negated)
        self->at = start;
    const operation *operation = accept_operation(self, &predicate_operations);
    if (!operation)
        return unknown(self, "Parsing predicate", "filter or predicate", &predicate_operations);
    PASS_ON(read_step(self, operation, start, ret_predicate));
    ret_predicate->is_negated = is_negated;
    return NULL;
}
