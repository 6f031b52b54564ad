/* A fake: one emulated service, as the edge and the template loader see it. Each fake's folder defines one; main.c
 * lists them. Fakes do not include each other: what one needs of another goes through world_transport, as on AWS. */
#ifndef GABI_FAKE_H
#define GABI_FAKE_H

#include "core/op.h"
#include "events/events.h"
#include "store/provision.h"
#include "store/world.h"

/* More than a call can be about: of what asks for more, and is refused for it, the rest is left out. */
#define SUBJECT_MOST_RESOURCES 100

/* What a call is about, for faults, logs and traces. */
typedef struct call_subject {
    text operation; /* the op's name, unless the fake says otherwise */
    text *resources;
    size_t resource_count;
} call_subject;

/* Adds a table, a function, a secret, … to what a call is about. */
static inline void subject_add(arena *arena, call_subject *self, text resource) {
    if (self->resource_count == SUBJECT_MOST_RESOURCES)
        return;
    self->resources = arena_grow_by_one(arena, self->resources, self->resource_count, sizeof *self->resources);
    self->resources[self->resource_count++] = resource;
}

/* An error that a service answers when it is not well. */
typedef struct service_error {
    const char *code;
    error_kind kind;
    const char *message;
    const gabi_error *(*make)(
        const op_call *call); /* the error for a call, where it depends on it; NULL: it does not */
} service_error;

/* What the dispatcher tells a fake's op besides the request; op_call.caller of a call that came through it. */
typedef struct dispatched {
    size_t left_undone; /* of a batch, as many of the last entries are not to be processed */
} dispatched;

static inline size_t left_undone(const op_call *call) {
    return call->caller ? ((const dispatched *)call->caller)->left_undone : 0;
}

typedef struct fake {
    const char *name;   /* "dynamodb": in logs, health and as the signing name of SigV4 */
    const gabi_op *ops; /* handlers find the world in op_call.owner; NULL for a table that is built at run time */
    size_t op_count;
    size_t body_limit_bytes;
    bool is_in_front;      /* of functions: whatever fails there, they cannot make good */
    bool is_signed;        /* requests carry SigV4 */
    bool ignores_path;     /* the ops' path is "/", but requests may have any that they are signed with */
    bool takes_compressed; /* requests, by their Content-Encoding; handlers find them as they were before */

    /* Whether a request is one of this API at all; if not, no op of the table fits. NULL: every one is. */
    bool (*admits)(const http_request *request);

    /* Answers a request when there is no static table (the gateway's routes), or when no op of the table fits; as on
     * AWS before anything is asked of the signature. */
    const gabi_error *(*fallback)(op_call *call);

    /* Renders an error as this API does. call->op is NULL when no op was found. */
    void (*render_error)(op_call *call, const gabi_error *error);

    /* Tells what a call is about; call->op is NULL where there is no static table. NULL: nothing in particular. */
    void (*describe)(const op_call *call, call_subject *subject);

    /* The names of its ops in a world, where there is no static table. */
    const gabi_error *(*list_ops)(world *world, arena *arena, const char ***ret_names, size_t *ret_count);

    /* The names in which a world calls services through it, besides its own: of functions. NULL: none. */
    const gabi_error *(*list_callers)(world *world, arena *arena, const char ***ret_names, size_t *ret_count);

    /* The errors that faults can provoke by their code alone; the first, which each fake has, is how it throttles. */
    const service_error *errors;
    size_t error_count;

    /* How long it takes until a call is refused with one of them. NULL: no time. */
    int64_t (*refusal_takes_ms)(const op_call *call, const service_error *error);

    /* Ops that can leave a part of a batch undone (left_undone), by name. */
    const char *const *batch_ops;
    size_t batch_op_count;

    /* Does what is due by the world's clock, in order, and notes (world_note_due) what will be next. Called before the
     * first request that comes after something fell due. NULL: nothing ever falls due. */
    const gabi_error *(*settle)(world *world, arena *arena);

    /* Reads into memory what requests need of a world and its forks share (world_state.fork); called before the
     * prepared world is forked, again and again. NULL: nothing. */
    void (*warm)(world *world);

    /* The events that it queues, and how they are delivered. */
    const event_kind *const *event_kinds;
    size_t event_kind_count;

    /* Rows of the control API, "/_gabi/<name>/…", for what concerns this fake alone. Their owner is the world. */
    const gabi_op *control_ops;
    size_t control_op_count;

    const resource_type *resource_types;
    size_t resource_type_count;
} fake;

/* What a call that came to a fake is about. */
static inline call_subject subject_of(const fake *fake, const op_call *call) {
    call_subject subject = {.operation = text_of(call->op ? call->op->name : NULL)};
    if (fake->describe)
        fake->describe(call, &subject);
    return subject;
}

#endif
