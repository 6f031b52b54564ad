/* The control API, /_gabi/…: what a test-suite says to the emulator itself. Fakes add rows of their own. */
#ifndef GABI_CONTROL_H
#define GABI_CONTROL_H

#include "core/op.h"

/* What the control API works on; the cloud implements it. */
typedef struct control_host control_host;

/* One fake: its name, and the rows that it adds to the control API. */
typedef struct control_service {
    const char *name;
    const gabi_op *ops; /* whose owner is the world */
    size_t op_count;
} control_service;

struct control_host {
    const control_service *services;
    size_t service_count;

    /* Calls the op's handler with the world as its owner. */
    const gabi_error *(*run_in_world)(control_host *self, text world, op_call *call);

    /* Puts the world back to how it was when the emulator started. */
    const gabi_error *(*reset)(control_host *self, arena *arena, text world);

    /* Answers a request that came in by url's door ("http://…" as in scenarios, or a path of the studio's API). */
    void (*answer)(control_host *self, arena *arena, text world, text url, http_request *request,
                   http_response *ret_response);
};

/* Whether the request is for the control API. */
bool control_is_for(const http_request *request);

/* Answers it, for the world of that name (empty: the default). */
void control_answer(control_host *host, arena *arena, text world, http_request *request, http_response *ret_response);

#endif
