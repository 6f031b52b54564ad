/* Front: what answers a request that is for no operation of DynamoDB: its health, a browser's preflight, what is no
 * request to it at all. As recorded from the service. */
#ifndef GABI_DYNAMODB_FRONT_H
#define GABI_DYNAMODB_FRONT_H

#include "core/op.h"

/* Whether a request can be for an operation: one with a body only by its Content-Type. */
bool front_admits(const http_request *request);

/* ERROR_INVALID, code "MalformedJson"; ERROR_UNSUPPORTED, code "UnknownOperationException", with a message only where
 * the target may be an operation that AWS has. */
const gabi_error *front_answer(op_call *call);

#endif
