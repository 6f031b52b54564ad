/* Item look-ups: one item by its key, as GetItem, BatchGetItem and TransactGetItems do it. */
#ifndef GABI_DYNAMODB_ITEM_LOOKUP_H
#define GABI_DYNAMODB_ITEM_LOOKUP_H

#include "dynamodb/items/capacity.h"
#include "dynamodb/items/item_request.h"
#include "dynamodb/items/item_store.h"

typedef struct item_lookup {
    text table_name;
    const table_item *key;
    projection projection;
    const table *table;
    text row; /* the key of the item's row */
    capacity_mode mode;
    capacity_meter *meter; /* NULL: nobody asks what it consumes */
} item_lookup;

/* Without the lock: all that the request alone tells. */
const gabi_error *item_lookup_parse(arena *arena, const item_request *request, item_lookup *ret_lookup);

/* With the lock: finds the table, and where in it the item would be. */
const gabi_error *item_lookup_find(world *world, arena *arena, item_lookup *self);

/* The item's JSON, projected; empty when there is none. */
const gabi_error *item_lookup_read(world *world, arena *arena, const item_lookup *self, text *ret_json);

/* Both at once. */
const gabi_error *item_lookup_run(world *world, arena *arena, item_lookup *self, text *ret_json);

#endif
