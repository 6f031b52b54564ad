#include "auth/sessions.h"

#include "core/crypto.h"
#include "core/identifiers.h"
#include "core/items.h"
#include "core/transaction.h"

#define DAY_S ((int64_t)24 * 60 * 60)
#define ACCESS_LIFETIME_S ((int64_t)15 * 60)
#define REFRESH_LIFETIME_S (30 * DAY_S)
#define SESSION_LIFETIME_S (90 * DAY_S)
#define REFRESH_TOKEN_BYTES 32

const gabi_error *sessions_open(arena *arena, const settings *settings, const ports *ports, sessions *ret_sessions) {
    sessions self = {.ports = ports};
    TRY(settings_get(settings, arena, "TOKENS_TABLE", &self.table));
    TRY(settings_get(settings, arena, "JWT_SECRET_ID", &self.secret_id));
    TRY(settings_get(settings, arena, "JWT_ISSUER", &self.issuer));
    TRY(settings_get(settings, arena, "JWT_AUDIENCE", &self.audience));
    *ret_sessions = self;
    return NULL;
}

static int64_t now_s(const sessions *self) { return self->ports->clock->now_ms(self->ports->clock) / 1000; }

/* ---- making tokens ---- */

static const gabi_error *sign_access_token(const sessions *self, arena *arena, const session *session,
                                           const account *account, text *ret_token) {
    const ports *ports = self->ports;
    text key, chance = new_uuid(arena, ports->ids);
    TRY(ports->secrets->get(ports->secrets, arena, self->secret_id, &key));
    int64_t now = now_s(self);
    token_claims claims = {
        .issuer = self->issuer,
        .audience = self->audience,
        .subject = account->user_id,
        .id = text_format(arena, "%.*s.%.*s", TEXT_ARGS(session->family_id), TEXT_ARGS(chance)),
        .use = TEXT("access"),
        .role = account->role,
        .issued_at_s = now,
        .not_before_s = now,
        .expires_at_s = now + ACCESS_LIFETIME_S,
    };
    return ports->tokens->sign(ports->tokens, arena, key, &claims, ret_token);
}

static text refresh_token_id(arena *arena, text refresh_token) {
    text digest = sha256_hex(arena, refresh_token);
    return text_format(arena, "refresh#%.*s", TEXT_ARGS(digest));
}

/* The write that makes the refresh token known. */
static table_write put_refresh_token(const sessions *self, arena *arena, const session *session, text refresh_token) {
    int64_t idle_end_s = now_s(self) + REFRESH_LIFETIME_S;
    int64_t expires_at_s = idle_end_s < session->ends_at_s ? idle_end_s : session->ends_at_s;
    return (table_write){
        .kind = TABLE_PUT,
        .table = self->table,
        .item = NEW_ITEM(arena, STRING_ATTRIBUTE("tokenId", refresh_token_id(arena, refresh_token)),
                         STRING_ATTRIBUTE("userId", session->user_id), STRING_ATTRIBUTE("familyId", session->family_id),
                         INTEGER_ATTRIBUTE(arena, "sessionEndsAt", session->ends_at_s),
                         INTEGER_ATTRIBUTE(arena, "expiresAt", expires_at_s)),
    };
}

static const gabi_error *make_tokens(const sessions *self, arena *arena, const session *session, const account *account,
                                     session_tokens *ret_tokens) {
    session_tokens tokens = {
        .refresh_token = new_secret(arena, self->ports->ids, REFRESH_TOKEN_BYTES),
        .expires_in_s = ACCESS_LIFETIME_S,
    };
    TRY(sign_access_token(self, arena, session, account, &tokens.access_token));
    *ret_tokens = tokens;
    return NULL;
}

const gabi_error *sessions_start(const sessions *self, arena *arena, const account *account,
                                 session_tokens *ret_tokens) {
    const ports *ports = self->ports;
    session session = {
        .family_id = new_uuid(arena, ports->ids),
        .user_id = account->user_id,
        .ends_at_s = now_s(self) + SESSION_LIFETIME_S,
    };
    session_tokens tokens;
    TRY(make_tokens(self, arena, &session, account, &tokens));
    table_write put = put_refresh_token(self, arena, &session, tokens.refresh_token);
    TRY(ports->table->write(ports->table, arena, &put));
    *ret_tokens = tokens;
    return NULL;
}

/* ---- revoking ---- */

static text family_key(arena *arena, text family_id) { return text_format(arena, "family#%.*s", TEXT_ARGS(family_id)); }

static const gabi_error *revoke(const sessions *self, arena *arena, text family_id) {
    table_write put = {
        .kind = TABLE_PUT,
        .table = self->table,
        .item = NEW_ITEM(arena, STRING_ATTRIBUTE("tokenId", family_key(arena, family_id)),
                         INTEGER_ATTRIBUTE(arena, "expiresAt", now_s(self) + REFRESH_LIFETIME_S)),
    };
    return self->ports->table->write(self->ports->table, arena, &put);
}

const gabi_error *sessions_end(const sessions *self, arena *arena, const caller *caller) {
    return revoke(self, arena, caller->family_id);
}

const gabi_error *sessions_refusal(arena *arena) {
    return error_new(arena, ERROR_UNAUTHENTICATED, "invalid_refresh_token",
                     "The refresh token is not valid any more; log in again");
}

static const gabi_error *refuse_reuse(const sessions *self, arena *arena, const session *session) {
    const ports *ports = self->ports;
    log_field fields[] = {{"userId", session->user_id}, {"familyId", session->family_id}};
    ports->log->emit(ports->log, LOG_WARNING, "auth.refresh_token_reused", fields, sizeof fields / sizeof *fields);
    TRY(revoke(self, arena, session->family_id));
    return sessions_refusal(arena);
}

/* ---- rotating ---- */

const gabi_error *sessions_find(const sessions *self, arena *arena, text refresh_token, session *ret_session) {
    text id = refresh_token_id(arena, refresh_token);
    attribute key[] = {STRING_ATTRIBUTE("tokenId", id)};
    table_port *table = self->ports->table;
    table_item item;
    TRY(table->get(table, arena, self->table, ITEM_OF(key), true, &item));
    /* The table deletes what has expired when it comes to it. */
    if (item_integer(&item, "expiresAt") <= now_s(self))
        return sessions_refusal(arena);
    *ret_session = (session){
        .token_id = id,
        .family_id = item_text(&item, "familyId"),
        .user_id = item_text(&item, "userId"),
        .ends_at_s = item_integer(&item, "sessionEndsAt"),
    };
    return NULL;
}

/* Puts new_token in the place of the session's token. */
static const gabi_error *exchange(const sessions *self, arena *arena, const session *session, text new_token) {
    attribute used_key[] = {STRING_ATTRIBUTE("tokenId", session->token_id)};
    attribute revoked_key[] = {STRING_ATTRIBUTE("tokenId", family_key(arena, session->family_id))};
    attribute values[] = {INTEGER_ATTRIBUTE(arena, ":now", now_s(self))};
    enum { NOT_REVOKED, USE_UP, PUT_NEW, WRITES };
    table_write writes[WRITES] = {
        [NOT_REVOKED] = {.kind = TABLE_CHECK,
                         .table = self->table,
                         .item = ITEM_OF(revoked_key),
                         .condition = "attribute_not_exists(tokenId)"},
        [USE_UP] = {.kind = TABLE_UPDATE,
                    .table = self->table,
                    .item = ITEM_OF(used_key),
                    .update = "SET usedAt = :now",
                    .condition = "attribute_exists(tokenId) AND attribute_not_exists(usedAt)",
                    .values = ITEM_OF(values)},
        [PUT_NEW] = put_refresh_token(self, arena, session, new_token),
    };
    const gabi_error *error = transact_patiently(self->ports, arena, writes, WRITES);
    if (!error || error->kind != ERROR_CONDITION_FAILED)
        return error;
    bool is_reused = writes[USE_UP].outcome == TABLE_OUTCOME_CONDITION_FAILED;
    return is_reused ? refuse_reuse(self, arena, session) : sessions_refusal(arena);
}

const gabi_error *sessions_rotate(const sessions *self, arena *arena, const session *session, const account *account,
                                  session_tokens *ret_tokens) {
    session_tokens tokens;
    /* Signed first: the old token must not be used up for want of a key. */
    TRY(make_tokens(self, arena, session, account, &tokens));
    TRY(exchange(self, arena, session, tokens.refresh_token));
    *ret_tokens = tokens;
    return NULL;
}
