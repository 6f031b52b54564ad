/* Loopback: the transport of a world's functions and fakes, straight into the dispatch, no socket. Every call is a
 * yield point (store/interleaving.h). */
#ifndef GABI_LOOPBACK_H
#define GABI_LOOPBACK_H

#include "edge/dispatch.h"

/* A transport to the services of that world; it lives in the arena. */
transport *loopback_new(arena *arena, dispatcher *dispatcher, world *world);

#endif
