#include "auth/auth.h"

/* Who sent the request: the gateway appends that to whatever the sender claims. */
static text sender_address(const http_request *request) {
    text rest = http_fields_get(&request->headers, TEXT("X-Forwarded-For"));
    text last = rest;
    while (text_cut(&rest, ',', &last))
        continue;
    return text_trim(last);
}

static const gabi_error *refuse_credentials(arena *arena) {
    return error_new(arena, ERROR_UNAUTHENTICATED, "invalid_credentials",
                     "The e-mail address or the password is wrong, or there were too many attempts");
}

static const gabi_error *check_sender(const op_call *call, attempt_history *ret_history) {
    const auth *auth = call->owner;
    TRY(attempts_by_address(&auth->attempts, call->arena, sender_address(call->request), ret_history));
    if (ret_history->is_locked)
        return error_new(call->arena, ERROR_THROTTLED, "too_many_attempts",
                         "Too many log-ins from here have failed; try again in a quarter of an hour");
    return NULL;
}

/* The account, when everything about the log-in is right. Does the same work whatever is wrong. */
static const gabi_error *check_credentials(const op_call *call, const attempt_history *sender, account *ret_account) {
    const auth *auth = call->owner;
    const log_in_input *input = call->input;
    arena *arena = call->arena;
    account account;
    attempt_history history;
    TRY(accounts_find_by_email(&auth->accounts, arena, input->email, &account));
    TRY(attempts_by_email(&auth->attempts, arena, input->email, &history));
    bool matches = passwords_match(&auth->passwords, arena, input->password, account.password_hash);
    if (!matches || !account_is_active(&account) || history.is_locked) {
        auth_record(auth, history.is_locked ? "auth.log_in_locked" : "auth.log_in_failed", account.user_id);
        TRY(attempts_add(&auth->attempts, arena, sender));
        if (!history.is_locked)
            TRY(attempts_add(&auth->attempts, arena, &history));
        return refuse_credentials(arena);
    }
    const gabi_error *error = attempts_clear(&auth->attempts, arena, &history);
    if (error && error->kind == ERROR_CONDITION_FAILED)
        return refuse_credentials(arena);
    TRY(error);
    *ret_account = account;
    return NULL;
}

const gabi_error *log_in(op_call *call) {
    const auth *auth = call->owner;
    const log_in_input *input = call->input;
    arena *arena = call->arena;
    attempt_history sender;
    account account;
    session_tokens tokens;
    TRY(check_sender(call, &sender));
    TRY(check_credentials(call, &sender, &account));
    if (passwords_is_outdated(&auth->passwords, account.password_hash))
        TRY(accounts_renew_hash(&auth->accounts, arena, &account,
                                passwords_hash(&auth->passwords, arena, input->password)));
    TRY(sessions_start(&auth->sessions, arena, &account, &tokens));
    auth_record(auth, "auth.logged_in", account.user_id);
    respond_tokens(call, &tokens, &account);
    return NULL;
}
