/* Interruption: Control-C ends a run in good order. The first SIGINT, SIGTERM or SIGHUP is told by a flag, the second
 * ends the process at once, as it would have without this. */
#ifndef GABI_INTERRUPTION_H
#define GABI_INTERRUPTION_H

#include <stdatomic.h>
#include <stdbool.h>

#include "core/arena.h"

/* Takes the signals from here on, in all threads that begin later too, until the arena ends. Returns the flag. */
const atomic_bool *interruption_await(arena *arena);

#endif
