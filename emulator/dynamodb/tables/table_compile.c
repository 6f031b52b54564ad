#include "dynamodb/tables/table_compile.h"

#include "dynamodb/backups/journal.h"
#include "dynamodb/tables/index_lag.h"
#include "dynamodb/values/attribute.h"
#include "store/account.h"

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

/* The rows of an index, each with its item; of an index that lags, as global ones do, with the item as the index shows
 * it yet. */
static const char *index_rows(arena *arena, const table *table, const table_index *index) {
    long long n = index->id, of = table->id;
    return indexes_lag(table) && !index->is_local
               ? arena_printf(arena,
                              "SELECT i.key, %s FROM index_%lld i LEFT JOIN items_%lld t ON t.key = i.base WHERE "
                              "i.key >= ?1 AND i.key < ?2 ORDER BY i.key",
                              index_lag_item_sql(arena, table->id), n, of)
               : arena_printf(arena,
                              "SELECT i.key, t.item FROM index_%lld i CROSS JOIN items_%lld t ON t.key = i.base WHERE "
                              "i.key >= ?1 AND i.key < ?2 ORDER BY i.key",
                              n, of);
}

static row_statements index_statements(arena *arena, const table *table, const table_index *index) {
    long long n = index->id;
    return (row_statements){
        .put = arena_printf(arena, "INSERT INTO index_%lld VALUES (?1, ?2) ON CONFLICT DO NOTHING", n),
        .remove = arena_printf(arena, "DELETE FROM index_%lld WHERE key = ?1", n),
        .forwards = index_rows(arena, table, index),
        .backwards = arena_printf(arena, "%s DESC", index_rows(arena, table, index)),
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
        indexes[i].statements = index_statements(arena, table, &indexes[i]);
    }
    table->indexes = indexes;
    return NULL;
}

const gabi_error *table_compile(store *store, arena *arena, statement *row, table *ret_table) {
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
