#include "dynamodb/definition.h"

#define MOST_GLOBAL_INDEXES 20
#define MOST_LOCAL_INDEXES 5

/* ---- single members ---- */

static const char *member_path(constraints *found, const char *prefix, const char *list, size_t index,
                               const char *member) {
    return arena_printf(found->problems.arena, "%s%s.%zu.member.%s", prefix, list, index + 1, member);
}

static void constrain_key(constraints *found, const char *prefix, const wire_list *key) {
    const key_element *elements = key->items;
    const char *name = arena_printf(found->problems.arena, "%skeySchema", prefix);
    constraint_not_null(found, name, key->is_present);
    if (key->is_present && key->count == 0)
        constraint_failed(found, name, TEXT("'[]'"), "Member must have length greater than or equal to 1");
    if (key->count > 2) {
        buffer shown = BUFFER(found->problems.arena);
        for (size_t i = 0; i < key->count; i++)
            buffer_format(&shown, "%sKeySchemaElement(attributeName=%.*s, keyType=%.*s)", i ? ", " : "",
                          TEXT_ARGS(elements[i].name), TEXT_ARGS(elements[i].type));
        constraint_failed(found, name, text_format(found->problems.arena, "'[%s]'", buffer_text(&shown).data),
                          "Member must have length less than or equal to 2");
    }
    for (size_t i = 0; i < key->count; i++) {
        constraint_not_null(found, member_path(found, prefix, "keySchema", i, "attributeName"),
                            elements[i].name.data != NULL);
        const char *type = member_path(found, prefix, "keySchema", i, "keyType");
        constraint_not_null(found, type, elements[i].type.data != NULL);
        constraint_enum(found, type, elements[i].type, "[HASH, RANGE]");
    }
}

static void constrain_index(constraints *found, const char *list, size_t i, const index_definition *index) {
    const char *prefix = member_path(found, "", list, i, "");
    constraint_not_null(found, arena_printf(found->problems.arena, "%sindexName", prefix), index->name.data != NULL);
    constrain_key(found, prefix, &index->key);
    constraint_not_null(found, arena_printf(found->problems.arena, "%sprojection", prefix), index->projection != NULL);
    if (index->projection)
        constraint_enum(found, arena_printf(found->problems.arena, "%sprojection.projectionType", prefix),
                        index->projection->type, "[ALL, INCLUDE, KEYS_ONLY]");
}

static const gabi_error *check_members(const table_definition *self, arena *arena) {
    constraints found = CONSTRAINTS(arena);
    const attribute_definition *attributes = self->attributes.items;
    const index_definition *global = self->global_indexes.items, *local = self->local_indexes.items;
    if (!self->name.data)
        return validation_error(arena, "The parameter 'TableName' is required but was not present in the request");
    TRY(check_table_name(&found, self->name, 3));
    constraint_not_null(&found, "attributeDefinitions", self->attributes.is_present);
    for (size_t i = 0; i < self->attributes.count; i++) {
        const char *type = member_path(&found, "", "attributeDefinitions", i, "attributeType");
        constraint_not_null(&found, member_path(&found, "", "attributeDefinitions", i, "attributeName"),
                            attributes[i].name.data != NULL);
        constraint_not_null(&found, type, attributes[i].type.data != NULL);
        constraint_enum(&found, type, attributes[i].type, "[B, N, S]");
    }
    constrain_key(&found, "", &self->key);
    constraint_enum(&found, "billingMode", self->billing_mode, "[PROVISIONED, PAY_PER_REQUEST]");
    constraint_enum(&found, "tableClass", self->table_class, "[STANDARD, STANDARD_INFREQUENT_ACCESS]");
    for (size_t i = 0; i < self->global_indexes.count; i++)
        constrain_index(&found, "globalSecondaryIndexes", i, &global[i]);
    for (size_t i = 0; i < self->local_indexes.count; i++)
        constrain_index(&found, "localSecondaryIndexes", i, &local[i]);
    stream_specification_constrain(self->stream, &found);
    return constraints_error(&found);
}

/* ---- how they fit together ---- */

static const gabi_error *check_throughput(const table_definition *self, arena *arena) {
    bool is_on_demand = text_equal(self->billing_mode, TEXT("PAY_PER_REQUEST"));
    if (is_on_demand && self->throughput)
        return parameter_error(arena, "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when "
                                      "BillingMode is PAY_PER_REQUEST");
    if (!is_on_demand && !self->throughput)
        return parameter_error(
            arena, "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED");
    if (!is_on_demand && (self->throughput->read_units.value < 1 || self->throughput->write_units.value < 1))
        return validation_error(arena,
                                "1 validation error detected: Value '%lld' at 'provisionedThroughput.%s' failed "
                                "to satisfy constraint: Member must have value greater than or equal to 1",
                                self->throughput->read_units.value < 1 ? (long long)self->throughput->read_units.value
                                                                       : (long long)self->throughput->write_units.value,
                                self->throughput->read_units.value < 1 ? "readCapacityUnits" : "writeCapacityUnits");
    return NULL;
}

static bool is_defined(const table_definition *self, text name) {
    const attribute_definition *attributes = self->attributes.items;
    for (size_t i = 0; i < self->attributes.count; i++)
        if (text_equal(attributes[i].name, name))
            return true;
    return false;
}

static text names_of_key(arena *arena, const wire_list *key) {
    const key_element *elements = key->items;
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < key->count; i++)
        buffer_format(&out, "%s%.*s", i ? ", " : "", TEXT_ARGS(elements[i].name));
    return buffer_text(&out);
}

static text names_of_attributes(arena *arena, const wire_list *attributes) {
    const attribute_definition *items = attributes->items;
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < attributes->count; i++)
        buffer_format(&out, "%s%.*s", i ? ", " : "", TEXT_ARGS(items[i].name));
    return buffer_text(&out);
}

/* A key of the table (index_name empty) or of an index. */
static const gabi_error *check_key(const table_definition *self, arena *arena, const wire_list *key, text index_name) {
    const key_element *elements = key->items;
    if (!text_equal(elements[0].type, TEXT("HASH")))
        return parameter_error(arena, "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
    if (key->count == 2 && !text_equal(elements[1].type, TEXT("RANGE")))
        return parameter_error(arena, "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
    bool is_twice = key->count == 2 && text_equal(elements[0].name, elements[1].name);
    bool all_defined = true;
    for (size_t i = 0; i < key->count; i++)
        all_defined = all_defined && is_defined(self, elements[i].name);
    if (text_is_empty(index_name) && is_twice)
        return validation_error(arena, "Invalid KeySchema: Some index key attribute have no definition");
    if (!all_defined)
        return parameter_error(arena,
                               "Some index key attributes are not defined in AttributeDefinitions. Keys: [%.*s], "
                               "AttributeDefinitions: [%.*s]",
                               TEXT_ARGS(names_of_key(arena, key)),
                               TEXT_ARGS(names_of_attributes(arena, &self->attributes)));
    return NULL;
}

static const gabi_error *check_index(const table_definition *self, arena *arena, const index_definition *index) {
    text type = index->projection->type;
    TRY(check_key(self, arena, &index->key, index->name));
    if (!type.data)
        return parameter_error(arena, "Unknown ProjectionType: null");
    if (!text_equal(type, TEXT("INCLUDE")) && index->projection->included.count > 0)
        return parameter_error(arena, "ProjectionType is %.*s, but NonKeyAttributes is specified", TEXT_ARGS(type));
    if (text_equal(type, TEXT("INCLUDE")) && index->projection->included.count == 0)
        return parameter_error(arena, "ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
    return NULL;
}

static const gabi_error *check_local_index(const table_definition *self, arena *arena, const index_definition *index) {
    const key_element *elements = index->key.items, *table = self->key.items;
    if (self->key.count < 2)
        return parameter_error(arena, "Table KeySchema does not have a range key, which is required when specifying a "
                                      "LocalSecondaryIndex");
    if (index->key.count < 2)
        return parameter_error(arena, "Index KeySchema does not have a range key for index: %.*s",
                               TEXT_ARGS(index->name));
    if (!text_equal(elements[0].name, table[0].name))
        return parameter_error(arena,
                               "Index KeySchema does not have the same leading hash key as table KeySchema for "
                               "index: %.*s. index hash key: %.*s, table hash key: %.*s",
                               TEXT_ARGS(index->name), TEXT_ARGS(elements[0].name), TEXT_ARGS(table[0].name));
    return check_index(self, arena, index);
}

static const gabi_error *check_index_names(const table_definition *self, arena *arena) {
    const index_definition *global = self->global_indexes.items, *local = self->local_indexes.items;
    size_t count = self->global_indexes.count + self->local_indexes.count;
    text *names = arena_alloc(arena, count * sizeof *names);
    for (size_t i = 0; i < count; i++) {
        names[i] = i < self->global_indexes.count ? global[i].name : local[i - self->global_indexes.count].name;
        for (size_t j = 0; j < i; j++)
            if (text_equal(names[i], names[j]))
                return parameter_error(arena, "Duplicate index name: %.*s", TEXT_ARGS(names[i]));
    }
    return NULL;
}

static bool key_names(const wire_list *key, text name) {
    const key_element *elements = key->items;
    for (size_t i = 0; i < key->count; i++)
        if (text_equal(elements[i].name, name))
            return true;
    return false;
}

bool definition_uses(const table_definition *self, text name) {
    const index_definition *global = self->global_indexes.items, *local = self->local_indexes.items;
    bool used = key_names(&self->key, name);
    for (size_t i = 0; i < self->global_indexes.count; i++)
        used = used || key_names(&global[i].key, name);
    for (size_t i = 0; i < self->local_indexes.count; i++)
        used = used || key_names(&local[i].key, name);
    return used;
}

static const gabi_error *check_all_used(const table_definition *self, arena *arena) {
    const attribute_definition *attributes = self->attributes.items;
    bool has_indexes = self->global_indexes.count + self->local_indexes.count > 0;
    for (size_t i = 0; i < self->attributes.count; i++)
        if (!definition_uses(self, attributes[i].name))
            return has_indexes
                       ? parameter_error(arena,
                                         "Some AttributeDefinitions are not used. AttributeDefinitions: [%.*s], keys "
                                         "used: [%.*s]",
                                         TEXT_ARGS(names_of_attributes(arena, &self->attributes)),
                                         TEXT_ARGS(names_of_key(arena, &self->key)))
                       : parameter_error(arena, "Number of attributes in KeySchema does not exactly match number of "
                                                "attributes in AttributeDefinitions");
    return NULL;
}

static const gabi_error *check_index_counts(const table_definition *self, arena *arena) {
    if (self->global_indexes.is_present && self->global_indexes.count == 0)
        return parameter_error(arena, "List of GlobalSecondaryIndexes is empty");
    if (self->local_indexes.is_present && self->local_indexes.count == 0)
        return parameter_error(arena, "List of LocalSecondaryIndexes is empty");
    if (self->global_indexes.count > MOST_GLOBAL_INDEXES)
        return parameter_error(arena, "GlobalSecondaryIndex count exceeds the per-table limit of %d",
                               MOST_GLOBAL_INDEXES);
    if (self->local_indexes.count > MOST_LOCAL_INDEXES)
        return parameter_error(arena, "Number of LocalSecondaryIndexes exceeds per-table limit of %d",
                               MOST_LOCAL_INDEXES);
    return NULL;
}

const gabi_error *definition_check(const table_definition *self, arena *arena) {
    const index_definition *global = self->global_indexes.items, *local = self->local_indexes.items;
    TRY(check_members(self, arena));
    TRY(check_throughput(self, arena));
    TRY(check_key(self, arena, &self->key, TEXT("")));
    TRY(check_index_counts(self, arena));
    TRY(check_index_names(self, arena));
    for (size_t i = 0; i < self->local_indexes.count; i++)
        TRY(check_local_index(self, arena, &local[i]));
    for (size_t i = 0; i < self->global_indexes.count; i++)
        TRY(check_index(self, arena, &global[i]));
    TRY(check_all_used(self, arena));
    return stream_specification_check_new(self->stream, arena);
}
