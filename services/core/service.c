#include "core/service.h"

#include "core/guard.h"
#include "core/json_writer.h"

#define JSON_TYPE "application/json"
#define BODY_LIMIT_BYTES ((size_t)1024 * 1024)

struct service_instance {
    const service *service;
    const ports *ports;
    const op_router *router;
    guard *guard; /* NULL when no op is guarded */
    void *owner;
};

static bool is_guarded(const service *service) {
    for (size_t i = 0; i < service->op_count; i++)
        if (service->ops[i].guard != ANYONE)
            return true;
    return false;
}

const gabi_error *service_open(arena *arena, const service *service, const settings *settings, const ports *ports,
                               service_instance **ret_instance) {
    service_instance *self = arena_zalloc(arena, sizeof *self);
    self->service = service;
    self->ports = ports;
    self->router = op_router_new(arena, service->ops, service->op_count);
    if (is_guarded(service))
        TRY(guard_new(arena, settings, ports, &self->guard));
    TRY(service->open(arena, settings, ports, &self->owner));
    *ret_instance = self;
    return NULL;
}

/* ---- answering ---- */

static const gabi_error *find_op(service_instance *self, op_call *call) {
    const http_request *request = call->request;
    switch (op_router_find(self->router, call->arena, request, &call->op, &call->parameters)) {
    case OP_MATCHED: return NULL;
    case OP_NO_METHOD:
        return error_new(call->arena, ERROR_NOT_FOUND, "method_not_allowed", "%.*s does not take %.*s",
                         TEXT_ARGS(request->path), TEXT_ARGS(request->method));
    default:
        return error_new(call->arena, ERROR_NOT_FOUND, "not_found", "There is nothing at %.*s",
                         TEXT_ARGS(request->path));
    }
}

static const gabi_error *run_op(service_instance *self, op_call *call, http_request *request) {
    text body;
    TRY(find_op(self, call));
    if (call->op->guard != ANYONE)
        TRY(guard_check(self->guard, call->arena, request, &call->caller));
    if (call->op->input) {
        TRY(http_request_read(call->arena, request, BODY_LIMIT_BYTES, &body));
        TRY(schema_bind(call->arena, call->op->input, body, &call->input));
    }
    return call->op->handle(call);
}

/* Records what the caller is not told. */
static void log_failure(service_instance *self, const op_call *call, const gabi_error *error) {
    log_field fields[] = {
        {"op", text_of(call->op ? call->op->name : "")},
        {"code", text_of(error->code)},
        {"error", error_describe(call->arena, error)},
    };
    log_port *log = self->ports->log;
    bool is_ours = error_http_status(error->kind) >= 500;
    log->emit(log, is_ours ? LOG_ERROR : LOG_INFO, "op.failed", fields, sizeof fields / sizeof *fields);
}

void service_handle(service_instance *self, arena *arena, http_request *request, http_response *ret_response) {
    op_call call = {.arena = arena, .request = request, .owner = self->owner, .response = ret_response};
    const gabi_error *error = run_op(self, &call, request);
    if (!error)
        return;
    log_failure(self, &call, error);
    respond_error(arena, error, ret_response);
}

void respond_json(op_call *call, int status, text body) {
    http_respond(call->arena, call->response, status, TEXT(JSON_TYPE), body);
}

/* What a caller may know of a failure: ours say nothing of how it came to them. */
static text public_message(const gabi_error *error) {
    switch (error->kind) {
    case ERROR_INTERNAL: return TEXT("Something went wrong on our side");
    case ERROR_UNAVAILABLE: return TEXT("The service is busy; please try again in a moment");
    default: return text_of(error->message);
    }
}

static text public_code(const gabi_error *error) {
    switch (error->kind) {
    case ERROR_INTERNAL: return TEXT("internal_error");
    case ERROR_UNAVAILABLE: return TEXT("unavailable");
    default: return text_of(error->code);
    }
}

void respond_error(arena *arena, const gabi_error *error, http_response *response) {
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_name(&writer, TEXT("error"));
    json_begin_object(&writer);
    json_string_member(&writer, "code", public_code(error));
    json_string_member(&writer, "message", public_message(error));
    if (error->details.length > 0)
        buffer_format(&out, ",%.*s", TEXT_ARGS(error->details));
    json_end_object(&writer);
    json_end_object(&writer);
    *response = (http_response){0};
    http_respond(arena, response, error_http_status(error->kind), TEXT(JSON_TYPE), buffer_text(&out));
    if (error->kind == ERROR_UNAUTHENTICATED)
        http_fields_add(arena, &response->headers, TEXT("WWW-Authenticate"), TEXT("Bearer"));
}
