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
    const struct value *operands[MOST_OPERANDS];
    for (size_t i = 0; i < MOST_OPERANDS; i++)
        PASS_ON(evaluate_operand(evaluation, &step->operands[i], &operands[i]));
    const struct value *input = *value;
    *value = NULL;
    return step->operation->find(evaluation, step, input, operands, value);
}

const problem *extraction_evaluate(evaluation *evaluation, const extraction *extraction, const value **ret_value) {
    const value *value = NULL;
    for (size_t i = 0; i < extraction->count; i++) {
        if (i > 0 && !value)
            return problem_new(evaluation->arena, extraction->steps[i].span, "Filter error",
                               "there is no value to apply the filter to");
        PASS_ON(run_step(evaluation, &extraction->steps[i], &value));
    }
    *ret_value = value;
    return NULL;
}

const problem *jsonpath_find(evaluation *evaluation, const operand *operand, const value *path, const value *document,
                             const value **ret_value) {
    const jsonpath *compiled = operand->path;
    value_list nodes = {0};
    if (!compiled && !jsonpath_compile(evaluation->arena, path->text, &compiled))
        return problem_new(evaluation->arena, operand->span, "Invalid JSONPath",
                           "JSONPath expression '%.*s' is not valid", TEXT_ARGS(path->text));
    if (!jsonpath_select(evaluation->arena, compiled, document, &nodes))
        return problem_new(evaluation->arena, operand->span, "Invalid JSONPath",
                           "the expression looks at more than %d nodes", JSONPATH_MOST_VISITS);
    *ret_value = nodes.count == 0 ? NULL : nodes.count == 1 ? nodes.items[0] : value_of_list(evaluation->arena, nodes);
    return NULL;
}

/* ---- predicates ---- */

static const problem *compile_pattern(evaluation *evaluation, const step *predicate, const value **pattern) {
    value *compiled = arena_zalloc(evaluation->arena, sizeof *compiled);
    text reason;
    *compiled = **pattern;
    if (compiled->kind == VALUE_STRING && !regex_compile(evaluation->arena, compiled->text, &compiled->regex, &reason))
        return problem_new(evaluation->arena, predicate->span, "Invalid regex", "%.*s", TEXT_ARGS(reason));
    *pattern = compiled;
    return NULL;
}

static const problem *assert_failure(evaluation *evaluation, const step *predicate, const value *actual,
                                     const value *expected, verdict verdict) {
    arena *arena = evaluation->arena;
    const char *introduction = predicate->operation->expectation;
    text message =
        text_format(arena, "actual:   %.*s\nexpected: %s%s%s%.*s%s",
                    TEXT_ARGS(actual ? value_describe(arena, actual) : TEXT("none")),
                    predicate->is_negated ? "not " : "", introduction, *introduction && expected ? " " : "",
                    TEXT_ARGS(expected ? value_describe(arena, expected) : TEXT("")),
                    verdict == TYPES_DIFFER ? "\n>>> types between actual and expected are not consistent" : "");
    return problem_with_message(arena, predicate->span, "Assert failure", PROBLEM_BELOW, message);
}

const problem *predicate_evaluate(evaluation *evaluation, const step *predicate, const value *actual) {
    const value *expected;
    PASS_ON(evaluate_operand(evaluation, &predicate->operands[0], &expected));
    if (predicate->operation->forms[0] == FORM_PATTERN)
        PASS_ON(compile_pattern(evaluation, predicate, &expected));
    /* Nothing is neither this nor that; it only does, or does not, exist. */
    bool is_about_existence =
        predicate->operation->forms[0] == FORM_NONE && text_equal(text_of(predicate->operation->name), TEXT("exists"));
    verdict verdict = actual ? predicate->operation->judge(actual, expected) : FAILS;
    bool passes = predicate->is_negated ? verdict == FAILS && (actual || is_about_existence) : verdict == HOLDS;
    return passes ? NULL : assert_failure(evaluation, predicate, actual, expected, verdict);
}
