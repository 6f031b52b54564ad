/* Predicates: whether a value is as it should be. */
#include "runner/operation.h"

static verdict verdict_of(bool holds) { return holds ? HOLDS : FAILS; }

static verdict judge_exists(const value *actual, const value *expected) {
    (void)actual, (void)expected;
    return HOLDS;
}

static verdict judge_equal(const value *actual, const value *expected) {
    return verdict_of(value_equal(actual, expected));
}

static verdict judge_not_equal(const value *actual, const value *expected) {
    return verdict_of(!value_equal(actual, expected));
}

static verdict judge_less(const value *actual, const value *expected) {
    int order;
    return value_compare(actual, expected, &order) ? verdict_of(order < 0) : TYPES_DIFFER;
}

static verdict judge_less_or_equal(const value *actual, const value *expected) {
    int order;
    return value_compare(actual, expected, &order) ? verdict_of(order <= 0) : TYPES_DIFFER;
}

static verdict judge_greater(const value *actual, const value *expected) {
    int order;
    return value_compare(actual, expected, &order) ? verdict_of(order > 0) : TYPES_DIFFER;
}

static verdict judge_greater_or_equal(const value *actual, const value *expected) {
    int order;
    return value_compare(actual, expected, &order) ? verdict_of(order >= 0) : TYPES_DIFFER;
}

static bool are_texts(const value *actual, const value *expected) {
    return (actual->kind == VALUE_STRING || actual->kind == VALUE_BYTES) && actual->kind == expected->kind;
}

static verdict judge_starts_with(const value *actual, const value *expected) {
    return are_texts(actual, expected) ? verdict_of(text_starts_with(actual->text, expected->text)) : TYPES_DIFFER;
}

static verdict judge_ends_with(const value *actual, const value *expected) {
    return are_texts(actual, expected) ? verdict_of(text_ends_with(actual->text, expected->text)) : TYPES_DIFFER;
}

static verdict judge_contains(const value *actual, const value *expected) {
    if (are_texts(actual, expected))
        return verdict_of(text_find(actual->text, expected->text) != TEXT_NOT_FOUND);
    if (actual->kind != VALUE_LIST)
        return TYPES_DIFFER;
    for (size_t i = 0; i < actual->items.count; i++)
        if (value_equal(actual->items.items[i], expected))
            return HOLDS;
    return FAILS;
}

/* A pattern that is a string has been compiled before (operation.c). */
static verdict judge_matches(const value *actual, const value *expected) {
    return actual->kind == VALUE_STRING ? verdict_of(regex_search(expected->regex, actual->text)) : TYPES_DIFFER;
}

static verdict judge_empty(const value *actual, const value *expected) {
    (void)expected;
    switch (actual->kind) {
    case VALUE_STRING:
    case VALUE_BYTES: return verdict_of(text_is_empty(actual->text));
    case VALUE_LIST:
    case VALUE_OBJECT: return verdict_of(actual->items.count == 0);
    default: return TYPES_DIFFER;
    }
}

static verdict judge_boolean(const value *actual, const value *expected) {
    (void)expected;
    return verdict_of(actual->kind == VALUE_BOOLEAN);
}

static verdict judge_integer(const value *actual, const value *expected) {
    (void)expected;
    return verdict_of(actual->kind == VALUE_INTEGER || actual->kind == VALUE_BIG_INTEGER);
}

static verdict judge_float(const value *actual, const value *expected) {
    (void)expected;
    return verdict_of(actual->kind == VALUE_FLOAT);
}

static verdict judge_number(const value *actual, const value *expected) {
    (void)expected;
    return verdict_of(value_is_number(actual));
}

static verdict judge_string(const value *actual, const value *expected) {
    (void)expected;
    return verdict_of(actual->kind == VALUE_STRING);
}

static verdict judge_list(const value *actual, const value *expected) {
    (void)expected;
    return verdict_of(actual->kind == VALUE_LIST);
}

static verdict judge_object(const value *actual, const value *expected) {
    (void)expected;
    return verdict_of(actual->kind == VALUE_OBJECT);
}

static verdict judge_collection(const value *actual, const value *expected) {
    (void)expected;
    return verdict_of(actual->kind == VALUE_LIST || actual->kind == VALUE_OBJECT || actual->kind == VALUE_BYTES);
}

static const operation operations[] = {
    {.name = "exists", .judge = judge_exists, .expectation = "something"},
    {.name = "==", .forms = {FORM_ANY}, .judge = judge_equal, .expectation = ""},
    {.name = "!=", .forms = {FORM_ANY}, .judge = judge_not_equal, .expectation = "not"},
    {.name = "<", .forms = {FORM_ORDERED}, .judge = judge_less, .expectation = "less than"},
    {.name = "<=", .forms = {FORM_ORDERED}, .judge = judge_less_or_equal, .expectation = "less than or equal to"},
    {.name = ">", .forms = {FORM_ORDERED}, .judge = judge_greater, .expectation = "greater than"},
    {.name = ">=", .forms = {FORM_ORDERED}, .judge = judge_greater_or_equal, .expectation = "greater than or equal to"},
    {.name = "startsWith", .forms = {FORM_AFFIX}, .judge = judge_starts_with, .expectation = "starts with"},
    {.name = "endsWith", .forms = {FORM_AFFIX}, .judge = judge_ends_with, .expectation = "ends with"},
    {.name = "contains", .forms = {FORM_ANY}, .judge = judge_contains, .expectation = "contains"},
    {.name = "matches", .forms = {FORM_PATTERN}, .judge = judge_matches, .expectation = "matches regex"},
    {.name = "isEmpty", .judge = judge_empty, .expectation = "empty"},
    {.name = "isBoolean", .judge = judge_boolean, .expectation = "boolean"},
    {.name = "isInteger", .judge = judge_integer, .expectation = "integer"},
    {.name = "isFloat", .judge = judge_float, .expectation = "float"},
    {.name = "isNumber", .judge = judge_number, .expectation = "number"},
    {.name = "isString", .judge = judge_string, .expectation = "string"},
    {.name = "isList", .judge = judge_list, .expectation = "list"},
    {.name = "isObject", .judge = judge_object, .expectation = "object"},
    {.name = "isCollection", .judge = judge_collection, .expectation = "collection"},
};

const operation_table predicate_operations = {operations, sizeof operations / sizeof *operations};
