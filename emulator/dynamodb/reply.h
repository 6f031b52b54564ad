/* Replies: the headers that all of DynamoDB's answers carry, and how its errors look. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html */
#ifndef GABI_DYNAMODB_REPLY_H
#define GABI_DYNAMODB_REPLY_H

#include "core/op.h"

/* Status 200. */
void reply(op_call *call, text body);

/* What is no JSON, without a type. */
void reply_bytes(op_call *call, int status, text body);

/* Whether the request's Content-Type is one that DynamoDB takes. */
bool reply_knows_type(const http_request *request);

void reply_error(op_call *call, const gabi_error *error);

/* How AWS calls the error where it is that of one part of a request: "ConditionalCheckFailed", "ValidationError". */
text failure_code(const gabi_error *error);

#endif
