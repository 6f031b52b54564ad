#include "dynamodb/backups/restore_request.h"

#include "dynamodb/tables/arn.h"

static const wire_member members[] = {
    WIRE_MEMBER(restore_request, "TargetTableName", text, target_name),
    WIRE_MEMBER(restore_request, "BackupArn", text, backup_arn),
    WIRE_MEMBER(restore_request, "SourceTableName", text, source_name),
    WIRE_MEMBER(restore_request, "SourceTableArn", text, source_arn),
    WIRE_MEMBER(restore_request, "RestoreDateTime", time, time_ms),
    WIRE_MEMBER(restore_request, "UseLatestRestorableTime", boolean, use_latest),
    WIRE_MEMBER(restore_request, "BillingModeOverride", text, billing_mode),
    WIRE_NESTED(restore_request, "GlobalSecondaryIndexOverride", list, global_indexes, &global_index_struct),
    WIRE_NESTED(restore_request, "LocalSecondaryIndexOverride", list, local_indexes, &local_index_struct),
    WIRE_NESTED(restore_request, "ProvisionedThroughputOverride", object, throughput, &throughput_struct),
    WIRE_NESTED(restore_request, "OnDemandThroughputOverride", object, on_demand, &on_demand_struct),
    WIRE_MEMBER(restore_request, "SSESpecificationOverride", presence, has_encryption),
};
WIRE_STRUCT(restore_request_struct, restore_request, members);

static void constrain_indexes(constraints *found, const char *list, const wire_list *indexes) {
    const index_definition *items = indexes->items;
    for (size_t i = 0; i < indexes->count; i++) {
        const char *prefix = arena_printf(found->problems.arena, "%s.%zu.member", list, i + 1);
        constraint_not_null(found, arena_printf(found->problems.arena, "%s.indexName", prefix),
                            items[i].name.data != NULL);
        constraint_not_null(found, arena_printf(found->problems.arena, "%s.keySchema", prefix),
                            items[i].key.is_present);
        constraint_not_null(found, arena_printf(found->problems.arena, "%s.projection", prefix),
                            items[i].projection != NULL);
    }
}

static void constrain_units(constraints *found, const char *member, optional_integer units) {
    constraint_not_null(found, member, units.is_present);
    if (units.is_present)
        constraint_range(found, member, units.value, 1, INT64_MAX);
}

const gabi_error *restore_request_read(const op_call *call, constraints *found, restore_request *ret_request) {
    restore_request request = {0};
    TRY(wire_read_body(call->arena, call->request->body.bytes, &restore_request_struct, &request));
    constraint_table_name(found, "targetTableName", request.target_name);
    constraint_enum(found, "billingModeOverride", request.billing_mode, "[PROVISIONED, PAY_PER_REQUEST]");
    constrain_indexes(found, "globalSecondaryIndexOverride", &request.global_indexes);
    constrain_indexes(found, "localSecondaryIndexOverride", &request.local_indexes);
    if (request.throughput) {
        constrain_units(found, "provisionedThroughputOverride.readCapacityUnits", request.throughput->read_units);
        constrain_units(found, "provisionedThroughputOverride.writeCapacityUnits", request.throughput->write_units);
    }
    *ret_request = request;
    return NULL;
}

/* ---- the definition ---- */

static bool is_provisioned(text billing_mode) { return text_equal(billing_mode, TEXT("PROVISIONED")); }

static const gabi_error *override_billing(const restore_request *self, arena *arena, table_definition *definition) {
    bool was_provisioned = is_provisioned(definition->billing_mode);
    if (self->billing_mode.data)
        definition->billing_mode = self->billing_mode;
    bool is_on_demand = !is_provisioned(definition->billing_mode);
    if (self->throughput && is_on_demand)
        return validation_error(arena,
                                self->billing_mode.data
                                    ? "Invalid Request: Cannot override ProvisionedThroughput if BillingMode is "
                                      "overridden to PAY_PER_REQUEST"
                                    : "Invalid Request: Cannot override ProvisionedThroughput unless BillingMode is "
                                      "PROVISIONED");
    if (!is_on_demand && !was_provisioned && !self->throughput)
        return validation_error(arena, "Invalid Request: Must override ProvisionedThroughput if BillingMode is "
                                       "overridden to PROVISIONED");
    if (self->on_demand && !is_on_demand)
        return validation_error(arena, "Invalid Request: Cannot override MaxReadRequestUnits for OnDemandThroughput "
                                       "unless BillingModeOverride is PAY_PER_REQUEST");
    if (self->throughput)
        definition->throughput = self->throughput;
    if (self->on_demand)
        definition->on_demand = self->on_demand;
    if (is_on_demand)
        definition->throughput = NULL;
    else
        definition->on_demand = NULL;
    return NULL;
}

static const gabi_error *check_on_demand(arena *arena, const throughput *most) {
    const optional_integer none = {0}, read = most ? most->read_units : none, write = most ? most->write_units : none;
    if (read.is_present && read.value < 1)
        return validation_error(
            arena, "Invalid Request: Requested MaxReadRequestUnits for OnDemandThroughput is outside of valid range");
    if (write.is_present && write.value < 1)
        return validation_error(
            arena, "Invalid Request: Requested MaxWriteRequestUnits for OnDemandThroughput is outside of valid range");
    return NULL;
}

static bool key_equal(const wire_list *a, const wire_list *b) {
    const key_element *one = a->items, *other = b->items;
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!text_equal(one[i].name, other[i].name) || !text_equal(one[i].type, other[i].type))
            return false;
    return true;
}

static bool includes(const wire_list *names, text name) {
    const text *items = names->items;
    for (size_t i = 0; i < names->count; i++)
        if (text_equal(items[i], name))
            return true;
    return false;
}

static bool projection_equal(const projection_definition *a, const projection_definition *b) {
    const text *included = a->included.items;
    if (!text_equal(a->type, b->type) || a->included.count != b->included.count)
        return false;
    for (size_t i = 0; i < a->included.count; i++)
        if (!includes(&b->included, included[i]))
            return false;
    return true;
}

/* The source's index with the same key and projection, whatever its name. */
static const index_definition *find_like(const wire_list *indexes, const index_definition *wanted) {
    const index_definition *items = indexes->items;
    for (size_t i = 0; i < indexes->count; i++)
        if (key_equal(&items[i].key, &wanted->key) && projection_equal(items[i].projection, wanted->projection))
            return &items[i];
    return NULL;
}

static const gabi_error *override_indexes(arena *arena, const wire_list *wanted, wire_list *indexes) {
    const index_definition *items = wanted->items;
    if (!wanted->is_present)
        return NULL;
    for (size_t i = 0; i < wanted->count; i++)
        if (!find_like(indexes, &items[i]))
            return validation_error(arena,
                                    "Invalid Request: Index %.*s does not match a secondary index that existed in the "
                                    "source table and cannot be created during the restore operation",
                                    TEXT_ARGS(items[i].name));
    *indexes = (wire_list){.is_present = wanted->count > 0, .items = wanted->items, .count = wanted->count};
    return NULL;
}

/* Indexes are paid for as their table is. */
static const gabi_error *fit_throughputs(const restore_request *self, arena *arena, table_definition *definition) {
    const index_definition *items = definition->global_indexes.items;
    index_definition *fitted = arena_alloc(arena, definition->global_indexes.count * sizeof *fitted);
    bool is_on_demand = !is_provisioned(definition->billing_mode);
    for (size_t i = 0; i < definition->global_indexes.count; i++) {
        fitted[i] = items[i];
        if (is_on_demand && self->global_indexes.is_present && items[i].throughput)
            return validation_error(arena,
                                    "Invalid Request: Cannot override ProvisionedThroughput if BillingMode is "
                                    "overridden to PAY_PER_REQUEST for index %.*s",
                                    TEXT_ARGS(items[i].name));
        if (!is_on_demand && !items[i].throughput)
            return validation_error(arena, "Invalid Request: Must specify provisioned throughput for index %.*s",
                                    TEXT_ARGS(items[i].name));
        if (is_on_demand)
            fitted[i].throughput = NULL;
        else
            fitted[i].on_demand = NULL;
    }
    definition->global_indexes.items = fitted;
    return NULL;
}

/* Attributes of indexes that are left out are defined no more. */
static void drop_unused_attributes(arena *arena, table_definition *definition) {
    const attribute_definition *attributes = definition->attributes.items;
    attribute_definition *used = arena_alloc(arena, definition->attributes.count * sizeof *used);
    size_t count = 0;
    for (size_t i = 0; i < definition->attributes.count; i++)
        if (definition_uses(definition, attributes[i].name))
            used[count++] = attributes[i];
    definition->attributes.items = used;
    definition->attributes.count = count;
}

const gabi_error *restore_request_define(const restore_request *self, arena *arena, const table_definition *source,
                                         table_definition *ret_definition) {
    table_definition definition = *source;
    definition.name = self->target_name;
    definition.table_class = (text){0};
    definition.deletion_protection = (optional_boolean){0};
    TRY(check_on_demand(arena, self->on_demand));
    TRY(override_billing(self, arena, &definition));
    TRY(override_indexes(arena, &self->global_indexes, &definition.global_indexes));
    TRY(override_indexes(arena, &self->local_indexes, &definition.local_indexes));
    TRY(fit_throughputs(self, arena, &definition));
    drop_unused_attributes(arena, &definition);
    TRY(definition_check(&definition, arena));
    *ret_definition = definition;
    return NULL;
}
