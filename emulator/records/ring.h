/* Ring: the newest records of something that happens in a world; what is older makes room. It is on or off, which is up
 * to whoever adds. Shared by all threads. */
#ifndef GABI_RECORDS_RING_H
#define GABI_RECORDS_RING_H

#include <stdbool.h>
#include <stdint.h>

#include "core/arena.h"

typedef struct ring ring;

/* How much is kept: at most this, and at least the newer half of it. */
typedef struct ring_limits {
    size_t most_records;
    size_t most_bytes; /* a record may have half of them */
} ring_limits;

/* Empty and off; it is ended by ring_free. Both are as a world_state has them. */
ring *ring_new(ring_limits limits);
void ring_free(void *state);

void ring_switch(ring *self, bool is_on);
bool ring_is_on(const ring *self);

/* Adds what copy makes of the given record, in an arena that lives as long as the copy is kept. Nobody else adds or
 * visits meanwhile. */
void ring_add(ring *self, void *(*copy)(arena *arena, const void *given), const void *given);

/* Calls visit for the records from the oldest to the newest, with their numbers, which count from 1 for as long as the
 * ring lives. */
void ring_visit(ring *self, void (*visit)(void *context, int64_t number, const void *record), void *context);

/* Takes all out; numbers go on. */
void ring_clear(ring *self);

#endif
