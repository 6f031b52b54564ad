/* Guard: finds out who sends a request, by its access token (RFC 6750, RFC 7519).
 *
 * A token is good when its signature, times, issuer, audience and use are, and the log-in that it comes
 * from has not been revoked: the item "family#<id>" of the tokens' table stands for one that was. */
#ifndef GABI_CORE_GUARD_H
#define GABI_CORE_GUARD_H

#include "core/http.h"
#include "core/settings.h"
#include "ports/ports.h"

/* Who calls, as the access token says it. */
typedef struct caller {
    text user_id;
    text role;      /* when the token was made; not to be trusted for what an admin may do */
    text family_id; /* the log-in that the token comes from */
} caller;

typedef struct guard guard;

/* Lives in the arena; settings and ports outlive it. Wants JWT_SECRET_ID, JWT_ISSUER, JWT_AUDIENCE, TOKENS_TABLE. */
const gabi_error *guard_new(arena *arena, const settings *settings, const ports *ports, guard **ret_guard);

/* Who sent the request: a caller. ERROR_UNAUTHENTICATED, code "missing_token", "invalid_token" or "token_expired". */
const gabi_error *guard_check(guard *self, arena *arena, const http_request *request, const void **ret_caller);

#endif
