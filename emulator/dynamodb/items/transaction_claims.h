/* Claims: the items that transactions under way are about to write. A transaction claims its items when it is admitted,
 * before it waits for its turn to write, so that whoever wants one of them meanwhile is refused as on AWS. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 */
#ifndef GABI_DYNAMODB_TRANSACTION_CLAIMS_H
#define GABI_DYNAMODB_TRANSACTION_CLAIMS_H

#include "dynamodb/items/transaction.h"
#include "dynamodb/tables/table.h"

typedef struct item_claim {
    int64_t table_id;
    text row; /* its key; empty: the write cannot be made, and claims nothing */
} item_claim;

/* What one transaction claims. Its storage, and the rows' bytes, stay with the caller until it is released. */
typedef struct transaction_claims {
    struct transaction_claims *next;
    text token; /* the client's request token; empty: none */
    item_claim items[TRANSACTION_MOST_ITEMS];
    size_t count;
} transaction_claims;

/* Claims all items or none. Items that others have claimed become reasons (NULL for the others), and so
 * "TransactionCanceledException"; reasons and claims correspond by index. ERROR_CONFLICT, code
 * "TransactionInProgressException", when a transaction with that token is under way. */
const gabi_error *claims_take(world *world, arena *arena, transaction_claims *claims);

void claims_release(world *world, transaction_claims *claims);

/* NULL, or ERROR_CONFLICT, code "TransactionConflictException", when a transaction under way has claimed the item. */
const gabi_error *claims_check(world *world, arena *arena, const table *table, text row);

#endif
