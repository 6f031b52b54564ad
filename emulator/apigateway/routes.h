/* Routes: an OpenAPI document as a table of ops, and the function behind each. */
#ifndef GABI_ROUTES_H
#define GABI_ROUTES_H

#include "core/json.h"
#include "core/op.h"

typedef struct route {
    gabi_op op;           /* name ("BookClass") and route ("POST /classes/{id}/book") */
    text resource_path;   /* "/classes/{id}/book" */
    text invocation_path; /* "/2015-03-31/functions/<arn>/invocations" of the Lambda API */
    int64_t timeout_ms;   /* how long the function is waited for */
} route;

typedef struct routes routes;

/* Called for each part of the document that has no effect here, with what it is, e.g. "GET /classes: …". */
typedef struct route_reporter {
    void (*warn)(void *reporter, const char *what);
    void *reporter;
} route_reporter;

/* Reads the paths of an OpenAPI document; all lives in the arena. ERROR_INVALID, code "BadRequestException" for a
 * document that has none, or a time-out that is out of bounds. Operations without a Lambda proxy integration are
 * reported and left out. */
const gabi_error *routes_of_openapi(arena *arena, text openapi, const route_reporter *reporter,
                                    const routes **ret_routes);

/* Whether bodies of that media type ("image/png; q=1", as in Content-Type or at first in Accept) go to and from
 * functions as bytes. Source:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/lambda-proxy-binary-media.html */
bool routes_take_bytes(const routes *self, text media_type);

/* The names of all of them, in the document's order. */
const char **routes_names(const routes *self, arena *arena, size_t *ret_count);

/* The route that fits the request best, whether or not its path ends in a slash, or NULL. Parameters stay encoded. */
const route *routes_find(const routes *self, arena *arena, const http_request *request, op_parameters *ret_parameters);

#endif
