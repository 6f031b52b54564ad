#include "core/civil_time.h"
#include "dynamodb/table_state.h"
#include "dynamodb/table_update.h"

#define DAY_MS ((int64_t)24 * 60 * 60 * 1000)
#define HOUR_MS ((int64_t)60 * 60 * 1000)

/* Decreases of one table or index that are free in each day, UTC; then one an hour. */
#define FREE_DECREASES 4

/* What is worked on. */
typedef struct evaluation {
    world *world;
    arena *arena;
    const table_update *update;
    const table *table;
    table_updated *updated;
    int64_t now_ms;
} evaluation;

static bool is_on_demand(const table_definition *definition) { return definition_is_on_demand(definition); }

/* ---- decreases and increases ---- */

static const gabi_error *check_decrease(const evaluation *self, const throughput_history *history) {
    int64_t last_ms = history->decreased_at_ms.value, midnight_ms = (last_ms / DAY_MS + 1) * DAY_MS;
    int64_t next_ms = last_ms + HOUR_MS < midnight_ms ? last_ms + HOUR_MS : midnight_ms;
    if (history->decreases.value < FREE_DECREASES || self->now_ms >= next_ms)
        return NULL;
    return error_new(self->arena, ERROR_INVALID, "LimitExceededException",
                     "Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC day. "
                     "After the first %d decreases, each subsequent decrease in the same UTC day can be performed at "
                     "most once every 3600 seconds. Number of decreases today: %lld. Last decrease at %.*s. Next "
                     "decrease can be made at %.*s",
                     FREE_DECREASES, (long long)history->decreases.value,
                     TEXT_ARGS(time_to_full_text(self->arena, last_ms)),
                     TEXT_ARGS(time_to_full_text(self->arena, next_ms)));
}

/* The history of the table (no name) or an index, added where there is none yet. */
static throughput_history *history_of(evaluation *self, text index_name) {
    wire_list *histories = &self->updated->settings.throughput_histories;
    throughput_history *items = histories->items = wire_list_copy(self->arena, histories, sizeof *items);
    for (size_t i = 0; i < histories->count; i++)
        if (text_equal(items[i].index_name, index_name))
            return &items[i];
    items[histories->count] = (throughput_history){.index_name = index_name};
    return &items[histories->count++];
}

static const gabi_error *note_change(evaluation *self, text index_name, const throughput *old, const throughput *to) {
    throughput_history *history = history_of(self, index_name);
    int64_t reads = to->read_units.value - old->read_units.value;
    int64_t writes = to->write_units.value - old->write_units.value;
    if (reads < 0 || writes < 0) {
        TRY(check_decrease(self, history));
        bool is_of_today = history->decreased_at_ms.value / DAY_MS == self->now_ms / DAY_MS;
        history->decreases = (optional_integer){true, is_of_today ? history->decreases.value + 1 : 1};
        history->decreased_at_ms = (optional_integer){true, self->now_ms};
    }
    if (reads > 0 || writes > 0)
        history->increased_at_ms = (optional_integer){true, self->now_ms};
    return NULL;
}

static const gabi_error *check_differs(arena *arena, text index_name, const throughput *old, const throughput *to) {
    const char *what = index_name.data ? "index" : "table";
    const char *whose = index_name.data ? arena_printf(arena, "index %.*s", TEXT_ARGS(index_name)) : "table";
    if (old->read_units.value != to->read_units.value || old->write_units.value != to->write_units.value)
        return NULL;
    return validation_error(
        arena,
        "The provisioned throughput for the %s will not change. The requested value equals the current value. Current "
        "ReadCapacityUnits provisioned for the %s: %lld. Requested ReadCapacityUnits: %lld. Current WriteCapacityUnits "
        "provisioned for the %s: %lld. Requested WriteCapacityUnits: %lld. Refer to the Amazon DynamoDB Developer "
        "Guide for current limits and how to request higher limits.",
        whose, what, (long long)old->read_units.value, (long long)to->read_units.value, what,
        (long long)old->write_units.value, (long long)to->write_units.value);
}

/* ---- the table ---- */

bool table_update_changes_throughput(const table_update *update, const table *table) {
    bool is_now = is_on_demand(table->definition);
    return update->throughput ||
           (update->billing_mode.data && text_equal(update->billing_mode, TEXT("PAY_PER_REQUEST")) != is_now);
}

static const gabi_error *check_billing(const evaluation *self) {
    const table_update *update = self->update;
    bool will_be = is_on_demand(&self->updated->definition);
    if (update->throughput && will_be)
        return parameter_error(self->arena, "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when "
                                            "BillingMode is PAY_PER_REQUEST");
    if (text_equal(update->billing_mode, TEXT("PROVISIONED")) && !update->throughput)
        return parameter_error(self->arena, "ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
    TRY(definition_check_on_demand(self->arena, update->on_demand, self->updated->definition.billing_mode, (text){0}));
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
    if (is_on_demand(definition))
        *since_ms = (optional_integer){true, self->now_ms};
    else if (!since_ms->is_present) /* it was so from the beginning, and that is told from now on, too */
        *since_ms = (optional_integer){true, self->table->created_at_ms};
}

/* What is not given stays as it is; old NULL: there is none. */
static throughput *with_maxima(arena *arena, const throughput *old, const throughput *given) {
    throughput *changed = arena_zalloc(arena, sizeof *changed);
    if (old)
        *changed = *old;
    if (given->read_units.is_present)
        changed->read_units = given->read_units;
    if (given->write_units.is_present)
        changed->write_units = given->write_units;
    return changed;
}

static const gabi_error *change_throughput(evaluation *self) {
    const throughput *old = self->table->definition->throughput, *to = self->update->throughput;
    bool was = is_on_demand(self->table->definition), will_be = is_on_demand(&self->updated->definition);
    TRY(check_billing(self));
    if (was != will_be)
        switch_billing(self);
    if (to && !was) {
        TRY(check_differs(self->arena, (text){0}, old, to));
        TRY(note_change(self, (text){0}, old, to));
    }
    if (to)
        self->updated->definition.throughput = self->update->throughput;
    if (self->update->on_demand)
        self->updated->definition.on_demand =
            with_maxima(self->arena, self->updated->definition.on_demand, self->update->on_demand);
    return NULL;
}

static int64_t largest(int64_t a, int64_t b) { return a > b ? a : b; }

/* What is given of the new, the old otherwise; never less than the old. */
static const gabi_error *change_warm(arena *arena, const throughput *warm, text index_name, const throughput *now,
                                     throughput **ret_warm) {
    const char *of = index_name.data ? arena_printf(arena, "index %.*s", TEXT_ARGS(index_name)) : "table";
    throughput *changed = arena_zalloc(arena, sizeof *changed);
    const optional_integer *given[] = {&warm->read_units, &warm->write_units};
    const optional_integer *present[] = {&now->read_units, &now->write_units};
    static const char *const names[] = {"ReadUnitsPerSecond", "WriteUnitsPerSecond"};
    for (size_t i = 0; i < 2; i++)
        if (given[i]->is_present && given[i]->value < present[i]->value)
            return parameter_error(arena,
                                   "Requested %s for WarmThroughput for %s is lower than current WarmThroughput, "
                                   "decreasing WarmThroughput is not supported",
                                   names[i], of);
    changed->read_units = (optional_integer){true, largest(given[0]->value, present[0]->value)};
    changed->write_units = (optional_integer){true, largest(given[1]->value, present[1]->value)};
    *ret_warm = changed;
    return NULL;
}

static const gabi_error *change_encryption(evaluation *self) {
    encryption *to = self->update->encryption, *now = self->table->definition->encryption;
    bool is_enabled = now && now->is_enabled.value;
    if (!to->is_enabled.value && !is_enabled)
        return parameter_error(self->arena, "Table is already encrypted by default");
    if (to->is_enabled.value && is_enabled && text_equal(to->key, now->key))
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
        TRY(change_warm(self->arena, update->warm, (text){0}, &now, &definition->warm));
    }
    if (update->encryption)
        TRY(change_encryption(self));
    if (update->table_class.data)
        definition->table_class = update->table_class;
    if (update->deletion_protection.is_present)
        definition->deletion_protection = update->deletion_protection;
    return NULL;
}

/* ---- indexes ---- */

static const gabi_error *one_online_index(arena *arena) {
    return error_new(arena, ERROR_INVALID, "LimitExceededException",
                     "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per "
                     "table");
}

static index_definition *find_global(table_definition *definition, text name) {
    index_definition *indexes = definition->global_indexes.items;
    for (size_t i = 0; i < definition->global_indexes.count; i++)
        if (text_equal(indexes[i].name, name))
            return &indexes[i];
    return NULL;
}

/* The index that an action is about, in a state in which it can be changed. */
static const gabi_error *find_changeable(const evaluation *self, text name, const char *action,
                                         const table_index **ret_index) {
    const table_index *index = table_find_index(self->table, name);
    if (!index)
        return error_new(self->arena, ERROR_NOT_FOUND, "ResourceNotFoundException",
                         "Requested resource not found: Index %.*s for table %.*s", TEXT_ARGS(name),
                         TEXT_ARGS(self->table->name));
    if (index->is_local)
        return validation_error(self->arena, "Cannot %s an index that is not a GlobalSecondaryIndex: %.*s", action,
                                TEXT_ARGS(name));
    const char *state = index_status(self->table, index, self->now_ms);
    if (is_state(state, STATE_DELETING) || is_state(state, STATE_UPDATING))
        return table_in_use(self->arena, "Index is being %s.  Table: %.*s Index: %.*s",
                            is_state(state, STATE_DELETING) ? "deleted" : "updated", TEXT_ARGS(self->table->name),
                            TEXT_ARGS(name));
    *ret_index = index;
    return NULL;
}

/* The attributes of the new index's key that the table does not know yet; what it knows stays as it is. */
static void add_attributes(evaluation *self, const index_definition *index) {
    wire_list *attributes = &self->updated->definition.attributes;
    const attribute_definition *given = self->update->attributes.items;
    for (size_t i = 0; i < self->update->attributes.count; i++) {
        bool is_known = !key_elements_name(&index->key, given[i].name);
        const attribute_definition *known = attributes->items;
        for (size_t j = 0; j < attributes->count; j++)
            is_known = is_known || text_equal(known[j].name, given[i].name);
        if (is_known)
            continue;
        attribute_definition *more = attributes->items = wire_list_copy(self->arena, attributes, sizeof *more);
        more[attributes->count++] = given[i];
    }
}

static const gabi_error *create_index(evaluation *self, index_definition *index) {
    table_definition *definition = &self->updated->definition;
    table_definition asked = {.attributes = self->update->attributes, .billing_mode = definition->billing_mode};
    if (table_find_index(self->table, index->name))
        return validation_error(self->arena, "Attempting to create an index which already exists");
    if (!self->update->attributes.is_present)
        return parameter_error(self->arena, "AttributeDefinitions is not specified for index: %.*s",
                               TEXT_ARGS(index->name));
    TRY(definition_check_global_index(&asked, self->arena, index));
    if (is_on_demand(definition) && index->throughput)
        return parameter_error(self->arena,
                               "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: %.*s when "
                               "BillingMode is PAY_PER_REQUEST",
                               TEXT_ARGS(index->name));
    if (!is_on_demand(definition) && !index->throughput)
        return parameter_error(self->arena,
                               "Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: %.*s",
                               TEXT_ARGS(index->name));
    TRY(throughput_check_limit(self->arena, index->throughput, index->name));
    wire_list *indexes = &definition->global_indexes;
    if (indexes->count == MOST_GLOBAL_INDEXES)
        return error_new(self->arena, ERROR_INVALID, "LimitExceededException",
                         "Subscriber limit exceeded: Number of global secondary indexes exceeds per-table limit of %d",
                         MOST_GLOBAL_INDEXES);
    index_definition *more = wire_list_copy(self->arena, indexes, sizeof *more);
    more[indexes->count] = *index;
    *indexes = (wire_list){.is_present = true, .items = more, .count = indexes->count + 1};
    add_attributes(self, index);
    return NULL;
}

static const gabi_error *update_provisioned(evaluation *self, const index_definition *to, index_definition *index) {
    const index_definition *old = definition_index(
        self->table->definition, (size_t)(index - (index_definition *)self->updated->definition.global_indexes.items));
    TRY(throughput_check_limit(self->arena, to->throughput, to->name));
    if (old->throughput) {
        TRY(check_differs(self->arena, to->name, old->throughput, to->throughput));
        TRY(note_change(self, to->name, old->throughput, to->throughput));
    }
    index->throughput = to->throughput;
    return NULL;
}

static bool has_maxima(const throughput *most) {
    return most && (most->read_units.is_present || most->write_units.is_present);
}

static const gabi_error *update_index(evaluation *self, const index_definition *to) {
    table_definition *definition = &self->updated->definition;
    const table_index *present;
    bool is_paid_by_request = is_on_demand(definition);
    TRY(find_changeable(self, to->name, "update", &present));
    TRY(definition_check_on_demand(self->arena, to->on_demand, definition->billing_mode, to->name));
    index_definition *index = find_global(definition, to->name);
    if (is_paid_by_request && (to->throughput || (!has_maxima(to->on_demand) && !to->warm)))
        return parameter_error(self->arena,
                               "The only Updates for index: %.*s when TableThroughputMode is PAY_PER_REQUEST can be to "
                               "OnDemandThroughput, WarmThroughput",
                               TEXT_ARGS(to->name));
    if (!is_paid_by_request && !to->throughput && !to->warm)
        return parameter_error(self->arena,
                               "Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: %.*s",
                               TEXT_ARGS(to->name));
    if (to->throughput)
        TRY(update_provisioned(self, to, index));
    if (to->on_demand)
        index->on_demand = with_maxima(self->arena, index->on_demand, to->on_demand);
    if (to->warm) {
        throughput now = definition_warm(definition, index->warm, index->throughput);
        TRY(change_warm(self->arena, to->warm, to->name, &now, &index->warm));
    }
    return NULL;
}

static const gabi_error *check_deletable(const evaluation *self, text name) {
    const table_index *index;
    TRY(find_changeable(self, name, "delete", &index));
    if (is_state(index_status(self->table, index, self->now_ms), STATE_CREATING) && !index_is_filling(index))
        return table_in_use(self->arena,
                            "Index creation is in resource allocation phase. Retry deletion during backfilling phase "
                            "or when the index is active. Table: %.*s Index: %.*s",
                            TEXT_ARGS(self->table->name), TEXT_ARGS(name));
    return NULL;
}

/* One index at a time may be created or deleted; one that is being created may be deleted, too. */
static const gabi_error *check_online(const evaluation *self) {
    const index_action *actions = self->update->index_actions.items;
    size_t online = 0;
    for (size_t i = 0; i < self->update->index_actions.count; i++)
        online += actions[i].create || actions[i].remove;
    if (online > 1)
        return one_online_index(self->arena);
    for (size_t i = 0; online && i < self->table->index_count; i++) {
        const table_index *index = &self->table->indexes[i];
        const char *state = index_status(self->table, index, self->now_ms);
        bool is_meant = false;
        for (size_t j = 0; j < self->update->index_actions.count; j++)
            is_meant = is_meant || (actions[j].remove && text_equal(actions[j].remove->name, index->name));
        if (!is_meant && (is_state(state, STATE_CREATING) || is_state(state, STATE_DELETING)))
            return one_online_index(self->arena);
    }
    return NULL;
}

static const gabi_error *change_indexes(evaluation *self) {
    const index_action *actions = self->update->index_actions.items;
    TRY(check_online(self));
    for (size_t i = 0; i < self->update->index_actions.count; i++)
        if (actions[i].update)
            TRY(update_index(self, actions[i].update));
        else if (actions[i].remove)
            TRY(check_deletable(self, actions[i].remove->name));
        else
            TRY(create_index(self, actions[i].create));
    return NULL;
}

/* Who switches to provisioned throughput must say what each index has. */
static const gabi_error *check_all_provisioned(const evaluation *self) {
    const index_definition *indexes = self->updated->definition.global_indexes.items;
    buffer missing = BUFFER(self->arena);
    if (is_on_demand(&self->updated->definition))
        return NULL;
    for (size_t i = 0; i < self->updated->definition.global_indexes.count; i++)
        if (!indexes[i].throughput)
            buffer_format(&missing, "%s%.*s", missing.length ? "," : "", TEXT_ARGS(indexes[i].name));
    return missing.length == 0 ? NULL
                               : parameter_error(self->arena, "ProvisionedThroughput must be specified for index: %s",
                                                 buffer_text(&missing).data);
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
    TRY(change_indexes(&self));
    TRY(check_all_provisioned(&self));
    *ret_updated = updated;
    return NULL;
}
