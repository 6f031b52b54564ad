/* The ids port on the kernel's random numbers. */
#ifndef GABI_IDS_SYSTEM_H
#define GABI_IDS_SYSTEM_H

#include "core/arena.h"
#include "ports/ids.h"

ids_port *ids_system_new(arena *arena);

#endif
