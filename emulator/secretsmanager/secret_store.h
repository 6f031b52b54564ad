/* The secrets of a world. */
#ifndef GABI_SECRET_STORE_H
#define GABI_SECRET_STORE_H

#include "store/world.h"

typedef struct secret {
    text name;
    text arn;
    text version_id; /* a UUID */
    text value;
    int64_t created_at_ms;
} secret;

/* ERROR_INVALID, code "ValidationException", when no secret may have that name. */
const gabi_error *secret_check_name(arena *arena, text name);

/* The secret with that name or ARN, whose six random characters may be left out; ERROR_NOT_FOUND, code
 * "ResourceNotFoundException", in Secrets Manager's words. */
const gabi_error *secret_find(arena *arena, world *world, text id, secret *ret_secret);

/* Keeps a new secret; its ARN, version and time are made up here. */
const gabi_error *secret_create(arena *arena, world *world, text name, text value, secret *ret_secret);

#endif
