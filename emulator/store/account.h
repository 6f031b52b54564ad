/* The account and region that an emulated cloud seems to be. */
#ifndef GABI_ACCOUNT_H
#define GABI_ACCOUNT_H

#include "store/world.h"

#define ACCOUNT_ID "000000000000"
#define ACCOUNT_REGION "eu-central-1"

/* A name of length (at most 32) lower-case letters and digits, as AWS makes up for APIs and secrets. */
text account_random_name(world *world, arena *arena, size_t length);

#endif
