/* Asynchronous invocations: X-Amz-Invocation-Type: Event. They are answered at once, and run when the world settles.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html */
#ifndef GABI_LAMBDA_ASYNC_H
#define GABI_LAMBDA_ASYNC_H

#include "core/op.h"
#include "events/events.h"

/* One that fails is tried again after one minute and after two, and then dropped. */
extern const event_kind async_invocation;

/* Queues the invocation and answers 202. ERROR_TOO_LARGE, code "RequestTooLargeException", past 1 MB;
 * ERROR_NOT_FOUND, code "ResourceNotFoundException". */
const gabi_error *async_invoke(op_call *call, text function_name);

#endif
