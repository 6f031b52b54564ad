/* Replies: the headers that all of DynamoDB's answers carry, and how its errors look. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html */
#ifndef GABI_DYNAMODB_REPLY_H
#define GABI_DYNAMODB_REPLY_H

#include "core/json_writer.h"
#include "core/op.h"
#include "store/world.h"

/* Status 200. */
void reply(op_call *call, text body);

/* Writes the members of an answer out of what the world's store holds, which it may change as well. With the store's
 * lock held. */
typedef const gabi_error *reply_writer(world *world, arena *arena, const void *request, json_writer *writer);

/* Status 200, with an object of the members that `write` writes in one transaction. */
const gabi_error *reply_from_store(op_call *call, store_mode mode, reply_writer *write, const void *request);

/* What is no JSON, without a type. */
void reply_bytes(op_call *call, int status, text body);

/* Whether the request's Content-Type is one that DynamoDB takes. */
bool reply_knows_type(const http_request *request);

void reply_error(op_call *call, const gabi_error *error);

/* How AWS calls the error where it is that of one part of a request: "ConditionalCheckFailed", "ValidationError". */
text failure_code(const gabi_error *error);

#endif
