/* Client: sends requests as Hurl's does, with the cookies that it keeps, and follows redirects. */
#ifndef GABI_RUNNER_CLIENT_H
#define GABI_RUNNER_CLIENT_H

#include "runner/cookies.h"
#include "runner/exchange.h"
#include "runner/request.h"
#include "runner/runner_world.h"

typedef struct client {
    arena *arena;
    const runner_world *world;
    bool keeps_cookies;
    /* Is shown each request before it goes out, redirects too; false: it does not. NULL: nobody is. */
    bool (*may_send)(void *watcher, text url, const http_request *message);
    void *watcher;
    cookie_list cookies;
} client;

/* What is said of a request that is not sent any more. */
#define CLIENT_INTERRUPTED "the run was ended before this request"

/* Sends the request, and where options say so those that its answers lead to. *ret_last is the last exchange, with the
 * others before it. span is the URL's, where problems point to. */
const problem *client_send(client *self, const request *request, const request_options *options, span span,
                           exchange **ret_last);

#endif
