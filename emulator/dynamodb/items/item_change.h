/* Item changes: a put, update, delete or check of one item, in the steps that all operations take: planned (from a
 * request here, from a statement in partiql_write.h), checked against the table, evaluated against the item as it is,
 * applied. A transaction takes each step for all of its writes before the next. */
#ifndef GABI_DYNAMODB_ITEM_CHANGE_H
#define GABI_DYNAMODB_ITEM_CHANGE_H

#include "dynamodb/items/capacity.h"
#include "dynamodb/items/item_collection.h"
#include "dynamodb/items/item_constraints.h"
#include "dynamodb/items/item_request.h"
#include "dynamodb/items/item_store.h"
#include "ports/table.h"

typedef struct item_change {
    table_write_kind kind;
    text table_name;
    table_item given;           /* the item to put, or the key of the one to change */
    bool is_insert;             /* a put that must not find an item */
    const condition *condition; /* NULL: none */
    update update;
    bool shows_old; /* in the error of a condition that failed */
    const table *table;
    text key;        /* of the row */
    table_item old;  /* count 0: there is none */
    table_item item; /* as it will be; count 0: deleted */
    capacity_mode mode;
    capacity_meter *meter; /* NULL: nobody asks what it consumes */
    bool wants_collection;
    item_collection collection; /* what became of it, if it is wanted */
} item_change;

/* Which operation's members a write of that kind has. */
item_operation item_change_operation(table_write_kind kind);

/* Without the lock: all that the request alone tells. */
const gabi_error *item_change_parse(arena *arena, table_write_kind kind, const item_request *request,
                                    item_change *ret_write);

/* Whether an item to put is small enough. */
const gabi_error *item_change_check_size(arena *arena, const item_change *self);

/* Finds the table. From here on with the lock. */
const gabi_error *item_change_find_table(world *world, arena *arena, item_change *self);

/* Whether no key, the table's or an index's, is given an empty value, as far as the request alone tells: in a
 * transaction that is no reason of one write, but refuses the whole. */
const gabi_error *item_change_check_empty_keys(arena *arena, const item_change *self);

/* Checks the key, and sets that of the row. */
const gabi_error *item_change_locate(arena *arena, item_change *self);

/* The same, and reads the item as it is. */
const gabi_error *item_change_prepare(world *world, arena *arena, item_change *self);

/* Whether the write may happen, and what comes of it. Consumes capacity, even where the condition fails.
 * ERROR_CONDITION_FAILED, code "ConditionalCheckFailedException", or of an insert "DuplicateItemException";
 * ERROR_THROTTLED. */
const gabi_error *item_change_evaluate(world *world, arena *arena, item_change *self);

/* ERROR_INVALID, code "ItemCollectionSizeLimitExceededException", when the item's collection is too large then. */
const gabi_error *item_change_apply(world *world, arena *arena, item_change *self);

/* All steps of a change that is planned. */
const gabi_error *item_change_make(world *world, arena *arena, item_change *self);

/* Without the lock: all steps, in a transaction of the store, for an operation that writes one item. */
const gabi_error *item_change_run(op_call *call, table_write_kind kind, item_request *request, item_change *ret_write);

#endif
