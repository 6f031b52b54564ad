/* Item collections: the items of one partition of a table that has local indexes, and how large they are together, as
 * "ItemCollectionMetrics" tells. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html#LSI.ItemCollections
 *
 * That a collection may not outgrow 10 GB is not emulated: every write would have to measure it. */
#ifndef GABI_DYNAMODB_ITEM_COLLECTION_H
#define GABI_DYNAMODB_ITEM_COLLECTION_H

#include "core/json_writer.h"
#include "dynamodb/table.h"

/* What "ReturnItemCollectionMetrics" may be, for constraint_enum. */
#define ITEM_COLLECTION_WANTED "[SIZE, NONE]"

bool item_collection_is_wanted(text wanted);

typedef struct item_collection {
    table_item key; /* the partition's; count 0: there is no collection */
    int64_t size_bytes;
} item_collection;

/* With the lock: the collection that the item of that key belongs to; none when the table has no local index. The size
 * is that of the stored items, an estimate as AWS's is. */
const gabi_error *item_collection_of(world *world, arena *arena, const table *table, const table_item *key,
                                     item_collection *ret_collection);

/* The object "ItemCollectionMetrics" of one collection. */
void item_collection_write(const item_collection *self, json_writer *writer);

#endif
