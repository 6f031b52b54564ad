/* Instance: one warm copy of a function, with ports of its own: the real AWS adapters over the world's loopback, and
 * the world's clock and ids. */
#ifndef GABI_LAMBDA_INSTANCE_H
#define GABI_LAMBDA_INSTANCE_H

#include "core/service.h"
#include "lambda/function_store.h"
#include "store/account.h"

typedef struct instance {
    arena *arena;
    text function_name;
    int64_t timeout_s;
    service_instance *service;
    struct instance *next; /* the host's */
} instance;

/* Opens the service with the function's environment. */
const gabi_error *instance_open(arena *arena, world *world, const service *service, const function *function,
                                instance **ret_instance);

void instance_close(instance *self);

#endif
