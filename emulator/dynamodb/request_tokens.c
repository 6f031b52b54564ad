#include "dynamodb/request_tokens.h"

#include "core/crypto.h"

#define KEPT_MS ((int64_t)10 * 60 * 1000)

/* Tokens that are too old to count are removed some time later, so that not every transaction looks for them. */
#define REMOVAL_DELAY_MS ((int64_t)60 * 1000)

const gabi_error *request_tokens_prepare(world *world, arena *arena) {
    return store_execute(world_store(world), arena,
                         "CREATE TABLE IF NOT EXISTS " REQUEST_TOKENS_TABLE
                         " (token TEXT PRIMARY KEY, digest TEXT NOT NULL, used_at_ms INTEGER NOT NULL) WITHOUT ROWID");
}

static const gabi_error *remember(world *world, arena *arena, text token, text digest) {
    statement *insert =
        store_prepare(world_store(world), "INSERT OR REPLACE INTO " REQUEST_TOKENS_TABLE " VALUES (?1, ?2, ?3)");
    bind_text(insert, 1, token);
    bind_text(insert, 2, digest);
    bind_integer(insert, 3, world_now_ms(world));
    world_note_due(world, world_now_ms(world) + KEPT_MS + REMOVAL_DELAY_MS);
    return statement_run(insert, arena);
}

const gabi_error *request_token_use(world *world, arena *arena, text token, text body, bool *ret_is_done) {
    text digest = sha256_hex(arena, body);
    bool is_known, is_same = false;
    statement *select = store_prepare(world_store(world), "SELECT digest FROM " REQUEST_TOKENS_TABLE
                                                          " WHERE token = ?1 AND used_at_ms >= ?2");
    bind_text(select, 1, token);
    bind_integer(select, 2, world_now_ms(world) - KEPT_MS);
    TRY(statement_step(select, arena, &is_known));
    if (is_known) {
        is_same = text_equal(column_text(select, 0), digest);
        statement_reset(select);
    }
    *ret_is_done = is_known;
    if (!is_known)
        return remember(world, arena, token, digest);
    return is_same ? NULL
                   : error_new(arena, ERROR_CONFLICT, "IdempotentParameterMismatchException",
                               "The request used the same client token as another request with different parameters.");
}

static const gabi_error *find_oldest(store *store, arena *arena, int64_t *ret_used_at_ms) {
    bool is_row;
    statement *select = store_prepare(store, "SELECT coalesce(min(used_at_ms), ?1) FROM " REQUEST_TOKENS_TABLE);
    bind_integer(select, 1, INT64_MAX);
    TRY(statement_step(select, arena, &is_row));
    *ret_used_at_ms = column_integer(select, 0);
    statement_reset(select);
    return NULL;
}

static const gabi_error *settle(world *world, arena *arena) {
    store *store = world_store(world);
    int64_t oldest_ms;
    TRY(find_oldest(store, arena, &oldest_ms));
    if (oldest_ms < world_now_ms(world) - KEPT_MS) {
        statement *remove = store_prepare(store, "DELETE FROM " REQUEST_TOKENS_TABLE " WHERE used_at_ms < ?1");
        bind_integer(remove, 1, world_now_ms(world) - KEPT_MS);
        TRY(statement_run(remove, arena));
        TRY(find_oldest(store, arena, &oldest_ms));
    }
    if (oldest_ms != INT64_MAX)
        world_note_due(world, oldest_ms + KEPT_MS + REMOVAL_DELAY_MS);
    return NULL;
}

const gabi_error *request_tokens_settle(world *world, arena *arena) {
    store *store = world_store(world);
    TRY(store_begin(store, arena, STORE_WRITE));
    return store_end(store, arena, settle(world, arena));
}
