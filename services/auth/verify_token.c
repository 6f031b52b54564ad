#include "auth/auth.h"

const gabi_error *verify_token(op_call *call) {
    const auth *auth = call->owner;
    const caller *caller = call->caller;
    account account;
    TRY(accounts_find(&auth->accounts, call->arena, caller->user_id, &account));
    if (!account_is_active(&account))
        return error_new(call->arena, ERROR_UNAUTHENTICATED, "invalid_token", "The account is not active any more");
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_boolean_member(&writer, "valid", true);
    json_name(&writer, TEXT("user"));
    account_write(&writer, &account);
    json_end_object(&writer);
    respond_json(call, 200, buffer_text(&out));
    return NULL;
}
