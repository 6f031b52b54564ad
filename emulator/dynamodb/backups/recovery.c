#include "dynamodb/backups/recovery.h"

#include "dynamodb/backups/journal.h"
#include "dynamodb/tables/table_state.h"
#include "dynamodb/values/instant.h"

#define DAY_MS ((int64_t)24 * 60 * 60 * 1000)
#define COPY_MS ((int64_t)60 * 1000) /* until a copy is looked after again */
#define LATEST_LAG_MS ((int64_t)5 * 60 * 1000)

const gabi_error *recovery_find_table(world *world, arena *arena, text name, const table **ret_table) {
    const table *table;
    TRY(table_find_or_null(world, arena, name, &table));
    if (!table || settings_are_of_restoring(&table->settings))
        return error_new(arena, ERROR_NOT_FOUND, "TableNotFoundException", "Table not found: %.*s", TEXT_ARGS(name));
    *ret_table = table;
    return NULL;
}

const gabi_error *recovery_find_created_table(world *world, arena *arena, text name, const table **ret_table) {
    TRY(recovery_find_table(world, arena, name, ret_table));
    return is_state(table_status(*ret_table, world_now_ms(world)), STATE_CREATING)
               ? error_new(arena, ERROR_CONFLICT, "ContinuousBackupsUnavailableException",
                           "Backups are being enabled for the table: %.*s. Please retry later", TEXT_ARGS(name))
               : NULL;
}

bool recovery_is_on(const table_settings *self) { return self->recovery_since_ms.is_present; }

static int64_t later(int64_t a, int64_t b) { return a > b ? a : b; }

static int64_t whole_second(int64_t time_ms) { return time_ms / 1000 * 1000; }

static int64_t forgotten_until_ms(const table_settings *self, int64_t now_ms) {
    return now_ms - self->recovery_days.value * DAY_MS;
}

const gabi_error *recovery_switch(world *world, arena *arena, const table *table, bool on, optional_integer days) {
    table_settings settings = table->settings;
    int64_t now_ms = world_now_ms(world);
    optional_integer since = {true, now_ms};
    if (recovery_is_on(&settings)) /* what a shorter period has given up does not come back with a longer one */
        since.value = later(settings.recovery_since_ms.value, forgotten_until_ms(&settings, now_ms));
    settings.recovery_since_ms = on ? since : (optional_integer){0};
    settings.recovery_days =
        on ? (optional_integer){true, days.is_present ? days.value : RECOVERY_MOST_DAYS} : (optional_integer){0};
    if (on)
        world_note_due(world, now_ms);
    return table_save_settings(world, arena, table, &settings);
}

int64_t recovery_earliest_ms(const table_settings *self, int64_t now_ms) {
    return whole_second(later(self->recovery_since_ms.value, forgotten_until_ms(self, now_ms)));
}

int64_t recovery_latest_ms(const table_settings *self, int64_t now_ms) {
    return later(recovery_earliest_ms(self, now_ms), whole_second(now_ms - LATEST_LAG_MS));
}

void recovery_describe(json_writer *writer, const table_settings *self, int64_t now_ms) {
    bool is_on = recovery_is_on(self);
    json_name(writer, TEXT("ContinuousBackupsDescription"));
    json_begin_object(writer);
    json_string_member(writer, "ContinuousBackupsStatus", TEXT("ENABLED"));
    json_name(writer, TEXT("PointInTimeRecoveryDescription"));
    json_begin_object(writer);
    if (is_on) {
        json_instant_member(writer, "EarliestRestorableDateTime", recovery_earliest_ms(self, now_ms));
        json_instant_member(writer, "LatestRestorableDateTime", recovery_latest_ms(self, now_ms));
    }
    json_string_member(writer, "PointInTimeRecoveryStatus", is_on ? TEXT("ENABLED") : TEXT("DISABLED"));
    if (is_on)
        json_integer_member(writer, "RecoveryPeriodInDays", self->recovery_days.value);
    json_end_object(writer);
    json_end_object(writer);
}

const gabi_error *recovery_trim(world *world, arena *arena, const table *table, int64_t *ret_next_ms) {
    int64_t now_ms = world_now_ms(world), period_ms = table->settings.recovery_days.value * DAY_MS, oldest_ms;
    int64_t first_ms = table->settings.recovery_since_ms.value + period_ms + 1000;
    if (first_ms > now_ms) { /* nothing can be old enough yet */
        *ret_next_ms = first_ms;
        return NULL;
    }
    if (table->settings.copies.is_present) { /* which may need it all */
        *ret_next_ms = now_ms + COPY_MS;
        return NULL;
    }
    /* Whole seconds are restored, so the second that is half gone is kept. */
    TRY(journal_trim(world_store(world), arena, table->id, whole_second(now_ms - period_ms), &oldest_ms));
    *ret_next_ms = (oldest_ms == INT64_MAX ? now_ms : oldest_ms) + period_ms + 1000;
    return NULL;
}
