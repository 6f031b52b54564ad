/* The control API, /_gabi/…: what a test-suite says to the emulator itself. Its answers do not depend on any fake. */
#ifndef GABI_CONTROL_H
#define GABI_CONTROL_H

#include "core/http.h"

/* What the control API works on; the cloud implements it. */
typedef struct control_host control_host;

struct control_host {
    const char *const *services; /* the names of the fakes */
    size_t service_count;

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
