/* Elapsed: time that passes for people, on the host's clock, which only goes forward. */
#ifndef GABI_RUNNER_ELAPSED_H
#define GABI_RUNNER_ELAPSED_H

#include <stdint.h>
#include <time.h>

/* Since an arbitrary instant. */
static inline int64_t elapsed_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

#endif
