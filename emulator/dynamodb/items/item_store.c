#include "dynamodb/items/item_store.h"

#include "dynamodb/backups/journal.h"
#include "dynamodb/tables/expiry_index.h"
#include "dynamodb/tables/index_lag.h"
#include "dynamodb/tables/metrics.h"
#include "dynamodb/values/attribute.h"
#include "dynamodb/values/key.h"

static void append_key(buffer *out, const key_schema *schema, const table_item *item) {
    const attribute_value *values[MOST_KEY_ATTRIBUTES];
    for (size_t i = 0; i < schema->count; i++)
        values[i] = item_find(item, schema->attributes[i].name);
    key_append_partition(out, values, schema->hash_count);
    for (size_t i = schema->hash_count; i < schema->count; i++)
        key_append_range(out, values[i]);
}

text row_key(arena *arena, const key_schema *schema, const table_item *item) {
    buffer out = BUFFER(arena);
    append_key(&out, schema, item);
    return buffer_text(&out);
}

/* Whether the value can be part of an index's key. Items that were there before the index may have others. */
static bool can_be_key(const key_attribute *part, const attribute_value *value, bool is_hash) {
    if (!value || value->kind != part->kind)
        return false;
    return value->kind == ATTRIBUTE_NUMBER ||
           (!text_is_empty(value->text) &&
            value->text.length <= (is_hash ? LONGEST_HASH_KEY_BYTES : LONGEST_RANGE_KEY_BYTES));
}

bool index_has(const table_index *index, const table_item *item) {
    for (size_t i = 0; i < index->key.count; i++)
        if (!can_be_key(&index->key.attributes[i], item_find(item, index->key.attributes[i].name),
                        i < index->key.hash_count))
            return false;
    return true;
}

bool index_row_key(arena *arena, const table_index *index, const table_item *item, text base, text *ret_key) {
    const key_schema *schema = &index->key;
    if (!index_has(index, item))
        return false;
    buffer out = BUFFER(arena);
    append_key(&out, schema, item);
    buffer_append(&out, base);
    *ret_key = buffer_text(&out);
    return true;
}

const gabi_error *items_get(store *store, arena *arena, const table *table, text key, text *ret_json) {
    statement *select = store_prepare(store, table->statements.get);
    bool is_found;
    bind_blob(select, 1, key);
    TRY(statement_step(select, arena, &is_found));
    *ret_json = is_found ? text_copy(arena, column_blob(select, 0)) : TEXT("");
    if (is_found)
        statement_reset(select);
    return NULL;
}

/* ---- indexes ---- */

bool index_projects(const table *table, const table_index *index, text name) {
    const text *included = index->projection->included.items;
    if (text_equal(index->projection->type, TEXT("ALL")) || key_has(&table->key, name) || key_has(&index->key, name))
        return true;
    for (size_t i = 0; i < index->projection->included.count; i++)
        if (text_equal(included[i], name))
            return true;
    return false;
}

table_item index_item(arena *arena, const table *table, const table_index *index, const table_item *item) {
    attribute *shown = arena_alloc(arena, item->count * sizeof *shown);
    size_t count = 0;
    for (size_t i = 0; i < item->count; i++)
        if (index_projects(table, index, item->attributes[i].name))
            shown[count++] = item->attributes[i];
    return (table_item){shown, count};
}

size_t index_item_size_bytes(const table *table, const table_index *index, const table_item *item) {
    size_t size = 0;
    for (size_t i = 0; i < item->count; i++)
        if (index_projects(table, index, item->attributes[i].name))
            size += attribute_size_bytes(&item->attributes[i].value) + item->attributes[i].name.length;
    return size;
}

static const gabi_error *remove_row(store *store, arena *arena, const row_statements *statements, text key) {
    statement *remove = store_prepare(store, statements->remove);
    bind_blob(remove, 1, key);
    return statement_run(remove, arena);
}

static const gabi_error *put_row(store *store, arena *arena, const row_statements *statements, text key, text value) {
    statement *put = store_prepare(store, statements->put);
    bind_blob(put, 1, key);
    bind_blob(put, 2, value);
    return statement_run(put, arena);
}

const gabi_error *index_update(store *store, arena *arena, const table_index *index, text key, const table_item *old,
                               const table_item *item) {
    text old_key = {0}, new_key = {0};
    bool had = index_row_key(arena, index, old, key, &old_key);
    bool has = index_row_key(arena, index, item, key, &new_key);
    if (had && has && text_equal(old_key, new_key))
        return NULL;
    if (had)
        TRY(remove_row(store, arena, &index->statements, old_key));
    return has ? put_row(store, arena, &index->statements, new_key, key) : NULL;
}

const gabi_error *items_update_global_indexes(store *store, arena *arena, const table *table, text key,
                                              const table_item *old, const table_item *item) {
    for (size_t i = 0; i < table->index_count; i++)
        if (!table->indexes[i].is_local)
            TRY(index_update(store, arena, &table->indexes[i], key, old, item));
    return NULL;
}

static const gabi_error *update_indexes(world *world, arena *arena, const table *table, text key, const table_item *old,
                                        const table_item *item) {
    store *store = world_store(world);
    for (size_t i = 0; i < table->index_count; i++)
        if (table->indexes[i].is_local)
            TRY(index_update(store, arena, &table->indexes[i], key, old, item));
    return indexes_lag(table) ? index_lag_note(world, arena, table, key, old)
                              : items_update_global_indexes(store, arena, table, key, old, item);
}

const gabi_error *items_put(world *world, arena *arena, const table *table, text key, const table_item *old,
                            const table_item *item) {
    store *store = world_store(world);
    if (table->journal)
        TRY(journal_add(world, arena, table->journal, key));
    TRY(put_row(store, arena, &table->statements, key, item_to_json(arena, item)));
    TRY(update_indexes(world, arena, table, key, old, item));
    if (table->settings.time_to_live.data)
        TRY(expiries_change(world, arena, table, key, old, item));
    metrics_count(world, table, key, old, item);
    return NULL;
}

const gabi_error *items_remove(world *world, arena *arena, const table *table, text key, const table_item *old) {
    store *store = world_store(world);
    const table_item nothing = {0};
    if (table->journal)
        TRY(journal_add(world, arena, table->journal, key));
    TRY(remove_row(store, arena, &table->statements, key));
    TRY(update_indexes(world, arena, table, key, old, &nothing));
    if (table->settings.time_to_live.data)
        TRY(expiries_change(world, arena, table, key, old, &nothing));
    metrics_count(world, table, key, old, &nothing);
    return NULL;
}

const gabi_error *items_index(world *world, arena *arena, const table *table, text key, const table_item *item) {
    const table_item nothing = {0};
    return update_indexes(world, arena, table, key, &nothing, item);
}

/* ---- ranges ---- */

statement *rows_open(store *store, const row_statements *statements, const row_range *range) {
    statement *rows = store_prepare(store, range->is_backwards ? statements->backwards : statements->forwards);
    bind_blob(rows, 1, range->from);
    bind_blob(rows, 2, range->to);
    return rows;
}

const gabi_error *rows_next(statement *rows, arena *arena, bool *ret_found, row *ret_row) {
    TRY(statement_step(rows, arena, ret_found));
    if (*ret_found)
        *ret_row = (row){text_copy(arena, column_blob(rows, 0)), text_copy(arena, column_blob(rows, 1))};
    return NULL;
}
