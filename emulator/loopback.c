#include "loopback.h"

#include "store/interleaving.h"
#include "store/patience.h"

typedef struct loopback {
    transport transport; /* first: a transport is its loopback */
    dispatcher *dispatcher;
    world *world;
} loopback;

/* Whether it took longer than the sender waits. */
static bool send_patiently(const loopback *self, arena *arena, http_request *request, http_response *ret_response) {
    patience patience;
    patience_begin(&patience, request->timeout_ms ? request->timeout_ms : INT64_MAX);
    dispatcher_answer(self->dispatcher, self->world, EDGE_AWS, CALLER_INTERNAL, arena, request, ret_response);
    return patience_end(&patience);
}

static const gabi_error *send(transport *transport, arena *arena, text endpoint, http_request *request,
                              http_response *ret_response) {
    loopback *self = (loopback *)transport;
    http_response response = {0};
    if (patience_left_ms() == 0) /* a function whose time is up asks nobody any more */
        return error_new(arena, ERROR_UNAVAILABLE, "no_time_left", "%.*s is not asked any more", TEXT_ARGS(endpoint));
    interleaving_yield();
    if (send_patiently(self, arena, request, &response))
        return error_new(arena, ERROR_UNAVAILABLE, "timed_out", "%.*s gave no answer in %lld ms", TEXT_ARGS(endpoint),
                         (long long)request->timeout_ms);
    if (response.status == HTTP_NO_ANSWER)
        return error_new(arena, ERROR_UNAVAILABLE, "no_answer", "%.*s gave no answer", TEXT_ARGS(endpoint));
    *ret_response = response;
    return NULL;
}

transport *loopback_new(arena *arena, dispatcher *dispatcher, world *world) {
    loopback *self = arena_alloc(arena, sizeof *self);
    *self = (loopback){{send}, dispatcher, world};
    return &self->transport;
}
