#include "edge/faulty.h"

#include "faults/faults.h"

/* How an answer of the error's status is rendered where the fake has no row for its code. */
static error_kind kind_of_status(int64_t status) {
    switch (status) {
    case 403: return ERROR_FORBIDDEN;
    case 404: return ERROR_NOT_FOUND;
    case 413: return ERROR_TOO_LARGE;
    case 429: return ERROR_THROTTLED;
    case 503: return ERROR_UNAVAILABLE;
    default: return status >= 500 ? ERROR_INTERNAL : ERROR_INVALID;
    }
}

static const service_error *find_error(const fake *fake, text code) {
    for (size_t i = 0; i < fake->error_count; i++)
        if (text_equal(code, text_of(fake->errors[i].code)))
            return &fake->errors[i];
    return NULL;
}

static const gabi_error *refusal(const fake *fake, const op_call *call, const fault *fault) {
    arena *arena = call->arena;
    const service_error *known = fault->effect == FAULT_THROTTLE ? &fake->errors[0] : find_error(fake, fault->code);
    if (known && known->make)
        return known->make(call);
    const char *code = known ? known->code : text_to_string(arena, fault->code);
    const char *message = text_is_empty(fault->message) && known ? known->message : fault->message.data;
    error_kind kind = known ? known->kind : kind_of_status(fault->status);
    return error_new(arena, kind, code, "%s", message ? message : "");
}

static const gabi_error *handle(const fake *fake, op_call *call) {
    text caller = world_call_as(text_of(fake->name));
    const gabi_error *error = call->op ? call->op->handle(call) : fake->fallback(call);
    world_call_as(caller);
    return error;
}

static void cut(op_call *call) { *call->response = (http_response){.status = HTTP_NO_ANSWER}; }

/* A caller inside gives up when its transport does; one outside as it pleases, so that all of the time passes. */
static bool waits_in_vain(int64_t duration_ms) {
    return !text_equal(world_caller(), TEXT("outside")) && duration_ms >= TRANSPORT_TIMEOUT_MS;
}

static void let_pass(world *world, int64_t duration_ms) {
    world_sleep_ms(world, waits_in_vain(duration_ms) ? TRANSPORT_TIMEOUT_MS : duration_ms);
}

/* A status that a rule gives goes before the fake's own. */
static void refuse(const fake *fake, op_call *call, const fault *fault) {
    fake->render_error(call, refusal(fake, call, fault));
    if (fault->status)
        call->response->status = (int)fault->status;
}

static const gabi_error *handle_in_part(const fake *fake, op_call *call, size_t left) {
    dispatched *told = arena_alloc(call->arena, sizeof *told);
    *told = (dispatched){.left_undone = left};
    call->caller = told;
    return handle(fake, call);
}

static const gabi_error *handle_with(const fake *fake, op_call *call, const fault *fault) {
    switch (fault->effect) {
    case FAULT_ERROR:
    case FAULT_THROTTLE: refuse(fake, call, fault); return NULL;
    case FAULT_TIMEOUT:
        let_pass(call->owner, fault->duration_ms);
        cut(call);
        return NULL;
    case FAULT_CUT_BEFORE: cut(call); return NULL;
    case FAULT_CUT_AFTER:
        (void)handle(fake, call);
        cut(call);
        return NULL;
    case FAULT_PARTIAL: return handle_in_part(fake, call, (size_t)fault->left);
    case FAULT_LATENCY: {
        let_pass(call->owner, fault->duration_ms);
        const gabi_error *error = handle(fake, call);
        if (!waits_in_vain(fault->duration_ms))
            return error;
        cut(call);
        return NULL;
    }
    default: return handle(fake, call);
    }
}

const gabi_error *faulty_handle(const fake *fake, op_call *call) {
    if (!world_has(call->owner, WORLD_HAS_FAULTS) || world_is_upkeep())
        return handle(fake, call);
    call_subject subject = subject_of(fake, call);
    faulty_call seen = {text_of(fake->name), subject.operation, subject.resources, subject.resource_count,
                        world_caller()};
    fault fault;
    TRY(faults_match(call->owner, call->arena, &seen, &fault));
    return handle_with(fake, call, &fault);
}
