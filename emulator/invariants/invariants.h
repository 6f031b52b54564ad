/* Invariants: what must hold in the studio's data whatever happens (docs/invariants.md). */
#ifndef GABI_INVARIANTS_H
#define GABI_INVARIANTS_H

#include "invariants/studio_data.h"

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

/* Adds what does not hold. */
void invariants_check(arena *arena, const studio_data *data, violation_list *list);

#endif
