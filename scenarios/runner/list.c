#include "runner/list.h"

#include <string.h>

#define SMALLEST_LIST 4

void *list_add(arena *arena, void **items, size_t *count, size_t *capacity, size_t item_size) {
    if (*count == *capacity) {
        size_t larger = *capacity ? *capacity * 2 : SMALLEST_LIST;
        *items = arena_grow(arena, *items, *capacity * item_size, larger * item_size);
        *capacity = larger;
    }
    return memset((char *)*items + (*count)++ * item_size, 0, item_size);
}
