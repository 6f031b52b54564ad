/* The host keeps warm instances of functions: each serves one invocation at a time, as on AWS, so that concurrent
 * invocations run in instances of their own and only the services they call see their races. */
#ifndef GABI_LAMBDA_HOST_H
#define GABI_LAMBDA_HOST_H

#include "core/service.h"
#include "store/world.h"

/* What host_invoke refuses before anything runs, or NULL. */
const gabi_error *host_check(world *world, arena *arena, text function_name, text event);

/* Runs one invocation. When the function fails *ret_failed is set and the answer is Lambda's {"errorMessage",
 * "errorType"}. ERROR_NOT_FOUND, code "ResourceNotFoundException", for a function that is not there;
 * ERROR_INVALID, code "InvalidRequestContentException", for an event that is not JSON. */
const gabi_error *host_invoke(world *world, arena *arena, text function_name, text event, text *ret_answer,
                              bool *ret_failed);

#endif
