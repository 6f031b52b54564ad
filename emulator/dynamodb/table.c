#include "dynamodb/table.h"

#include "core/encoding.h"
#include "dynamodb/attribute.h"
#include "store/account.h"

/* A definition is kept as JSON. Ids are never used again, so that the names of SQL tables are not either. */
#define CREATE_CATALOG                                                                                                 \
    "CREATE TABLE IF NOT EXISTS dynamodb_tables (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, "    \
    "definition TEXT NOT NULL, uuid TEXT NOT NULL, created_at_ms INTEGER NOT NULL)"

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

/* To be read again: what was remembered may not be what a transaction leaves behind. */
static void forget(world *world) { ((catalog *)world_state_of(world, &catalog_state))->is_loaded = false; }

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
    key_schema schema = {.hash = elements[0].name, .hash_kind = kind_of(definition, elements[0].name)};
    if (key->count == 2) {
        schema.range = elements[1].name;
        schema.range_kind = kind_of(definition, elements[1].name);
    }
    return schema;
}

static row_statements table_statements(arena *arena, int64_t id) {
    long long n = id;
    return (row_statements){
        .get = arena_printf(arena, "SELECT item FROM items_%lld WHERE key = ?1", n),
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

#define INDEX_ROWS                                                                                                     \
    "SELECT i.key, t.item FROM index_%lld_%zu i CROSS JOIN items_%lld t ON t.key = i.base WHERE i.key >= ?1 AND "      \
    "i.key < ?2 ORDER BY i.key"

static row_statements index_statements(arena *arena, int64_t id, size_t number) {
    long long n = id;
    return (row_statements){
        .put = arena_printf(arena, "INSERT INTO index_%lld_%zu VALUES (?1, ?2)", n, number),
        .remove = arena_printf(arena, "DELETE FROM index_%lld_%zu WHERE key = ?1", n, number),
        .forwards = arena_printf(arena, INDEX_ROWS, n, number, n),
        .backwards = arena_printf(arena, INDEX_ROWS " DESC", n, number, n),
    };
}

static void compile_indexes(arena *arena, table *table) {
    const table_definition *definition = table->definition;
    size_t global = definition->global_indexes.count;
    table->index_count = global + definition->local_indexes.count;
    table_index *indexes = arena_zalloc(arena, table->index_count * sizeof *indexes);
    for (size_t i = 0; i < table->index_count; i++) {
        const index_definition *index = i < global
                                            ? (const index_definition *)definition->global_indexes.items + i
                                            : (const index_definition *)definition->local_indexes.items + (i - global);
        indexes[i] = (table_index){
            .name = index->name,
            .key = compile_key(definition, &index->key),
            .is_local = i >= global,
            .projection = index->projection,
            .statements = index_statements(arena, table->id, i),
        };
    }
    table->indexes = indexes;
}

static const gabi_error *compile(arena *arena, statement *row, table *ret_table) {
    table_definition *definition = arena_zalloc(arena, sizeof *definition);
    TRY(definition_read(arena, text_copy(arena, column_text(row, 2)), definition));
    *ret_table = (table){
        .id = column_integer(row, 0),
        .name = text_copy(arena, column_text(row, 1)),
        .key = compile_key(definition, &definition->key),
        .definition = definition,
        .statements = table_statements(arena, column_integer(row, 0)),
        .uuid = text_copy(arena, column_text(row, 3)),
        .created_at_ms = column_integer(row, 4),
    };
    ret_table->arn =
        text_format(arena, "arn:aws:dynamodb:" ACCOUNT_REGION ":" ACCOUNT_ID ":table/%.*s", TEXT_ARGS(ret_table->name));
    compile_indexes(arena, ret_table);
    return NULL;
}

static const gabi_error *load(world *world, arena *arena, catalog *self) {
    store *store = world_store(world);
    arena_reset(self->arena);
    self->tables = NULL;
    self->count = 0;
    TRY(store_execute(store, arena, CREATE_CATALOG));
    statement *select = store_prepare(store, "SELECT id, name, definition, uuid, created_at_ms FROM "
                                             "dynamodb_tables ORDER BY name");
    bool is_row;
    for (;;) {
        TRY(statement_step(select, arena, &is_row));
        if (!is_row)
            break;
        self->tables = arena_grow(self->arena, self->tables, self->count * sizeof *self->tables,
                                  (self->count + 1) * sizeof *self->tables);
        TRY(compile(self->arena, select, &self->tables[self->count++]));
    }
    self->is_loaded = true;
    return NULL;
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
    if (!found)
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

/* ---- changing ---- */

static const gabi_error *create_rows(store *store, arena *arena, int64_t id, const table_definition *definition) {
    long long n = id;
    TRY(store_execute(
        store, arena,
        arena_printf(arena, "CREATE TABLE items_%lld (key BLOB PRIMARY KEY, item BLOB NOT NULL) WITHOUT ROWID", n)));
    for (size_t i = 0; i < definition->global_indexes.count + definition->local_indexes.count; i++)
        TRY(store_execute(
            store, arena,
            arena_printf(arena, "CREATE TABLE index_%lld_%zu (key BLOB PRIMARY KEY, base BLOB NOT NULL) WITHOUT ROWID",
                         n, i)));
    return NULL;
}

const gabi_error *table_create(world *world, arena *arena, const table_definition *definition,
                               const table **ret_table) {
    store *store = world_store(world);
    forget(world);
    TRY(store_execute(store, arena, CREATE_CATALOG));
    statement *insert = store_prepare(store, "INSERT INTO dynamodb_tables (name, definition, uuid, created_at_ms) "
                                             "VALUES (?1, ?2, ?3, ?4) RETURNING id");
    bind_text(insert, 1, definition->name);
    bind_text(insert, 2, definition_to_json(arena, definition));
    bind_text(insert, 3, world_uuid(world, arena));
    bind_integer(insert, 4, world_now_ms(world));
    bool is_row;
    TRY(statement_step(insert, arena, &is_row));
    int64_t id = column_integer(insert, 0);
    statement_reset(insert);
    TRY(create_rows(store, arena, id, definition));
    TRY(table_find(world, arena, definition->name, ret_table));
    forget(world); /* should the transaction fail yet; what was found stays until it is read again */
    return NULL;
}

static void discard(store *store, const row_statements *statements) {
    const char *const texts[] = {statements->get, statements->put, statements->remove, statements->forwards,
                                 statements->backwards};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i])
            store_discard(store, texts[i]);
}

const gabi_error *table_drop(world *world, arena *arena, const table *table) {
    store *store = world_store(world);
    long long n = table->id;
    discard(store, &table->statements);
    TRY(store_execute(store, arena, arena_printf(arena, "DROP TABLE items_%lld", n)));
    for (size_t i = 0; i < table->index_count; i++) {
        discard(store, &table->indexes[i].statements);
        TRY(store_execute(store, arena, arena_printf(arena, "DROP TABLE index_%lld_%zu", n, i)));
    }
    statement *remove = store_prepare(store, "DELETE FROM dynamodb_tables WHERE id = ?1");
    bind_integer(remove, 1, table->id);
    forget(world);
    return statement_run(remove, arena);
}

/* ---- describing ---- */

static const gabi_error *measure(store *store, arena *arena, int64_t id, int64_t *ret_count, int64_t *ret_bytes) {
    const char *sql = arena_printf(arena, "SELECT count(*), total(length(item)) FROM items_%lld", (long long)id);
    statement *select = store_prepare(store, sql);
    bool is_row;
    TRY(statement_step(select, arena, &is_row));
    *ret_count = column_integer(select, 0);
    *ret_bytes = column_integer(select, 1);
    statement_reset(select);
    store_discard(store, sql);
    return NULL;
}

const gabi_error *table_describe(world *world, arena *arena, const table *table, const char *status,
                                 json_writer *writer) {
    int64_t count, bytes;
    TRY(measure(world_store(world), arena, table->id, &count, &bytes));
    json_begin_object(writer);
    definition_describe(writer, table->definition, table->arn);
    json_string_member(writer, "TableStatus", text_of(status));
    json_raw_member(
        writer, "CreationDateTime",
        text_format(arena, "%lld.%03d", (long long)(table->created_at_ms / 1000), (int)(table->created_at_ms % 1000)));
    json_integer_member(writer, "TableSizeBytes", bytes);
    json_integer_member(writer, "ItemCount", count);
    json_string_member(writer, "TableArn", table->arn);
    json_string_member(writer, "TableId", table->uuid);
    json_end_object(writer);
    return NULL;
}
