/* Invariants: what must hold in the studio's data whatever happens (docs/invariants.md). They are read through the
 * wire, as anybody could. */
#ifndef GABI_INVARIANTS_H
#define GABI_INVARIANTS_H

#include "core/error.h"
#include "transport/transport.h"

/* Something that does not hold. */
typedef struct violation {
    const char *invariant; /* its name in docs/invariants.md */
    text what;
} violation;

typedef struct violation_list {
    violation *items;
    size_t count;
    size_t capacity;
} violation_list;

void violation_add(arena *arena, violation_list *list, const char *invariant, text what);

/* Reads the tables of the world behind client, whose AWS services are at aws_address, and adds what does not hold. A
 * table that is not there is taken to be empty. */
const gabi_error *invariants_check(arena *arena, transport *client, text aws_address, violation_list *list);

#endif
