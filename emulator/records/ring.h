/* Ring: the newest records of something, up to so many of so many bytes; what is older makes room. Shared by all
 * threads. */
#ifndef GABI_RECORDS_RING_H
#define GABI_RECORDS_RING_H

#include <stdint.h>

#include "core/arena.h"

typedef struct ring ring;

/* Empty; it is ended by ring_free. */
ring *ring_new(size_t most_count, size_t most_bytes);
void ring_free(ring *self);

/* Adds a record that lies in an arena of its own, which is the ring's from then on. Returns its number, counted from 1
 * for as long as the ring lives. */
int64_t ring_add(ring *self, arena *arena, const void *record);

/* Calls visit for the records from the oldest to the newest. Nobody adds meanwhile. */
void ring_visit(ring *self, void (*visit)(void *context, int64_t number, const void *record), void *context);

/* Takes all out; numbers go on. */
void ring_clear(ring *self);

#endif
