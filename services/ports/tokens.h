/* Port: signed tokens (JWT, RFC 7519) with one fixed algorithm, HS256, and a key of at least 256 bits. */
#ifndef GABI_PORTS_TOKENS_H
#define GABI_PORTS_TOKENS_H

#include <stdint.h>

#include "core/arena.h"
#include "core/error.h"
#include "core/text.h"

#define TOKENS_LEAST_KEY_BYTES 32

typedef struct token_claims {
    text issuer;          /* iss */
    text audience;        /* aud */
    text subject;         /* sub: the user's id */
    text id;              /* jti */
    text use;             /* token_use: "access"; a token of one use is refused where another is wanted */
    text role;            /* role, as it was when the token was made; not to be trusted for what an admin may do */
    int64_t issued_at_s;  /* iat */
    int64_t not_before_s; /* nbf */
    int64_t expires_at_s; /* exp */
} token_claims;

typedef struct tokens_port tokens_port;

struct tokens_port {
    /* A compact JWS. ERROR_INTERNAL when the key is too short. */
    const gabi_error *(*sign)(tokens_port *self, arena *arena, text key, const token_claims *claims, text *ret_token);

    /* Checks the algorithm, the signature, that every claim above is there with its right type, and nbf <= now < exp.
     * ERROR_UNAUTHENTICATED otherwise, code "invalid_token" or "token_expired"; issuer, audience and use are the
     * caller's to compare. */
    const gabi_error *(*verify)(tokens_port *self, arena *arena, text key, text token, int64_t now_s,
                                token_claims *ret_claims);
};

#endif
