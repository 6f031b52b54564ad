#include "dynamodb/table.h"

#include "dynamodb/attribute.h"
#include "dynamodb/expiry_index.h"
#include "dynamodb/index_lag.h"
#include "dynamodb/journal.h"
#include "dynamodb/stream.h"
#include "dynamodb/table_state.h"
#include "dynamodb/world_settings.h"
#include "store/account.h"

/* Definitions and settings are kept as JSON. Ids are never used again, so that the names of SQL tables are not either.
 */
#define CREATE_CATALOG                                                                                                 \
    "CREATE TABLE IF NOT EXISTS dynamodb_tables (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, "    \
    "definition TEXT NOT NULL, settings TEXT NOT NULL, uuid TEXT NOT NULL, created_at_ms INTEGER NOT NULL);"           \
    "CREATE TABLE IF NOT EXISTS dynamodb_indexes (id INTEGER PRIMARY KEY AUTOINCREMENT, table_id INTEGER NOT NULL, "   \
    "name TEXT NOT NULL, change TEXT, change_until_ms INTEGER NOT NULL DEFAULT 0, backfilled BLOB, "                   \
    "UNIQUE (table_id, name))"

#define CATALOG_CEILING_BYTES ((size_t)256 * 1024 * 1024)

/* What a world remembers of its catalog; guarded by the store's lock. */
typedef struct catalog {
    arena *owner;
    arena *arena; /* of the tables; begun anew when they are read again */
    bool is_loaded;
    table *tables;
    size_t count;
} catalog;

static void *open_catalog(world *world) {
    (void)world;
    arena *owner = arena_new(CATALOG_CEILING_BYTES);
    catalog *self = arena_zalloc(owner, sizeof *self);
    self->owner = owner;
    self->arena = arena_new(CATALOG_CEILING_BYTES);
    return self;
}

static void close_catalog(void *state) {
    catalog *self = state;
    arena_free(self->arena);
    arena_free(self->owner);
}

static const world_state catalog_state = {open_catalog, close_catalog};

const gabi_error *tables_prepare(world *world, arena *arena) {
    TRY(store_execute(world_store(world), arena, CREATE_CATALOG));
    TRY(streams_prepare(world, arena));
    TRY(expiries_prepare(world, arena));
    return world_settings_prepare(world, arena);
}

void tables_forget(world *world) { ((catalog *)world_state_of(world, &catalog_state))->is_loaded = false; }

/* ---- compiling a definition ---- */

static attribute_kind kind_of(const table_definition *definition, text name) {
    const attribute_definition *attributes = definition->attributes.items;
    attribute_kind kind = ATTRIBUTE_STRING;
    for (size_t i = 0; i < definition->attributes.count; i++)
        if (text_equal(attributes[i].name, name))
            attribute_kind_of_name(attributes[i].type, &kind);
    return kind;
}

static key_schema compile_key(const table_definition *definition, const wire_list *key) {
    const key_element *elements = key->items;
    key_schema schema = {0};
    for (size_t i = 0; i < key->count; i++) {
        schema.attributes[schema.count++] = (key_attribute){elements[i].name, kind_of(definition, elements[i].name)};
        schema.hash_count += text_equal(elements[i].type, TEXT("HASH"));
    }
    return schema;
}

static row_statements table_statements(arena *arena, int64_t id) {
    long long n = id;
    return (row_statements){
        .get = arena_printf(arena, "SELECT item FROM items_%lld WHERE key = ?1", n),
        .size = arena_printf(arena,
                             "SELECT coalesce(sum(length(item)), 0) FROM items_%lld WHERE key >= ?1 AND key < ?2", n),
        .put = arena_printf(arena,
                            "INSERT INTO items_%lld VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET item = "
                            "excluded.item",
                            n),
        .remove = arena_printf(arena, "DELETE FROM items_%lld WHERE key = ?1", n),
        .forwards =
            arena_printf(arena, "SELECT key, item FROM items_%lld WHERE key >= ?1 AND key < ?2 ORDER BY key", n),
        .backwards =
            arena_printf(arena, "SELECT key, item FROM items_%lld WHERE key >= ?1 AND key < ?2 ORDER BY key DESC", n),
    };
}

/* The rows of an index, each with its item; of an index that lags with the item as the index shows it yet. */
static const char *index_rows(arena *arena, const table *table, int64_t id) {
    long long n = id, of = table->id;
    return indexes_lag(table)
               ? arena_printf(arena,
                              "SELECT i.key, %s FROM index_%lld i LEFT JOIN items_%lld t ON t.key = i.base WHERE "
                              "i.key >= ?1 AND i.key < ?2 ORDER BY i.key",
                              index_lag_item_sql(arena, table->id), n, of)
               : arena_printf(arena,
                              "SELECT i.key, t.item FROM index_%lld i CROSS JOIN items_%lld t ON t.key = i.base WHERE "
                              "i.key >= ?1 AND i.key < ?2 ORDER BY i.key",
                              n, of);
}

static row_statements index_statements(arena *arena, const table *table, int64_t id) {
    long long n = id;
    return (row_statements){
        .put = arena_printf(arena, "INSERT INTO index_%lld VALUES (?1, ?2) ON CONFLICT DO NOTHING", n),
        .remove = arena_printf(arena, "DELETE FROM index_%lld WHERE key = ?1", n),
        .forwards = index_rows(arena, table, id),
        .backwards = arena_printf(arena, "%s DESC", index_rows(arena, table, id)),
    };
}

/* What the catalog keeps of the index of that name. */
static const gabi_error *read_index(store *store, arena *arena, int64_t table_id, text name, table_index *ret_index) {
    bool is_row;
    statement *select = store_prepare(store, "SELECT id, change, change_until_ms, backfilled FROM dynamodb_indexes "
                                             "WHERE table_id = ?1 AND name = ?2");
    bind_integer(select, 1, table_id);
    bind_text(select, 2, name);
    TRY(statement_step(select, arena, &is_row));
    if (!is_row)
        return error_new(arena, ERROR_INTERNAL, "InternalServerError", "The catalog has no index %.*s",
                         TEXT_ARGS(name));
    *ret_index = (table_index){
        .id = column_integer(select, 0),
        .name = name,
        .change = text_copy(arena, column_text(select, 1)),
        .change_until_ms = column_integer(select, 2),
        .is_backfilling = !column_is_null(select, 3),
        .backfilled = text_copy(arena, column_blob(select, 3)),
    };
    statement_reset(select);
    return NULL;
}

static const gabi_error *compile_indexes(store *store, arena *arena, table *table) {
    const table_definition *definition = table->definition;
    table->index_count = definition_index_count(definition);
    table_index *indexes = arena_zalloc(arena, table->index_count * sizeof *indexes);
    for (size_t i = 0; i < table->index_count; i++) {
        const index_definition *index = definition_index(definition, i);
        TRY(read_index(store, arena, table->id, index->name, &indexes[i]));
        indexes[i].key = compile_key(definition, &index->key);
        indexes[i].is_local = i >= definition->global_indexes.count;
        indexes[i].projection = index->projection;
        indexes[i].statements = index_statements(arena, table, indexes[i].id);
    }
    table->indexes = indexes;
    return NULL;
}

static const gabi_error *compile(store *store, arena *arena, statement *row, table *ret_table) {
    table_definition *definition = arena_zalloc(arena, sizeof *definition);
    TRY(definition_read(arena, text_copy(arena, column_text(row, 2)), definition));
    *ret_table = (table){
        .id = column_integer(row, 0),
        .name = text_copy(arena, column_text(row, 1)),
        .key = compile_key(definition, &definition->key),
        .definition = definition,
        .statements = table_statements(arena, column_integer(row, 0)),
        .uuid = text_copy(arena, column_text(row, 4)),
        .created_at_ms = column_integer(row, 5),
    };
    TRY(settings_read(arena, text_copy(arena, column_text(row, 3)), &ret_table->settings));
    if (settings_want_journal(&ret_table->settings))
        ret_table->journal = journal_statement(arena, ret_table->id);
    ret_table->arn =
        text_format(arena, "arn:aws:dynamodb:" ACCOUNT_REGION ":" ACCOUNT_ID ":table/%.*s", TEXT_ARGS(ret_table->name));
    return compile_indexes(store, arena, ret_table);
}

static const gabi_error *load(world *world, arena *arena, catalog *self) {
    store *store = world_store(world);
    arena_reset(self->arena);
    self->tables = NULL;
    self->count = 0;
    TRY(tables_prepare(world, arena));
    statement *select = store_prepare(store, "SELECT id, name, definition, settings, uuid, created_at_ms FROM "
                                             "dynamodb_tables ORDER BY name");
    bool is_row;
    for (;;) {
        TRY(statement_step(select, arena, &is_row));
        if (!is_row)
            break;
        self->tables = arena_grow(self->arena, self->tables, self->count * sizeof *self->tables,
                                  (self->count + 1) * sizeof *self->tables);
        TRY(compile(store, self->arena, select, &self->tables[self->count++]));
    }
    self->is_loaded = true;
    return NULL;
}

bool key_has(const key_schema *self, text name) {
    for (size_t i = 0; i < self->count; i++)
        if (text_equal(self->attributes[i].name, name))
            return true;
    return false;
}

/* ---- finding ---- */

const gabi_error *table_find_or_null(world *world, arena *arena, text name, const table **ret_table) {
    catalog *catalog = world_state_of(world, &catalog_state);
    if (!catalog->is_loaded)
        TRY(load(world, arena, catalog));
    *ret_table = NULL;
    for (size_t i = 0; i < catalog->count; i++)
        if (text_equal(catalog->tables[i].name, name))
            *ret_table = &catalog->tables[i];
    return NULL;
}

const gabi_error *table_find(world *world, arena *arena, text name, const table **ret_table) {
    const table *found;
    TRY(table_find_or_null(world, arena, name, &found));
    if (!found || !table_is_usable(found, world))
        return error_new(arena, ERROR_NOT_FOUND, "ResourceNotFoundException", "Requested resource not found");
    *ret_table = found;
    return NULL;
}

const table_index *table_find_index(const table *self, text name) {
    for (size_t i = 0; i < self->index_count; i++)
        if (text_equal(self->indexes[i].name, name))
            return &self->indexes[i];
    return NULL;
}

const gabi_error *table_all(world *world, arena *arena, const table **ret_tables, size_t *ret_count) {
    catalog *catalog = world_state_of(world, &catalog_state);
    if (!catalog->is_loaded)
        TRY(load(world, arena, catalog));
    *ret_tables = catalog->tables;
    *ret_count = catalog->count;
    return NULL;
}

const gabi_error *table_list(world *world, arena *arena, text after, size_t limit, text *ret_names, size_t *ret_count) {
    catalog *catalog = world_state_of(world, &catalog_state);
    size_t count = 0;
    if (!catalog->is_loaded)
        TRY(load(world, arena, catalog));
    for (size_t i = 0; i < catalog->count && count < limit; i++)
        if (text_compare(catalog->tables[i].name, after) > 0)
            ret_names[count++] = text_copy(arena, catalog->tables[i].name);
    *ret_count = count;
    return NULL;
}
