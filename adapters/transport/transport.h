/* Transport: how an adapter's HTTP request reaches a service. `curl.c` goes to the network; the emulator hands in a
 * loopback that goes straight into its own dispatch. The adapters above cannot tell which. */
#ifndef GABI_TRANSPORT_H
#define GABI_TRANSPORT_H

#include "core/arena.h"
#include "core/error.h"
#include "core/http.h"

typedef struct transport transport;

struct transport {
    /* Sends the request to endpoint (scheme, host and port, e.g. "https://dynamodb.eu-west-1.amazonaws.com") and waits
     * for the whole answer, whose content is always bytes. The request must carry its Host header already.
     * ERROR_UNAVAILABLE when no answer came, with the code "timed_out" when not within request->timeout_ms. */
    const gabi_error *(*send)(transport *self, arena *arena, text endpoint, http_request *request,
                              http_response *ret_response);
};

#endif
