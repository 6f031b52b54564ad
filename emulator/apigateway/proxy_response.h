/* The answers of Lambda proxy integrations, and what the gateway makes of them. Source:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
 * What is refused, and which name wins, was recorded of AWS by others. */
#ifndef GABI_PROXY_RESPONSE_H
#define GABI_PROXY_RESPONSE_H

#include <stdbool.h>

#include "core/error.h"
#include "core/http.h"

/* Reads a function's answer {"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"}, of which each
 * may be left out. A body in base64 is decoded if the client takes bytes, and stays as it is otherwise. ERROR_INTERNAL,
 * code "MalformedProxyResponse", for anything else. */
const gabi_error *proxy_response_of(arena *arena, text json, bool takes_bytes, http_response *ret_response);

#endif
