#include "dynamodb/items/item_check.h"

#include "dynamodb/values/attribute.h"
#include "dynamodb/values/key.h"

static const gabi_error *mismatch(arena *arena) {
    return validation_error(arena, "The provided key element does not match the schema");
}

static const char *empty_what(attribute_kind kind) { return kind == ATTRIBUTE_STRING ? "string" : "binary"; }

static const gabi_error *key_is_empty(arena *arena, const key_attribute *part) {
    return validation_error(arena,
                            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
                            "contain an empty %s value. Key: %.*s",
                            empty_what(part->kind), TEXT_ARGS(part->name));
}

static const gabi_error *index_key_is_empty(arena *arena, text index_name, const key_attribute *part) {
    return validation_error(
        arena,
        "One or more parameter values are not valid. A value specified for a secondary index key "
        "is not supported. The AttributeValue for a key attribute cannot contain an empty %s value. "
        "IndexName: %.*s, IndexKey: %.*s",
        empty_what(part->kind), TEXT_ARGS(index_name), TEXT_ARGS(part->name));
}

const gabi_error *index_key_emptied(arena *arena, attribute_kind kind) {
    return validation_error(arena,
                            "One or more parameter values are not valid. The update expression attempted to update a "
                            "secondary index key to a value that is not supported. The AttributeValue for a key "
                            "attribute cannot contain an empty %s value.",
                            empty_what(kind));
}

static bool is_empty_in(const table_item *item, const key_attribute *part) {
    const attribute_value *value = item_find(item, part->name);
    return value && value->kind == part->kind && attribute_is_empty(value);
}

const gabi_error *check_no_empty_key(arena *arena, const table *table, const table_item *item) {
    for (size_t i = 0; i < table->key.count; i++)
        if (is_empty_in(item, &table->key.attributes[i]))
            return key_is_empty(arena, &table->key.attributes[i]);
    for (size_t i = 0; i < table->index_count; i++) {
        const table_index *index = &table->indexes[i];
        for (size_t j = 0; !index->is_backfilling && j < index->key.count; j++)
            if (is_empty_in(item, &index->key.attributes[j]))
                return index_key_is_empty(arena, index->name, &index->key.attributes[j]);
    }
    return NULL;
}

static const gabi_error *check_key_size(arena *arena, const attribute_value *value, bool is_hash) {
    if (is_hash && value->text.length > LONGEST_HASH_KEY_BYTES)
        return parameter_error(arena, "Size of hashkey has exceeded the maximum size limit of2048 bytes");
    if (!is_hash && value->text.length > LONGEST_RANGE_KEY_BYTES)
        return parameter_error(arena, "Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
    return NULL;
}

static const gabi_error *check_key_value(arena *arena, const key_attribute *part, const attribute_value *value,
                                         bool is_hash) {
    return attribute_is_empty(value) ? key_is_empty(arena, part) : check_key_size(arena, value, is_hash);
}

const gabi_error *check_key_matches(arena *arena, const key_schema *schema, const table_item *key) {
    if (key->count != schema->count)
        return mismatch(arena);
    for (size_t i = 0; i < schema->count; i++) {
        const key_attribute *part = &schema->attributes[i];
        const attribute_value *value = item_find(key, part->name);
        if (!value || value->kind != part->kind)
            return mismatch(arena);
        TRY(check_key_value(arena, part, value, i < schema->hash_count));
    }
    return NULL;
}

const gabi_error *check_item_matches(arena *arena, const key_schema *schema, const table_item *item) {
    for (size_t i = 0; i < schema->count; i++) {
        const attribute_value *value = item_find(item, schema->attributes[i].name);
        if (!value || value->kind != schema->attributes[i].kind)
            return mismatch(arena);
    }
    return NULL;
}

const gabi_error *check_key_in_item(arena *arena, const key_schema *schema, const table_item *item) {
    for (size_t i = 0; i < schema->count; i++) {
        const key_attribute *part = &schema->attributes[i];
        const attribute_value *value = item_find(item, part->name);
        if (!value)
            return parameter_error(arena, "Missing the key %.*s in the item", TEXT_ARGS(part->name));
        if (value->kind != part->kind)
            return parameter_error(arena, "Type mismatch for key %.*s expected: %s actual: %s", TEXT_ARGS(part->name),
                                   attribute_type_name(part->kind), attribute_type_name(value->kind));
        TRY(check_key_value(arena, part, value, i < schema->hash_count));
    }
    return NULL;
}

const gabi_error *index_key_mismatch(arena *arena, text index_name, const key_attribute *part, attribute_kind kind) {
    return parameter_error(arena, "Type mismatch for Index Key %.*s Expected: %s Actual: %s IndexName: %.*s",
                           TEXT_ARGS(part->name), attribute_type_name(part->kind), attribute_type_name(kind),
                           TEXT_ARGS(index_name));
}

static const gabi_error *check_index_attribute(arena *arena, text index_name, const key_attribute *part, bool is_hash,
                                               const table_item *item) {
    const attribute_value *value = item_find(item, part->name);
    if (!value)
        return NULL;
    if (value->kind != part->kind)
        return index_key_mismatch(arena, index_name, part, value->kind);
    if (attribute_is_empty(value))
        return index_key_is_empty(arena, index_name, part);
    return check_key_size(arena, value, is_hash);
}

const gabi_error *check_index_keys(arena *arena, const table *table, const table_item *item) {
    for (size_t i = 0; i < table->index_count; i++) {
        const table_index *index = &table->indexes[i];
        for (size_t j = 0; !index->is_backfilling && j < index->key.count; j++)
            TRY(check_index_attribute(arena, index->name, &index->key.attributes[j], j < index->key.hash_count, item));
    }
    return NULL;
}

static const gabi_error *check_updated(arena *arena, const key_attribute *part, bool is_hash, const table_item *item) {
    const attribute_value *value = item_find(item, part->name);
    if (is_empty_in(item, part))
        return index_key_emptied(arena, part->kind);
    const char *what = !value                                  ? NULL
                       : value->kind != part->kind             ? "to unsupported type"
                       : check_key_size(arena, value, is_hash) ? "beyond allowed size limits"
                                                               : NULL;
    return what ? validation_error(arena, "The update expression attempted to update the secondary index key %s", what)
                : NULL;
}

const gabi_error *check_updated_index_keys(arena *arena, const table *table, const table_item *item) {
    for (size_t i = 0; i < table->index_count; i++) {
        const key_schema *key = &table->indexes[i].key;
        for (size_t j = 0; !table->indexes[i].is_backfilling && j < key->count; j++)
            TRY(check_updated(arena, &key->attributes[j], j < key->hash_count, item));
    }
    return NULL;
}
