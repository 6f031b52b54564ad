#include "jwt/tokens_jwt.h"

#include <jwt.h>
#include <stdlib.h>

#include "core/crypto.h"
#include "core/json.h"
#include "core/json_writer.h"

#define LONGEST_TOKEN_BYTES 4096
#define MOST_NESTING 4

/* A client sends the same token again and again, and to verify one costs as much as all else of a small request: so
 * those that were found good are remembered. */
#define REMEMBERED_TOKENS 8
#define REMEMBERED_CEILING_BYTES ((size_t)64 * 1024)

typedef struct remembered {
    arena *arena; /* of the rest; NULL: free */
    text key;
    text token;
    token_claims claims;
} remembered;

typedef struct tokens_jwt {
    tokens_port port; /* first: a port is its adapter */
    remembered remembered[REMEMBERED_TOKENS];
} tokens_jwt;

static const gabi_error *invalid(arena *arena) {
    return error_new(arena, ERROR_UNAUTHENTICATED, "invalid_token", "The access token is not valid; log in again");
}

static const gabi_error *check_key(arena *arena, text key) {
    return key.length >= TOKENS_LEAST_KEY_BYTES
               ? NULL
               : error_new(arena, ERROR_INTERNAL, "short_key", "The key that signs tokens has %zu bytes; it needs %d",
                           key.length, TOKENS_LEAST_KEY_BYTES);
}

/* ---- signing ---- */

static text claims_json(arena *arena, const token_claims *claims) {
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_string_member(&writer, "iss", claims->issuer);
    json_string_member(&writer, "aud", claims->audience);
    json_string_member(&writer, "sub", claims->subject);
    json_string_member(&writer, "jti", claims->id);
    json_string_member(&writer, "token_use", claims->use);
    json_string_member(&writer, "role", claims->role);
    json_integer_member(&writer, "iat", claims->issued_at_s);
    json_integer_member(&writer, "nbf", claims->not_before_s);
    json_integer_member(&writer, "exp", claims->expires_at_s);
    json_end_object(&writer);
    return buffer_text(&out);
}

static void free_jwt(void *jwt) { jwt_free(jwt); }

static const gabi_error *sign(tokens_port *self, arena *arena, text key, const token_claims *claims, text *ret_token) {
    (void)self;
    jwt_t *jwt = NULL;
    TRY(check_key(arena, key));
    if (jwt_new(&jwt) != 0)
        return error_new(arena, ERROR_INTERNAL, "signing_failed", "libjwt could not make a token");
    arena_defer(arena, free_jwt, jwt);
    char *encoded = NULL;
    if (jwt_add_grants_json(jwt, claims_json(arena, claims).data) == 0 &&
        jwt_set_alg(jwt, JWT_ALG_HS256, (const unsigned char *)key.data, (int)key.length) == 0)
        encoded = jwt_encode_str(jwt);
    if (!encoded)
        return error_new(arena, ERROR_INTERNAL, "signing_failed", "libjwt could not sign a token");
    arena_defer(arena, free, encoded);
    *ret_token = text_of(encoded);
    return NULL;
}

/* ---- verifying ---- */

/* One part of a token as JSON that libjwt hands out. */
static const json *part(arena *arena, char *printed) {
    const json *object = NULL;
    if (printed)
        arena_defer(arena, free, printed);
    return json_parse(arena, text_of(printed), MOST_NESTING, &object) ? NULL : object;
}

static bool read_text(const json *claims, const char *name, text *ret_value) {
    const json *claim = json_member(claims, name);
    *ret_value = json_text(claim);
    return json_kind_of(claim) == JSON_KIND_STRING && !text_is_empty(*ret_value);
}

/* libjwt gives 0 for what is absent or no integer, so the types are looked at here. */
static bool read_claims(const json *claims, token_claims *ret_claims) {
    return read_text(claims, "iss", &ret_claims->issuer) && read_text(claims, "aud", &ret_claims->audience) &&
           read_text(claims, "sub", &ret_claims->subject) && read_text(claims, "jti", &ret_claims->id) &&
           read_text(claims, "token_use", &ret_claims->use) && read_text(claims, "role", &ret_claims->role) &&
           json_to_int64(json_member(claims, "iat"), &ret_claims->issued_at_s) &&
           json_to_int64(json_member(claims, "nbf"), &ret_claims->not_before_s) &&
           json_to_int64(json_member(claims, "exp"), &ret_claims->expires_at_s);
}

/* Everything about the token but the time. */
static const gabi_error *decode(arena *arena, text key, text token, token_claims *ret_claims) {
    jwt_t *jwt = NULL;
    if (token.length > LONGEST_TOKEN_BYTES || memchr(token.data, '\0', token.length) ||
        jwt_decode(&jwt, text_to_string(arena, token), (const unsigned char *)key.data, (int)key.length) != 0)
        return invalid(arena);
    arena_defer(arena, free_jwt, jwt);
    /* The key decides the algorithm, never the token; and `crit` would ask for what is not understood here. */
    if (jwt_get_alg(jwt) != JWT_ALG_HS256 || json_member(part(arena, jwt_get_headers_json(jwt, NULL)), "crit"))
        return invalid(arena);
    return read_claims(part(arena, jwt_get_grants_json(jwt, NULL)), ret_claims) ? NULL : invalid(arena);
}

static void copy_claims(arena *arena, token_claims *claims) {
    text *const texts[] = {&claims->issuer, &claims->audience, &claims->subject,
                           &claims->id,     &claims->use,      &claims->role};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = text_copy(arena, *texts[i]);
}

static bool is_remembered(const remembered *slot, text key, text token) {
    return slot->arena && secret_equal(slot->key, key) && secret_equal(slot->token, token);
}

static void remember(remembered *slot, text key, text token, const token_claims *claims) {
    if (slot->arena)
        arena_reset(slot->arena);
    else
        slot->arena = arena_new(REMEMBERED_CEILING_BYTES);
    slot->key = text_copy(slot->arena, key);
    slot->token = text_copy(slot->arena, token);
    slot->claims = *claims;
    copy_claims(slot->arena, &slot->claims);
}

static const gabi_error *verify(tokens_port *port, arena *arena, text key, text token, int64_t now_s,
                                token_claims *ret_claims) {
    remembered *slot = &((tokens_jwt *)port)->remembered[text_hash(token) % REMEMBERED_TOKENS];
    token_claims claims;
    TRY(check_key(arena, key));
    if (is_remembered(slot, key, token)) {
        claims = slot->claims;
        copy_claims(arena, &claims);
    } else {
        TRY(decode(arena, key, token, &claims));
        remember(slot, key, token, &claims);
    }
    if (now_s < claims.not_before_s)
        return invalid(arena);
    if (now_s >= claims.expires_at_s)
        return error_new(arena, ERROR_UNAUTHENTICATED, "token_expired", "The access token has expired; refresh it");
    *ret_claims = claims;
    return NULL;
}

static void forget_all(void *adapter) {
    tokens_jwt *self = adapter;
    for (size_t i = 0; i < REMEMBERED_TOKENS; i++)
        arena_free(self->remembered[i].arena);
}

tokens_port *tokens_jwt_new(arena *arena) {
    tokens_jwt *self = arena_zalloc(arena, sizeof *self);
    self->port = (tokens_port){.sign = sign, .verify = verify};
    arena_defer(arena, forget_all, self);
    return &self->port;
}
