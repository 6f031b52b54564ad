#include "dynamodb/tables/table_update.h"

#include "dynamodb/tables/arn.h"

static const wire_member action_members[] = {
    {"Create", wire_read_object, offsetof(index_action, create), &index_creation_struct},
    {"Update", wire_read_object, offsetof(index_action, update), &index_update_struct},
    {"Delete", wire_read_object, offsetof(index_action, remove), &index_deletion_struct},
};
WIRE_SHAPE(action_struct, "GlobalSecondaryIndexUpdate", index_action, action_members);

static const wire_member members[] = {
    WIRE_MEMBER(table_update, "TableName", text, table_name),
    WIRE_NESTED(table_update, "AttributeDefinitions", list, attributes, &attribute_struct),
    WIRE_NESTED(table_update, "GlobalSecondaryIndexUpdates", list, index_actions, &action_struct),
    WIRE_MEMBER(table_update, "BillingMode", text, billing_mode),
    WIRE_MEMBER(table_update, "TableClass", text, table_class),
    WIRE_NESTED(table_update, "ProvisionedThroughput", object, throughput, &throughput_struct),
    WIRE_NESTED(table_update, "OnDemandThroughput", object, on_demand, &on_demand_struct),
    WIRE_NESTED(table_update, "WarmThroughput", object, warm, &warm_struct),
    WIRE_NESTED(table_update, "SSESpecification", object, encryption, &encryption_struct),
    WIRE_MEMBER(table_update, "DeletionProtectionEnabled", boolean, deletion_protection),
    WIRE_NESTED(table_update, "StreamSpecification", object, stream, &stream_specification_struct),
    WIRE_MEMBER(table_update, "ReplicaUpdates", presence, has_replicas),
    WIRE_MEMBER(table_update, "GlobalTableWitnessUpdates", presence, has_replicas),
    WIRE_MEMBER(table_update, "MultiRegionConsistency", presence, has_replicas),
    WIRE_MEMBER(table_update, "GlobalTableSettingsReplicationMode", presence, has_replicas),
    WIRE_MEMBER(table_update, "VectorIndexUpdates", presence, has_vector_indexes),
};
WIRE_STRUCT(update_struct, table_update, members);

/* ---- single members ---- */

static void constrain_name(constraints *found, const char *prefix, text name) {
    constraint_table_name(found, arena_printf(found->problems.arena, "%sindexName", prefix), name);
}

static void constrain_actions(constraints *found, const wire_list *actions) {
    const index_action *items = actions->items;
    for (size_t i = 0; i < actions->count; i++) {
        const char *prefix = arena_printf(found->problems.arena, "globalSecondaryIndexUpdates.%zu.member.", i + 1);
        const char *update = arena_printf(found->problems.arena, "%supdate.", prefix);
        if (items[i].update) {
            constrain_name(found, update, items[i].update->name);
            constrain_throughput(found, update, items[i].update->throughput);
        }
        if (items[i].create)
            constrain_index(found, arena_printf(found->problems.arena, "%screate.", prefix), items[i].create, false);
        if (items[i].remove)
            constrain_name(found, arena_printf(found->problems.arena, "%sdelete.", prefix), items[i].remove->name);
    }
}

static const gabi_error *check_members(const table_update *self, text name_or_arn, arena *arena, text *ret_name) {
    constraints found = CONSTRAINTS(arena);
    constrain_attributes(&found, &self->attributes);
    constrain_throughput(&found, "", self->throughput);
    constraint_enum(&found, "billingMode", self->billing_mode, "[PROVISIONED, PAY_PER_REQUEST]");
    constrain_actions(&found, &self->index_actions);
    stream_specification_constrain(self->stream, &found);
    constrain_encryption(&found, self->encryption);
    TRY(table_name_of(&found, name_or_arn, ret_name));
    return constraints_error(&found);
}

/* ---- how they go together ---- */

static bool is_given(const throughput *throughput) {
    return throughput && (throughput->read_units.is_present || throughput->write_units.is_present);
}

static bool creates_or_deletes(const table_update *self) {
    const index_action *actions = self->index_actions.items;
    for (size_t i = 0; i < self->index_actions.count; i++)
        if (actions[i].create || actions[i].remove)
            return true;
    return false;
}

/* How many kinds of change are asked for. */
static size_t count_changes(const table_update *self) {
    bool changes_iops = self->throughput || self->billing_mode.data || is_given(self->on_demand);
    return (size_t)changes_iops + (self->index_actions.count > 0) + (self->stream != NULL) +
           (self->encryption != NULL) + (self->table_class.data != NULL) + self->deletion_protection.is_present +
           is_given(self->warm);
}

static const gabi_error *only_change(arena *arena, const char *what) {
    return parameter_error(arena, "%s must be the only operation in the request", what);
}

static const gabi_error *check_combination(const table_update *self, arena *arena) {
    bool has_others = count_changes(self) > 1, creates = creates_or_deletes(self);
    if (self->encryption && has_others)
        return only_change(arena, "Server-Side Encryption modification");
    if (self->table_class.data && has_others)
        return only_change(arena, "TableClass modification");
    if (self->deletion_protection.is_present && has_others)
        return only_change(arena, "DeletionProtection modification");
    if (is_given(self->warm) && creates)
        return parameter_error(arena, "Create global secondary index cannot be specified when updating WarmThroughput");
    if (is_given(self->warm) && has_others)
        return only_change(arena, "WarmThroughput");
    if (is_given(self->on_demand) && (has_others || self->throughput))
        return parameter_error(arena, "OnDemandThroughput can only be combined with BillingMode in an UpdateTable "
                                      "request");
    if (self->throughput && self->stream)
        return parameter_error(arena, "You cannot modify stream status while updating table IOPS");
    if (self->throughput && creates)
        return parameter_error(arena, "You cannot create or delete index while updating table IOPS");
    if (self->stream && creates)
        return parameter_error(arena, "You cannot create or delete index while changing stream status");
    return NULL;
}

static const gabi_error *check_something(const table_update *self, arena *arena) {
    return count_changes(self) > 0
               ? NULL
               : validation_error(arena, "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
                                         "GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, "
                                         "MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, "
                                         "DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass "
                                         "is required");
}

static const gabi_error *check_class(const table_update *self, arena *arena) {
    text given = self->table_class;
    return !given.data || text_equal(given, TEXT("STANDARD")) || text_equal(given, TEXT("STANDARD_INFREQUENT_ACCESS"))
               ? NULL
               : validation_error(arena, "Invalid table-class parameter provided. Please try again with a valid "
                                         "table-class value: [STANDARD, STANDARD_INFREQUENT_ACCESS].");
}

/* ---- actions on indexes ---- */

static text index_of(const index_action *action) {
    return action->create ? action->create->name : action->update ? action->update->name : action->remove->name;
}

static const gabi_error *check_action(arena *arena, const index_action *actions, size_t number) {
    const index_action *action = &actions[number];
    size_t count = (action->create != NULL) + (action->update != NULL) + (action->remove != NULL);
    if (count == 0)
        return parameter_error(arena, "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
                                      "GlobalSecondaryIndexUpdate.Delete must not be null");
    if (count > 1)
        return parameter_error(arena, "Only one global secondary index action is allowed per "
                                      "GlobalSecondaryIndexUpdate object");
    for (size_t i = 0; i < number; i++)
        if (text_equal(index_of(&actions[i]), index_of(action)))
            return parameter_error(arena,
                                   "Only one global secondary index update per index is allowed simultaneously. "
                                   "Index: %.*s",
                                   TEXT_ARGS(index_of(action)));
    if (action->update && action->update->warm && !is_given(action->update->warm))
        return parameter_error(arena,
                               "WarmThroughput must have at least one of ReadUnitsPerSecond or WriteUnitsPerSecond "
                               "specified for index: %.*s",
                               TEXT_ARGS(action->update->name));
    return NULL;
}

static const gabi_error *check_actions(const table_update *self, arena *arena) {
    if (self->index_actions.is_present && self->index_actions.count == 0)
        return parameter_error(arena, "List of GlobalSecondaryIndexUpdates is empty");
    for (size_t i = 0; i < self->index_actions.count; i++)
        TRY(check_action(arena, self->index_actions.items, i));
    return NULL;
}

const gabi_error *table_update_read(arena *arena, text body, table_update *ret_update) {
    table_update update = {0};
    TRY(wire_read_body(arena, body, &update_struct, &update));
    TRY(check_members(&update, update.table_name, arena, &update.table_name));
    if (update.has_vector_indexes)
        return vector_indexes_not_emulated(arena);
    if (update.has_replicas)
        return validation_error(arena, "gabi-emu is one region: it has no replicas, and takes no ReplicaUpdates, "
                                       "GlobalTableWitnessUpdates, MultiRegionConsistency or "
                                       "GlobalTableSettingsReplicationMode");
    TRY(check_something(&update, arena));
    TRY(check_actions(&update, arena));
    TRY(check_class(&update, arena));
    TRY(check_combination(&update, arena));
    if (update.stream)
        TRY(stream_specification_check_change(update.stream, arena));
    TRY(encryption_check(arena, update.encryption));
    *ret_update = update;
    return NULL;
}
