#include "auth/auth.h"
#include "auth/common_passwords.h"
#include "core/civil_time.h"
#include "core/identifiers.h"

static const gabi_error *refuse_common_password(arena *arena) {
    const gabi_error *error = error_new(arena, ERROR_INVALID, "invalid_body", "The request's body is not valid");
    return error_with_details(arena, error,
                              TEXT("\"fields\":{\"password\":\"is one of the passwords that are tried first\"}"));
}

const gabi_error *register_account(op_call *call) {
    const auth *auth = call->owner;
    const register_input *input = call->input;
    const ports *ports = auth->ports;
    if (password_is_common(input->password))
        return refuse_common_password(call->arena);
    account account = {
        .user_id = new_uuid(call->arena, ports->ids),
        .email = text_lower(call->arena, input->email),
        .first_name = input->first_name,
        .last_name = input->last_name,
        .role = TEXT("member"),
        .status = TEXT("active"),
        .password_hash = passwords_hash(&auth->passwords, call->arena, input->password),
        .created_at = time_to_sortable(call->arena, ports->clock->now_ms(ports->clock)),
    };
    bool is_created;
    TRY(accounts_create(&auth->accounts, call->arena, &account, &is_created));
    auth_record(auth, is_created ? "auth.registered" : "auth.address_taken", is_created ? account.user_id : TEXT(""));
    respond_json(call, 202, TEXT("{\"message\":\"If this e-mail address is new to us, you can log in with it now\"}"));
    return NULL;
}
