/* Ring: the newest records of something that happens in a world; what is older makes room. It is on or off, which is up
 * to whoever adds. Shared by all threads. */
#ifndef GABI_RECORDS_RING_H
#define GABI_RECORDS_RING_H

#include <stdbool.h>
#include <stdint.h>

#include "core/arena.h"

typedef struct ring ring;

/* What records are, and how many are kept: at most this, and at least the newer half of it. */
typedef struct ring_form {
    size_t record_bytes;  /* of the struct */
    size_t number_offset; /* of an int64_t in it: they are numbered from 1 for as long as the ring lives */
    size_t most_records;
    size_t most_bytes; /* a record may have half of them */

    /* Given a copy of the struct alone, copies what it points to. */
    void (*own)(arena *arena, void *record);
} ring_form;

/* Empty and off; it is ended by ring_free. Both are as a world_state has them. The form outlives the ring. */
ring *ring_new(const ring_form *form);
void ring_free(void *state);

void ring_switch(ring *self, bool is_on);
bool ring_is_on(const ring *self);

/* Adds a copy of the record. */
void ring_add(ring *self, const void *record);

/* Copies of all records, an array from the oldest to the newest, in the arena. */
void *ring_read(ring *self, arena *arena, size_t *ret_count);

/* Takes all out; numbers go on. */
void ring_clear(ring *self);

#endif
