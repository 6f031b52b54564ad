#include "core/guard.h"

#define SCHEME "Bearer "

struct guard {
    const ports *ports;
    text secret_id;
    text issuer;
    text audience;
    text tokens_table;
};

const gabi_error *guard_new(arena *arena, const settings *settings, const ports *ports, guard **ret_guard) {
    guard *self = arena_zalloc(arena, sizeof *self);
    self->ports = ports;
    TRY(settings_get(settings, arena, "JWT_SECRET_ID", &self->secret_id));
    TRY(settings_get(settings, arena, "JWT_ISSUER", &self->issuer));
    TRY(settings_get(settings, arena, "JWT_AUDIENCE", &self->audience));
    TRY(settings_get(settings, arena, "TOKENS_TABLE", &self->tokens_table));
    *ret_guard = self;
    return NULL;
}

static const gabi_error *refuse(arena *arena) {
    return error_new(arena, ERROR_UNAUTHENTICATED, "invalid_token", "The access token is not valid; log in again");
}

static const gabi_error *bearer_token(arena *arena, const http_request *request, text *ret_token) {
    text value = http_fields_get(&request->headers, TEXT("Authorization"));
    text scheme = text_upto(value, sizeof SCHEME - 1);
    text token = text_trim(text_from(value, sizeof SCHEME - 1));
    if (!text_equal_ignore_case(scheme, TEXT(SCHEME)) || text_is_empty(token))
        return error_new(arena, ERROR_UNAUTHENTICATED, "missing_token",
                         "Log in first, and send the access token as \"Authorization: Bearer …\"");
    *ret_token = token;
    return NULL;
}

static const gabi_error *check_revoked(guard *self, arena *arena, text family_id) {
    attribute key[] = {
        STRING_ATTRIBUTE("tokenId", text_format(arena, "family#%.*s", TEXT_ARGS(family_id))),
    };
    table_item revoked;
    table_port *table = self->ports->table;
    TRY(table->get(table, arena, self->tokens_table, ITEM_OF(key), true, &revoked));
    return revoked.count > 0 ? refuse(arena) : NULL;
}

/* What stands before the '.' of a token's id. */
static text family_of(text token_id) {
    size_t dot = text_index(token_id, '.');
    return text_upto(token_id, dot == TEXT_NOT_FOUND ? token_id.length : dot);
}

const gabi_error *guard_check(guard *self, arena *arena, const http_request *request, const void **ret_caller) {
    const ports *ports = self->ports;
    text token, key;
    token_claims claims;
    TRY(bearer_token(arena, request, &token));
    TRY(ports->secrets->get(ports->secrets, arena, self->secret_id, &key));
    TRY(ports->tokens->verify(ports->tokens, arena, key, token, ports->clock->now_ms(ports->clock) / 1000, &claims));
    if (!text_equal(claims.issuer, self->issuer) || !text_equal(claims.audience, self->audience) ||
        !text_equal(claims.use, TEXT("access")))
        return refuse(arena);
    TRY(check_revoked(self, arena, family_of(claims.id)));
    caller *found = arena_alloc(arena, sizeof *found);
    *found = (caller){.user_id = claims.subject, .role = claims.role, .family_id = family_of(claims.id)};
    *ret_caller = found;
    return NULL;
}
