/* Sample data: items per table in DynamoDB's JSON, with dates that follow the world's clock.
 *
 *     {"_logins": [{"email", "password", "role"}…], "Classes": [{"classId": {"S": "…"}, …}…], …}
 *
 * Inside strings {{day+N}} and {{day-N}} stand for the world's date plus or minus N days, e.g. 2026-01-07. "_logins" is
 * for people to read. */
#ifndef GABI_SAMPLE_H
#define GABI_SAMPLE_H

#include "store/world.h"

/* Writes the items through the world's own DynamoDB, 25 a batch. */
const gabi_error *sample_load(arena *arena, world *world, text document);

typedef struct sample_login {
    text email;
    text password;
    text role;
} sample_login;

/* The logins that a sample lists. */
const gabi_error *sample_logins(arena *arena, text document, sample_login **ret_logins, size_t *ret_count);

#endif
