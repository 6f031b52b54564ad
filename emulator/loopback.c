#include "loopback.h"

#include "store/interleaving.h"

typedef struct loopback {
    transport transport; /* first: a transport is its loopback */
    dispatcher *dispatcher;
    world *world;
} loopback;

static const gabi_error *send(transport *transport, arena *arena, text endpoint, http_request *request,
                              http_response *ret_response) {
    loopback *self = (loopback *)transport;
    interleaving_yield();
    http_response response = {0};
    dispatcher_answer(self->dispatcher, self->world, EDGE_AWS, CALLER_INTERNAL, arena, request, &response);
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
