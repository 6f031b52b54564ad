#include "dynamodb/expressions/expression_check.h"

#include "dynamodb/values/attribute.h"

const gabi_error *expression_error(arena *arena, const char *label, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *message = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return label ? error_new(arena, ERROR_INVALID, "ValidationException", "Invalid %s: %s", label, message)
                 : error_new(arena, ERROR_INVALID, "ValidationException", "%s", message);
}

static const gabi_error *wrong_type(arena *arena, const char *label, const char *operator, attribute_kind kind) {
    return expression_error(
        arena, label,
        "Incorrect operand type for operator or function; operator or function: %s, operand type: %s", operator,
        attribute_type_name(kind));
}

/* ---- operands ---- */

const gabi_error *misused_function_error(arena *arena, const char *label, text name) {
    return expression_error(arena, label,
                            "The function is not allowed to be used this way in an expression; function: %.*s",
                            TEXT_ARGS(name));
}

static bool is_sized(attribute_kind kind) {
    return kind != ATTRIBUTE_NUMBER && kind != ATTRIBUTE_BOOLEAN && kind != ATTRIBUTE_NULL;
}

const gabi_error *operand_check(arena *arena, const char *label, const operand *operand) {
    static const char *const names[] = {
        [OPERAND_SIZE] = "size", [OPERAND_LIST_APPEND] = "list_append", [OPERAND_PLUS] = "+", [OPERAND_MINUS] = "-"};
    const struct operand *arguments[] = {operand->left, operand->right};
    for (size_t i = 0; i < 2; i++) {
        if (!arguments[i])
            continue;
        if (operand->kind == OPERAND_LIST_APPEND && arguments[i]->kind == OPERAND_LIST_APPEND)
            return misused_function_error(arena, label, TEXT("list_append"));
        if (operand->kind == OPERAND_SIZE && arguments[i]->kind == OPERAND_SIZE)
            return wrong_type(arena, label, "size", ATTRIBUTE_NUMBER);
        if (arguments[i]->kind != OPERAND_VALUE)
            continue;
        attribute_kind kind = arguments[i]->value->kind;
        bool fits = operand->kind == OPERAND_SIZE          ? is_sized(kind)
                    : operand->kind == OPERAND_LIST_APPEND ? kind == ATTRIBUTE_LIST
                                                           : kind == ATTRIBUTE_NUMBER;
        if (operand->kind != OPERAND_IF_NOT_EXISTS && !fits)
            return wrong_type(arena, label, names[operand->kind], kind);
    }
    return NULL;
}

/* ---- conditions ---- */

static const gabi_error *check_distinct(arena *arena, const char *label, const condition *condition) {
    const operand *first = &condition->operands[0];
    for (size_t i = 1; i < condition->operand_count; i++) {
        const operand *other = &condition->operands[i];
        if (first->kind == OPERAND_PATH && other->kind == OPERAND_PATH && path_equal(first->path, other->path))
            return expression_error(
                arena, label,
                "The first operand must be distinct from the remaining operands for this operator or "
                "function; operator: %s, first operand: %.*s",
                condition_kind_name(condition->kind), TEXT_ARGS(path_describe(arena, first->path)));
    }
    return NULL;
}

static bool is_ordered(attribute_kind kind) {
    return kind == ATTRIBUTE_STRING || kind == ATTRIBUTE_NUMBER || kind == ATTRIBUTE_BINARY;
}

static const gabi_error *check_ordered_values(arena *arena, const char *label, const condition *condition) {
    for (size_t i = 0; i < condition->operand_count; i++) {
        const operand *operand = &condition->operands[i];
        if (operand->kind == OPERAND_VALUE && !is_ordered(operand->value->kind))
            return wrong_type(arena, label, condition_kind_name(condition->kind), operand->value->kind);
    }
    return NULL;
}

static const gabi_error *check_between(arena *arena, const char *label, const condition *condition) {
    const operand *lower = &condition->operands[1], *upper = &condition->operands[2];
    int order;
    if (lower->kind != OPERAND_VALUE || upper->kind != OPERAND_VALUE)
        return NULL;
    text lower_text = attribute_describe(arena, lower->value), upper_text = attribute_describe(arena, upper->value);
    if (!attribute_compare(arena, lower->value, upper->value, &order))
        return expression_error(arena, label,
                                "The BETWEEN operator requires same data type for lower and upper bounds; lower bound "
                                "operand: AttributeValue: %.*s, upper bound operand: AttributeValue: %.*s",
                                TEXT_ARGS(lower_text), TEXT_ARGS(upper_text));
    if (order > 0)
        return expression_error(arena, label,
                                "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
                                "lower bound operand: AttributeValue: %.*s, upper bound operand: AttributeValue: %.*s",
                                TEXT_ARGS(lower_text), TEXT_ARGS(upper_text));
    return NULL;
}

#define ALL_TYPES "{B,NULL,SS,BOOL,L,BS,N,NS,S,M}"

static const gabi_error *check_attribute_type(arena *arena, const char *label, const operand *type) {
    attribute_kind ignored;
    if (type->kind == OPERAND_SIZE)
        return wrong_type(arena, label, "attribute_type", ATTRIBUTE_NUMBER);
    if (type->kind != OPERAND_VALUE)
        return expression_error(arena, label,
                                "Incorrect operand type for operator or function; operator or function: "
                                "attribute_type, operand type: " ALL_TYPES);
    if (type->value->kind != ATTRIBUTE_STRING)
        return wrong_type(arena, label, "attribute_type", type->value->kind);
    if (!attribute_kind_of_name(type->value->text, &ignored))
        return expression_error(arena, label, "Invalid attribute type name found; type: %.*s, valid types: " ALL_TYPES,
                                TEXT_ARGS(type->value->text));
    return NULL;
}

static const gabi_error *check_begins_with(arena *arena, const char *label, const operand *operands) {
    for (size_t i = 0; i < 2; i++) {
        attribute_kind kind = operands[i].kind == OPERAND_SIZE    ? ATTRIBUTE_NUMBER
                              : operands[i].kind == OPERAND_VALUE ? operands[i].value->kind
                                                                  : ATTRIBUTE_STRING;
        if (kind != ATTRIBUTE_STRING && kind != ATTRIBUTE_BINARY)
            return wrong_type(arena, label, "begins_with", kind);
    }
    return NULL;
}

static const gabi_error *check_function(arena *arena, const char *label, const condition *condition) {
    const operand *operands = condition->operands;
    const char *name = condition_kind_name(condition->kind);
    size_t wanted = condition->kind <= CONDITION_ATTRIBUTE_NOT_EXISTS ? 1 : 2;
    if (condition->operand_count != wanted)
        return expression_error(
            arena, label,
            "Incorrect number of operands for operator or function; operator or function: %s, number "
            "of operands: %zu",
            name, condition->operand_count);
    if (condition->kind <= CONDITION_ATTRIBUTE_NOT_EXISTS && operands[0].kind != OPERAND_PATH)
        return expression_error(arena, label, "Operator or function requires a document path; operator or function: %s",
                                name);
    if (wanted == 2)
        TRY(check_distinct(arena, label, condition));
    if (condition->kind == CONDITION_ATTRIBUTE_TYPE)
        return check_attribute_type(arena, label, &operands[1]);
    return condition->kind == CONDITION_BEGINS_WITH ? check_begins_with(arena, label, operands) : NULL;
}

const gabi_error *condition_check(arena *arena, const char *label, const condition *condition) {
    if (condition->kind >= CONDITION_ATTRIBUTE_EXISTS)
        return check_function(arena, label, condition);
    TRY(check_distinct(arena, label, condition));
    if (condition->kind >= CONDITION_LESS && condition->kind <= CONDITION_BETWEEN)
        TRY(check_ordered_values(arena, label, condition));
    return condition->kind == CONDITION_BETWEEN ? check_between(arena, label, condition) : NULL;
}

/* ---- paths ---- */

const gabi_error *paths_check(arena *arena, const char *label, path one, path two, bool *ret_conflict) {
    size_t shared = one.count < two.count ? one.count : two.count;
    *ret_conflict = false;
    for (size_t i = 0; i < shared; i++)
        if (!path_elements_equal(&one.elements[i], &two.elements[i])) {
            if (one.elements[i].is_index == two.elements[i].is_index)
                return NULL;
            *ret_conflict = true;
            break;
        }
    return expression_error(
        arena, label,
        "Two document paths %s with each other; must remove or rewrite one of these paths; path one: "
        "%.*s, path two: %.*s",
        *ret_conflict ? "conflict" : "overlap", TEXT_ARGS(path_describe(arena, one)),
        TEXT_ARGS(path_describe(arena, two)));
}
