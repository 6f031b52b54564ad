#include "dynamodb/tables/table_state.h"

static bool is_text(text a, const char *b) { return text_equal(a, text_of(b)); }

bool is_state(const char *status, const char *state) { return strcmp(status, state) == 0; }

/* The state of what goes through a change until then; a deletion ends with what is deleted. */
static const char *state_of(text change, int64_t until_ms, int64_t at_ms) {
    if (is_text(change, STATE_DELETING))
        return STATE_DELETING;
    if (text_is_empty(change) || at_ms >= until_ms)
        return STATE_ACTIVE;
    return is_text(change, STATE_CREATING) ? STATE_CREATING : STATE_UPDATING;
}

static const char *own_status(const table *self, int64_t at_ms) {
    if (settings_are_of_restoring(&self->settings))
        return STATE_CREATING;
    return state_of(self->settings.change, self->settings.change_until_ms.value, at_ms);
}

bool index_is_filling(const table_index *index) { return !index->is_backfilling || !text_is_empty(index->backfilled); }

const char *index_status(const table *self, const table_index *index, int64_t at_ms) {
    if (is_state(own_status(self, at_ms), STATE_CREATING))
        return STATE_CREATING;
    const char *state = state_of(index->change, index->change_until_ms, at_ms);
    return index->is_backfilling && is_state(state, STATE_ACTIVE) ? STATE_CREATING : state;
}

/* An index that is created occupies the table until it is being backfilled; one that is deleted, until it is gone. */
static bool occupies_table(const table *self, const table_index *index, int64_t at_ms) {
    const char *state = index_status(self, index, at_ms);
    return is_state(state, STATE_DELETING) || (is_state(state, STATE_CREATING) && !index_is_filling(index));
}

const char *table_status(const table *self, int64_t at_ms) {
    const char *own = own_status(self, at_ms);
    if (!is_state(own, STATE_ACTIVE))
        return own;
    for (size_t i = 0; i < self->index_count; i++)
        if (occupies_table(self, &self->indexes[i], at_ms))
            return STATE_UPDATING;
    return STATE_ACTIVE;
}

bool table_is_usable(const table *self, world *world) {
    if (text_is_empty(self->settings.change) && !settings_are_of_restoring(&self->settings))
        return true;
    const char *own = own_status(self, world_now_ms(world));
    return !is_state(own, STATE_CREATING) && !is_state(own, STATE_DELETING);
}

const gabi_error *table_in_use(arena *arena, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *what = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return error_new(arena, ERROR_CONFLICT, "ResourceInUseException",
                     "Attempt to change a resource which is still in use: %s", what);
}

const gabi_error *table_check_present(world *world, arena *arena, const table *self) {
    const char *own = own_status(self, world_now_ms(world));
    if (is_state(own, STATE_CREATING))
        return table_in_use(arena, "Table is being created: %.*s", TEXT_ARGS(self->name));
    if (is_state(own, STATE_DELETING))
        return table_in_use(arena, "Table is being deleted: %.*s", TEXT_ARGS(self->name));
    return NULL;
}

const gabi_error *table_check_deletable(world *world, arena *arena, const table *self) {
    int64_t now_ms = world_now_ms(world);
    TRY(table_check_present(world, arena, self));
    for (size_t i = 0; i < self->index_count; i++)
        if (!is_state(index_status(self, &self->indexes[i], now_ms), STATE_ACTIVE))
            return table_in_use(arena, "Cannot delete table while indexes are being created, updated, or deleted.");
    return is_state(table_status(self, now_ms), STATE_ACTIVE)
               ? NULL
               : table_in_use(arena, "Table: %.*s is in the process of being updated.", TEXT_ARGS(self->name));
}
