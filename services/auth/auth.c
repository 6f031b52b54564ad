#include "auth/auth.h"

const gabi_error *auth_open(arena *arena, const settings *settings, const ports *ports, void **ret_owner) {
    auth *self = arena_zalloc(arena, sizeof *self);
    self->ports = ports;
    TRY(passwords_open(arena, settings, ports->ids, &self->passwords));
    TRY(accounts_open(arena, settings, ports, &self->accounts));
    TRY(attempts_open(arena, settings, ports, &self->attempts));
    TRY(sessions_open(arena, settings, ports, &self->sessions));
    *ret_owner = self;
    return NULL;
}

void auth_record(const auth *self, const char *event, text user_id) {
    log_field fields[] = {{"userId", user_id}};
    log_port *log = self->ports->log;
    log->emit(log, LOG_INFO, event, fields, sizeof fields / sizeof *fields);
}

void respond_tokens(op_call *call, const session_tokens *tokens, const account *account) {
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_string_member(&writer, "accessToken", tokens->access_token);
    json_string_member(&writer, "refreshToken", tokens->refresh_token);
    json_string_member(&writer, "tokenType", TEXT("Bearer"));
    json_integer_member(&writer, "expiresIn", tokens->expires_in_s);
    json_name(&writer, TEXT("user"));
    account_write(&writer, account);
    json_end_object(&writer);
    respond_json(call, 200, buffer_text(&out));
    http_fields_add(call->arena, &call->response->headers, TEXT("Cache-Control"), TEXT("no-store"));
}
