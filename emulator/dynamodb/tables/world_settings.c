#include "dynamodb/tables/world_settings.h"

const gabi_error *world_settings_prepare(world *world, arena *arena) {
    return store_execute(world_store(world), arena,
                         "CREATE TABLE IF NOT EXISTS dynamodb_world_settings (name TEXT PRIMARY KEY, value INTEGER NOT "
                         "NULL) WITHOUT ROWID");
}

const gabi_error *world_setting_get(world *world, arena *arena, const char *name, int64_t *ret_value) {
    bool is_row;
    statement *select = store_prepare(world_store(world), "SELECT value FROM dynamodb_world_settings WHERE name = ?1");
    bind_text(select, 1, text_of(name));
    TRY(statement_step(select, arena, &is_row));
    *ret_value = is_row ? column_integer(select, 0) : 0;
    if (is_row)
        statement_reset(select);
    return NULL;
}

const gabi_error *world_setting_put(world *world, arena *arena, const char *name, int64_t value) {
    statement *replace = store_prepare(world_store(world), "INSERT OR REPLACE INTO dynamodb_world_settings VALUES (?1, "
                                                           "?2)");
    bind_text(replace, 1, text_of(name));
    bind_integer(replace, 2, value);
    return statement_run(replace, arena);
}
