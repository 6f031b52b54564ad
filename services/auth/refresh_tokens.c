#include "auth/auth.h"

const gabi_error *refresh_tokens(op_call *call) {
    const auth *auth = call->owner;
    const refresh_tokens_input *input = call->input;
    session session;
    account account;
    session_tokens tokens;
    TRY(sessions_find(&auth->sessions, call->arena, input->refresh_token, &session));
    TRY(accounts_find(&auth->accounts, call->arena, session.user_id, &account));
    if (!account_is_active(&account))
        return sessions_refusal(call->arena);
    TRY(sessions_rotate(&auth->sessions, call->arena, &session, &account, &tokens));
    respond_tokens(call, &tokens, &account);
    return NULL;
}
