/* The events of Lambda proxy integrations (payload format 1.0): what the gateway hands to a function. Source:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html */
#ifndef GABI_PROXY_EVENT_H
#define GABI_PROXY_EVENT_H

#include "core/http.h"
#include "core/op.h"

/* What an event says besides the request. */
typedef struct proxy_context {
    text api_id;
    text stage;
    text request_id;
    text extended_request_id;
    text trace_id; /* "Root=1-…" */
    text source_ip;
    text resource_path;
    const op_parameters *path_parameters; /* as they stand in the path, encoded */
    bool has_bytes;                       /* the body is none that the API takes for text */
    int64_t time_ms;
} proxy_context;

/* The event as JSON. */
text proxy_event_of(arena *arena, const http_request *request, const proxy_context *context);

#endif
