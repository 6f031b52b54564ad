#include "core/civil_time.h"
#include "dynamodb/tables/table_evaluation.h"

#define DAY_MS ((int64_t)24 * 60 * 60 * 1000)
#define HOUR_MS ((int64_t)60 * 60 * 1000)

/* Decreases of one table or index that are free in each day, UTC; then one an hour. */
#define FREE_DECREASES 4

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

const gabi_error *evaluation_change_provisioned(evaluation *self, text index_name, const throughput *old,
                                                const throughput *to) {
    TRY(check_differs(self->arena, index_name, old, to));
    return note_change(self, index_name, old, to);
}

throughput *evaluation_with_maxima(arena *arena, const throughput *old, const throughput *given) {
    throughput *changed = arena_zalloc(arena, sizeof *changed);
    if (old)
        *changed = *old;
    if (given->read_units.is_present)
        changed->read_units = given->read_units;
    if (given->write_units.is_present)
        changed->write_units = given->write_units;
    return changed;
}

static int64_t largest(int64_t a, int64_t b) { return a > b ? a : b; }

const gabi_error *evaluation_change_warm(arena *arena, const throughput *warm, text index_name, const throughput *now,
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

static throughput *kept_warm(const evaluation *self, const throughput *before, throughput *warm,
                             const throughput *provisioned) {
    throughput now = definition_warm(&self->updated->definition, warm, provisioned);
    if (now.read_units.value >= before->read_units.value && now.write_units.value >= before->write_units.value)
        return warm;
    throughput *kept = arena_zalloc(self->arena, sizeof *kept);
    kept->read_units = (optional_integer){true, largest(now.read_units.value, before->read_units.value)};
    kept->write_units = (optional_integer){true, largest(now.write_units.value, before->write_units.value)};
    return kept;
}

void evaluation_keep_warm(evaluation *self) {
    const table_definition *old = self->table->definition;
    table_definition *definition = &self->updated->definition;
    const index_definition *were = old->global_indexes.items;
    index_definition *are = definition->global_indexes.items;
    throughput before = definition_warm(old, old->warm, old->throughput);
    definition->warm = kept_warm(self, &before, definition->warm, definition->throughput);
    for (size_t i = 0; i < definition->global_indexes.count; i++)
        for (size_t j = 0; j < old->global_indexes.count; j++)
            if (text_equal(are[i].name, were[j].name)) {
                before = definition_warm(old, were[j].warm, were[j].throughput);
                are[i].warm = kept_warm(self, &before, are[i].warm, are[i].throughput);
            }
}
