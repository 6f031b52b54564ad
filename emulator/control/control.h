/* The control API, /_gabi/…: what a test-suite says to the emulator itself. Fakes add rows of their own. */
#ifndef GABI_CONTROL_H
#define GABI_CONTROL_H

#include "fake.h"

/* What the control API works on; the cloud implements it. */
typedef struct control_host control_host;

struct control_host {
    const fake *const *fakes;
    size_t fake_count;

    /* Calls the op's handler with the world as its owner. */
    const gabi_error *(*run_in_world)(control_host *self, text world, op_call *call);

    /* Puts the world back to how it was when the emulator started. */
    const gabi_error *(*reset)(control_host *self, arena *arena, text world);

    /* Answers a request that came in by url's door ("http://…" as in scenarios, or a path of the studio's API). */
    void (*answer)(control_host *self, arena *arena, text world, text url, http_request *request,
                   http_response *ret_response);
};

/* A part of the control API in a file of its own: rows whose owner is the world, and whose caller is a control_call. */
typedef struct control_part {
    const gabi_op *ops;
    size_t op_count;
} control_part;

typedef struct control_call {
    control_host *host;
    text world;
} control_call;

/* Whether the request is for the control API. */
bool control_is_for(const http_request *request);

/* Answers it, for the world of that name (empty: the default). */
void control_answer(control_host *host, arena *arena, text world, http_request *request, http_response *ret_response);

#endif
