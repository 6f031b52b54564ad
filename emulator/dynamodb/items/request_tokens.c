#include "dynamodb/items/request_tokens.h"

#include <stdlib.h>

#include "core/buffer.h"
#include "core/crypto.h"
#include "core/json_reader.h"

#define KEPT_MS ((int64_t)10 * 60 * 1000)

/* Tokens that are too old to count are removed some time later, so that not every transaction looks for them. */
#define REMOVAL_DELAY_MS ((int64_t)60 * 1000)

const gabi_error *request_tokens_prepare(world *world, arena *arena) {
    return store_execute(world_store(world), arena,
                         "CREATE TABLE IF NOT EXISTS " REQUEST_TOKENS_TABLE
                         " (token TEXT PRIMARY KEY, digest TEXT NOT NULL, used_at_ms INTEGER NOT NULL) WITHOUT ROWID");
}

/* ---- what is the same ---- */

typedef struct member {
    text name;
    text value; /* as the body spells it */
} member;

static int compare_members(const void *a, const void *b) {
    return text_compare(((const member *)a)->name, ((const member *)b)->name);
}

static void append_canonical(buffer *out, text value);

/* By their names, whatever order they come in. */
static void append_members(buffer *out, json_reader *reader) {
    member *members = NULL;
    size_t count = 0;
    while (json_next(reader) == JSON_NAME) {
        members = arena_grow_by_one(reader->arena, members, count, sizeof *members);
        members[count].name = reader->value;
        members[count++].value = json_skip(reader);
    }
    if (count > 0)
        qsort(members, count, sizeof *members, compare_members);
    for (size_t i = 0; i < count; i++) {
        buffer_format(out, "%zu:", members[i].name.length);
        buffer_append(out, members[i].name);
        append_canonical(out, members[i].value);
    }
}

static void append_elements(buffer *out, json_reader *reader) {
    json_reader ahead = *reader;
    for (json_token token = json_next(&ahead); token != JSON_ARRAY_END && token != JSON_ERROR;
         token = json_next(&ahead)) {
        append_canonical(out, json_skip(reader));
        ahead = *reader;
    }
}

/* The same for two values that say the same, whatever their white space, escapes and order of members. */
static void append_canonical(buffer *out, text value) {
    json_reader reader;
    json_reader_init(&reader, out->arena, value, JSON_MAX_DEPTH);
    json_token token = json_next(&reader);
    buffer_append_char(out, (char)('A' + token));
    if (token == JSON_OBJECT_BEGIN)
        append_members(out, &reader);
    else if (token == JSON_ARRAY_BEGIN)
        append_elements(out, &reader);
    else
        buffer_append(out, reader.value);
    buffer_append_char(out, ';');
}

static text digest_of(arena *arena, text body) {
    buffer canonical = BUFFER(arena);
    append_canonical(&canonical, body);
    return sha256_hex(arena, buffer_text(&canonical));
}

/* ---- tokens ---- */

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
    text digest = digest_of(arena, body);
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
