#include "edge/faulty.h"

#include "faults/faults.h"
#include "store/patience.h"

#define OUTSIDE_TIMEOUT_MS INT64_C(10000)

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

static const gabi_error *refusal(const op_call *call, const fault *fault, const service_error *known) {
    arena *arena = call->arena;
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

/* How long a time-out takes that does not say it: as long as the caller waits, and one outside waits as it pleases. */
static int64_t timeout_ms(const fault *fault) {
    int64_t patience_ms = patience_left_ms();
    return fault->duration_ms ? fault->duration_ms : patience_ms < INT64_MAX ? patience_ms : OUTSIDE_TIMEOUT_MS;
}

/* By the host's clock each who waits takes a thread of the server's away from others. */
static const gabi_error *let_pass(op_call *call, int64_t duration_ms, atomic_int *waiting) {
    if (duration_ms == 0 || world_clock_of(call->owner) == WORLD_CLOCK_FROZEN) {
        world_sleep_ms(call->owner, duration_ms);
        return NULL;
    }
    bool is_let = atomic_fetch_add(waiting, 1) < FAULTY_MOST_WAITING;
    if (is_let)
        world_sleep_ms(call->owner, duration_ms);
    atomic_fetch_sub(waiting, 1);
    return is_let ? NULL
                  : error_new(call->arena, ERROR_UNAVAILABLE, "TooManyWaiting",
                              "Faults of gabi-emu let %d requests wait already, and no more; freeze the world's clock "
                              "(PUT /_gabi/clock), and nobody needs to",
                              FAULTY_MOST_WAITING);
}

/* A status that a rule gives goes before the fake's own. */
static const gabi_error *refuse(const fake *fake, op_call *call, const fault *fault, atomic_int *waiting) {
    const service_error *known = fault->effect == FAULT_THROTTLE ? &fake->errors[0] : find_error(fake, fault->code);
    if (known && fake->refusal_takes_ms)
        TRY(let_pass(call, fake->refusal_takes_ms(call, known), waiting));
    fake->render_error(call, refusal(call, fault, known));
    if (fault->status)
        call->response->status = (int)fault->status;
    return NULL;
}

static const gabi_error *handle_in_part(const fake *fake, op_call *call, size_t left) {
    dispatched *told = arena_alloc(call->arena, sizeof *told);
    *told = (dispatched){.left_undone = left};
    call->caller = told;
    return handle(fake, call);
}

static const gabi_error *handle_with(const fake *fake, op_call *call, const fault *fault, atomic_int *waiting) {
    switch (fault->effect) {
    case FAULT_ERROR:
    case FAULT_THROTTLE: return refuse(fake, call, fault, waiting);
    case FAULT_TIMEOUT:
        TRY(let_pass(call, timeout_ms(fault), waiting));
        cut(call);
        return NULL;
    case FAULT_CUT_BEFORE: cut(call); return NULL;
    case FAULT_CUT_AFTER:
        (void)handle(fake, call);
        cut(call);
        return NULL;
    case FAULT_PARTIAL: return handle_in_part(fake, call, (size_t)fault->left);
    case FAULT_LATENCY: TRY(let_pass(call, fault->duration_ms, waiting)); return handle(fake, call);
    default: return handle(fake, call);
    }
}

const gabi_error *faulty_handle(const fake *fake, op_call *call, atomic_int *waiting, int64_t *ret_fault) {
    if (!world_has(call->owner, WORLD_HAS_FAULTS) || world_is_upkeep())
        return handle(fake, call);
    call_subject subject = subject_of(fake, call);
    faulty_call seen = {text_of(fake->name), subject.operation, subject.resources, subject.resource_count,
                        world_caller()};
    fault fault;
    TRY(faults_match(call->owner, call->arena, &seen, &fault));
    if (fault.id)
        *ret_fault = fault.id;
    if (fault.id && fake->is_in_front)
        world_note_fault(fault.id);
    return handle_with(fake, call, &fault, waiting);
}
