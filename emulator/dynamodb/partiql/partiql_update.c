#include "dynamodb/partiql/partiql_update.h"

#include "dynamodb/expressions/expression_check.h"
#include "dynamodb/values/constraints.h"

static const gabi_error *operand_of(const partiql_scope *scope, const partiql_node *node, const operand **ret_operand);

static const operand *new_operand(arena *arena, operand value) {
    operand *made = arena_alloc(arena, sizeof *made);
    *made = value;
    return made;
}

/* Two operands, for a sum or list_append. */
static const gabi_error *pair_of(const partiql_scope *scope, const partiql_node *node, operand_kind kind,
                                 const operand **ret_operand) {
    operand made = {.kind = kind};
    if (node->count != 2)
        return validation_error(scope->arena,
                                "Incorrect number of operands for operator or function; operator or function: %.*s, "
                                "number of operands: %zu",
                                TEXT_ARGS(node->text), node->count);
    TRY(operand_of(scope, node->children[0], &made.left));
    TRY(operand_of(scope, node->children[1], &made.right));
    TRY(operand_check(scope->arena, NULL, &made));
    *ret_operand = new_operand(scope->arena, made);
    return NULL;
}

static const gabi_error *operation_of(const partiql_scope *scope, const partiql_node *node,
                                      const operand **ret_operand) {
    if (partiql_is_operator(node, "+") && node->count == 2)
        return pair_of(scope, node, OPERAND_PLUS, ret_operand);
    if (partiql_is_operator(node, "-") && node->count == 2)
        return pair_of(scope, node, OPERAND_MINUS, ret_operand);
    return partiql_is_operator(node, "IS")
               ? validation_error(scope->arena, "IS operator is not supported in update expressions")
               : validation_error(scope->arena, "Unsupported operator in Update Expression. Operator: %.*s",
                                  TEXT_ARGS(node->text));
}

static const gabi_error *operand_of(const partiql_scope *scope, const partiql_node *node, const operand **ret_operand) {
    operand made = {0};
    if (node->kind == PARTIQL_NODE_OPERATOR)
        return operation_of(scope, node, ret_operand);
    if (node->kind == PARTIQL_NODE_CALL)
        return text_equal(node->text, TEXT("list_append"))
                   ? pair_of(scope, node, OPERAND_LIST_APPEND, ret_operand)
                   : partiql_error_at(scope->arena, node->place, "Unrecognized function: %.*s", TEXT_ARGS(node->text));
    TRY(partiql_operand_of(scope, node, &made));
    *ret_operand = new_operand(scope->arena, made);
    return NULL;
}

/* ---- set_add and set_delete ---- */

static bool is_set_function(const partiql_node *node) {
    return node && node->kind == PARTIQL_NODE_CALL &&
           (text_equal(node->text, TEXT("set_add")) || text_equal(node->text, TEXT("set_delete")));
}

static bool is_path(const partiql_node *node) {
    return node->kind == PARTIQL_NODE_NAME || node->kind == PARTIQL_NODE_PATH;
}

/* path = set_add(path, <<…>>) */
static const gabi_error *set_function_of(const partiql_scope *scope, const partiql_node *node,
                                         update_action *ret_action) {
    arena *arena = scope->arena;
    bool adds = text_equal(node->text, TEXT("set_add"));
    const char *name = adds ? "ADD" : "DELETE";
    path first;
    if (node->count != 2)
        return partiql_error_at(arena, node->place, "SET_%s must have exactly two arguments", name);
    bool is_same = is_path(node->children[0]);
    if (is_same) {
        TRY(partiql_path_of(scope, node->children[0], &first));
        is_same = path_equal(first, ret_action->path);
    }
    if (!is_same)
        return partiql_error_at(arena, node->place, "The first argument to SET_%s must equal the assignment value",
                                name);
    attribute_value *set = arena_zalloc(arena, sizeof *set);
    if (partiql_is_value(node->children[1]))
        TRY(partiql_value_of(scope, node->children[1], set));
    if (set->kind < ATTRIBUTE_STRING_SET)
        return partiql_error_at(arena, node->children[0]->place,
                                "The second argument to SET_%s must be a value with type SET", name);
    ret_action->kind = adds ? UPDATE_ADD : UPDATE_DELETE;
    ret_action->operand = new_operand(arena, (operand){.kind = OPERAND_VALUE, .value = set});
    return NULL;
}

/* ---- the statement ---- */

static const gabi_error *action_of(const partiql_scope *scope, const partiql_node *target, const partiql_node *value,
                                   update_action *ret_action) {
    update_action action = {.kind = value ? UPDATE_SET : UPDATE_REMOVE};
    TRY(partiql_path_of(scope, target, &action.path));
    if (is_set_function(value))
        TRY(set_function_of(scope, value, &action));
    else if (value)
        TRY(operand_of(scope, value, &action.operand));
    *ret_action = action;
    return NULL;
}

const gabi_error *partiql_update_of(const partiql_scope *scope, const partiql_statement *statement,
                                    update *ret_update) {
    size_t count = statement->targets.count;
    update_action *actions = arena_alloc(scope->arena, count * sizeof *actions);
    for (size_t i = 0; i < count; i++) {
        TRY(action_of(scope, statement->targets.items[i], statement->values.items[i], &actions[i]));
        for (size_t j = 0; j < i; j++)
            TRY(paths_check(scope->arena, NULL, actions[j].path, actions[i].path, &(bool){false}));
    }
    *ret_update = (update){.actions = actions, .count = count};
    return NULL;
}
