#include "dynamodb/definition.h"

#include "store/account.h"

#define MOST_LOCAL_INDEXES 5
#define LONGEST_KEY_NAME_BYTES 255

/* ---- single members ---- */

static const char *member_path(constraints *found, const char *prefix, const char *list, size_t index,
                               const char *member) {
    return arena_printf(found->problems.arena, "%s%s.%zu.member.%s", prefix, list, index + 1, member);
}

/* The name of an attribute that a key is made of. */
static void constrain_key_name(constraints *found, const char *member, text name) {
    text quoted = text_format(found->problems.arena, "'%.*s'", TEXT_ARGS(name));
    constraint_not_null(found, member, name.data != NULL);
    if (name.data && text_is_empty(name))
        constraint_failed(found, member, quoted, "Member must have length greater than or equal to 1");
    if (name.length > LONGEST_KEY_NAME_BYTES)
        constraint_failed(found, member, quoted, "Member must have length less than or equal to 255");
}

/* A key of a table or local index has two elements at most. */
static void constrain_short_key(constraints *found, const char *name, const wire_list *key) {
    const key_element *elements = key->items;
    buffer shown = BUFFER(found->problems.arena);
    if (key->count <= 2)
        return;
    for (size_t i = 0; i < key->count; i++)
        buffer_format(&shown, "%sKeySchemaElement(attributeName=%.*s, keyType=%.*s)", i ? ", " : "",
                      TEXT_ARGS(elements[i].name), TEXT_ARGS(elements[i].type));
    constraint_failed(found, name, text_format(found->problems.arena, "'[%s]'", buffer_text(&shown).data),
                      "Member must have length less than or equal to 2");
}

static void constrain_key(constraints *found, const char *prefix, const wire_list *key, bool is_short) {
    const key_element *elements = key->items;
    const char *name = arena_printf(found->problems.arena, "%skeySchema", prefix);
    constraint_not_null(found, name, key->is_present);
    if (key->is_present && key->count == 0)
        constraint_failed(found, name, TEXT("'[]'"), "Member must have length greater than or equal to 1");
    if (is_short)
        constrain_short_key(found, name, key);
    for (size_t i = 0; i < key->count; i++) {
        constrain_key_name(found, member_path(found, prefix, "keySchema", i, "attributeName"), elements[i].name);
        const char *type = member_path(found, prefix, "keySchema", i, "keyType");
        constraint_not_null(found, type, elements[i].type.data != NULL);
        constraint_enum(found, type, elements[i].type, "[HASH, RANGE]");
    }
}

static void constrain_units(constraints *found, const char *prefix, const char *name, const optional_integer *units) {
    const char *member = arena_printf(found->problems.arena, "%sprovisionedThroughput.%s", prefix, name);
    constraint_not_null(found, member, units->is_present);
    if (units->is_present && units->value < 1)
        constraint_failed(found, member, text_format(found->problems.arena, "'%lld'", (long long)units->value),
                          "Member must have value greater than or equal to 1");
}

void constrain_throughput(constraints *found, const char *prefix, const throughput *throughput) {
    if (!throughput)
        return;
    constrain_units(found, prefix, "readCapacityUnits", &throughput->read_units);
    constrain_units(found, prefix, "writeCapacityUnits", &throughput->write_units);
}

/* Besides what names of tables have, too. */
static void constrain_index_name(constraints *found, const char *member, text name) {
    constraint_not_null(found, member, name.data != NULL);
    if (name.data)
        constraint_name(found, member, name, 3);
}

void constrain_index(constraints *found, const char *prefix, const index_definition *index, bool is_local) {
    constrain_index_name(found, arena_printf(found->problems.arena, "%sindexName", prefix), index->name);
    constrain_key(found, prefix, &index->key, is_local);
    constraint_not_null(found, arena_printf(found->problems.arena, "%sprojection", prefix), index->projection != NULL);
    if (index->projection)
        constraint_enum(found, arena_printf(found->problems.arena, "%sprojection.projectionType", prefix),
                        index->projection->type, "[ALL, INCLUDE, KEYS_ONLY]");
    constrain_throughput(found, prefix, index->throughput);
}

void constrain_attributes(constraints *found, const wire_list *attributes) {
    const attribute_definition *items = attributes->items;
    for (size_t i = 0; i < attributes->count; i++) {
        const char *type = member_path(found, "", "attributeDefinitions", i, "attributeType");
        constrain_key_name(found, member_path(found, "", "attributeDefinitions", i, "attributeName"), items[i].name);
        constraint_not_null(found, type, items[i].type.data != NULL);
        constraint_enum(found, type, items[i].type, "[B, N, S]");
    }
}

static const gabi_error *check_members(const table_definition *self, arena *arena) {
    constraints found = CONSTRAINTS(arena);
    const index_definition *global = self->global_indexes.items, *local = self->local_indexes.items;
    if (!self->name.data)
        return validation_error(arena, "The parameter 'TableName' is required but was not present in the request");
    TRY(check_table_name(&found, self->name, 3));
    constraint_not_null(&found, "attributeDefinitions", self->attributes.is_present);
    constrain_attributes(&found, &self->attributes);
    constrain_key(&found, "", &self->key, true);
    constrain_throughput(&found, "", self->throughput);
    constraint_enum(&found, "billingMode", self->billing_mode, "[PROVISIONED, PAY_PER_REQUEST]");
    constraint_enum(&found, "tableClass", self->table_class, "[STANDARD, STANDARD_INFREQUENT_ACCESS]");
    for (size_t i = 0; i < self->global_indexes.count; i++)
        constrain_index(&found, member_path(&found, "", "globalSecondaryIndexes", i, ""), &global[i], false);
    for (size_t i = 0; i < self->local_indexes.count; i++)
        constrain_index(&found, member_path(&found, "", "localSecondaryIndexes", i, ""), &local[i], true);
    stream_specification_constrain(self->stream, &found);
    return constraints_error(&found);
}

/* ---- how they fit together ---- */

const gabi_error *definition_check_on_demand(arena *arena, const throughput *most, text billing_mode, text index_name) {
    static const char *const names[] = {"MaxReadRequestUnits", "MaxWriteRequestUnits"};
    const char *of = index_name.data ? arena_printf(arena, "index : %.*s", TEXT_ARGS(index_name)) : "table";
    if (!most)
        return NULL;
    const optional_integer *values[] = {&most->read_units, &most->write_units};
    for (size_t i = 0; i < 2; i++)
        if (values[i]->is_present && !text_equal(billing_mode, TEXT("PAY_PER_REQUEST")))
            return parameter_error(arena,
                                   "%s for OnDemandThroughput cannot be specified when the table BillingMode is "
                                   "PROVISIONED",
                                   names[i]);
    for (size_t i = 0; i < 2; i++)
        if (values[i]->is_present && values[i]->value < 1 && values[i]->value != -1)
            return parameter_error(arena, "Requested %s for OnDemandThroughput for %s is outside of valid range",
                                   names[i], of);
    return NULL;
}

static const gabi_error *check_throughput(const table_definition *self, arena *arena) {
    bool is_on_demand = definition_is_on_demand(self);
    if (is_on_demand && self->throughput)
        return parameter_error(arena, "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when "
                                      "BillingMode is PAY_PER_REQUEST");
    if (!is_on_demand && !self->throughput)
        return parameter_error(
            arena, "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED");
    return definition_check_on_demand(arena, self->on_demand, self->billing_mode, (text){0});
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

static const gabi_error *check_begins_with_hash(arena *arena, const wire_list *key) {
    const key_element *elements = key->items;
    return text_equal(elements[0].type, TEXT("HASH"))
               ? NULL
               : parameter_error(arena, "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
}

static const gabi_error *check_all_defined(const table_definition *self, arena *arena, const wire_list *key) {
    const key_element *elements = key->items;
    for (size_t i = 0; i < key->count; i++)
        if (!is_defined(self, elements[i].name))
            return parameter_error(arena,
                                   "Some index key attributes are not defined in AttributeDefinitions. Keys: [%.*s], "
                                   "AttributeDefinitions: [%.*s]",
                                   TEXT_ARGS(names_of_key(arena, key)),
                                   TEXT_ARGS(names_of_attributes(arena, &self->attributes)));
    return NULL;
}

/* A key of the table or of a local index: one attribute of each role. */
static const gabi_error *check_key(const table_definition *self, arena *arena, const wire_list *key, bool is_table) {
    const key_element *elements = key->items;
    TRY(check_begins_with_hash(arena, key));
    if (key->count == 2 && !text_equal(elements[1].type, TEXT("RANGE")))
        return parameter_error(arena, "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
    if (is_table && key->count == 2 && text_equal(elements[0].name, elements[1].name))
        return validation_error(arena, "Invalid KeySchema: Some index key attribute have no definition");
    return check_all_defined(self, arena, key);
}

/* No attribute may stand in a key twice. */
static const gabi_error *check_key_names(arena *arena, const wire_list *key) {
    const key_element *elements = key->items;
    for (size_t i = 0; i < key->count; i++)
        for (size_t j = 0; j < i; j++)
            if (text_equal(elements[j].name, elements[i].name))
                return key->count == 2 && text_equal(elements[1].type, TEXT("RANGE"))
                           ? validation_error(arena, "Both the Hash Key and the Range Key element in the KeySchema "
                                                     "have the same name")
                           : validation_error(arena, "The KeySchema contains multiple key attributes with the same "
                                                     "name");
    return NULL;
}

static const gabi_error *check_parts(arena *arena, const wire_list *key, const char *type) {
    const key_element *elements = key->items;
    size_t count = 0;
    for (size_t i = 0; i < key->count; i++)
        count += text_equal(elements[i].type, text_of(type));
    return count <= MOST_KEY_PARTS
               ? NULL
               : parameter_error(arena, "The KeySchema exceeds the maximum allowed number of %s key attributes", type);
}

/* A key of a global index: up to four attributes of each role. */
static const gabi_error *check_global_key(const table_definition *self, arena *arena, const wire_list *key) {
    const key_element *elements = key->items;
    TRY(check_begins_with_hash(arena, key));
    TRY(check_key_names(arena, key));
    for (size_t i = 1; i < key->count; i++)
        if (text_equal(elements[i].type, TEXT("HASH")) && text_equal(elements[i - 1].type, TEXT("RANGE")))
            return parameter_error(arena, "All HASH key attributes must precede RANGE key attributes in the KeySchema");
    TRY(check_parts(arena, key, "HASH"));
    TRY(check_parts(arena, key, "RANGE"));
    return check_all_defined(self, arena, key);
}

static const gabi_error *check_projection(arena *arena, const index_definition *index) {
    text type = index->projection->type;
    if (!type.data)
        return parameter_error(arena, "Unknown ProjectionType: null");
    if (!text_equal(type, TEXT("INCLUDE")) && index->projection->included.count > 0)
        return parameter_error(arena, "ProjectionType is %.*s, but NonKeyAttributes is specified", TEXT_ARGS(type));
    if (text_equal(type, TEXT("INCLUDE")) && index->projection->included.count == 0)
        return parameter_error(arena, "ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
    const text *included = index->projection->included.items;
    for (size_t i = 0; i < index->projection->included.count; i++)
        for (size_t j = 0; j < i; j++)
            if (text_equal(included[i], included[j]))
                return parameter_error(arena, "Duplicate element in NonKeyAttributes: %.*s", TEXT_ARGS(included[i]));
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
    TRY(check_key(self, arena, &index->key, false));
    return check_projection(arena, index);
}

const gabi_error *definition_check_global_index(const table_definition *self, arena *arena,
                                                const index_definition *index) {
    TRY(check_global_key(self, arena, &index->key));
    TRY(check_projection(arena, index));
    return definition_check_on_demand(arena, index->on_demand, self->billing_mode, index->name);
}

/* What an index on demand must not have, and any other must. */
static const gabi_error *check_index_throughput(arena *arena, const index_definition *index, text billing_mode) {
    bool is_on_demand = text_equal(billing_mode, TEXT("PAY_PER_REQUEST"));
    if (is_on_demand && index->throughput)
        return parameter_error(arena,
                               "ProvisionedThroughput should not be specified for index: %.*s when BillingMode is "
                               "PAY_PER_REQUEST",
                               TEXT_ARGS(index->name));
    if (!is_on_demand && !index->throughput)
        return parameter_error(arena, "ProvisionedThroughput is not specified for index: %.*s", TEXT_ARGS(index->name));
    return NULL;
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

bool key_elements_name(const wire_list *key, text name) {
    const key_element *elements = key->items;
    for (size_t i = 0; i < key->count; i++)
        if (text_equal(elements[i].name, name))
            return true;
    return false;
}

bool definition_uses(const table_definition *self, text name) {
    const index_definition *global = self->global_indexes.items, *local = self->local_indexes.items;
    bool used = key_elements_name(&self->key, name);
    for (size_t i = 0; i < self->global_indexes.count; i++)
        used = used || key_elements_name(&global[i].key, name);
    for (size_t i = 0; i < self->local_indexes.count; i++)
        used = used || key_elements_name(&local[i].key, name);
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

const gabi_error *encryption_check(arena *arena, const encryption *encryption) {
    if (!encryption)
        return NULL;
    if (text_equal(encryption->type, TEXT("AES256")))
        return parameter_error(arena, "SSEType AES256 is not supported");
    if (!encryption->is_enabled.value && encryption->type.data)
        return parameter_error(arena, "SSEType can not be specified if Enabled is false");
    if (!encryption->is_enabled.value && encryption->key.data)
        return parameter_error(arena, "KMSMasterKeyId can not be specified if Enabled is false");
    if (encryption->key.data && !encryption->type.data)
        return parameter_error(arena, "SSEType KMS is required if KMSMasterKeyId is specified");
    return NULL;
}

static const gabi_error *too_much(arena *arena, const char *units, int64_t wanted, text index_name) {
    return error_new(arena, ERROR_INVALID, "LimitExceededException",
                     "The requested %s%s%.*s, %lld, is above the per %s maximum for the account in " ACCOUNT_REGION
                     ". Per table maximum: %d. Refer to the Amazon DynamoDB Developer Guide for current limits and how "
                     "to request higher limits.",
                     units, index_name.data ? " for index " : "", TEXT_ARGS(index_name), (long long)wanted,
                     index_name.data ? "index" : "table", TABLE_MOST_UNITS);
}

const gabi_error *throughput_check_limit(arena *arena, const throughput *throughput, text index_name) {
    if (throughput && throughput->read_units.value > TABLE_MOST_UNITS)
        return too_much(arena, "ReadCapacityUnits", throughput->read_units.value, index_name);
    if (throughput && throughput->write_units.value > TABLE_MOST_UNITS)
        return too_much(arena, "WriteCapacityUnits", throughput->write_units.value, index_name);
    return NULL;
}

static const gabi_error *check_limits(const table_definition *self, arena *arena) {
    const index_definition *global = self->global_indexes.items;
    TRY(throughput_check_limit(arena, self->throughput, (text){0}));
    for (size_t i = 0; i < self->global_indexes.count; i++)
        TRY(throughput_check_limit(arena, global[i].throughput, global[i].name));
    return NULL;
}

const gabi_error *definition_check(const table_definition *self, arena *arena) {
    const index_definition *global = self->global_indexes.items, *local = self->local_indexes.items;
    TRY(check_members(self, arena));
    TRY(check_throughput(self, arena));
    TRY(check_key(self, arena, &self->key, true));
    TRY(check_index_counts(self, arena));
    TRY(check_index_names(self, arena));
    for (size_t i = 0; i < self->local_indexes.count; i++)
        TRY(check_local_index(self, arena, &local[i]));
    for (size_t i = 0; i < self->global_indexes.count; i++) {
        TRY(definition_check_global_index(self, arena, &global[i]));
        TRY(check_index_throughput(arena, &global[i], self->billing_mode));
    }
    TRY(check_all_used(self, arena));
    TRY(stream_specification_check_new(self->stream, arena));
    TRY(encryption_check(arena, self->encryption));
    return check_limits(self, arena);
}
