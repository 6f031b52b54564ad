/* The ids port for unit tests: the same bytes in the same order for one seed. */
#ifndef GABI_IDS_MEMORY_H
#define GABI_IDS_MEMORY_H

#include <stdint.h>

#include "core/arena.h"
#include "ports/ids.h"

ids_port *ids_memory_new(arena *arena, uint64_t seed);

#endif
