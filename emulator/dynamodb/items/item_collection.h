/* Item collections: the items of one partition of a table that has local indexes, and how large they are together, as
 * "ItemCollectionMetrics" tells: the items, and what the local indexes have of them. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html#LSI.ItemCollections
 *
 * None may outgrow 10 GB, or less where the control API says so. Sizes are kept nowhere: a collection is measured when
 * somebody asks, or when there is so much in the whole world that it might have outgrown its limit. */
#ifndef GABI_DYNAMODB_ITEM_COLLECTION_H
#define GABI_DYNAMODB_ITEM_COLLECTION_H

#include "core/json_writer.h"
#include "dynamodb/tables/table.h"

#define ITEM_COLLECTION_MOST_BYTES ((int64_t)10 * 1024 * 1024 * 1024)

#define ITEM_COLLECTION_EXCEEDED "ItemCollectionSizeLimitExceededException"
#define ITEM_COLLECTION_EXCEEDED_MESSAGE "Collection size exceeded."

/* What "ReturnItemCollectionMetrics" may be, for constraint_enum. */
#define ITEM_COLLECTION_WANTED "[SIZE, NONE]"

bool item_collection_is_wanted(text wanted);

typedef struct item_collection {
    table_item key; /* the partition's; count 0: there is no collection */
    int64_t size_bytes;
} item_collection;

/* With the lock, as below: the collection that the item of that key belongs to; none when the table has no local index.
 */
const gabi_error *item_collection_of(world *world, arena *arena, const table *table, const table_item *key,
                                     item_collection *ret_collection);

/* The object "ItemCollectionMetrics" of one collection. */
void item_collection_write(const item_collection *self, json_writer *writer);

/* How large collections of the table may be. */
int64_t item_collection_limit_bytes(const table *table);

/* Before item is written in place of old (count 0: there will be, or is, none): whether its collection would outgrow
 * that. ERROR_INVALID, code ITEM_COLLECTION_EXCEEDED. */
const gabi_error *item_collection_check(world *world, arena *arena, const table *table, const table_item *old,
                                        const table_item *item);

#endif
