/* Interleaving: several tasks in flight at once, of which exactly one moves at a time. One baton passes between them
 * at yield points, in an order that a seed decides, so that a race happens again whenever the seed is the same. */
#ifndef GABI_INTERLEAVING_H
#define GABI_INTERLEAVING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/error.h"

#define INTERLEAVING_MOST_TASKS 64

typedef struct interleaving_task {
    void (*run)(void *context);
    void *context;
} interleaving_task;

/* Which task moved at each turn. */
typedef struct interleaving_turns {
    size_t *tasks;
    size_t count;
} interleaving_turns;

/* Runs the tasks, a thread each, to their ends. ERROR_UNAVAILABLE when no thread can be had. */
const gabi_error *interleaving_run(arena *arena, uint64_t seed, const interleaving_task *tasks, size_t count,
                                   interleaving_turns *ret_turns);

/* Whether the caller is one of the tasks: it must not wait for another. */
bool interleaving_is_under_way(void);

/* A yield point: lets another task move, or goes on. Outside of interleaving_run it does nothing. Never to be called
 * with a lock held. */
void interleaving_yield(void);

/* A yield point of a task that waits: others move until duration_ms have passed. The time is the tasks' own: it passes
 * at once when all wait, and by chance a little when some could move, but are slow. */
void interleaving_sleep(int64_t duration_ms);

#endif
