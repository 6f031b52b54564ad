/* Transaction writes: what TransactWriteItems and ExecuteTransaction do with their changes, all of them or none. */
#ifndef GABI_DYNAMODB_TRANSACTION_WRITE_H
#define GABI_DYNAMODB_TRANSACTION_WRITE_H

#include "dynamodb/items/item_change.h"

typedef struct transaction_writes {
    item_change *changes;
    const gabi_error **reasons; /* for each change what is known to be wrong with it already, or NULL */
    size_t count;
    text token; /* "ClientRequestToken"; empty: none */
    text body;  /* of the request, which the token is for */
} transaction_writes;

/* Without the lock: admits the transaction, and writes when its turn comes. ERROR_CONFLICT, code
 * "TransactionCanceledException" and those of request_tokens.h and transaction_claims.h. */
const gabi_error *transaction_write(world *world, arena *arena, const transaction_writes *writes);

#endif
