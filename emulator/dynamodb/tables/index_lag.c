#include "dynamodb/tables/index_lag.h"

#include "dynamodb/items/item_store.h"
#include "dynamodb/values/attribute.h"
#include "store/paged_work.h"

/* Images that are applied with the lock held. */
#define IMAGES_A_PAGE 256

/* An item that was not there has an empty image. */
typedef struct late_statements {
    const char *add;
    const char *oldest;
    const char *of_key; /* the oldest of a key */
    const char *remove;
} late_statements;

static late_statements statements_of(arena *arena, int64_t table_id) {
    long long id = table_id;
    return (late_statements){
        .add = arena_printf(arena, "INSERT INTO late_%lld (due_ms, key, item) VALUES (?1, ?2, ?3)", id),
        .oldest =
            arena_printf(arena, "SELECT sequence, due_ms, key, item FROM late_%lld ORDER BY sequence LIMIT 1", id),
        .of_key = arena_printf(arena, "SELECT item FROM late_%lld WHERE key = ?1 ORDER BY sequence LIMIT 1", id),
        .remove = arena_printf(arena, "DELETE FROM late_%lld WHERE sequence = ?1", id),
    };
}

const char *index_lag_item_sql(arena *arena, int64_t table_id) {
    return arena_printf(arena,
                        "coalesce((SELECT l.item FROM late_%lld l WHERE l.key = i.base ORDER BY l.sequence LIMIT 1), "
                        "t.item)",
                        (long long)table_id);
}

const gabi_error *index_lag_begin(store *store, arena *arena, const table *table) {
    long long id = table->id;
    return store_execute(store, arena,
                         arena_printf(arena,
                                      "CREATE TABLE late_%lld (sequence INTEGER PRIMARY KEY, due_ms INTEGER NOT NULL, "
                                      "key BLOB NOT NULL, item BLOB NOT NULL);"
                                      "CREATE INDEX late_keys_%lld ON late_%lld (key, sequence)",
                                      id, id, id));
}

const gabi_error *index_lag_note(world *world, arena *arena, const table *table, text key, const table_item *old) {
    int64_t due_ms = world_now_ms(world) + table->settings.index_lag_ms.value;
    statement *insert = store_prepare(world_store(world), statements_of(arena, table->id).add);
    bind_integer(insert, 1, due_ms);
    bind_blob(insert, 2, key);
    bind_blob(insert, 3, old->count > 0 ? item_to_json(arena, old) : TEXT(""));
    TRY(statement_run(insert, arena));
    world_note_due(world, due_ms);
    return NULL;
}

const gabi_error *index_lag_shown(store *store, arena *arena, const table *table, text key, text *ret_json) {
    bool is_found;
    statement *select = store_prepare(store, statements_of(arena, table->id).of_key);
    bind_blob(select, 1, key);
    TRY(statement_step(select, arena, &is_found));
    if (!is_found)
        return items_get(store, arena, table, key, ret_json);
    *ret_json = text_copy(arena, column_blob(select, 0));
    statement_reset(select);
    return NULL;
}

/* ---- what falls due ---- */

typedef struct late_image {
    int64_t sequence;
    int64_t due_ms;
    text key;
    text json;
} late_image;

static const gabi_error *oldest_image(store *store, arena *arena, const table *table, bool *ret_found,
                                      late_image *ret_image) {
    statement *select = store_prepare(store, statements_of(arena, table->id).oldest);
    TRY(statement_step(select, arena, ret_found));
    if (!*ret_found)
        return NULL;
    *ret_image = (late_image){column_integer(select, 0), column_integer(select, 1),
                              text_copy(arena, column_blob(select, 2)), text_copy(arena, column_blob(select, 3))};
    statement_reset(select);
    return NULL;
}

static table_item item_of_image(arena *arena, text json) {
    const table_item nothing = {0};
    return text_is_empty(json) ? nothing : item_of_json(arena, json);
}

static const gabi_error *apply_image(store *store, arena *arena, const table *table, const late_image *image) {
    text json;
    statement *remove = store_prepare(store, statements_of(arena, table->id).remove);
    bind_integer(remove, 1, image->sequence);
    TRY(statement_run(remove, arena));
    TRY(index_lag_shown(store, arena, table, image->key, &json));
    table_item old = item_of_image(arena, image->json), item = item_of_image(arena, json);
    return items_update_global_indexes(store, arena, table, image->key, &old, &item);
}

/* Applies up to most images (-1: all) that are due; *ret_next_ms when the next one is: INT64_MAX when there is none. */
static const gabi_error *apply_due(store *store, arena *arena, const table *table, int64_t now_ms, int most,
                                   int64_t *ret_next_ms) {
    late_image image;
    for (bool is_found;; most--) {
        TRY(oldest_image(store, arena, table, &is_found, &image));
        *ret_next_ms = is_found ? image.due_ms : INT64_MAX;
        if (!is_found || image.due_ms > now_ms || most == 0)
            return NULL;
        TRY(apply_image(store, arena, table, &image));
    }
}

const gabi_error *index_lag_end(store *store, arena *arena, const table *table) {
    int64_t none;
    TRY(apply_due(store, arena, table, INT64_MAX, -1, &none));
    late_statements used = statements_of(arena, table->id);
    const char *const texts[] = {used.add, used.oldest, used.of_key, used.remove};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        store_discard(store, texts[i]);
    return store_execute(store, arena, arena_printf(arena, "DROP TABLE late_%lld", (long long)table->id));
}

static const gabi_error *settle_page(void *work, arena *arena, bool *ret_is_done) {
    world *world = work;
    const table *const *tables;
    size_t count;
    int64_t now_ms = world_now_ms(world), earliest_ms = INT64_MAX;
    TRY(table_all(world, arena, &tables, &count));
    for (size_t i = 0; i < count; i++) {
        int64_t next_ms = INT64_MAX;
        if (indexes_lag(tables[i]))
            TRY(apply_due(world_store(world), arena, tables[i], now_ms, IMAGES_A_PAGE, &next_ms));
        earliest_ms = next_ms < earliest_ms ? next_ms : earliest_ms;
    }
    *ret_is_done = earliest_ms > now_ms;
    if (*ret_is_done)
        world_note_due(world, earliest_ms);
    return NULL;
}

const gabi_error *index_lag_settle(world *world, arena *arena) {
    return store_work(world_store(world), arena, STORE_WRITE, settle_page, world);
}
