#include "dynamodb/model/definition.h"

void definition_write_key(json_writer *writer, const model_key *key) {
    json_name(writer, TEXT("KeySchema"));
    json_begin_array(writer);
    for (int i = 0; i < key->hash_count + key->range_count; i++) {
        bool is_hash = i < key->hash_count;
        json_begin_object(writer);
        json_string_member(writer, "AttributeName",
                           model_attribute(is_hash ? key->hash[i] : key->range[i - key->hash_count]));
        json_string_member(writer, "KeyType", is_hash ? TEXT("HASH") : TEXT("RANGE"));
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_projection(const model_table *table, json_writer *writer, const model_index *index) {
    int included = 0, left_out = 0;
    for (int i = 0; i < MODEL_ATTRIBUTES; i++) {
        bool is_in_key = model_key_has(&table->key, i) || model_key_has(&index->key, i);
        included += index->projects[i] && !is_in_key;
        left_out += !index->projects[i];
    }
    json_name(writer, TEXT("Projection"));
    json_begin_object(writer);
    json_string_member(writer, "ProjectionType",
                       left_out == 0   ? TEXT("ALL")
                       : included == 0 ? TEXT("KEYS_ONLY")
                                       : TEXT("INCLUDE"));
    if (left_out > 0 && included > 0) {
        json_name(writer, TEXT("NonKeyAttributes"));
        json_begin_array(writer);
        for (int i = 0; i < MODEL_ATTRIBUTES; i++)
            if (index->projects[i] && !model_key_has(&table->key, i) && !model_key_has(&index->key, i))
                json_string(writer, model_attribute(i));
        json_end_array(writer);
    }
    json_end_object(writer);
}

void definition_write_index(run *self, json_writer *writer, const model_index *index) {
    json_begin_object(writer);
    json_string_member(writer, "IndexName", text_format(self->arena, "index-%d", index->number));
    definition_write_key(writer, &index->key);
    write_projection(&self->table, writer, index);
    json_end_object(writer);
}

void definition_write_indexes(run *self, json_writer *writer, bool local) {
    int count = 0;
    for (int i = 0; i < self->table.index_count; i++) {
        const model_index *index = &self->table.indexes[i];
        if (index->is_local != local)
            continue;
        if (count++ == 0) {
            json_name(writer, local ? TEXT("LocalSecondaryIndexes") : TEXT("GlobalSecondaryIndexes"));
            json_begin_array(writer);
        }
        definition_write_index(self, writer, index);
    }
    if (count > 0)
        json_end_array(writer);
}

void definition_write_attributes(const model_table *table, json_writer *writer) {
    json_name(writer, TEXT("AttributeDefinitions"));
    json_begin_array(writer);
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        if (model_is_in_a_key(table, i)) {
            json_begin_object(writer);
            json_string_member(writer, "AttributeName", model_attribute(i));
            json_string_member(writer, "AttributeType", text_of(model_type_name(table->types[i])));
            json_end_object(writer);
        }
    json_end_array(writer);
}
