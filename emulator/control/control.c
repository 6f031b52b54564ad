#include "control/control.h"

#include <stdio.h>

#include "control/archive_control.h"
#include "control/clock_control.h"
#include "control/events_control.h"
#include "control/faults_control.h"
#include "control/invariants_control.h"
#include "control/logs_control.h"
#include "control/snapshots_control.h"
#include "control/together.h"
#include "control/traces_control.h"
#include "control/transcript_control.h"
#include "control/worlds_control.h"
#include "core/json_writer.h"
#include "core/service.h"
#include "records/transcript.h"
#include "store/interleaving.h"

#define BODY_LIMIT_BYTES ((size_t)16 * 1024 * 1024)

struct control_api {
    control_host *host;
    gabi_op *ops; /* those without a world first */
    size_t count;
    const control_part **parts; /* of each */
    size_t count_without_world;
    const op_router *router;
};

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
    if (host->aws_port) {
        json_name(&writer, TEXT("ports"));
        json_begin_object(&writer);
        json_integer_member(&writer, "aws", host->aws_port);
        json_integer_member(&writer, "api", host->api_port);
        json_end_object(&writer);
    }
    json_string_member(&writer, "edition", TEXT("gabi-emu"));
    json_string_member(&writer, "version", TEXT(GABI_VERSION));
    json_end_object(&writer);
    respond_json(call, 200, buffer_text(&out));
    return NULL;
}

static const gabi_op ops[] = {
    {"Health", "GET /_gabi/health", ANYONE, health, NULL},
    {"IsHealthy", "HEAD /_gabi/health", ANYONE, health, NULL},
    {"LocalStackHealth", "GET /_localstack/health", ANYONE, health, NULL},
    {"Together", "POST /_gabi/together", ANYONE, together, NULL},
};

static const control_part here = {.ops = ops, .op_count = sizeof ops / sizeof *ops};
static const control_part *const parts_without_world[] = {&here, &worlds_control, &snapshots_control, &archive_control};
static const control_part *const parts_in_world[] = {&clock_control,      &events_control, &faults_control,
                                                     &invariants_control, &logs_control,   &traces_control,
                                                     &transcript_control};

static const control_part of_a_fake;

static void add_ops(control_api *self, arena *arena, const control_part *part, const gabi_op *added, size_t count) {
    size_t total = self->count + count;
    self->ops = arena_grow(arena, self->ops, self->count * sizeof *self->ops, total * sizeof *self->ops);
    self->parts = arena_grow(arena, self->parts, self->count * sizeof *self->parts, total * sizeof *self->parts);
    for (size_t i = 0; i < count; i++) {
        self->ops[self->count + i] = added[i];
        self->parts[self->count + i] = part;
    }
    self->count = total;
}

static void add_parts(control_api *self, arena *arena, const control_part *const *parts, size_t count) {
    for (size_t i = 0; i < count; i++)
        add_ops(self, arena, parts[i], parts[i]->ops, parts[i]->op_count);
}

const control_api *control_new(arena *arena, control_host *host) {
    control_api *self = arena_zalloc(arena, sizeof *self);
    self->host = host;
    add_parts(self, arena, parts_without_world, sizeof parts_without_world / sizeof *parts_without_world);
    self->count_without_world = self->count;
    add_parts(self, arena, parts_in_world, sizeof parts_in_world / sizeof *parts_in_world);
    for (size_t i = 0; i < host->fake_count; i++)
        add_ops(self, arena, &of_a_fake, host->fakes[i]->control_ops, host->fakes[i]->control_op_count);
    self->router = op_router_new(arena, self->ops, self->count);
    return self;
}

/* ---- answering ---- */

static const gabi_error *run_in_place(op_call *call, control_host *host, const world_place *place,
                                      const gabi_error *(*handle)(op_call *call)) {
    invocation invocation;
    call->owner = place_world(place);
    world_begin_upkeep(call->owner, &invocation);
    const gabi_error *error = host->settle(host, call->arena, call->owner);
    if (!error)
        error = handle(call);
    world_end_invocation(&invocation);
    return error;
}

const gabi_error *control_in_world(op_call *call, text world, const gabi_error *(*handle)(op_call *call)) {
    control_host *host = ((const control_call *)call->caller)->host;
    world_place *place;
    TRY(worlds_hold(host->worlds, call->arena, world, &place));
    const gabi_error *error = run_in_place(call, host, place, handle);
    worlds_release(host->worlds, place);
    return error;
}

const gabi_error *control_alone_in_world(op_call *call, text world, const gabi_error *(*handle)(op_call *call)) {
    control_host *host = ((const control_call *)call->caller)->host;
    world_place *place;
    TRY(control_may_wait(call));
    TRY(worlds_hold_alone(host->worlds, call->arena, world, &place));
    const gabi_error *error = run_in_place(call, host, place, handle);
    worlds_release_alone(host->worlds, place);
    return error;
}

const gabi_error *control_may_wait(const op_call *call) {
    return interleaving_is_under_way()
               ? error_new(call->arena, ERROR_CONFLICT, "together",
                           "%s waits for the requests under way, and cannot be one of those that are run together",
                           call->op->name)
               : NULL;
}

/* The methods that the request's path takes. */
static text allowed_methods(const control_api *self, arena *arena, const http_request *request) {
    static const char *const methods[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        const gabi_op *op;
        op_parameters parameters;
        http_request other = *request;
        other.method = text_of(methods[i]);
        if (op_router_find(self->router, arena, &other, &op, &parameters) == OP_MATCHED)
            buffer_format(&out, "%s%s", out.length ? ", " : "", methods[i]);
    }
    return buffer_text(&out);
}

static const gabi_error *refuse_method(const control_api *self, op_call *call) {
    const http_request *request = call->request;
    text allowed = allowed_methods(self, call->arena, request);
    respond_error(call->arena,
                  error_new(call->arena, ERROR_INVALID, "method_not_allowed", "%.*s takes %.*s, not %.*s",
                            TEXT_ARGS(request->path), TEXT_ARGS(allowed), TEXT_ARGS(request->method)),
                  call->response);
    call->response->status = 405;
    http_fields_add(call->arena, &call->response->headers, TEXT("Allow"), allowed);
    return NULL;
}

/* What changes a world belongs into its transcript, where that is on. */
static void note(const control_api *self, arena *arena, text world, const op_call *call) {
    bool is_in_world = call->op && (call->op >= self->ops + self->count_without_world || call->op->handle == together);
    world_place *place;
    if (!is_in_world || text_equal(call->request->method, TEXT("GET")) ||
        text_equal(call->request->path, TEXT("/_gabi/transcript")) ||
        worlds_find(self->host->worlds, arena, world, &place))
        return;
    struct world *noted = place_world(place);
    if (world_has(noted, WORLD_HAS_TRANSCRIPT))
        transcript_note(noted, DOOR_CONTROL, world_now_ms(noted), call->request, call->response);
    worlds_release(self->host->worlds, place);
}

static const gabi_error *run_matched(const control_api *self, op_call *call, http_request *request) {
    const control_call *control = call->caller;
    const control_part *part = self->parts[call->op - self->ops];
    text body;
    TRY(http_request_read(call->arena, request, part->body_limit_bytes ? part->body_limit_bytes : BODY_LIMIT_BYTES,
                          &body));
    if (call->op < self->ops + self->count_without_world)
        return call->op->handle(call);
    bool is_alone = part->changes_alone && !text_equal(request->method, TEXT("GET"));
    return is_alone ? control_alone_in_world(call, control->world, call->op->handle)
                    : control_in_world(call, control->world, call->op->handle);
}

static const gabi_error *run_op(const control_api *self, op_call *call, http_request *request) {
    switch (op_router_find(self->router, call->arena, request, &call->op, &call->parameters)) {
    case OP_MATCHED: return run_matched(self, call, request);
    case OP_NO_METHOD: return refuse_method(self, call);
    default:
        return error_new(call->arena, ERROR_NOT_FOUND, "not_found",
                         "The control API has no %.*s; see docs/control-api.md", TEXT_ARGS(request->path));
    }
}

void control_answer(const control_api *self, arena *arena, text world, http_request *request,
                    http_response *ret_response) {
    control_call control = {self->host, world};
    op_call call = {
        .arena = arena, .request = request, .owner = &control, .caller = &control, .response = ret_response};
    const gabi_error *error = run_op(self, &call, request);
    if (error)
        respond_error(arena, error, ret_response);
    else
        note(self, arena, world, &call);
    if (error && ret_response->status >= 500)
        fprintf(stderr, "gabi-emu: %.*s %.*s: %s\n", TEXT_ARGS(request->method), TEXT_ARGS(request->path),
                error_describe(arena, error).data);
}
