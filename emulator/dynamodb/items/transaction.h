/* Transactions: what TransactGetItems and TransactWriteItems share. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html */
#ifndef GABI_DYNAMODB_TRANSACTION_H
#define GABI_DYNAMODB_TRANSACTION_H

#include "dynamodb/values/constraints.h"
#include "dynamodb/values/wire.h"

#define TRANSACTION_MOST_ITEMS 100
#define TRANSACTION_MOST_BYTES ((size_t)4 * 1024 * 1024)

/* Whether there are 1 to TRANSACTION_MOST_ITEMS of them, and what else was found. member is "transactItems". */
const gabi_error *check_transaction_size(constraints *found, const char *member, const wire_list *items);

/* The error for two writes, or reads, of one item. */
const gabi_error *transaction_repeats_item(arena *arena);

/* TransactionCanceledException for reasons, one for each item (NULL: it was not the reason). NULL when none was. */
const gabi_error *transaction_cancelled(arena *arena, const gabi_error *const *reasons, size_t count);

#endif
