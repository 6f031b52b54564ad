/* The clock port on the host's clock. */
#ifndef GABI_CLOCK_SYSTEM_H
#define GABI_CLOCK_SYSTEM_H

#include "core/arena.h"
#include "ports/clock.h"

clock_port *clock_system_new(arena *arena);

#endif
