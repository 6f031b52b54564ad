#include "dynamodb/backups/journal.h"
#include "dynamodb/streams/stream.h"
#include "dynamodb/tables/expiry_index.h"
#include "dynamodb/tables/index_lag.h"
#include "dynamodb/tables/metrics.h"
#include "dynamodb/tables/table_state.h"
#include "dynamodb/tables/world_settings.h"

static const gabi_error *create_index(store *store, arena *arena, int64_t table_id, text name, int64_t *ret_id) {
    bool is_row;
    statement *insert =
        store_prepare(store, "INSERT INTO dynamodb_indexes (table_id, name) VALUES (?1, ?2) RETURNING id");
    bind_integer(insert, 1, table_id);
    bind_text(insert, 2, name);
    TRY(statement_step(insert, arena, &is_row));
    long long id = column_integer(insert, 0);
    statement_reset(insert);
    *ret_id = id;
    return store_execute(
        store, arena,
        arena_printf(arena, "CREATE TABLE index_%lld (key BLOB PRIMARY KEY, base BLOB NOT NULL) WITHOUT ROWID", id));
}

static const gabi_error *create_rows(store *store, arena *arena, int64_t id, const table_definition *definition) {
    TRY(store_execute(store, arena,
                      arena_printf(arena,
                                   "CREATE TABLE items_%lld (key BLOB PRIMARY KEY, item BLOB NOT NULL) WITHOUT ROWID",
                                   (long long)id)));
    for (size_t i = 0; i < definition_index_count(definition); i++) {
        int64_t index_id;
        TRY(create_index(store, arena, id, definition_index(definition, i)->name, &index_id));
    }
    return NULL;
}

const gabi_error *index_begin_change(world *world, arena *arena, const table *table, const table_index *index,
                                     const char *change, int64_t until_ms) {
    statement *update =
        store_prepare(world_store(world), "UPDATE dynamodb_indexes SET change = ?2, change_until_ms = ?3 WHERE id = "
                                          "?1");
    bind_integer(update, 1, index->id);
    bind_text(update, 2, text_of(change));
    bind_integer(update, 3, until_ms);
    table_changed(world, table->name);
    world_note_due(world, until_ms);
    return statement_run(update, arena);
}

const gabi_error *index_note_backfilled(world *world, arena *arena, const table *table, const table_index *index,
                                        const text *upto) {
    statement *update = store_prepare(world_store(world), "UPDATE dynamodb_indexes SET backfilled = ?2 WHERE id = ?1");
    bind_integer(update, 1, index->id);
    if (upto)
        bind_blob(update, 2, *upto);
    else
        bind_null(update, 2);
    table_changed(world, table->name);
    return statement_run(update, arena);
}

/* An index of a table that may have items already. */
static const gabi_error *add_index(world *world, arena *arena, const table *table, text name) {
    table_index index = {.name = name};
    int64_t delay_ms;
    TRY(create_index(world_store(world), arena, table->id, name, &index.id));
    TRY(world_setting_get(world, arena, SETTING_INDEX_CREATION_MS, &delay_ms));
    TRY(index_note_backfilled(world, arena, table, &index, &TEXT("")));
    world_note_due(world, world_now_ms(world));
    return index_begin_change(world, arena, table, &index, STATE_CREATING, world_now_ms(world) + delay_ms);
}

const gabi_error *table_create(world *world, arena *arena, const table_definition *definition,
                               const table **ret_table) {
    store *store = world_store(world);
    TRY(tables_prepare(world, arena));
    statement *insert = store_prepare(store, "INSERT INTO dynamodb_tables (name, definition, settings, uuid, "
                                             "created_at_ms) VALUES (?1, ?2, '{}', ?3, ?4) RETURNING id");
    bind_text(insert, 1, definition->name);
    bind_text(insert, 2, definition_to_json(arena, definition));
    bind_text(insert, 3, world_uuid(world, arena));
    bind_integer(insert, 4, world_now_ms(world));
    bool is_row;
    TRY(statement_step(insert, arena, &is_row));
    int64_t id = column_integer(insert, 0);
    statement_reset(insert);
    TRY(create_rows(store, arena, id, definition));
    table_changed(world, definition->name);
    return table_find(world, arena, definition->name, ret_table);
}

static void discard(store *store, const row_statements *statements) {
    const char *const texts[] = {statements->get, statements->put, statements->remove, statements->forwards,
                                 statements->backwards};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i])
            store_discard(store, texts[i]);
}

static const gabi_error *drop_index(store *store, arena *arena, const table_index *index) {
    discard(store, &index->statements);
    statement *remove = store_prepare(store, "DELETE FROM dynamodb_indexes WHERE id = ?1");
    bind_integer(remove, 1, index->id);
    TRY(statement_run(remove, arena));
    return store_execute(store, arena, arena_printf(arena, "DROP TABLE index_%lld", (long long)index->id));
}

/* The items stay as the SQL table rows; NULL: they do not. */
static const gabi_error *drop(world *world, arena *arena, const table *table, const char *rows) {
    store *store = world_store(world);
    long long id = table->id;
    if (indexes_lag(table))
        TRY(index_lag_end(store, arena, table));
    TRY(stream_close(world, arena, table));
    TRY(expiries_drop(world, arena, table));
    discard(store, &table->statements);
    TRY(store_execute(store, arena,
                      rows ? arena_printf(arena, "ALTER TABLE items_%lld RENAME TO %s", id, rows)
                           : arena_printf(arena, "DROP TABLE items_%lld", id)));
    for (size_t i = 0; i < table->index_count; i++)
        TRY(drop_index(store, arena, &table->indexes[i]));
    if (table->journal)
        TRY(journal_end(store, arena, table->id));
    statement *remove = store_prepare(store, "DELETE FROM dynamodb_tables WHERE id = ?1");
    bind_integer(remove, 1, table->id);
    metrics_forget(world, table->id);
    table_changed(world, table->name);
    return statement_run(remove, arena);
}

const gabi_error *table_drop(world *world, arena *arena, const table *table) { return drop(world, arena, table, NULL); }

const gabi_error *table_drop_but_rows(world *world, arena *arena, const table *table, const char *rows) {
    return drop(world, arena, table, rows);
}

static bool defines_index(const table_definition *definition, text name) {
    for (size_t i = 0; i < definition_index_count(definition); i++)
        if (text_equal(definition_index(definition, i)->name, name))
            return true;
    return false;
}

const gabi_error *table_save(world *world, arena *arena, const table *table, const table_definition *definition,
                             const table_settings *settings) {
    store *store = world_store(world);
    for (size_t i = 0; i < table->index_count; i++)
        if (!defines_index(definition, table->indexes[i].name))
            TRY(drop_index(store, arena, &table->indexes[i]));
    for (size_t i = 0; i < definition_index_count(definition); i++)
        if (!table_find_index(table, definition_index(definition, i)->name))
            TRY(add_index(world, arena, table, definition_index(definition, i)->name));
    statement *update = store_prepare(store, "UPDATE dynamodb_tables SET definition = ?2, settings = ?3 WHERE id = ?1");
    bind_integer(update, 1, table->id);
    bind_text(update, 2, definition_to_json(arena, definition));
    bind_text(update, 3, settings_to_json(arena, settings));
    table_changed(world, table->name);
    metrics_forget(world, table->id);
    return statement_run(update, arena);
}

const gabi_error *table_save_settings(world *world, arena *arena, const table *table, const table_settings *settings) {
    store *store = world_store(world);
    bool wants_journal = settings_want_journal(settings);
    statement *update = store_prepare(store, "UPDATE dynamodb_tables SET settings = ?2 WHERE id = ?1");
    bind_integer(update, 1, table->id);
    bind_text(update, 2, settings_to_json(arena, settings));
    TRY(statement_run(update, arena));
    if (wants_journal && !table->journal)
        TRY(journal_begin(store, arena, table->id));
    if (!wants_journal && table->journal)
        TRY(journal_end(store, arena, table->id));
    table_changed(world, table->name);
    return NULL;
}
