/* The host keeps warm instances of functions: each serves one invocation at a time, as on AWS, so that concurrent
 * invocations run in instances of their own and only the services they call see their races. */
#ifndef GABI_LAMBDA_HOST_H
#define GABI_LAMBDA_HOST_H

#include "core/service.h"
#include "store/world.h"

/* The type of a time-out, as Lambda names it. */
#define HOST_TIMED_OUT "Sandbox.Timedout"

/* The failure of a function that was not through in time, but for what stands before it: "RequestId: … Error: ". */
const gabi_error *host_timeout(arena *arena, int64_t timeout_s);

/* What Lambda answers for a function that failed: {"errorType","errorMessage"}. */
text host_failure_text(arena *arena, const gabi_error *error);

/* What host_invoke refuses before anything runs, or NULL. */
const gabi_error *host_check(world *world, arena *arena, text function_name, text event);

typedef struct host_invocation {
    text function_name;
    text request_id;
    text event;
} host_invocation;

/* Runs one invocation. When the function fails, or is not through before its time-out, *ret_failed is set and the
 * answer is Lambda's {"errorMessage", "errorType"}. ERROR_NOT_FOUND, code "ResourceNotFoundException", for a function
 * that is not there; ERROR_INVALID, code "InvalidRequestContentException", for an event that is not JSON. */
const gabi_error *host_invoke(world *world, arena *arena, const host_invocation *invocation, text *ret_answer,
                              bool *ret_failed);

#endif
