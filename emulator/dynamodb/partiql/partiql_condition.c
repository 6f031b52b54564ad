#include "dynamodb/partiql/partiql_condition.h"

#include "dynamodb/expressions/condition.h"
#include "dynamodb/expressions/expression_check.h"
#include "dynamodb/values/constraints.h"

#define MOST_CANDIDATES 100

static const gabi_error *unsupported_operator(arena *arena, const partiql_node *node) {
    return validation_error(arena, "Unsupported operator in Condition Expression. Operator: %.*s",
                            TEXT_ARGS(node->text));
}

/* The condition that the function stands for; false when it stands for none. */
static bool kind_of_function(text name, condition_kind *ret_kind) {
    for (condition_kind kind = CONDITION_ATTRIBUTE_EXISTS; kind <= CONDITION_CONTAINS; kind++)
        if (text_equal(name, text_of(condition_kind_name(kind)))) {
            *ret_kind = kind;
            return true;
        }
    return false;
}

static bool is_arithmetic(const partiql_node *node) {
    static const char *const names[] = {"+", "-", "*", "/", "%", "||"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (partiql_is_operator(node, names[i]))
            return true;
    return false;
}

/* Whether the node is true or false of an item. A call is, of whatever function, unless it is of the one that gives a
 * number. */
static bool is_condition(const partiql_node *node) {
    return node->kind == PARTIQL_NODE_CALL ? !text_equal(node->text, TEXT("size"))
                                           : node->kind == PARTIQL_NODE_OPERATOR && !is_arithmetic(node);
}

/* ---- operands ---- */

static const gabi_error *operand_of(const partiql_scope *scope, const partiql_node *node, operand *ret_operand);

static const gabi_error *size_of(const partiql_scope *scope, const partiql_node *node, operand *ret_operand) {
    operand *argument = arena_alloc(scope->arena, sizeof *argument);
    if (node->count != 1)
        return validation_error(scope->arena,
                                "Incorrect number of operands for operator or function; operator or function: size, "
                                "number of operands: %zu",
                                node->count);
    TRY(operand_of(scope, node->children[0], argument));
    *ret_operand = (operand){.kind = OPERAND_SIZE, .left = argument};
    return operand_check(scope->arena, NULL, ret_operand);
}

static const gabi_error *operand_of(const partiql_scope *scope, const partiql_node *node, operand *ret_operand) {
    operand made = {0};
    if (is_condition(node)) {
        made.kind = OPERAND_CONDITION;
        TRY(partiql_condition_of(scope, node, &made.condition));
    } else if (node->kind == PARTIQL_NODE_OPERATOR) {
        return unsupported_operator(scope->arena, node);
    } else if (node->kind == PARTIQL_NODE_CALL) {
        return text_equal(node->text, TEXT("size"))
                   ? size_of(scope, node, ret_operand)
                   : partiql_error_at(scope->arena, node->place, "Unrecognized function: %.*s", TEXT_ARGS(node->text));
    } else {
        return partiql_operand_of(scope, node, ret_operand);
    }
    *ret_operand = made;
    return NULL;
}

static const gabi_error *operands_of(const partiql_scope *scope, const partiql_node *const *nodes, size_t count,
                                     operand *ret_operands) {
    for (size_t i = 0; i < count; i++)
        TRY(operand_of(scope, nodes[i], &ret_operands[i]));
    return NULL;
}

/* ---- conditions ---- */

static const gabi_error *checked(const partiql_scope *scope, condition made, const condition **ret_condition) {
    *ret_condition = condition_new(scope->arena, made);
    return condition_check(scope->arena, NULL, *ret_condition);
}

/* value OP path is path OP value the other way round. */
static condition path_first(arena *arena, condition made) {
    static const condition_kind mirrored[] = {
        [CONDITION_EQUAL] = CONDITION_EQUAL,  [CONDITION_NOT_EQUAL] = CONDITION_NOT_EQUAL,
        [CONDITION_LESS] = CONDITION_GREATER, [CONDITION_LESS_OR_EQUAL] = CONDITION_GREATER_OR_EQUAL,
        [CONDITION_GREATER] = CONDITION_LESS, [CONDITION_GREATER_OR_EQUAL] = CONDITION_LESS_OR_EQUAL,
    };
    if (made.operands[0].kind != OPERAND_VALUE || made.operands[1].kind != OPERAND_PATH)
        return made;
    operand *swapped = arena_alloc(arena, 2 * sizeof *swapped);
    swapped[0] = made.operands[1];
    swapped[1] = made.operands[0];
    return (condition){.kind = mirrored[made.kind], .operands = swapped, .operand_count = 2};
}

static const gabi_error *comparison_of(const partiql_scope *scope, const partiql_node *node, condition_kind kind,
                                       const condition **ret_condition) {
    operand *operands = arena_alloc(scope->arena, node->count * sizeof *operands);
    TRY(operands_of(scope, node->children, node->count, operands));
    condition made = {.kind = kind, .operands = operands, .operand_count = node->count};
    return checked(scope, kind == CONDITION_BETWEEN ? made : path_first(scope->arena, made), ret_condition);
}

static const gabi_error *membership_of(const partiql_scope *scope, const partiql_node *node,
                                       const condition **ret_condition) {
    const partiql_node *list = node->children[1];
    if (list->kind != PARTIQL_NODE_LIST || list->count == 0 || partiql_is_value(node->children[0]))
        return validation_error(scope->arena, "IN operator must have a left hand argument of type Variable Reference "
                                              "and right hand argument of type Seq with at least one member");
    if (list->count > MOST_CANDIDATES)
        return validation_error(
            scope->arena, "The IN operator is provided with too many operands; number of operands: %zu", list->count);
    operand *operands = arena_alloc(scope->arena, (list->count + 1) * sizeof *operands);
    TRY(operand_of(scope, node->children[0], &operands[0]));
    TRY(operands_of(scope, list->children, list->count, operands + 1));
    condition made = {.kind = CONDITION_IN, .operands = operands, .operand_count = list->count + 1};
    return checked(scope, made, ret_condition);
}

/* The attribute type that IS means. */
static const char *type_of(text name) {
    static const char *const types[][2] = {
        {"NULL", "NULL"}, {"BOOLEAN", "BOOL"}, {"BOOL", "BOOL"}, {"BLOB", "B"}, {"STRING", "S"},
        {"NUMERIC", "N"}, {"STRUCT", "M"},     {"TUPLE", "M"},   {"LIST", "L"},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (text_equal(name, text_of(types[i][0])))
            return types[i][1];
    return NULL;
}

static const gabi_error *type_test_of(const partiql_scope *scope, const partiql_node *node,
                                      const condition **ret_condition) {
    const partiql_node *type = node->children[1];
    bool is_missing = text_equal(type->text, TEXT("MISSING"));
    operand *operands = arena_zalloc(scope->arena, 2 * sizeof *operands);
    attribute_value *wanted = arena_zalloc(scope->arena, sizeof *wanted);
    if (!is_missing && !type_of(type->text))
        return validation_error(scope->arena,
                                "Unsupported data type for IS operator: %.*s. Supported data types are [MISSING, NULL, "
                                "BOOLEAN, BLOB, STRING, NUMERIC, STRUCT, TUPLE, LIST]",
                                TEXT_ARGS(type->text));
    if (node->children[0]->kind == PARTIQL_NODE_OPERATOR || node->children[0]->kind == PARTIQL_NODE_CALL)
        return validation_error(scope->arena, "The left hand side argument to IS must be a Variable Reference, "
                                              "Literal, or Path");
    TRY(operand_of(scope, node->children[0], &operands[0]));
    *wanted = (attribute_value){.kind = ATTRIBUTE_STRING, .text = text_of(type_of(type->text))};
    operands[1] = (operand){.kind = OPERAND_VALUE, .value = wanted};
    condition made = {.kind = is_missing ? CONDITION_ATTRIBUTE_NOT_EXISTS : CONDITION_ATTRIBUTE_TYPE,
                      .operands = operands,
                      .operand_count = is_missing ? 1 : 2};
    return checked(scope, made, ret_condition);
}

static const gabi_error *junction_of(const partiql_scope *scope, const partiql_node *node, condition_kind kind,
                                     const condition **ret_condition) {
    const condition **parts = arena_alloc(scope->arena, node->count * sizeof *parts);
    for (size_t i = 0; i < node->count; i++) {
        if (!is_condition(node->children[i]))
            return validation_error(scope->arena, "The arguments to AND/OR must be Expressions");
        TRY(partiql_condition_of(scope, node->children[i], &parts[i]));
    }
    *ret_condition = condition_join(scope->arena, kind, parts, node->count);
    return NULL;
}

static const gabi_error *negation_of(const partiql_scope *scope, const partiql_node *node,
                                     const condition **ret_condition) {
    condition made = {.kind = CONDITION_NOT};
    if (!is_condition(node->children[0]))
        return validation_error(scope->arena, "The argument to NOT must be a Type or Expression");
    TRY(partiql_condition_of(scope, node->children[0], &made.left));
    *ret_condition = condition_new(scope->arena, made);
    return NULL;
}

static const gabi_error *operation_of(const partiql_scope *scope, const partiql_node *node,
                                      const condition **ret_condition) {
    if (partiql_is_operator(node, "NOT"))
        return negation_of(scope, node, ret_condition);
    if (partiql_is_operator(node, "AND"))
        return junction_of(scope, node, CONDITION_AND, ret_condition);
    if (partiql_is_operator(node, "OR"))
        return junction_of(scope, node, CONDITION_OR, ret_condition);
    if (partiql_is_operator(node, "IS"))
        return type_test_of(scope, node, ret_condition);
    if (partiql_is_operator(node, "IN"))
        return membership_of(scope, node, ret_condition);
    for (condition_kind kind = CONDITION_EQUAL; kind <= CONDITION_BETWEEN; kind++)
        if (partiql_is_operator(node, condition_kind_name(kind)))
            return comparison_of(scope, node, kind, ret_condition);
    return unsupported_operator(scope->arena, node);
}

static const gabi_error *function_of(const partiql_scope *scope, const partiql_node *node,
                                     const condition **ret_condition) {
    condition made = {.operand_count = node->count};
    operand *operands = arena_alloc(scope->arena, node->count * sizeof *operands);
    if (!kind_of_function(node->text, &made.kind))
        return partiql_error_at(scope->arena, node->place, "Unrecognized function: %.*s", TEXT_ARGS(node->text));
    TRY(operands_of(scope, node->children, node->count, operands));
    made.operands = operands;
    return checked(scope, made, ret_condition);
}

const gabi_error *partiql_condition_of(const partiql_scope *scope, const partiql_node *node,
                                       const condition **ret_condition) {
    *ret_condition = NULL;
    if (!node)
        return NULL;
    if (node->kind == PARTIQL_NODE_OPERATOR)
        return operation_of(scope, node, ret_condition);
    if (node->kind == PARTIQL_NODE_CALL)
        return function_of(scope, node, ret_condition);
    return validation_error(scope->arena, "WHERE clause must contain an expression that resolves to a boolean");
}
