/* Sessions: what a log-in begins and a log-out ends: a family of tokens (RFC 9700 section 4.14).
 *
 * The access token is a JWT of 15 minutes, whose id is "<family>.<random>". The refresh token is opaque, good for 30
 * days and for one use, which gives the next one, up to 90 days after the log-in. One that is presented twice, at once
 * or later, may be stolen: then the whole family is revoked, since nobody can tell the thief from the owner.
 *
 * The Tokens table holds, each with expiresAt (its TTL, seconds):
 *     refresh#<SHA-256>  a refresh token: userId, familyId, sessionEndsAt, and usedAt once it is used
 *     family#<id>        a family that is revoked: its access tokens too (core/guard.h reads these) */
#ifndef GABI_AUTH_SESSIONS_H
#define GABI_AUTH_SESSIONS_H

#include "auth/accounts.h"
#include "core/guard.h"

typedef struct sessions {
    const ports *ports;
    text table;
    text secret_id;
    text issuer;
    text audience;
} sessions;

/* Where a refresh token leads. */
typedef struct session {
    text token_id; /* the item of the refresh token */
    text family_id;
    text user_id;
    int64_t ends_at_s; /* no token of the family is refreshed after this */
} session;

typedef struct session_tokens {
    text access_token;
    text refresh_token;
    int64_t expires_in_s; /* of the access token */
} session_tokens;

/* Wants the settings TOKENS_TABLE, JWT_SECRET_ID, JWT_ISSUER and JWT_AUDIENCE. */
const gabi_error *sessions_open(arena *arena, const settings *settings, const ports *ports, sessions *ret_sessions);

/* A new family for the account. */
const gabi_error *sessions_start(const sessions *self, arena *arena, const account *account,
                                 session_tokens *ret_tokens);

/* The session that a refresh token was given for, used or not. ERROR_UNAUTHENTICATED, code "invalid_refresh_token",
 * when there is none or the token has expired. */
const gabi_error *sessions_find(const sessions *self, arena *arena, text refresh_token, session *ret_session);

/* Uses up the session's refresh token and gives the next pair. Fails as sessions_find does when the family is revoked,
 * or when the token was used before: then the family is revoked. */
const gabi_error *sessions_rotate(const sessions *self, arena *arena, const session *session, const account *account,
                                  session_tokens *ret_tokens);

/* The answer to a refresh token that is good for nothing. */
const gabi_error *sessions_refusal(arena *arena);

/* Revokes the family of the caller's token. */
const gabi_error *sessions_end(const sessions *self, arena *arena, const caller *caller);

#endif
