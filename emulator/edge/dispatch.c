#include "edge/dispatch.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdio.h>

#include "core/buffer.h"
#include "core/content_coding.h"
#include "edge/authenticate.h"
#include "edge/faulty.h"
#include "edge/unknown_service.h"
#include "records/traces.h"

typedef struct served_fake {
    const fake *fake;
    const op_router *router; /* NULL without a static table */
} served_fake;

struct dispatcher {
    served_fake *fakes;
    size_t count;
    authenticator *authenticator;
    bool is_strict;
    atomic_flag has_warned; /* of an unknown access key */
    atomic_int waiting;     /* as faults want it */
};

dispatcher *dispatcher_new(arena *arena, const dispatcher_options *options) {
    dispatcher *self = arena_zalloc(arena, sizeof *self);
    self->fakes = arena_alloc(arena, options->fake_count * sizeof *self->fakes);
    self->count = options->fake_count;
    for (size_t i = 0; i < self->count; i++) {
        const fake *fake = options->fakes[i];
        assert(fake->error_count > 0);
        self->fakes[i] = (served_fake){fake, fake->ops ? op_router_new(arena, fake->ops, fake->op_count) : NULL};
    }
    self->authenticator = authenticator_new(arena, options->credentials);
    self->is_strict = options->is_strict;
    atomic_flag_clear(&self->has_warned);
    atomic_init(&self->waiting, 0);
    return self;
}

/* The fake for a service's name. What API Gateway serves is signed as execute-api; as apigateway, its own operations,
 * which are not emulated. */
static const served_fake *find_fake(const dispatcher *self, text service) {
    if (text_equal(service, TEXT("apigateway")))
        return NULL;
    if (text_equal(service, TEXT("execute-api")))
        service = TEXT("apigateway");
    for (size_t i = 0; i < self->count; i++)
        if (text_equal(service, text_of(self->fakes[i].fake->name)))
            return &self->fakes[i];
    return NULL;
}

/* "apigateway, lambda, …" */
static text names_of_fakes(const dispatcher *self, arena *arena) {
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < self->count; i++)
        buffer_format(&out, "%s%s", i ? ", " : "", self->fakes[i].fake->name);
    return buffer_text(&out);
}

/* Refuses what AWS refuses; an unknown key is let in with one warning unless the edge is strict. */
static const gabi_error *check_signature(dispatcher *self, const served_fake *served, world *world,
                                         dispatch_caller caller, arena *arena, const http_request *request) {
    if (!served->fake->is_signed || (caller == CALLER_INTERNAL && !request_is_signed(arena, request)))
        return NULL;
    authenticate_terms terms = {
        .service = text_of(served->fake->name),
        .world_now_ms = world_now_ms(world),
        .host_now_ms = world_host_now_ms(),
        .is_strict = self->is_strict,
    };
    identity sender;
    TRY(authenticate(self->authenticator, arena, request, &terms, &sender));
    if (!sender.is_known && !atomic_flag_test_and_set(&self->has_warned))
        fprintf(stderr,
                "gabi-emu: warning: the access key %.*s is not known, so its signature cannot be checked; it is let "
                "in (--strict-auth refuses). This is said once.\n",
                TEXT_ARGS(sender.access_key));
    return NULL;
}

/* A body that cannot be decompressed, or is larger than it may be then, fails as it does on AWS: as if the service were
 * to blame. */
static const gabi_error *decode_body(const served_fake *served, arena *arena, http_request *request) {
    const http_field *coding = http_fields_find(&request->headers, TEXT("content-encoding"));
    if (!served->fake->takes_compressed || !coding)
        return NULL;
    size_t limit_bytes = served->fake->body_limit_bytes;
    if (!content_decode(arena, content_coding_of(text_trim(coding->value)), request->body.bytes, limit_bytes,
                        &request->body.bytes))
        return error_new(arena, ERROR_INTERNAL, "InternalServerError",
                         "Content-Encoding %.*s, but the body is not, or it is larger than %zu bytes without it",
                         TEXT_ARGS(coding->value), limit_bytes);
    return NULL;
}

static bool find_op(const served_fake *served, op_call *call, const http_request *request) {
    http_request routed = *request;
    if (served->fake->ignores_path)
        routed.path = TEXT("/");
    return (!served->fake->admits || served->fake->admits(request)) &&
           op_router_find(served->router, call->arena, &routed, &call->op, &call->parameters) == OP_MATCHED;
}

static const gabi_error *run_op(dispatcher *self, const served_fake *served, dispatch_caller caller, op_call *call,
                                http_request *request, int64_t *ret_fault) {
    text body;
    TRY(http_request_read(call->arena, request, served->fake->body_limit_bytes, &body));
    if (served->router) {
        if (!find_op(served, call, request))
            return served->fake->fallback(call);
        TRY(check_signature(self, served, call->owner, caller, call->arena, request));
        TRY(decode_body(served, call->arena, request));
    }
    return faulty_handle(served->fake, call, &self->waiting, ret_fault);
}

static void refuse(const fake *fake, op_call *call, const gabi_error *error) {
    *call->response = (http_response){0};
    fake->render_error(call, error);
    if (call->response->status >= 500 && world_has(call->owner, WORLD_ECHOES_LOGS))
        fprintf(stderr, "gabi-emu: %s: %.*s %.*s: %s\n", fake->name, TEXT_ARGS(call->request->method),
                TEXT_ARGS(call->request->path), error_describe(call->arena, error).data);
}

static void end_trace(const fake *fake, const op_call *call, int64_t fault, traced_call *traced) {
    call_subject subject = subject_of(fake, call);
    traced->operation = subject.operation;
    traced->resources = subject.resources;
    traced->resource_count = subject.resource_count;
    traced->fault = fault;
    traced->status = call->response->status;
    traces_end(call->owner, traced);
}

void dispatcher_answer(dispatcher *self, world *world, edge_entry entry, dispatch_caller caller, arena *arena,
                       http_request *request, http_response *ret_response) {
    text service = resolve_service(entry, request);
    const served_fake *served = find_fake(self, service);
    if (!served) {
        unknown_service_answer(arena, service, names_of_fakes(self, arena), request, ret_response);
        return;
    }
    op_call call = {.arena = arena, .request = request, .owner = world, .response = ret_response};
    int64_t fault = 0;
    traced_call traced;
    bool is_traced = world_has(world, WORLD_HAS_TRACES) && traces_begin(world, text_of(served->fake->name), &traced);
    const gabi_error *error = run_op(self, served, caller, &call, request, &fault);
    if (error)
        refuse(served->fake, &call, error);
    if (is_traced)
        end_trace(served->fake, &call, fault, &traced);
}
