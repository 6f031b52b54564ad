/* Transaction reads: what TransactGetItems and ExecuteTransaction do with their look-ups. With the lock. */
#ifndef GABI_DYNAMODB_TRANSACTION_READ_H
#define GABI_DYNAMODB_TRANSACTION_READ_H

#include "dynamodb/items/item_lookup.h"

/* Writes the elements of "Responses". reasons has one for each look-up: what is known to be wrong with it already, or
 * NULL. ERROR_CONFLICT, code "TransactionCanceledException". */
const gabi_error *transaction_read(world *world, arena *arena, item_lookup *lookups, const gabi_error **reasons,
                                   size_t count, json_writer *writer);

#endif
