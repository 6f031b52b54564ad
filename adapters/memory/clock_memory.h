/* The clock port for unit tests: stands still until it is set or slept on. */
#ifndef GABI_CLOCK_MEMORY_H
#define GABI_CLOCK_MEMORY_H

#include "core/arena.h"
#include "ports/clock.h"

typedef struct clock_memory {
    clock_port port;
    int64_t now_ms;
    int64_t slept_ms;    /* in all */
    int64_t deadline_ms; /* INT64_MAX unless it is set */
} clock_memory;

clock_memory *clock_memory_new(arena *arena, int64_t now_ms);

#endif
