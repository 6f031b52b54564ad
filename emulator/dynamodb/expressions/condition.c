#include "dynamodb/expressions/condition.h"

#include "dynamodb/values/attribute.h"

const condition *condition_new(arena *arena, condition value) {
    condition *made = arena_alloc(arena, sizeof *made);
    *made = value;
    return made;
}

const condition *condition_join(arena *arena, condition_kind kind, const condition *const *conditions, size_t count) {
    if (count <= 1)
        return count == 1 ? conditions[0] : NULL;
    return condition_new(arena,
                         (condition){.kind = kind,
                                     .left = condition_join(arena, kind, conditions, count / 2),
                                     .right = condition_join(arena, kind, conditions + count / 2, count - count / 2)});
}

/* size(): false for what has none. */
static bool size_of(const attribute_value *value, size_t *ret_size) {
    switch (value->kind) {
    case ATTRIBUTE_STRING: *ret_size = text_character_count(value->text); return true;
    case ATTRIBUTE_BINARY: *ret_size = value->text.length; return true;
    case ATTRIBUTE_NUMBER:
    case ATTRIBUTE_BOOLEAN:
    case ATTRIBUTE_NULL: return false;
    default: *ret_size = value->member_count; return true;
    }
}

/* The operand's value, or NULL when the item has none. */
static const attribute_value *evaluate(arena *arena, const operand *operand, const table_item *item) {
    if (operand->kind == OPERAND_VALUE)
        return operand->value;
    if (operand->kind == OPERAND_PATH)
        return path_find(item, operand->path);
    attribute_value *value = arena_zalloc(arena, sizeof *value);
    if (operand->kind == OPERAND_CONDITION) {
        *value =
            (attribute_value){.kind = ATTRIBUTE_BOOLEAN, .boolean = condition_holds(arena, operand->condition, item)};
        return value;
    }
    const attribute_value *sized = evaluate(arena, operand->left, item);
    size_t size;
    if (!sized || !size_of(sized, &size))
        return NULL;
    value->kind = ATTRIBUTE_NUMBER;
    value->text = text_format(arena, "%zu", size);
    return value;
}

static bool compares(arena *arena, condition_kind kind, const attribute_value *a, const attribute_value *b) {
    int order;
    if (!a || !b)
        return kind == CONDITION_NOT_EQUAL;
    if (kind == CONDITION_EQUAL)
        return attribute_equal(arena, a, b);
    if (kind == CONDITION_NOT_EQUAL)
        return !attribute_equal(arena, a, b);
    if (!attribute_compare(arena, a, b, &order))
        return false;
    return kind == CONDITION_LESS            ? order < 0
           : kind == CONDITION_LESS_OR_EQUAL ? order <= 0
           : kind == CONDITION_GREATER       ? order > 0
                                             : order >= 0;
}

static bool contains(arena *arena, const attribute_value *container, const attribute_value *value) {
    if (container->kind == ATTRIBUTE_STRING || container->kind == ATTRIBUTE_BINARY)
        return value->kind == container->kind && text_find(container->text, value->text) != TEXT_NOT_FOUND;
    return container->kind != ATTRIBUTE_MAP && attribute_has_member(arena, container, value);
}

static bool function_holds(arena *arena, condition_kind kind, const attribute_value *first,
                           const attribute_value *second) {
    attribute_kind type;
    if (!first || !second)
        return false;
    switch (kind) {
    case CONDITION_ATTRIBUTE_TYPE: return attribute_kind_of_name(second->text, &type) && first->kind == type;
    case CONDITION_BEGINS_WITH:
        return first->kind == second->kind && (first->kind == ATTRIBUTE_STRING || first->kind == ATTRIBUTE_BINARY) &&
               text_starts_with(first->text, second->text);
    default: return contains(arena, first, second);
    }
}

static bool is_among(arena *arena, const condition *condition, const attribute_value *value, const table_item *item) {
    for (size_t i = 1; i < condition->operand_count; i++)
        if (compares(arena, CONDITION_EQUAL, value, evaluate(arena, &condition->operands[i], item)))
            return true;
    return false;
}

bool condition_holds(arena *arena, const condition *condition, const table_item *item) {
    if (!condition)
        return true;
    const operand *operands = condition->operands;
    switch (condition->kind) {
    case CONDITION_AND:
        return condition_holds(arena, condition->left, item) && condition_holds(arena, condition->right, item);
    case CONDITION_OR:
        return condition_holds(arena, condition->left, item) || condition_holds(arena, condition->right, item);
    case CONDITION_NOT: return !condition_holds(arena, condition->left, item);
    case CONDITION_ATTRIBUTE_EXISTS: return path_find(item, operands[0].path) != NULL;
    case CONDITION_ATTRIBUTE_NOT_EXISTS: return path_find(item, operands[0].path) == NULL;
    default: break;
    }
    const attribute_value *first = evaluate(arena, &operands[0], item);
    if (condition->kind == CONDITION_IN)
        return is_among(arena, condition, first, item);
    const attribute_value *second = evaluate(arena, &operands[1], item);
    if (condition->kind == CONDITION_BETWEEN)
        return compares(arena, CONDITION_GREATER_OR_EQUAL, first, second) &&
               compares(arena, CONDITION_LESS_OR_EQUAL, first, evaluate(arena, &operands[2], item));
    return condition->kind <= CONDITION_GREATER_OR_EQUAL ? compares(arena, condition->kind, first, second)
                                                         : function_holds(arena, condition->kind, first, second);
}

static bool operand_mentions(const operand *operand, text name) {
    if (operand->kind == OPERAND_PATH)
        return text_equal(operand->path.elements[0].name, name);
    if (operand->kind == OPERAND_CONDITION)
        return condition_mentions(operand->condition, name);
    return operand->kind == OPERAND_SIZE && operand_mentions(operand->left, name);
}

bool condition_mentions(const condition *condition, text name) {
    if (!condition)
        return false;
    for (size_t i = 0; i < condition->operand_count; i++)
        if (operand_mentions(&condition->operands[i], name))
            return true;
    return condition_mentions(condition->left, name) || condition_mentions(condition->right, name);
}
