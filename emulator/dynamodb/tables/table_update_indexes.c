#include "dynamodb/tables/table_evaluation.h"
#include "dynamodb/tables/table_state.h"

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

/* ---- attributes that are redefined ---- */

static text type_of(const wire_list *attributes, text name) {
    const attribute_definition *items = attributes->items;
    for (size_t i = 0; i < attributes->count; i++)
        if (text_equal(items[i].name, name))
            return items[i].type;
    return (text){0};
}

static text schema_of(arena *arena, const wire_list *attributes, const wire_list *key) {
    const key_element *elements = key->items;
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < key->count; i++)
        buffer_format(&out, "%sSchemaElement: key{%.*s:%.*s:%.*s}", i ? ", " : "", TEXT_ARGS(elements[i].name),
                      TEXT_ARGS(type_of(attributes, elements[i].name)), TEXT_ARGS(elements[i].type));
    return buffer_text(&out);
}

/* The first key of the table's, its own or an index's, that has the attribute; NULL: none has. */
static const wire_list *key_with(const table_definition *definition, text name) {
    if (key_elements_name(&definition->key, name))
        return &definition->key;
    for (size_t i = 0; i < definition_index_count(definition); i++)
        if (key_elements_name(&definition_index(definition, i)->key, name))
            return &definition_index(definition, i)->key;
    return NULL;
}

/* An attribute has the same type in all keys. */
static const gabi_error *check_types(const evaluation *self, const index_definition *index) {
    const table_definition *definition = self->table->definition;
    const wire_list *given = &self->update->attributes;
    const key_element *elements = index->key.items;
    for (size_t i = 0; i < index->key.count; i++) {
        const wire_list *key = key_with(definition, elements[i].name);
        if (!key || text_equal(type_of(&definition->attributes, elements[i].name), type_of(given, elements[i].name)))
            continue;
        return parameter_error(self->arena,
                               "Attributes cannot be redefined. Please check that your attribute has the same type as "
                               "previously defined. Existing schema: Schema:[%.*s] New schema: Schema:[%.*s]",
                               TEXT_ARGS(schema_of(self->arena, &definition->attributes, key)),
                               TEXT_ARGS(schema_of(self->arena, given, &index->key)));
    }
    return NULL;
}

/* ---- actions ---- */

static const gabi_error *create_index(evaluation *self, index_definition *index) {
    table_definition *definition = &self->updated->definition;
    table_definition asked = {.attributes = self->update->attributes, .billing_mode = definition->billing_mode};
    if (table_find_index(self->table, index->name))
        return validation_error(self->arena, "Attempting to create an index which already exists");
    if (!self->update->attributes.is_present)
        return parameter_error(self->arena, "AttributeDefinitions is not specified for index: %.*s",
                               TEXT_ARGS(index->name));
    TRY(definition_check_global_index(&asked, self->arena, index));
    TRY(check_types(self, index));
    if (definition_is_on_demand(definition) && index->throughput)
        return parameter_error(self->arena,
                               "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: %.*s when "
                               "BillingMode is PAY_PER_REQUEST",
                               TEXT_ARGS(index->name));
    if (!definition_is_on_demand(definition) && !index->throughput)
        return parameter_error(self->arena,
                               "Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: %.*s",
                               TEXT_ARGS(index->name));
    TRY(throughput_check_limit(self->arena, index->throughput, index->name));
    TRY(maxima_check_limit(self->arena, index->on_demand, index->warm, index->name));
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
        TRY(evaluation_change_provisioned(self, to->name, old->throughput, to->throughput));
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
    bool is_paid_by_request = definition_is_on_demand(definition);
    TRY(find_changeable(self, to->name, "update", &present));
    TRY(definition_check_on_demand(self->arena, to->on_demand, definition->billing_mode, to->name));
    TRY(maxima_check_limit(self->arena, to->on_demand, to->warm, to->name));
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
        index->on_demand = evaluation_with_maxima(self->arena, index->on_demand, to->on_demand);
    if (to->warm) {
        throughput now = definition_warm(definition, index->warm, index->throughput);
        TRY(evaluation_change_warm(self->arena, to->warm, to->name, &now, &index->warm));
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

const gabi_error *evaluation_change_indexes(evaluation *self) {
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

const gabi_error *evaluation_check_all_provisioned(const evaluation *self) {
    const index_definition *indexes = self->updated->definition.global_indexes.items;
    buffer missing = BUFFER(self->arena);
    if (definition_is_on_demand(&self->updated->definition))
        return NULL;
    for (size_t i = 0; i < self->updated->definition.global_indexes.count; i++)
        if (!indexes[i].throughput)
            buffer_format(&missing, "%s%.*s", missing.length ? "," : "", TEXT_ARGS(indexes[i].name));
    return missing.length == 0 ? NULL
                               : parameter_error(self->arena, "ProvisionedThroughput must be specified for index: %s",
                                                 buffer_text(&missing).data);
}
