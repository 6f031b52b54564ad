#include "apigateway/api_store.h"

#include "store/account.h"

#define CREATE_TABLE                                                                                                   \
    "CREATE TABLE IF NOT EXISTS rest_apis (number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, name TEXT UNIQUE NOT " \
    "NULL, openapi TEXT NOT NULL, stage TEXT NOT NULL DEFAULT '')"

static const gabi_error *upsert(arena *arena, store *store, text fresh_id, text name, text openapi, text *ret_id) {
    TRY(store_execute(store, arena, CREATE_TABLE));
    statement *insert =
        store_prepare(store, "INSERT INTO rest_apis (id, name, openapi) VALUES (?1, ?2, ?3) ON CONFLICT "
                             "(name) DO UPDATE SET openapi = excluded.openapi RETURNING id");
    bind_text(insert, 1, fresh_id);
    bind_text(insert, 2, name);
    bind_text(insert, 3, openapi);
    bool has_row;
    TRY(statement_step(insert, arena, &has_row));
    *ret_id = text_copy(arena, column_text(insert, 0));
    statement_reset(insert);
    return NULL;
}

const gabi_error *api_put(arena *arena, world *world, text name, text openapi, text *ret_id) {
    store *store = world_store(world);
    text fresh_id = account_random_name(world, arena, 10);
    text id;
    TRY(store_begin(store, arena, STORE_WRITE));
    TRY(store_end(store, arena, upsert(arena, store, fresh_id, name, openapi, &id)));
    *ret_id = id;
    return NULL;
}

static const gabi_error *update_stage(arena *arena, store *store, text id, text stage) {
    TRY(store_execute(store, arena, CREATE_TABLE));
    statement *update = store_prepare(store, "UPDATE rest_apis SET stage = ?2 WHERE id = ?1");
    bind_text(update, 1, id);
    bind_text(update, 2, stage);
    TRY(statement_run(update, arena));
    return store_changes(store) == 1 ? NULL
                                     : error_new(arena, ERROR_NOT_FOUND, "NotFoundException",
                                                 "Invalid API identifier specified: %.*s", TEXT_ARGS(id));
}

const gabi_error *api_put_stage(arena *arena, world *world, text id, text stage) {
    store *store = world_store(world);
    TRY(store_begin(store, arena, STORE_WRITE));
    return store_end(store, arena, update_stage(arena, store, id, stage));
}

static const gabi_error *select_first(arena *arena, store *store, bool *ret_found, rest_api *ret_api) {
    TRY(store_execute(store, arena, CREATE_TABLE));
    statement *select = store_prepare(store, "SELECT id, name, openapi, stage FROM rest_apis ORDER BY number LIMIT 1");
    TRY(statement_step(select, arena, ret_found));
    if (!*ret_found)
        return NULL;
    *ret_api = (rest_api){
        .id = text_copy(arena, column_text(select, 0)),
        .name = text_copy(arena, column_text(select, 1)),
        .openapi = text_copy(arena, column_text(select, 2)),
        .stage = text_copy(arena, column_text(select, 3)),
    };
    statement_reset(select);
    return NULL;
}

const gabi_error *api_find_first(arena *arena, world *world, bool *ret_found, rest_api *ret_api) {
    store *store = world_store(world);
    TRY(store_begin(store, arena, STORE_READ));
    return store_end(store, arena, select_first(arena, store, ret_found, ret_api));
}
