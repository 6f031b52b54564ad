#include "control/control.h"

#include "control/faults_control.h"
#include "control/invariants_control.h"
#include "control/together.h"
#include "core/json_writer.h"
#include "core/service.h"

#define BODY_LIMIT_BYTES ((size_t)16 * 1024 * 1024)

bool control_is_for(const http_request *request) {
    return text_starts_with(request->path, TEXT("/_gabi")) || text_starts_with(request->path, TEXT("/_localstack/"));
}

static const gabi_error *health(op_call *call) {
    const control_host *host = ((const control_call *)call->owner)->host;
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_name(&writer, TEXT("services"));
    json_begin_object(&writer);
    for (size_t i = 0; i < host->fake_count; i++)
        json_string_member(&writer, host->fakes[i]->name, TEXT("running"));
    json_end_object(&writer);
    json_string_member(&writer, "edition", TEXT("gabi-emu"));
    json_string_member(&writer, "version", TEXT(GABI_VERSION));
    json_end_object(&writer);
    http_respond(call->arena, call->response, 200, TEXT("application/json"), buffer_text(&out));
    return NULL;
}

static const gabi_error *reset(op_call *call) {
    const control_call *control = call->owner;
    TRY(control->host->reset(control->host, call->arena, control->world));
    http_respond(call->arena, call->response, 204, TEXT("application/json"), TEXT(""));
    return NULL;
}

static const gabi_op ops[] = {
    {"Health", "GET /_gabi/health", ANYONE, health, NULL},
    {"LocalStackHealth", "GET /_localstack/health", ANYONE, health, NULL},
    {"Reset", "POST /_gabi/reset", ANYONE, reset, NULL},
    {"Together", "POST /_gabi/together", ANYONE, together, NULL},
};

static const control_part *const parts[] = {&faults_control, &invariants_control};
#define PARTS (sizeof parts / sizeof *parts)

static op_match find_in(const gabi_op *ops, size_t count, op_call *call, const http_request *request) {
    const op_router *router = op_router_new(call->arena, ops, count);
    return op_router_find(router, call->arena, request, &call->op, &call->parameters);
}

/* Finds the op among the control API's own, those of its parts and those of the fakes; *ret_is_own tells whether it is
 * one of the first, which need no world. */
static op_match find_op(const control_host *host, op_call *call, const http_request *request, bool *ret_is_own) {
    op_match found = find_in(ops, sizeof ops / sizeof *ops, call, request);
    *ret_is_own = found != OP_NO_PATH;
    for (size_t i = 0; found == OP_NO_PATH && i < PARTS; i++)
        found = find_in(parts[i]->ops, parts[i]->op_count, call, request);
    for (size_t i = 0; found == OP_NO_PATH && i < host->fake_count; i++)
        found = find_in(host->fakes[i]->control_ops, host->fakes[i]->control_op_count, call, request);
    return found;
}

static const gabi_error *run_op(op_call *call, http_request *request) {
    control_call *control = call->owner;
    bool is_own;
    text body;
    TRY(http_request_read(call->arena, request, BODY_LIMIT_BYTES, &body));
    switch (find_op(control->host, call, request, &is_own)) {
    case OP_MATCHED:
        return is_own ? call->op->handle(call) : control->host->run_in_world(control->host, control->world, call);
    case OP_NO_METHOD:
        return error_new(call->arena, ERROR_NOT_FOUND, "method_not_allowed", "%.*s does not take %.*s",
                         TEXT_ARGS(request->path), TEXT_ARGS(request->method));
    default:
        return error_new(call->arena, ERROR_NOT_FOUND, "not_found",
                         "The control API has no %.*s; see docs/control-api.md", TEXT_ARGS(request->path));
    }
}

void control_answer(control_host *host, arena *arena, text world, http_request *request, http_response *ret_response) {
    control_call control = {host, world};
    op_call call = {
        .arena = arena, .request = request, .owner = &control, .caller = &control, .response = ret_response};
    const gabi_error *error = run_op(&call, request);
    if (error)
        respond_error(arena, error, ret_response);
}
