/* Request tokens: a transaction that is sent again with its ClientRequestToken is done once. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
#ifndef GABI_DYNAMODB_REQUEST_TOKENS_H
#define GABI_DYNAMODB_REQUEST_TOKENS_H

#include "store/world.h"

#define REQUEST_TOKENS_TABLE "dynamodb_request_tokens"

/* Makes the SQL table where it is not there yet. */
const gabi_error *request_tokens_prepare(world *world, arena *arena);

/* With the lock, in the transaction that the token is for. *ret_is_done tells that a request with this token and body,
 * whose members may come in another order, was done in the last ten minutes; otherwise the token is remembered.
 * ERROR_CONFLICT, code "IdempotentParameterMismatchException", when the body was another. */
const gabi_error *request_token_use(world *world, arena *arena, text token, text body, bool *ret_is_done);

/* Removes tokens that count no more. */
const gabi_error *request_tokens_settle(world *world, arena *arena);

#endif
