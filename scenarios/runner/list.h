/* Lists that grow: any struct with items, count and capacity. */
#ifndef GABI_RUNNER_LIST_H
#define GABI_RUNNER_LIST_H

#include "core/arena.h"

/* Makes room for one more item in the list and returns it, all zero. */
#define LIST_ADD(arena_, list)                                                                                         \
    list_add((arena_), (void **)&(list)->items, &(list)->count, &(list)->capacity, sizeof *(list)->items)
void *list_add(arena *arena, void **items, size_t *count, size_t *capacity, size_t item_size);

#endif
