/* Attempts: failed log-ins are counted for the account that was tried and for the network address that tried, and too
 * many lock either out for a while, longer each time (OWASP cheat sheet on authentication).
 *
 * An account is known by its e-mail address alone, whether it exists or not: nobody learns who has one. The Tokens
 * table holds {tokenId: "attempts#…", failures, lockouts, lockedUntil, expiresAt}. The counting is done by the table,
 * so that Lambdas that race lose none. */
#ifndef GABI_AUTH_ATTEMPTS_H
#define GABI_AUTH_ATTEMPTS_H

#include "core/settings.h"
#include "ports/ports.h"

/* Failures in a row that lock an account for 15 minutes, then 30, at last 16 hours. */
#define ATTEMPTS_MOST_BY_EMAIL 5

/* Failures within a clock hour that lock an address for 15 minutes: a studio's members may share one. */
#define ATTEMPTS_MOST_BY_ADDRESS 100

typedef struct attempts {
    const ports *ports;
    text table;
} attempts;

/* What is known of one account or address. */
typedef struct attempt_history {
    text id;
    int64_t most_failures;
    int64_t lockouts;
    bool is_locked;
} attempt_history;

/* Wants the setting TOKENS_TABLE. */
const gabi_error *attempts_open(arena *arena, const settings *settings, const ports *ports, attempts *ret_attempts);

const gabi_error *attempts_by_email(const attempts *self, arena *arena, text email, attempt_history *ret_history);
const gabi_error *attempts_by_address(const attempts *self, arena *arena, text address, attempt_history *ret_history);

/* Counts one failure, and locks when it is one too many. */
const gabi_error *attempts_add(const attempts *self, arena *arena, const attempt_history *history);

/* Forgets the failures after a success. ERROR_CONDITION_FAILED when others have led to a lock meanwhile: then the
 * success must not count, or guesses made all at once would get round the lock. */
const gabi_error *attempts_clear(const attempts *self, arena *arena, const attempt_history *history);

#endif
