#include "secretsmanager/secret_store.h"

#include <ctype.h>

#include "store/account.h"

#define LONGEST_NAME 512

#define CREATE_TABLE                                                                                                   \
    "CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, arn TEXT UNIQUE NOT NULL, version_id TEXT NOT NULL, "  \
    "value TEXT NOT NULL, created_at_ms INTEGER NOT NULL) WITHOUT ROWID"

const gabi_error *secret_check_name(arena *arena, text name) {
    bool is_valid = name.length > 0 && name.length <= LONGEST_NAME;
    for (size_t i = 0; is_valid && i < name.length; i++)
        is_valid = isalnum((unsigned char)name.data[i]) || strchr("-/_+=.@!", name.data[i]);
    return is_valid ? NULL
                    : error_new(arena, ERROR_INVALID, "ValidationException",
                                "Invalid name. Must be a valid name containing alphanumeric characters, or any of the "
                                "following: -/_+=.@!");
}

static const gabi_error *read_secret(arena *arena, store *store, text id, bool *ret_found, secret *ret_secret) {
    TRY(store_execute(store, arena, CREATE_TABLE));
    statement *select = store_prepare(
        store, "SELECT name, arn, version_id, value, created_at_ms FROM secrets WHERE name = ?1 OR arn = ?1 OR "
               "substr(arn, 1, length(arn) - 7) = ?1 ORDER BY arn = ?1 DESC LIMIT 1");
    bind_text(select, 1, id);
    TRY(statement_step(select, arena, ret_found));
    if (!*ret_found)
        return NULL;
    *ret_secret = (secret){
        .name = text_copy(arena, column_text(select, 0)),
        .arn = text_copy(arena, column_text(select, 1)),
        .version_id = text_copy(arena, column_text(select, 2)),
        .value = text_copy(arena, column_text(select, 3)),
        .created_at_ms = column_integer(select, 4),
    };
    statement_reset(select);
    return NULL;
}

const gabi_error *secret_find(arena *arena, world *world, text id, secret *ret_secret) {
    store *store = world_store(world);
    bool found = false;
    TRY(store_begin(store, arena, STORE_READ));
    TRY(store_end(store, arena, read_secret(arena, store, id, &found, ret_secret)));
    return found ? NULL
                 : error_new(arena, ERROR_NOT_FOUND, "ResourceNotFoundException",
                             "Secrets Manager can't find the specified secret.");
}

static const gabi_error *insert_secret(arena *arena, store *store, const secret *secret) {
    TRY(store_execute(store, arena, CREATE_TABLE));
    statement *insert = store_prepare(store, "INSERT INTO secrets VALUES (?1, ?2, ?3, ?4, ?5)");
    bind_text(insert, 1, secret->name);
    bind_text(insert, 2, secret->arn);
    bind_text(insert, 3, secret->version_id);
    bind_text(insert, 4, secret->value);
    bind_integer(insert, 5, secret->created_at_ms);
    return statement_run(insert, arena);
}

const gabi_error *secret_create(arena *arena, world *world, text name, text value, secret *ret_secret) {
    /* AWS appends six random characters to the name, so that a secret made anew has another ARN. */
    secret made = {
        .name = name,
        .arn = text_format(arena, "arn:aws:secretsmanager:" ACCOUNT_REGION ":" ACCOUNT_ID ":secret:%.*s-%.*s",
                           TEXT_ARGS(name), TEXT_ARGS(account_random_name(world, arena, 6))),
        .version_id = world_uuid(world, arena),
        .value = value,
        .created_at_ms = world_now_ms(world),
    };
    store *store = world_store(world);
    TRY(store_begin(store, arena, STORE_WRITE));
    TRY(store_end(store, arena, insert_secret(arena, store, &made)));
    *ret_secret = made;
    return NULL;
}
