#include "dynamodb/tables/table_evaluation.h"
#include "dynamodb/tables/table_state.h"

/* ---- the table ---- */

bool table_update_changes_throughput(const table_update *update, const table *table) {
    bool is_now = definition_is_on_demand(table->definition);
    return update->throughput ||
           (update->billing_mode.data && text_equal(update->billing_mode, TEXT("PAY_PER_REQUEST")) != is_now);
}

static const gabi_error *check_billing(const evaluation *self) {
    const table_update *update = self->update;
    bool will_be = definition_is_on_demand(&self->updated->definition);
    if (update->throughput && will_be)
        return parameter_error(self->arena, "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when "
                                            "BillingMode is PAY_PER_REQUEST");
    if (text_equal(update->billing_mode, TEXT("PROVISIONED")) && !update->throughput)
        return parameter_error(self->arena, "ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
    TRY(definition_check_on_demand(self->arena, update->on_demand, self->updated->definition.billing_mode, (text){0}));
    TRY(maxima_check_limit(self->arena, update->on_demand, update->warm, (text){0}));
    return throughput_check_limit(self->arena, update->throughput, (text){0});
}

/* Throughput on demand and provisioned do not survive the change from one to the other. */
static void switch_billing(evaluation *self) {
    table_definition *definition = &self->updated->definition;
    index_definition *indexes = definition->global_indexes.items;
    definition->throughput = NULL;
    definition->on_demand = NULL;
    for (size_t i = 0; i < definition->global_indexes.count; i++) {
        indexes[i].throughput = NULL;
        indexes[i].on_demand = NULL;
    }
    optional_integer *since_ms = &self->updated->settings.on_demand_since_ms;
    if (definition_is_on_demand(definition))
        *since_ms = (optional_integer){true, self->now_ms};
    else if (!since_ms->is_present) /* it was so from the beginning, and that is told from now on, too */
        *since_ms = (optional_integer){true, self->table->created_at_ms};
}

static const gabi_error *change_throughput(evaluation *self) {
    const throughput *old = self->table->definition->throughput, *to = self->update->throughput;
    bool was = definition_is_on_demand(self->table->definition),
         will_be = definition_is_on_demand(&self->updated->definition);
    TRY(check_billing(self));
    if (was != will_be)
        switch_billing(self);
    if (to && !was) {
        TRY(evaluation_change_provisioned(self, (text){0}, old, to));
    }
    if (to)
        self->updated->definition.throughput = self->update->throughput;
    if (self->update->on_demand)
        self->updated->definition.on_demand =
            evaluation_with_maxima(self->arena, self->updated->definition.on_demand, self->update->on_demand);
    return NULL;
}

/* The key that is used may be given again, though not by its ARN. */
static const gabi_error *change_encryption(evaluation *self) {
    encryption *to = self->update->encryption, *now = self->table->definition->encryption;
    bool is_enabled = encryption_is_enabled(now), will_be = encryption_is_enabled(to);
    if (!will_be && !is_enabled)
        return parameter_error(self->arena, "Table is already encrypted by default");
    if (will_be && is_enabled && text_equal(to->key, encryption_key_arn(self->arena, now)))
        return parameter_error(self->arena, "Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId "
                                            "parameter if you want to change Master Key");
    self->updated->definition.encryption = to;
    return NULL;
}

static const gabi_error *change_table(evaluation *self) {
    const table_update *update = self->update;
    table_definition *definition = &self->updated->definition;
    if (update->billing_mode.data)
        definition->billing_mode = update->billing_mode;
    TRY(change_throughput(self));
    if (update->warm) {
        throughput now = definition_warm(definition, definition->warm, definition->throughput);
        TRY(evaluation_change_warm(self->arena, update->warm, (text){0}, &now, &definition->warm));
    }
    if (update->encryption)
        TRY(change_encryption(self));
    if (update->table_class.data)
        definition->table_class = update->table_class;
    if (update->deletion_protection.is_present)
        definition->deletion_protection = update->deletion_protection;
    return NULL;
}

/* ---- states ---- */

/* Names of the indexes in that state, or an empty text. */
static text indexes_in(const evaluation *self, const char *state) {
    buffer names = BUFFER(self->arena);
    for (size_t i = 0; i < self->table->index_count; i++)
        if (is_state(index_status(self->table, &self->table->indexes[i], self->now_ms), state) &&
            !(is_state(state, STATE_CREATING) && index_is_filling(&self->table->indexes[i])))
            buffer_format(&names, "%s%.*s", names.length ? ", " : "", TEXT_ARGS(self->table->indexes[i].name));
    return buffer_text(&names);
}

static const gabi_error *check_iops(const evaluation *self) {
    static const struct {
        const char *state;
        const char *participle;
    } phases[] = {{STATE_CREATING, "created"}, {STATE_DELETING, "deleted"}};
    for (size_t i = 0; i < sizeof phases / sizeof *phases; i++) {
        text names = indexes_in(self, phases[i].state);
        if (!text_is_empty(names))
            return table_in_use(self->arena,
                                "Can't change table IOPS when an index is being %s. Table: %.*s Indexes: "
                                "[%.*s]",
                                phases[i].participle, TEXT_ARGS(self->table->name), TEXT_ARGS(names));
    }
    return NULL;
}

/* Whether the table is in a state for the change. */
static const gabi_error *check_state(const evaluation *self) {
    const table *table = self->table;
    TRY(table_check_present(self->world, self->arena, table));
    if (text_equal(table->settings.change, TEXT(STATE_UPDATING)) &&
        self->now_ms < table->settings.change_until_ms.value)
        return self->update->deletion_protection.is_present
                   ? error_new(self->arena, ERROR_CONFLICT, "ResourceInUseException",
                               "Table needs to be in ACTIVE status to modify deletion protection setting.")
               : self->update->index_actions.count > 0
                   ? table_in_use(self->arena,
                                  "Can't create or delete indexes while table IOPS are being updated. "
                                  "Table: %.*s",
                                  TEXT_ARGS(table->name))
                   : table_in_use(self->arena, "Table IOPS are currently being updated. Table: %.*s",
                                  TEXT_ARGS(table->name));
    return table_update_changes_throughput(self->update, table) ? check_iops(self) : NULL;
}

const gabi_error *table_update_evaluate(world *world, arena *arena, const table_update *update, const table *table,
                                        table_updated *ret_updated) {
    table_updated updated = {*table->definition, table->settings};
    evaluation self = {world, arena, update, table, &updated, world_now_ms(world)};
    wire_list *indexes = &updated.definition.global_indexes;
    indexes->items = wire_list_copy(arena, indexes, sizeof(index_definition));
    TRY(check_state(&self));
    TRY(change_table(&self));
    TRY(evaluation_change_indexes(&self));
    TRY(evaluation_check_all_provisioned(&self));
    evaluation_keep_warm(&self);
    *ret_updated = updated;
    return NULL;
}
