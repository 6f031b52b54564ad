#include "dynamodb/tables/expiry_index.h"

#include "dynamodb/items/item_store.h"
#include "dynamodb/values/attribute.h"
#include "dynamodb/values/key.h"

#define CREATE_TABLES                                                                                                  \
    "CREATE TABLE IF NOT EXISTS dynamodb_expiries (table_id INTEGER NOT NULL, at_s INTEGER NOT NULL, key BLOB NOT "    \
    "NULL, PRIMARY KEY (table_id, at_s, key)) WITHOUT ROWID;"                                                          \
    "CREATE TABLE IF NOT EXISTS dynamodb_expiry_backfills (table_id INTEGER PRIMARY KEY, upto BLOB NOT NULL)"

/* What is older than five years is taken for no instant of expiry. */
#define OLDEST_S ((int64_t)5 * 366 * 24 * 60 * 60)

/* Later than any instant that can be told in milliseconds. */
#define LATEST_S (INT64_MAX / 2000)

/* Rows that are looked at with the lock held. */
#define BACKFILL_PAGE 256

const gabi_error *expiries_prepare(world *world, arena *arena) {
    return store_execute(world_store(world), arena, CREATE_TABLES);
}

/* The second at which the item expires: a Number, whose fraction does not count. False when it has none. */
static bool expiry_of(const table *table, const table_item *item, int64_t *ret_at_s) {
    const attribute_value *value = item_find(item, table->settings.time_to_live);
    if (!value || value->kind != ATTRIBUTE_NUMBER)
        return false;
    text whole = text_upto(value->text, text_index(value->text, '.'));
    return text_to_int64(whole, ret_at_s) && *ret_at_s >= 0 && *ret_at_s <= LATEST_S;
}

static const gabi_error *change_row(world *world, arena *arena, const char *sql, const table *table, int64_t at_s,
                                    text key) {
    statement *change = store_prepare(world_store(world), sql);
    bind_integer(change, 1, table->id);
    bind_integer(change, 2, at_s);
    bind_blob(change, 3, key);
    return statement_run(change, arena);
}

static const gabi_error *add(world *world, arena *arena, const table *table, text key, int64_t at_s) {
    if (at_s < world_now_ms(world) / 1000 - OLDEST_S)
        return NULL;
    world_note_due(world, at_s * 1000);
    return change_row(world, arena, "INSERT OR IGNORE INTO dynamodb_expiries VALUES (?1, ?2, ?3)", table, at_s, key);
}

const gabi_error *expiries_change(world *world, arena *arena, const table *table, text key, const table_item *old,
                                  const table_item *item) {
    int64_t old_at_s = 0, at_s = 0;
    bool had = expiry_of(table, old, &old_at_s), has = expiry_of(table, item, &at_s);
    if (had && has && old_at_s == at_s)
        return NULL;
    if (had)
        TRY(change_row(world, arena, "DELETE FROM dynamodb_expiries WHERE table_id = ?1 AND at_s = ?2 AND key = ?3",
                       table, old_at_s, key));
    return has ? add(world, arena, table, key, at_s) : NULL;
}

static const gabi_error *delete_of(world *world, arena *arena, const char *sql, const table *table) {
    statement *remove = store_prepare(world_store(world), sql);
    bind_integer(remove, 1, table->id);
    return statement_run(remove, arena);
}

const gabi_error *expiries_drop(world *world, arena *arena, const table *table) {
    if (!table->settings.time_to_live.data)
        return NULL;
    TRY(delete_of(world, arena, "DELETE FROM dynamodb_expiry_backfills WHERE table_id = ?1", table));
    return delete_of(world, arena, "DELETE FROM dynamodb_expiries WHERE table_id = ?1", table);
}

/* ---- backfilling ---- */

static const gabi_error *note_progress(world *world, arena *arena, const table *table, text upto) {
    statement *replace =
        store_prepare(world_store(world), "INSERT OR REPLACE INTO dynamodb_expiry_backfills VALUES (?1, ?2)");
    bind_integer(replace, 1, table->id);
    bind_blob(replace, 2, upto);
    return statement_run(replace, arena);
}

const gabi_error *expiries_begin_backfill(world *world, arena *arena, const table *table) {
    return note_progress(world, arena, table, key_of_bucket(arena, 0));
}

/* The rows from *upto on; *ret_is_complete at the table's end, otherwise *upto moves. */
static const gabi_error *backfill_rows(world *world, arena *arena, const table *table, text *upto,
                                       bool *ret_is_complete) {
    row_range rest = {.from = *upto, .to = key_of_bucket(arena, KEY_BUCKETS)};
    statement *rows = rows_open(world_store(world), &table->statements, &rest);
    for (int i = 0; i < BACKFILL_PAGE; i++) {
        row row;
        int64_t at_s;
        TRY(rows_next(rows, arena, ret_is_complete, &row));
        *ret_is_complete = !*ret_is_complete;
        if (*ret_is_complete)
            return NULL;
        table_item item = item_of_json(arena, row.json);
        if (expiry_of(table, &item, &at_s))
            TRY(add(world, arena, table, row.key, at_s));
        *upto = text_copy(arena, (text){row.key.data, row.key.length + 1}); /* with the NUL: right behind it */
    }
    statement_reset(rows);
    return NULL;
}

static const gabi_error *find_backfill(world *world, arena *arena, bool *ret_found, int64_t *ret_id, text *ret_upto) {
    statement *select =
        store_prepare(world_store(world), "SELECT table_id, upto FROM dynamodb_expiry_backfills LIMIT 1");
    TRY(statement_step(select, arena, ret_found));
    if (!*ret_found)
        return NULL;
    *ret_id = column_integer(select, 0);
    *ret_upto = text_copy(arena, column_blob(select, 1));
    statement_reset(select);
    return NULL;
}

static const gabi_error *backfill_table(world *world, arena *arena, const table *table, text upto) {
    bool is_complete;
    TRY(backfill_rows(world, arena, table, &upto, &is_complete));
    return is_complete ? delete_of(world, arena, "DELETE FROM dynamodb_expiry_backfills WHERE table_id = ?1", table)
                       : note_progress(world, arena, table, upto);
}

const gabi_error *expiries_backfill_page(world *world, arena *arena, bool *ret_is_done) {
    const table *const *tables;
    size_t count;
    int64_t id;
    text upto;
    bool is_found;
    TRY(find_backfill(world, arena, &is_found, &id, &upto));
    *ret_is_done = !is_found;
    TRY(table_all(world, arena, &tables, &count));
    for (size_t i = 0; is_found && i < count; i++)
        if (tables[i]->id == id)
            return backfill_table(world, arena, tables[i], upto);
    return NULL;
}

/* ---- what falls due ---- */

const gabi_error *expiries_due(world *world, arena *arena, const table *table, int64_t upto_s, size_t limit,
                               expiry *ret_expiries, size_t *ret_count) {
    statement *select =
        store_prepare(world_store(world), "SELECT at_s, key FROM dynamodb_expiries WHERE table_id = ?1 AND at_s <= ?2 "
                                          "ORDER BY at_s, key LIMIT ?3");
    bind_integer(select, 1, table->id);
    bind_integer(select, 2, upto_s);
    bind_integer(select, 3, (int64_t)limit);
    for (*ret_count = 0;; (*ret_count)++) {
        bool is_row;
        TRY(statement_step(select, arena, &is_row));
        if (!is_row)
            return NULL;
        ret_expiries[*ret_count] = (expiry){column_integer(select, 0), text_copy(arena, column_blob(select, 1))};
    }
}
