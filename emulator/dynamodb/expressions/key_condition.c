#include "dynamodb/expressions/key_condition.h"

#include "dynamodb/values/attribute.h"
#include "dynamodb/values/constraints.h"
#include "dynamodb/values/key.h"

/* More than any key has attributes: what is too many for a key is told by its schema. */
#define MOST_CONDITIONS (2 * MOST_KEY_ATTRIBUTES)

/* The conditions that AND joins, and the attribute that each is about. */
typedef struct parts {
    const condition *items[MOST_CONDITIONS];
    text names[MOST_CONDITIONS];
    size_t count;
} parts;

static const gabi_error *invalid_operator(arena *arena, const condition *condition) {
    return validation_error(arena, "Invalid operator used in KeyConditionExpression: %s",
                            condition_kind_name(condition->kind));
}

static const gabi_error *no_first_operand(arena *arena, const condition *condition) {
    return validation_error(arena,
                            "Invalid condition in KeyConditionExpression: %s operator must have the key attribute as "
                            "its first operand",
                            condition_kind_name(condition->kind));
}

/* The kind of `:v < a` as `a > :v`. */
static condition_kind mirrored(condition_kind kind) {
    switch (kind) {
    case CONDITION_LESS: return CONDITION_GREATER;
    case CONDITION_LESS_OR_EQUAL: return CONDITION_GREATER_OR_EQUAL;
    case CONDITION_GREATER: return CONDITION_LESS;
    case CONDITION_GREATER_OR_EQUAL: return CONDITION_LESS_OR_EQUAL;
    default: return kind;
    }
}

/* The place among the operands of the one that names an attribute. */
static const gabi_error *find_attribute(arena *arena, const condition *condition, size_t *ret_place) {
    size_t place = condition->operand_count;
    for (size_t i = 0; i < condition->operand_count; i++) {
        const operand *each = &condition->operands[i];
        if (each->kind == OPERAND_SIZE)
            return validation_error(arena, "KeyConditionExpressions cannot contain nested operations");
        if (each->kind != OPERAND_PATH)
            continue;
        if (place < condition->operand_count)
            return validation_error(arena, "Invalid condition in KeyConditionExpression: Multiple attribute names "
                                           "used in one condition");
        if (each->path.count > 1)
            return validation_error(arena, "KeyConditionExpressions cannot have conditions on nested attributes");
        place = i;
    }
    if (place == condition->operand_count)
        return validation_error(arena, "Invalid condition in KeyConditionExpression: No key attribute specified");
    *ret_place = place;
    return NULL;
}

/* With the attribute to the left of the operator. */
static const gabi_error *turn(arena *arena, const condition *given, const condition **ret_turned) {
    size_t place;
    bool is_ordered = given->kind == CONDITION_BETWEEN || given->kind == CONDITION_BEGINS_WITH;
    if (is_ordered && given->operands[0].kind != OPERAND_PATH)
        return no_first_operand(arena, given);
    TRY(find_attribute(arena, given, &place));
    if (place == 0) {
        *ret_turned = given;
        return NULL;
    }
    operand *operands = arena_alloc(arena, 2 * sizeof *operands);
    condition *turned = arena_alloc(arena, sizeof *turned);
    operands[0] = given->operands[1];
    operands[1] = given->operands[0];
    *turned = (condition){.kind = mirrored(given->kind), .operands = operands, .operand_count = 2};
    *ret_turned = turned;
    return NULL;
}

static const gabi_error *add_part(arena *arena, const condition *condition, parts *parts) {
    if (parts->count == MOST_CONDITIONS)
        return validation_error(arena, "Conditions can be of length 1 or 2 only");
    TRY(turn(arena, condition, &parts->items[parts->count]));
    text name = parts->items[parts->count]->operands[0].path.elements[0].name;
    for (size_t i = 0; i < parts->count; i++)
        if (text_equal(parts->names[i], name))
            return validation_error(arena, "Invalid KeyConditionExpression: KeyConditionExpressions must only contain "
                                           "one condition per key");
    parts->names[parts->count++] = name;
    return NULL;
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
    case CONDITION_BEGINS_WITH: return add_part(arena, condition, parts);
    default: return invalid_operator(arena, condition);
    }
}

const gabi_error *key_condition_check(arena *arena, const condition *condition) {
    parts parts = {0};
    return take_apart(arena, condition, &parts);
}

const gabi_error *key_condition_check_values(arena *arena, const condition *condition, attribute_kind kind) {
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

/* The condition on the attribute, or NULL. */
static const condition *find_part(const parts *parts, text name) {
    for (size_t i = 0; i < parts->count; i++)
        if (text_equal(parts->names[i], name))
            return parts->items[i];
    return NULL;
}

static const gabi_error *missed(arena *arena, text name) {
    return validation_error(arena, "Query condition missed key schema element: %.*s", TEXT_ARGS(name));
}

static const gabi_error *not_supported(arena *arena) {
    return validation_error(arena, "Query key condition not supported");
}

/* The attributes of a key from number `start` to before number `end` for which there is no equality, of which there may
 * be none. */
static text open_attributes(arena *arena, const parts *parts, const key_schema *schema, size_t start, size_t end) {
    buffer names = BUFFER(arena);
    for (size_t i = start; i < end; i++) {
        const condition *part = find_part(parts, schema->attributes[i].name);
        if (!part || part->kind != CONDITION_EQUAL)
            buffer_format(&names, "%s%.*s", names.length ? ", " : "", TEXT_ARGS(schema->attributes[i].name));
    }
    return buffer_text(&names);
}

/* Of a key whose hash has several attributes. That it names HASH and speaks of equality is known of AWS; the rest is as
 * AWS says it of RANGE attributes. */
static const gabi_error *check_hash_of_several(arena *arena, const parts *parts, const key_schema *schema) {
    text open = open_attributes(arena, parts, schema, 0, schema->hash_count);
    return text_is_empty(open)
               ? NULL
               : validation_error(arena,
                                  "HASH key attributes %.*s must have equality conditions specified in the query",
                                  TEXT_ARGS(open));
}

static const gabi_error *assign_hash(arena *arena, const parts *parts, const key_schema *schema, key_condition *key) {
    if (schema->hash_count > 1)
        TRY(check_hash_of_several(arena, parts, schema));
    for (size_t i = 0; i < schema->hash_count; i++) {
        const condition *part = find_part(parts, schema->attributes[i].name);
        if (!part)
            return missed(arena, schema->attributes[i].name);
        TRY(key_condition_check_values(arena, part, schema->attributes[i].kind));
        if (part->kind != CONDITION_EQUAL)
            return not_supported(arena);
        key->hash[key->hash_count++] = part->operands[1].value;
    }
    return NULL;
}

/* A sort key is given from its first attribute on; all but the last that is given are equalities. */
static const gabi_error *assign_range(arena *arena, const parts *parts, const key_schema *schema, key_condition *key) {
    for (size_t i = schema->hash_count; i < schema->count; i++) {
        const key_attribute *attribute = &schema->attributes[i];
        const condition *part = find_part(parts, attribute->name);
        if (!part)
            continue;
        text open = open_attributes(arena, parts, schema, schema->hash_count, i);
        if (!text_is_empty(open))
            return validation_error(arena,
                                    "RANGE key attributes %.*s must have equality conditions specified in the query "
                                    "because a condition is present on key attribute %.*s",
                                    TEXT_ARGS(open), TEXT_ARGS(attribute->name));
        TRY(key_condition_check_values(arena, part, attribute->kind));
        key->range[key->range_count++] = part;
    }
    return NULL;
}

static const gabi_error *assign_parts(arena *arena, const parts *parts, const key_schema *schema, key_condition *key) {
    if (parts->count > schema->count)
        return validation_error(arena,
                                "The number of query conditions (%zu) exceeds the number of key attributes defined in "
                                "the schema (%zu)",
                                parts->count, schema->count);
    TRY(assign_hash(arena, parts, schema, key));
    TRY(assign_range(arena, parts, schema, key));
    if (key->hash_count + key->range_count == parts->count)
        return NULL;
    return schema->hash_count + key->range_count < schema->count
               ? missed(arena, schema->attributes[schema->hash_count + key->range_count].name)
               : not_supported(arena);
}

const gabi_error *key_condition_of(arena *arena, const condition *condition, const key_schema *schema,
                                   key_condition *ret_key) {
    parts parts = {0};
    key_condition key = {0};
    TRY(take_apart(arena, condition, &parts));
    TRY(assign_parts(arena, &parts, schema, &key));
    *ret_key = key;
    return NULL;
}

table_item key_condition_partition(arena *arena, const key_condition *key, const key_schema *schema) {
    attribute *attributes = arena_alloc(arena, key->hash_count * sizeof *attributes);
    for (size_t i = 0; i < key->hash_count; i++)
        attributes[i] = (attribute){schema->attributes[i].name, *key->hash[i]};
    return (table_item){attributes, key->hash_count};
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
    key_append_partition(&out, key->hash, key->hash_count);
    for (size_t i = 0; i + 1 < key->range_count; i++)
        key_append_range(&out, key->range[i]->operands[1].value);
    text start = buffer_text(&out);
    row_range whole = {.from = start, .to = key_after_prefix(arena, start)};
    if (key->range_count == 0)
        return whole;
    const condition *last = key->range[key->range_count - 1];
    const attribute_value *value = last->operands[1].value;
    text at = with_range(arena, start, value);
    switch (last->kind) {
    case CONDITION_EQUAL: return (row_range){.from = at, .to = key_after_prefix(arena, at)};
    case CONDITION_LESS: return (row_range){.from = whole.from, .to = at};
    case CONDITION_LESS_OR_EQUAL: return (row_range){.from = whole.from, .to = key_after_prefix(arena, at)};
    case CONDITION_GREATER: return (row_range){.from = key_after_prefix(arena, at), .to = whole.to};
    case CONDITION_GREATER_OR_EQUAL: return (row_range){.from = at, .to = whole.to};
    case CONDITION_BETWEEN:
        return (row_range){.from = at,
                           .to = key_after_prefix(arena, with_range(arena, start, last->operands[2].value))};
    default: {
        text prefix = with_prefix(arena, start, value);
        return (row_range){.from = prefix, .to = key_after_prefix(arena, prefix)};
    }
    }
}
