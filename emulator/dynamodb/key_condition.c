#include "dynamodb/key_condition.h"

#include "dynamodb/attribute.h"
#include "dynamodb/key.h"

#define MOST_PARTS 2

/* The conditions that AND joins. */
typedef struct parts {
    const condition *items[MOST_PARTS];
    size_t count;
} parts;

static const gabi_error *invalid_operator(arena *arena, const condition *condition) {
    return validation_error(arena, "Invalid operator used in KeyConditionExpression: %s",
                            condition_kind_name(condition->kind));
}

static const gabi_error *take_apart(arena *arena, const condition *condition, parts *parts) {
    switch (condition->kind) {
    case CONDITION_AND:
        TRY(take_apart(arena, condition->left, parts));
        return take_apart(arena, condition->right, parts);
    case CONDITION_EQUAL:
    case CONDITION_LESS:
    case CONDITION_LESS_OR_EQUAL:
    case CONDITION_GREATER:
    case CONDITION_GREATER_OR_EQUAL:
    case CONDITION_BETWEEN:
    case CONDITION_BEGINS_WITH: break;
    default: return invalid_operator(arena, condition);
    }
    if (parts->count == MOST_PARTS)
        return validation_error(arena, "Conditions can be of length 1 or 2 only");
    parts->items[parts->count++] = condition;
    return NULL;
}

/* The name of the key attribute that stands left of the operator. */
static const gabi_error *key_name(arena *arena, const condition *condition, text *ret_name) {
    const operand *first = &condition->operands[0];
    if (first->kind == OPERAND_SIZE)
        return validation_error(arena, "KeyConditionExpressions cannot contain nested operations");
    if (first->kind != OPERAND_PATH)
        return validation_error(arena,
                                "Invalid condition in KeyConditionExpression: %s operator must have the key "
                                "attribute as its first operand",
                                condition_kind_name(condition->kind));
    if (first->path.count != 1)
        return validation_error(arena, "KeyConditionExpressions cannot have conditions on nested attributes");
    for (size_t i = 1; i < condition->operand_count; i++)
        if (condition->operands[i].kind != OPERAND_VALUE)
            return validation_error(arena, "Invalid condition in KeyConditionExpression: Multiple attribute names "
                                           "used in one condition");
    *ret_name = first->path.elements[0].name;
    return NULL;
}

static const gabi_error *check_values(arena *arena, const condition *condition, attribute_kind kind) {
    for (size_t i = 1; i < condition->operand_count; i++) {
        const attribute_value *value = condition->operands[i].value;
        if (value->kind != kind)
            return parameter_error(arena, "Condition parameter type does not match schema type");
        if (kind != ATTRIBUTE_NUMBER && text_is_empty(value->text) && condition->kind != CONDITION_BEGINS_WITH)
            return validation_error(arena,
                                    "One or more parameter values are not valid. The AttributeValue for a key "
                                    "attribute cannot contain an empty %s value. Key: %.*s",
                                    kind == ATTRIBUTE_STRING ? "string" : "binary",
                                    TEXT_ARGS(condition->operands[0].path.elements[0].name));
    }
    return NULL;
}

const gabi_error *key_condition_of(arena *arena, const condition *condition, const key_schema *schema,
                                   key_condition *ret_key) {
    parts parts = {0};
    text names[MOST_PARTS] = {0};
    const struct condition *hash = NULL, *range = NULL;
    TRY(take_apart(arena, condition, &parts));
    for (size_t i = 0; i < parts.count; i++) {
        TRY(key_name(arena, parts.items[i], &names[i]));
        if (i > 0 && text_equal(names[0], names[i]))
            return validation_error(arena, "KeyConditionExpressions must only contain one condition per key");
        if (text_equal(names[i], schema->hash))
            hash = parts.items[i];
        else if (!text_is_empty(schema->range) && text_equal(names[i], schema->range))
            range = parts.items[i];
    }
    if (!hash || parts.count > (range ? 2 : 1))
        return validation_error(arena, "Query condition missed key schema element: %.*s",
                                TEXT_ARGS(hash ? schema->range : schema->hash));
    if (hash->kind != CONDITION_EQUAL)
        return validation_error(arena, "Query key condition not supported");
    TRY(check_values(arena, hash, schema->hash_kind));
    if (range)
        TRY(check_values(arena, range, schema->range_kind));
    *ret_key = (key_condition){hash->operands[1].value, range};
    return NULL;
}

/* ---- ranges ---- */

static text with_range(arena *arena, text partition, const attribute_value *range) {
    buffer out = BUFFER(arena);
    buffer_append(&out, partition);
    key_append_range(&out, range);
    return buffer_text(&out);
}

static text with_prefix(arena *arena, text partition, const attribute_value *prefix) {
    buffer out = BUFFER(arena);
    buffer_append(&out, partition);
    key_append_range_prefix(&out, prefix);
    return buffer_text(&out);
}

row_range key_condition_range(arena *arena, const key_condition *key) {
    buffer out = BUFFER(arena);
    key_append_partition(&out, key->hash);
    text partition = buffer_text(&out);
    row_range whole = {.from = partition, .to = key_after_prefix(arena, partition)};
    if (!key->range)
        return whole;
    const attribute_value *first = key->range->operands[1].value;
    text at = with_range(arena, partition, first);
    switch (key->range->kind) {
    case CONDITION_EQUAL: return (row_range){.from = at, .to = key_after_prefix(arena, at)};
    case CONDITION_LESS: return (row_range){.from = whole.from, .to = at};
    case CONDITION_LESS_OR_EQUAL: return (row_range){.from = whole.from, .to = key_after_prefix(arena, at)};
    case CONDITION_GREATER: return (row_range){.from = key_after_prefix(arena, at), .to = whole.to};
    case CONDITION_GREATER_OR_EQUAL: return (row_range){.from = at, .to = whole.to};
    case CONDITION_BETWEEN: {
        text last = with_range(arena, partition, key->range->operands[2].value);
        return (row_range){.from = at, .to = key_after_prefix(arena, last)};
    }
    default: {
        text prefix = with_prefix(arena, partition, first);
        return (row_range){.from = prefix, .to = key_after_prefix(arena, prefix)};
    }
    }
}
