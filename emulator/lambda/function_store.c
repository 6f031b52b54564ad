#include "lambda/function_store.h"

#define CREATE_TABLE                                                                                                   \
    "CREATE TABLE IF NOT EXISTS functions (name TEXT PRIMARY KEY, handler TEXT NOT NULL, environment TEXT NOT NULL, "  \
    "timeout_s INTEGER NOT NULL) WITHOUT ROWID"

static const gabi_error *replace(arena *arena, store *store, const function *function) {
    TRY(store_execute(store, arena, CREATE_TABLE));
    statement *insert = store_prepare(store, "INSERT OR REPLACE INTO functions VALUES (?1, ?2, ?3, ?4)");
    bind_text(insert, 1, function->name);
    bind_text(insert, 2, function->handler);
    bind_text(insert, 3, function->environment);
    bind_integer(insert, 4, function->timeout_s);
    return statement_run(insert, arena);
}

const gabi_error *function_put(arena *arena, world *world, const function *function) {
    store *store = world_store(world);
    TRY(store_begin(store, arena, STORE_WRITE));
    return store_end(store, arena, replace(arena, store, function));
}

static const gabi_error *read_function(arena *arena, store *store, text name, bool *ret_found, function *ret_function) {
    TRY(store_execute(store, arena, CREATE_TABLE));
    statement *select =
        store_prepare(store, "SELECT name, handler, environment, timeout_s FROM functions WHERE name = ?1");
    bind_text(select, 1, name);
    TRY(statement_step(select, arena, ret_found));
    if (!*ret_found)
        return NULL;
    *ret_function = (function){
        .name = text_copy(arena, column_text(select, 0)),
        .handler = text_copy(arena, column_text(select, 1)),
        .environment = text_copy(arena, column_text(select, 2)),
        .timeout_s = column_integer(select, 3),
    };
    statement_reset(select);
    return NULL;
}

const gabi_error *function_find(arena *arena, world *world, text name, bool *ret_found, function *ret_function) {
    store *store = world_store(world);
    TRY(store_begin(store, arena, STORE_READ));
    return store_end(store, arena, read_function(arena, store, name, ret_found, ret_function));
}

static const gabi_error *read_names(arena *arena, store *store, const char ***ret_names, size_t *ret_count) {
    const char **names = NULL;
    size_t count = 0;
    TRY(store_execute(store, arena, CREATE_TABLE));
    statement *select = store_prepare(store, "SELECT name FROM functions ORDER BY name");
    for (bool is_row;;) {
        TRY(statement_step(select, arena, &is_row));
        if (!is_row)
            break;
        names = arena_grow_by_one(arena, names, count, sizeof *names);
        names[count++] = text_to_string(arena, column_text(select, 0));
    }
    *ret_names = names;
    *ret_count = count;
    return NULL;
}

const gabi_error *function_names(arena *arena, world *world, const char ***ret_names, size_t *ret_count) {
    store *store = world_store(world);
    TRY(store_begin(store, arena, STORE_READ));
    return store_end(store, arena, read_names(arena, store, ret_names, ret_count));
}
