#include "dynamodb/request_tokens.h"

#include "core/crypto.h"

#define KEPT_MS ((int64_t)10 * 60 * 1000)

#define CREATE_TABLE                                                                                                   \
    "CREATE TABLE IF NOT EXISTS dynamodb_request_tokens (token TEXT PRIMARY KEY, digest TEXT NOT NULL, used_at_ms "    \
    "INTEGER NOT NULL) WITHOUT ROWID"

static const gabi_error *forget_old(store *store, arena *arena, int64_t now_ms) {
    TRY(store_execute(store, arena, CREATE_TABLE));
    statement *remove = store_prepare(store, "DELETE FROM dynamodb_request_tokens WHERE used_at_ms < ?1");
    bind_integer(remove, 1, now_ms - KEPT_MS);
    return statement_run(remove, arena);
}

static const gabi_error *remember(store *store, arena *arena, text token, text digest, int64_t now_ms) {
    statement *insert = store_prepare(store, "INSERT INTO dynamodb_request_tokens VALUES (?1, ?2, ?3)");
    bind_text(insert, 1, token);
    bind_text(insert, 2, digest);
    bind_integer(insert, 3, now_ms);
    return statement_run(insert, arena);
}

const gabi_error *request_token_use(world *world, arena *arena, text token, text body, bool *ret_is_done) {
    store *store = world_store(world);
    text digest = sha256_hex(arena, body);
    bool is_known, is_same = false;
    TRY(forget_old(store, arena, world_now_ms(world)));
    statement *select = store_prepare(store, "SELECT digest FROM dynamodb_request_tokens WHERE token = ?1");
    bind_text(select, 1, token);
    TRY(statement_step(select, arena, &is_known));
    if (is_known) {
        is_same = text_equal(column_text(select, 0), digest);
        statement_reset(select);
    }
    *ret_is_done = is_known;
    if (!is_known)
        return remember(store, arena, token, digest, world_now_ms(world));
    return is_same ? NULL
                   : error_new(arena, ERROR_CONFLICT, "IdempotentParameterMismatchException",
                               "The request used the same client token as another request with different parameters.");
}
