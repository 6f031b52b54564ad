#include "dynamodb/item_collection.h"

#include "dynamodb/attribute.h"
#include "dynamodb/item_store.h"
#include "dynamodb/key.h"

#define GIGABYTE ((int64_t)1 << 30)

bool item_collection_is_wanted(text wanted) { return text_equal(wanted, TEXT("SIZE")); }

static bool has_local_index(const table *table) {
    for (size_t i = 0; i < table->index_count; i++)
        if (table->indexes[i].is_local)
            return true;
    return false;
}

const gabi_error *item_collection_of(world *world, arena *arena, const table *table, const table_item *key,
                                     item_collection *ret_collection) {
    if (!has_local_index(table))
        return NULL;
    const attribute_value *hash = item_find(key, table->key.attributes[0].name);
    buffer partition = BUFFER(arena);
    key_append_partition(&partition, &hash, 1);
    attribute *named = arena_alloc(arena, sizeof *named);
    *named = (attribute){text_copy(arena, table->key.attributes[0].name), *hash};
    item_collection collection = {.key = {named, 1}};
    TRY(items_size(world_store(world), arena, table, buffer_text(&partition), &collection.size_bytes));
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
