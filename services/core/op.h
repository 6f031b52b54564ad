/* Ops: every API, the studio's and the emulated ones, is a static table of operations, and one matcher serves all.
 *
 * A route reads `METHOD /path ?key… +header=value…`, parts divided by one space:
 *     GET /classes                        literal segments
 *     POST /classes/{id}/book             a parameter takes one segment, not empty
 *     GET /files/{path+}                  a greedy parameter takes the rest, not empty
 *     GET /{bucket} ?list-type=2 ?prefix  query keys that must be there, with or without a value
 *     POST / +x-amz-target=T.GetItem      headers that must have this value
 * The method `*` stands for any. Of the routes that fit the most specific wins, whatever the order of rows: segment by
 * segment literal before parameter before greedy, then more conditions, then a named method before `*`. */
#ifndef GABI_CORE_OP_H
#define GABI_CORE_OP_H

#include "core/error.h"
#include "core/http.h"
#include "core/schema.h"

/* Who may call. The guard is the service's to enforce. */
typedef enum op_guard {
    ANYONE,
    MEMBER, /* whoever has logged in */
} op_guard;

typedef struct op_call op_call;

typedef struct gabi_op {
    const char *name; /* the one name in logs, docs, metrics and tests */
    const char *route;
    op_guard guard;
    const gabi_error *(*handle)(op_call *call);
    const schema *input; /* what the JSON body must look like; NULL when there is none */
} gabi_op;

/* The row's last column: the schema `NAME_schema` of the struct `NAME`. */
#define INPUT(name) &name##_schema

#define OP_MAX_PARAMETERS 8

typedef struct op_parameters {
    http_field items[OP_MAX_PARAMETERS]; /* name, and the value, percent-decoded unless said otherwise */
    size_t count;
} op_parameters;

/* Everything a handler works with. */
struct op_call {
    arena *arena; /* of the request */
    const gabi_op *op;
    const http_request *request;
    op_parameters parameters; /* from the path */
    const void *input;        /* the struct bound by op->input, or NULL */
    void *owner;              /* the service's instance, or the fake's world */
    const void *caller;       /* who calls, as the API's own guard found out */
    http_response *response;  /* to be filled */
};

/* The value of a path parameter of the matched route; the empty text for a name the route does not have. */
text op_parameter(const op_call *call, const char *name);

/* A table prepared for matching. */
typedef struct op_router op_router;

/* Whether the op's route is well-formed, for routes that come from outside. */
bool op_route_is_valid(const gabi_op *op);

/* Prepares ops, which must outlive the router; it lives in the arena. A malformed route is a bug (assert). */
const op_router *op_router_new(arena *arena, const gabi_op *ops, size_t count);

typedef enum op_match {
    OP_MATCHED,
    OP_NO_METHOD, /* the path is known, but not with this method */
    OP_NO_PATH,
} op_match;

/* Finds the op for the request. Parameter values are decoded into the arena. */
op_match op_router_find(const op_router *self, arena *arena, const http_request *request, const gabi_op **ret_op,
                        op_parameters *ret_parameters);

/* The same; the values stay as they stand in the path. */
op_match op_router_find_encoded(const op_router *self, arena *arena, const http_request *request,
                                const gabi_op **ret_op, op_parameters *ret_parameters);

/* For tests: two rows that fit the same request equally well, which is a bug of the table. False when there are none.
 */
bool op_router_find_tie(const op_router *self, const gabi_op **ret_first, const gabi_op **ret_second);

#endif
