#include "dynamodb/items/item_collection.h"

#include "dynamodb/items/item_store.h"
#include "dynamodb/values/attribute.h"
#include "dynamodb/values/key.h"
#include "store/page_size.h"

#define GIGABYTE ((int64_t)1 << 30)

bool item_collection_is_wanted(text wanted) { return text_equal(wanted, TEXT("SIZE")); }

static int64_t count_local_indexes(const table *table) {
    int64_t count = 0;
    for (size_t i = 0; i < table->index_count; i++)
        count += table->indexes[i].is_local;
    return count;
}

/* ---- sizes ---- */

/* Of an item in the table and in its local indexes. */
static int64_t size_of(const table *table, const table_item *item) {
    size_t bytes = item_size_bytes(item);
    for (size_t i = 0; i < table->index_count; i++)
        if (table->indexes[i].is_local && index_has(&table->indexes[i], item))
            bytes += index_item_size_bytes(table, &table->indexes[i], item);
    return (int64_t)bytes;
}

static const gabi_error *measure_rows(statement *rows, struct arena *of_row, const table *table, int64_t *bytes) {
    for (;;) {
        row row;
        bool is_found;
        arena_reset(of_row);
        TRY(rows_next(rows, of_row, &is_found, &row));
        if (!is_found)
            return NULL;
        table_item item = item_of_json(of_row, row.json);
        *bytes += size_of(table, &item);
    }
}

/* The collection of the item, or key. */
static const gabi_error *measure(world *world, arena *arena, const table *table, const table_item *item,
                                 int64_t *ret_bytes) {
    const attribute_value *hash = item_find(item, table->key.attributes[0].name);
    buffer partition = BUFFER(arena);
    key_append_partition(&partition, &hash, 1);
    text from = buffer_text(&partition);
    row_range range = {.from = from, .to = key_after_prefix(arena, from)};
    struct arena *of_row = arena_new(ARENA_REQUEST_CEILING_BYTES);
    *ret_bytes = 0;
    const gabi_error *failure =
        measure_rows(rows_open(world_store(world), &table->statements, &range), of_row, table, ret_bytes);
    arena_free(of_row);
    return failure;
}

/* ---- metrics ---- */

const gabi_error *item_collection_of(world *world, arena *arena, const table *table, const table_item *key,
                                     item_collection *ret_collection) {
    if (count_local_indexes(table) == 0)
        return NULL;
    attribute *named = arena_alloc(arena, sizeof *named);
    text name = table->key.attributes[0].name;
    *named = (attribute){text_copy(arena, name), *item_find(key, name)};
    item_collection collection = {.key = {named, 1}};
    TRY(measure(world, arena, table, key, &collection.size_bytes));
    *ret_collection = collection;
    return NULL;
}

void item_collection_write(const item_collection *self, json_writer *writer) {
    int64_t least = self->size_bytes / GIGABYTE;
    json_begin_object(writer);
    json_name(writer, TEXT("ItemCollectionKey"));
    item_write(writer, &self->key);
    json_raw_member(writer, "SizeEstimateRangeGB",
                    text_format(writer->out->arena, "[%lld.0,%lld.0]", (long long)least, (long long)least + 1));
    json_end_object(writer);
}

/* ---- the limit ---- */

int64_t item_collection_limit_bytes(const table *table) {
    const optional_integer *limit = &table->settings.collection_limit_bytes;
    return limit->is_present ? limit->value : ITEM_COLLECTION_MOST_BYTES;
}

/* Of all that the world has. */
static const gabi_error *size_of_world(world *world, arena *arena, int64_t *ret_bytes) {
    bool is_row;
    statement *select = store_prepare(world_store(world), "PRAGMA page_count");
    TRY(statement_step(select, arena, &is_row));
    *ret_bytes = column_integer(select, 0) * STORE_PAGE_BYTES; /* there is always a row */
    statement_reset(select);
    return NULL;
}

const gabi_error *item_collection_check(world *world, arena *arena, const table *table, const table_item *old,
                                        const table_item *item) {
    int64_t bytes, copies = 1 + count_local_indexes(table), limit_bytes = item_collection_limit_bytes(table);
    if (copies == 1)
        return NULL;
    int64_t growth_bytes = size_of(table, item) - size_of(table, old);
    if (growth_bytes <= 0)
        return NULL;
    TRY(size_of_world(world, arena, &bytes));
    if (bytes * copies + growth_bytes <= limit_bytes) /* items lie there once, and never in less than they count */
        return NULL;
    TRY(measure(world, arena, table, item, &bytes));
    return bytes + growth_bytes <= limit_bytes
               ? NULL
               : error_new(arena, ERROR_INVALID, ITEM_COLLECTION_EXCEEDED, ITEM_COLLECTION_EXCEEDED_MESSAGE);
}
