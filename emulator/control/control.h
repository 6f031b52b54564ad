/* The control API, /_gabi/…: what a test-suite says to the emulator itself. Fakes add rows of their own. */
#ifndef GABI_CONTROL_H
#define GABI_CONTROL_H

#include "fake.h"
#include "store/worlds.h"

/* What the control API works on; the cloud implements it. */
typedef struct control_host control_host;

struct control_host {
    const fake *const *fakes;
    size_t fake_count;
    worlds *worlds;
    int aws_port; /* where it listens, which it tells; 0: nowhere */
    int api_port;

    /* Does what has fallen due in a world that is held, within an invocation of it. */
    const gabi_error *(*settle)(control_host *self, arena *arena, world *world);

    /* Puts the world back to how it was when the emulator started. */
    const gabi_error *(*reset)(control_host *self, arena *arena, text world);

    /* Does what is left to be done when the world was ended, before that is told. */
    const gabi_error *(*ended)(control_host *self, arena *arena, text world);

    /* Answers a request that came in by url's door ("http://…" as in scenarios, or a path of the studio's API). */
    void (*answer)(control_host *self, arena *arena, text world, text url, http_request *request,
                   http_response *ret_response);
};

/* A part of the control API in a file of its own. The ops' caller is a control_call, and so is their owner; that of ops
 * in a world is the world, which is held and settled, within an invocation of upkeep. */
typedef struct control_part {
    const gabi_op *ops;
    size_t op_count;
    size_t body_limit_bytes; /* 0: as usual */
    bool changes_alone;      /* all but GET wait until nobody else works in the world */
} control_part;

typedef struct control_call {
    control_host *host;
    text world; /* the name of the world that the request is for */
} control_call;

/* The control API of a host, which outlives it; it lives in the arena. */
typedef struct control_api control_api;
const control_api *control_new(arena *arena, control_host *host);

/* Whether the request is for the control API. */
bool control_is_for(const http_request *request);

/* Answers it, for the world of that name. */
void control_answer(const control_api *self, arena *arena, text world, http_request *request,
                    http_response *ret_response);

/* For what waits until nobody works in a world: ERROR_CONFLICT, code "together", when the call is one of those that are
 * run together, since another of them may never end before it. */
const gabi_error *control_may_wait(const op_call *call);

/* Runs a handler in the world of that name as ops in a world are run. */
const gabi_error *control_in_world(op_call *call, text world, const gabi_error *(*handle)(op_call *call));

/* The same once nobody else works there, and while nobody does. */
const gabi_error *control_alone_in_world(op_call *call, text world, const gabi_error *(*handle)(op_call *call));

#endif
