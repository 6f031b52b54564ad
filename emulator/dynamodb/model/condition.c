#include "dynamodb/model/condition.h"

const model_condition *model_condition_new(arena *arena, model_condition value) {
    return (const model_condition *)arena_copy(arena, &value, sizeof value);
}

const model_condition *model_condition_join(arena *arena, model_condition_kind kind, const model_condition *left,
                                            const model_condition *right) {
    if (!left || !right)
        return left ? left : right;
    return model_condition_new(arena, (model_condition){.kind = kind, .left = left, .right = right});
}

/* How large what has a size is: a string in characters, a binary in bytes, others in members; -1 for what has none. */
static int64_t size_of(const model_value *value) {
    int64_t characters = 0;
    switch (value->type) {
    case MODEL_STRING:
        for (size_t i = 0; i < value->bytes.length; i++)
            characters += ((unsigned char)value->bytes.data[i] & 0xC0) != 0x80;
        return characters;
    case MODEL_BINARY: return (int64_t)value->bytes.length;
    case MODEL_NUMBER:
    case MODEL_BOOLEAN:
    case MODEL_NULL: return -1;
    default: return value->count;
    }
}

/* Absent when the item has none. */
static model_value value_of(arena *arena, const model_operand *operand, const model_value *item) {
    const model_value nothing = {0}, *found = model_find(item, &operand->path);
    if (operand->kind == MODEL_OF_VALUE)
        return operand->value;
    if (!found || operand->kind == MODEL_OF_PATH)
        return found ? *found : nothing;
    return size_of(found) >= 0 ? model_integer(arena, size_of(found)) : nothing;
}

static bool compares(model_condition_kind kind, const model_value *a, const model_value *b) {
    int order;
    bool are_there = a->type != MODEL_ABSENT && b->type != MODEL_ABSENT;
    if (kind == MODEL_EQUAL || kind == MODEL_NOT_EQUAL)
        return (are_there && model_equal(a, b)) == (kind == MODEL_EQUAL);
    if (!are_there || !model_order(a, b, &order))
        return false;
    switch (kind) {
    case MODEL_LESS: return order < 0;
    case MODEL_LESS_OR_EQUAL: return order <= 0;
    case MODEL_GREATER: return order > 0;
    default: return order >= 0;
    }
}

static bool begins_with(const model_value *value, const model_value *beginning) {
    return value->type == beginning->type && (value->type == MODEL_STRING || value->type == MODEL_BINARY) &&
           value->bytes.length >= beginning->bytes.length &&
           memcmp(value->bytes.data, beginning->bytes.data, beginning->bytes.length) == 0;
}

static bool leaf_holds(const model_condition *condition, const model_value *values) {
    switch (condition->kind) {
    case MODEL_BETWEEN:
        return compares(MODEL_GREATER_OR_EQUAL, &values[0], &values[1]) &&
               compares(MODEL_LESS_OR_EQUAL, &values[0], &values[2]);
    case MODEL_IN:
        for (int i = 1; i < condition->operand_count; i++)
            if (compares(MODEL_EQUAL, &values[0], &values[i]))
                return true;
        return false;
    case MODEL_EXISTS: return values[0].type != MODEL_ABSENT;
    case MODEL_NOT_EXISTS: return values[0].type == MODEL_ABSENT;
    case MODEL_TYPE_IS:
        return values[0].type != MODEL_ABSENT && text_equal(text_of(model_type_name(values[0].type)), values[1].bytes);
    case MODEL_BEGINS_WITH: return begins_with(&values[0], &values[1]);
    case MODEL_CONTAINS:
        return values[0].type != MODEL_ABSENT && values[1].type != MODEL_ABSENT &&
               model_contains(&values[0], &values[1]);
    default: return compares(condition->kind, &values[0], &values[1]);
    }
}

bool model_holds(arena *arena, const model_condition *condition, const model_value *item) {
    model_value values[MODEL_MOST_OPERANDS];
    if (!condition)
        return true;
    switch (condition->kind) {
    case MODEL_AND: return model_holds(arena, condition->left, item) && model_holds(arena, condition->right, item);
    case MODEL_OR: return model_holds(arena, condition->left, item) || model_holds(arena, condition->right, item);
    case MODEL_NOT: return !model_holds(arena, condition->left, item);
    default: break;
    }
    for (int i = 0; i < condition->operand_count; i++)
        values[i] = value_of(arena, &condition->operands[i], item);
    return leaf_holds(condition, values);
}
