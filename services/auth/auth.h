/* Auth: what every op works with (op_call.owner), and the ops. */
#ifndef GABI_AUTH_AUTH_H
#define GABI_AUTH_AUTH_H

#include "auth/accounts.h"
#include "auth/attempts.h"
#include "auth/passwords.h"
#include "auth/sessions.h"
#include "core/service.h"

typedef struct auth {
    const ports *ports;
    passwords passwords;
    accounts accounts;
    attempts attempts;
    sessions sessions;
} auth;

typedef struct register_input {
    text email;
    text password;
    text first_name;
    text last_name;
} register_input;

typedef struct log_in_input {
    text email;
    text password;
} log_in_input;

typedef struct refresh_tokens_input {
    text refresh_token;
} refresh_tokens_input;

/* Wants the settings of the four. */
const gabi_error *auth_open(arena *arena, const settings *settings, const ports *ports, void **ret_owner);

/* Leaves a record of what happened to whose account. */
void auth_record(const auth *self, const char *event, text user_id);

/* Answers with the tokens and whose they are. */
void respond_tokens(op_call *call, const session_tokens *tokens, const account *account);

/* POST /auth/register: a member's account. The answer does not tell whether the address was free. */
const gabi_error *register_account(op_call *call);

/* POST /auth/login. ERROR_UNAUTHENTICATED, code "invalid_credentials", whatever is wrong; ERROR_THROTTLED, code
 * "too_many_attempts", when the caller's network address has failed too often. */
const gabi_error *log_in(op_call *call);

/* POST /auth/refresh: a new pair of tokens for a refresh token, which is used up. */
const gabi_error *refresh_tokens(op_call *call);

/* POST /auth/logout: ends the session of the access token. */
const gabi_error *log_out(op_call *call);

/* GET /auth/verify: the caller's account as it is now. */
const gabi_error *verify_token(op_call *call);

#endif
