/* Schedule: which faults a trial has, as a seed decides. */
#ifndef GABI_SCHEDULE_H
#define GABI_SCHEDULE_H

#include "core/buffer.h"
#include "explore/fault_kinds.h"

#define SCHEDULE_MOST_FAULTS 4

/* A rule of /_gabi/faults. */
typedef struct planned_fault {
    const fault_kind *kind; /* of the calls that it is for */
    text effect;            /* of the kind's */
    bool is_for_all;        /* of the service's operations and callers, not the kind's alone */
    int nth;
    int times;
} planned_fault;

typedef struct schedule {
    planned_fault items[SCHEDULE_MOST_FAULTS];
    size_t count;
} schedule;

/* Of faults of these kinds; without any it is empty. */
schedule schedule_of_seed(const fault_kinds *kinds, uint64_t seed);

/* Without the fault at that index. */
schedule schedule_without(const schedule *self, size_t index);

/* The body of the request that has events delivered in the order of a seed. */
text event_order_json(arena *arena, uint64_t seed);

/* The body of the request that adds the fault. */
text planned_fault_json(arena *arena, const planned_fault *fault);

#endif
