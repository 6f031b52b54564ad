/* Schedule: which faults a trial has, as a seed decides. */
#ifndef GABI_SCHEDULE_H
#define GABI_SCHEDULE_H

#include "core/buffer.h"

#define SCHEDULE_MOST_FAULTS 4

/* A rule of /_gabi/faults. */
typedef struct planned_fault {
    const char *operation; /* of DynamoDB; NULL: any */
    const char *effect;    /* the effect's members, as JSON */
    int nth;
    int times;
} planned_fault;

typedef struct schedule {
    planned_fault items[SCHEDULE_MOST_FAULTS];
    size_t count;
} schedule;

schedule schedule_of_seed(uint64_t seed);

/* Without the fault at that index. */
schedule schedule_without(const schedule *self, size_t index);

/* The body of the request that has events delivered in the order of a seed. */
text event_order_json(arena *arena, uint64_t seed);

/* The body of the request that adds the fault. */
text planned_fault_json(arena *arena, const planned_fault *fault);

#endif
