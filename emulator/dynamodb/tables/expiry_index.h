/* Expiry index: when the items of tables with a time to live expire, kept in the transactions that write the items. All
 * with the store's lock held. Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html */
#ifndef GABI_DYNAMODB_EXPIRY_INDEX_H
#define GABI_DYNAMODB_EXPIRY_INDEX_H

#include "dynamodb/tables/table.h"

/* Makes the SQL tables where they are not there yet. */
const gabi_error *expiries_prepare(world *world, arena *arena);

/* An item of a table with a time to live was put in place of old; count 0: there was, or is, none. */
const gabi_error *expiries_change(world *world, arena *arena, const table *table, text key, const table_item *old,
                                  const table_item *item);

/* The table is dropped, or has a time to live no more. */
const gabi_error *expiries_drop(world *world, arena *arena, const table *table);

/* ---- tables that had items already ---- */

/* All items are to be looked at. */
const gabi_error *expiries_begin_backfill(world *world, arena *arena, const table *table);

/* Looks at the next page of items of a table that is to be backfilled; *ret_is_done when there is no such table. */
const gabi_error *expiries_backfill_page(world *world, arena *arena, bool *ret_is_done);

/* ---- what falls due ---- */

typedef struct expiry {
    int64_t at_s;
    text key; /* of the item's row */
} expiry;

/* Up to limit expiries of the table, the earliest first, up to and with that second. */
const gabi_error *expiries_due(world *world, arena *arena, const table *table, int64_t upto_s, size_t limit,
                               expiry *ret_expiries, size_t *ret_count);

#endif
