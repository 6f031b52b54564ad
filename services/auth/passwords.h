/* Passwords: hashed with bcrypt ("$2b$", libcrypt), never kept as they are.
 *
 * The cost comes from the setting BCRYPT_COST, from 4 (for tests) to 31; the OWASP cheat sheet on password storage asks
 * for 10 or more. bcrypt reads 72 bytes and no NUL: what is longer is refused, not cut off. */
#ifndef GABI_AUTH_PASSWORDS_H
#define GABI_AUTH_PASSWORDS_H

#include "core/settings.h"
#include "ports/ids.h"

#define PASSWORD_LEAST_BYTES 8
#define PASSWORD_MOST_BYTES 72

typedef struct passwords {
    ids_port *ids;
    unsigned long cost;
    const char *dummy_salt; /* of that cost */
} passwords;

/* ERROR_INTERNAL, code "missing_setting" or "bad_setting", without a usable BCRYPT_COST. */
const gabi_error *passwords_open(arena *arena, const settings *settings, ids_port *ids, passwords *ret_passwords);

/* The hash of a password of at most 72 bytes, with a fresh salt. */
text passwords_hash(const passwords *self, arena *arena, text password);

/* Whether hash is that of the password. A hash of nobody (empty, or none of bcrypt's) never fits, but takes the same
 * time to say so. */
bool passwords_match(const passwords *self, arena *arena, text password, text hash);

/* Whether the hash was made with a lower cost than new ones are. */
bool passwords_is_outdated(const passwords *self, text hash);

#endif
