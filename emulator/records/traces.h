/* Traces: which calls of services an invocation was made of, while that is recorded: the gateway's, which invokes a
 * function, which calls DynamoDB. In memory: the newest TRACES_MOST_CALLS of TRACES_MOST_BYTES in all. */
#ifndef GABI_RECORDS_TRACES_H
#define GABI_RECORDS_TRACES_H

#include "store/world.h"

#define TRACES_MOST_CALLS 10000
#define TRACES_MOST_BYTES ((size_t)16 * 1024 * 1024)

/* Longer than what a call can be about is named: of what is refused for it the beginning. */
#define TRACES_MOST_RESOURCE_BYTES ((size_t)2048)

typedef struct traced_call {
    int64_t number; /* in the order in which calls ended, from 1 up in each world */
    uint64_t invocation;
    world_span span;
    text caller;
    text service;
    text operation;
    text *resources; /* tables, a function, … */
    size_t resource_count;
    int64_t begin_ms; /* by the world's clock */
    int64_t end_ms;
    int64_t duration_us; /* on the host */
    int64_t fault;       /* that it met; 0: none */
    int status;          /* or HTTP_NO_ANSWER */
} traced_call;

void traces_switch(world *world, bool is_on);
bool traces_are_on(world *world);
void traces_clear(world *world);

/* Begins a call, whose service and caller are filled in, if traces are on and it is no upkeep. Only worth asking where
 * world_has(world, WORLD_HAS_TRACES). */
bool traces_begin(world *world, text service, traced_call *ret_call);

/* Records it at its end, with operation, resources, fault and status filled in. */
void traces_end(world *world, traced_call *call);

/* A copy of what is recorded, in the order in which the calls ended. */
void traces_read(world *world, arena *arena, traced_call **ret_calls, size_t *ret_count);

#endif
