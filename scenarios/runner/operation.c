#include "runner/operation.h"

/* The value of an operand as the file has it; NULL where the operation takes none. */
static const problem *evaluate_operand(evaluation *evaluation, const operand *operand, const value **ret_value) {
    text rendered;
    switch (operand->kind) {
    case OPERAND_NONE: *ret_value = NULL; return NULL;
    case OPERAND_VALUE: *ret_value = operand->value; return NULL;
    case OPERAND_PLACEHOLDER:
        return placeholder_evaluate(evaluation->arena, evaluation->variables, &operand->template.parts[0], ret_value);
    case OPERAND_BODY:
        PASS_ON(body_render(evaluation->arena, evaluation->variables, evaluation->files, operand->body, &rendered));
        *ret_value = operand->body->kind == BODY_BYTES || operand->body->kind == BODY_FILE
                         ? value_of_bytes(evaluation->arena, rendered)
                         : value_of_string(evaluation->arena, rendered);
        return NULL;
    default:
        PASS_ON(template_render(evaluation->arena, evaluation->variables, &operand->template, &rendered));
        *ret_value = value_of_string(evaluation->arena, rendered);
        return NULL;
    }
}

static const problem *run_step(evaluation *evaluation, const step *step, const value **value) {
    application application = {evaluation->arena, evaluation, step, *value, {NULL}};
    for (size_t i = 0; i < MOST_OPERANDS; i++)
        PASS_ON(evaluate_operand(evaluation, &step->operands[i], &application.operands[i]));
    *value = NULL;
    return step->operation->find(&application, value);
}

const problem *extraction_evaluate(evaluation *evaluation, const extraction *extraction, const value **ret_value) {
    const value *value = NULL;
    for (size_t i = 0; i < extraction->count; i++) {
        if (i > 0 && !value)
            return problem_new(evaluation->arena, extraction->steps[i].span, "Filter error",
                               "missing value to apply filter");
        PASS_ON(run_step(evaluation, &extraction->steps[i], &value));
    }
    *ret_value = value;
    return NULL;
}

const problem *extraction_capture(evaluation *evaluation, const extraction *extraction, const value **ret_value) {
    const value *value = NULL;
    const step *query = &extraction->steps[0];
    PASS_ON(run_step(evaluation, query, &value));
    if (!value)
        return problem_new(evaluation->arena, query->span, "No query result", "query didn't return any result");
    PASS_ON(extraction_evaluate(evaluation, extraction, &value));
    span filters = {extraction->steps[extraction->count > 1].span.start,
                    extraction->steps[extraction->count - 1].span.end};
    if (!value)
        return problem_new(evaluation->arena, filters, "Filter error", "a filter didn't return any result");
    *ret_value = value;
    return NULL;
}

const problem *jsonpath_find(const application *self, const value *document, const value **ret_value) {
    const operand *operand = &self->step->operands[0];
    const jsonpath *path = operand->path;
    text source = self->operands[0]->text;
    value_list nodes = {0};
    if (!path && !jsonpath_compile(self->arena, source, &path))
        return problem_new(self->arena, operand->span, "Invalid JSONPath", "JSONPath expression '%.*s' is not valid",
                           TEXT_ARGS(source));
    if (!jsonpath_select(self->arena, path, document, &nodes))
        return problem_new(self->arena, operand->span, "Invalid JSONPath", "the expression looks at more than %d nodes",
                           JSONPATH_MOST_VISITS);
    *ret_value = nodes.count == 0 ? NULL : nodes.count == 1 ? nodes.items[0] : value_of_list(self->arena, nodes);
    return NULL;
}

const problem *xpath_parse(const application *self, text source, xml_format format, const xml_document **ret_document) {
    if (!xml_is_installed())
        return problem_new(self->arena, self->step->span, "Invalid XML", "it cannot be read: libxml2 is not installed");
    *ret_document = NULL;
    xml_parse(self->arena, source, format, ret_document);
    return NULL;
}

const problem *xpath_find(const application *self, const xml_document *document, const value **ret_value) {
    if (!xpath_evaluate(self->arena, document, self->operands[0]->text, ret_value))
        return problem_new(self->arena, self->step->operands[0].span, "Invalid XPath expression",
                           "XPath expression is not valid");
    return NULL;
}

const problem *operand_regex(const application *self, const regex **ret_regex) {
    const value *pattern = self->operands[0];
    text reason;
    if (pattern->regex)
        *ret_regex = pattern->regex;
    else if (!regex_compile(self->arena, pattern->text, ret_regex, &reason))
        return problem_new(self->arena, self->step->operands[0].span, "Invalid regex", "regex expression is not valid");
    return NULL;
}

/* ---- predicates ---- */

/* A pattern that is a string, as a regular expression besides. */
static const problem *compile_pattern(evaluation *evaluation, const step *predicate, const value **pattern) {
    text reason;
    if ((*pattern)->regex)
        return NULL;
    value *compiled = arena_alloc(evaluation->arena, sizeof *compiled);
    *compiled = **pattern;
    if (!regex_compile(evaluation->arena, compiled->text, &compiled->regex, &reason))
        return problem_new(evaluation->arena, predicate->span, "Invalid regex", "regex expression is not valid");
    *pattern = compiled;
    return NULL;
}

static text show_actual(arena *arena, const operation *predicate, const value *actual, verdict verdict) {
    if (!actual)
        return TEXT("none");
    if (verdict != TYPES_DIFFER && predicate->actual == SHOWS_PLAIN_STRING)
        return actual->text;
    if (verdict != TYPES_DIFFER && predicate->actual == SHOWS_COUNT)
        return text_format(arena, "count equals to %zu", value_count(actual));
    return value_describe(arena, actual);
}

static text show_expected(arena *arena, const operation *predicate, const value *actual, const value *expected,
                          verdict verdict) {
    const char *introduction = actual ? predicate->expectation : predicate->expectation_of_nothing;
    if (verdict == TYPES_DIFFER && predicate->actual == SHOWS_PLAIN_STRING)
        return TEXT("string");
    if (!expected)
        return text_of(introduction);
    bool is_pattern = predicate->forms[0] == FORM_PATTERN;
    text shown;
    if (actual)
        shown = is_pattern ? value_show(arena, expected) : value_describe(arena, expected);
    else if (is_pattern && expected->kind == VALUE_REGEX)
        shown = regex_pattern(expected->regex);
    else
        shown = is_pattern ? expected->text : value_summarize(arena, expected);
    buffer out = BUFFER(arena);
    buffer_append(&out, text_of(introduction));
    buffer_append(&out, shown);
    buffer_append(&out, text_ends_with(text_of(introduction), TEXT("<")) ? TEXT(">") : TEXT(""));
    return buffer_text(&out);
}

static const problem *assert_failure(evaluation *evaluation, const step *predicate, const value *actual,
                                     const value *expected, verdict verdict) {
    arena *arena = evaluation->arena;
    text shown = show_actual(arena, predicate->operation, actual, verdict);
    text wanted = show_expected(arena, predicate->operation, actual, expected, verdict);
    buffer message = BUFFER(arena);
    buffer_append(&message, TEXT("   actual:   "));
    buffer_append(&message, shown);
    buffer_append(&message, TEXT("\n   expected: "));
    buffer_append(&message, predicate->is_negated ? TEXT("not ") : TEXT(""));
    buffer_append(&message, wanted);
    if (verdict == TYPES_DIFFER)
        buffer_append(&message, TEXT("\n   >>> types between actual and expected are not consistent"));
    return problem_with_message(arena, predicate->span, "Assert failure", PROBLEM_BELOW, buffer_text(&message));
}

const problem *predicate_evaluate(evaluation *evaluation, const step *predicate, const value *actual) {
    const value *expected;
    PASS_ON(evaluate_operand(evaluation, &predicate->operands[0], &expected));
    if (actual && predicate->operation->forms[0] == FORM_PATTERN)
        PASS_ON(compile_pattern(evaluation, predicate, &expected));
    verdict verdict = actual ? predicate->operation->judge(actual, expected) : FAILS;
    bool passes = verdict == (predicate->is_negated ? FAILS : HOLDS);
    return passes ? NULL : assert_failure(evaluation, predicate, actual, expected, verdict);
}
