/* The events of Lambda proxy integrations (payload format 1.0): what the gateway hands to a function, and what it makes
 * of the answer. Source:
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
    const op_parameters *path_parameters;
    int64_t time_ms;
} proxy_context;

/* The event as JSON. */
text proxy_event_of(arena *arena, const http_request *request, const proxy_context *context);

/* Reads a function's answer {"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"}.
 * ERROR_INTERNAL, code "MalformedProxyResponse", for anything else. */
const gabi_error *proxy_response_of(arena *arena, text answer, http_response *ret_response);

#endif
