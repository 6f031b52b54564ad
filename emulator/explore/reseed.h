/* Reseed: a scenario's requests as they are, but those that run together (POST /_gabi/together) with another seed. */
#ifndef GABI_RESEED_H
#define GABI_RESEED_H

#include "transport/transport.h"

/* A transport that does what inner does, with that seed. It lives in the arena. */
transport *reseed(arena *arena, transport *inner, uint64_t seed);

#endif
