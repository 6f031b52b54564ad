#include "dynamodb/tables/definition.h"

#include "store/account.h"

#define MOST_LOCAL_INDEXES 5
#define INITIAL_THROUGHPUT                                                                                             \
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/"                                                \
    "on-demand-capacity-mode.html#on-demand-capacity-mode-initial"

static const gabi_error *check_members(const table_definition *self, arena *arena) {
    constraints found = CONSTRAINTS(arena);
    const index_definition *global = self->global_indexes.items, *local = self->local_indexes.items;
    if (!self->name.data)
        return validation_error(arena, "The parameter 'TableName' is required but was not present in the request");
    TRY(check_table_name(&found, self->name, 3));
    constraint_not_null(&found, "attributeDefinitions", self->attributes.is_present);
    constrain_attributes(&found, &self->attributes);
    constrain_key_elements(&found, "", &self->key, true);
    constrain_throughput(&found, "", self->throughput);
    constraint_enum(&found, "billingMode", self->billing_mode, "[PROVISIONED, PAY_PER_REQUEST]");
    constraint_enum(&found, "tableClass", self->table_class, "[STANDARD, STANDARD_INFREQUENT_ACCESS]");
    for (size_t i = 0; i < self->global_indexes.count; i++)
        constrain_index(&found, element_path(&found, "", "globalSecondaryIndexes", i, ""), &global[i], false);
    for (size_t i = 0; i < self->local_indexes.count; i++)
        constrain_index(&found, element_path(&found, "", "localSecondaryIndexes", i, ""), &local[i], true);
    stream_specification_constrain(self->stream, &found);
    constrain_encryption(&found, self->encryption);
    return constraints_error(&found);
}

/* ---- how they fit together ---- */

/* Of a new table or index maxima must be some; of others -1 takes one away. */
static const gabi_error *check_on_demand(arena *arena, const throughput *most, text billing_mode, text index_name,
                                         bool is_new) {
    static const char *const names[] = {"MaxReadRequestUnits", "MaxWriteRequestUnits"};
    const char *of = index_name.data ? arena_printf(arena, "index : %.*s", TEXT_ARGS(index_name)) : "table";
    const char *whose =
        index_name.data ? arena_printf(arena, " for index%s %.*s", is_new ? ":" : " :", TEXT_ARGS(index_name)) : "";
    if (!most)
        return NULL;
    const optional_integer *values[] = {&most->read_units, &most->write_units};
    for (size_t i = 0; i < 2; i++)
        if (values[i]->is_present && !text_equal(billing_mode, TEXT("PAY_PER_REQUEST")))
            return parameter_error(arena,
                                   "%s for OnDemandThroughput%s cannot be specified when %stable BillingMode is "
                                   "PROVISIONED%s",
                                   names[i], whose, is_new ? "" : "the ", is_new ? "." : "");
    for (size_t i = 0; i < 2; i++)
        if (values[i]->is_present && values[i]->value < 1 && (is_new || values[i]->value != -1))
            return parameter_error(arena, "Requested %s for OnDemandThroughput for %s is outside of valid range",
                                   names[i], of);
    return NULL;
}

const gabi_error *definition_check_on_demand(arena *arena, const throughput *most, text billing_mode, text index_name) {
    return check_on_demand(arena, most, billing_mode, index_name, false);
}

/* A new table or index is not made readier than it is, but not less ready either. */
static const gabi_error *check_new_warm(const table_definition *self, arena *arena, const throughput *warm,
                                        const throughput *provisioned, text index_name) {
    static const char *const names[][2] = {{"ReadUnitsPerSecond", "ReadCapacityUnits"},
                                           {"WriteUnitsPerSecond", "WriteCapacityUnits"}};
    const char *of = index_name.data ? arena_printf(arena, "index %.*s", TEXT_ARGS(index_name)) : "table";
    throughput least = definition_warm(self, NULL, provisioned);
    if (!warm)
        return NULL;
    const optional_integer *values[] = {&warm->read_units, &warm->write_units};
    const optional_integer *initial[] = {&least.read_units, &least.write_units};
    for (size_t i = 0; i < 2; i++)
        if (values[i]->is_present && values[i]->value < initial[i]->value)
            return definition_is_on_demand(self)
                       ? parameter_error(arena,
                                         "Requested %s for WarmThroughput for %s is lower than initial throughput for "
                                         "OnDemand. See: " INITIAL_THROUGHPUT,
                                         names[i][0], of)
                       : parameter_error(arena,
                                         "Requested %s for WarmThroughput for %s is lower than %s of "
                                         "ProvisionedThroughput",
                                         names[i][0], of, names[i][1]);
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
    TRY(check_on_demand(arena, self->on_demand, self->billing_mode, (text){0}, true));
    return check_new_warm(self, arena, self->warm, self->throughput, (text){0});
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

/* Of all keys, each name once. */
static text names_of_keys(const table_definition *self, arena *arena) {
    wire_list all = self->key;
    key_element *elements = all.items = wire_list_copy(arena, &self->key, sizeof *elements);
    for (size_t i = 0; i < definition_index_count(self); i++) {
        const wire_list *key = &definition_index(self, i)->key;
        const key_element *more = key->items;
        for (size_t j = 0; j < key->count; j++)
            if (!key_elements_name(&all, more[j].name)) {
                elements = all.items = wire_list_copy(arena, &all, sizeof *elements);
                elements[all.count++] = more[j];
            }
    }
    return names_of_key(arena, &all);
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
               : validation_error(arena, "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
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

/* A key of the table or of a local index: one attribute of each role. */
static const gabi_error *check_key(arena *arena, const wire_list *key) {
    const key_element *elements = key->items;
    if (key->count == 2 && text_equal(elements[0].name, elements[1].name))
        return validation_error(arena, "Both the Hash Key and the Range Key element in the KeySchema have the same "
                                       "name");
    TRY(check_begins_with_hash(arena, key));
    return key->count == 2 && !text_equal(elements[1].type, TEXT("RANGE"))
               ? validation_error(arena, "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type")
               : NULL;
}

static const gabi_error *check_table_key(const table_definition *self, arena *arena) {
    const attribute_definition *attributes = self->attributes.items;
    for (size_t i = 0; i < self->attributes.count; i++)
        for (size_t j = 0; j < i; j++)
            if (text_equal(attributes[j].name, attributes[i].name))
                return validation_error(arena, "Attribute Name is duplicated: %.*s", TEXT_ARGS(attributes[i].name));
    if (self->key.count > self->attributes.count)
        return validation_error(arena, "Invalid KeySchema: Some index key attribute have no definition");
    TRY(check_key(arena, &self->key));
    return check_all_defined(self, arena, &self->key);
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
    TRY(check_key(arena, &index->key));
    return check_projection(arena, index);
}

static const gabi_error *check_global_index(const table_definition *self, arena *arena, const index_definition *index) {
    TRY(check_global_key(self, arena, &index->key));
    return check_projection(arena, index);
}

const gabi_error *definition_check_global_index(const table_definition *self, arena *arena,
                                                const index_definition *index) {
    TRY(check_global_index(self, arena, index));
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

const gabi_error *vector_indexes_not_emulated(arena *arena) {
    return validation_error(arena, "gabi-emu does not emulate vector indexes");
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
                                         TEXT_ARGS(names_of_keys(self, arena)))
                       : parameter_error(arena, "Number of attributes in KeySchema does not exactly match number of "
                                                "attributes defined in AttributeDefinitions");
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
    if (!encryption_is_enabled(encryption) && encryption->type.data)
        return parameter_error(arena, "SSEType can not be specified if Enabled is false");
    if (!encryption_is_enabled(encryption) && encryption->key.data)
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

/* A member of OnDemandThroughput or WarmThroughput. */
static const gabi_error *exceeds(arena *arena, const char *member, const char *of, const char *units,
                                 const char *whose) {
    return error_new(arena, ERROR_INVALID, "LimitExceededException",
                     "Subscriber limit exceeded: Requested %s for %s for %s exceeds TableMax%s of the account in "
                     "region " ACCOUNT_REGION,
                     member, of, whose, units);
}

const gabi_error *maxima_check_limit(arena *arena, const throughput *on_demand, const throughput *warm,
                                     text index_name) {
    static const char *const units[] = {"ReadCapacityUnits", "WriteCapacityUnits"};
    static const char *const maxima[] = {"MaxReadRequestUnits", "MaxWriteRequestUnits"};
    static const char *const rates[] = {"ReadUnitsPerSecond", "WriteUnitsPerSecond"};
    static const throughput none = {0};
    const throughput *most = on_demand ? on_demand : &none, *ready = warm ? warm : &none;
    const int64_t values[][2] = {{most->read_units.value, ready->read_units.value},
                                 {most->write_units.value, ready->write_units.value}};
    const char *name = index_name.data ? text_to_string(arena, index_name) : NULL;
    for (size_t i = 0; i < 2; i++)
        if (values[i][0] > TABLE_MOST_UNITS)
            return exceeds(arena, maxima[i], "OnDemandThroughput", units[i],
                           name ? arena_printf(arena, "index : %s", name) : "table");
    for (size_t i = 0; i < 2; i++)
        if (values[i][1] > TABLE_MOST_UNITS)
            return exceeds(arena, rates[i], "WarmThroughput", units[i],
                           name ? arena_printf(arena, "index %s", name) : "table");
    return NULL;
}

static const gabi_error *check_limits(const table_definition *self, arena *arena) {
    const index_definition *global = self->global_indexes.items;
    TRY(throughput_check_limit(arena, self->throughput, (text){0}));
    TRY(maxima_check_limit(arena, self->on_demand, self->warm, (text){0}));
    for (size_t i = 0; i < self->global_indexes.count; i++) {
        TRY(throughput_check_limit(arena, global[i].throughput, global[i].name));
        TRY(maxima_check_limit(arena, global[i].on_demand, global[i].warm, global[i].name));
    }
    return NULL;
}

const gabi_error *definition_check(const table_definition *self, arena *arena) {
    const index_definition *global = self->global_indexes.items, *local = self->local_indexes.items;
    TRY(check_members(self, arena));
    TRY(check_throughput(self, arena));
    TRY(check_table_key(self, arena));
    TRY(check_index_counts(self, arena));
    for (size_t i = 0; i < definition_index_count(self); i++)
        TRY(check_all_defined(self, arena, &definition_index(self, i)->key));
    for (size_t i = 0; i < self->global_indexes.count; i++)
        TRY(check_key_names(arena, &global[i].key));
    TRY(check_all_used(self, arena));
    TRY(check_index_names(self, arena));
    for (size_t i = 0; i < self->local_indexes.count; i++)
        TRY(check_local_index(self, arena, &local[i]));
    for (size_t i = 0; i < self->global_indexes.count; i++) {
        TRY(check_global_index(self, arena, &global[i]));
        TRY(check_on_demand(arena, global[i].on_demand, self->billing_mode, global[i].name, true));
        TRY(check_new_warm(self, arena, global[i].warm, global[i].throughput, global[i].name));
        TRY(check_index_throughput(arena, &global[i], self->billing_mode));
    }
    TRY(stream_specification_check_new(self->stream, arena));
    TRY(encryption_check(arena, self->encryption));
    return check_limits(self, arena);
}
