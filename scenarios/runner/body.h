/* Body: the body of a request, the body that is expected of an answer, or the like in a predicate. */
#ifndef GABI_RUNNER_BODY_H
#define GABI_RUNNER_BODY_H

#include "runner/files.h"
#include "runner/template.h"

typedef enum body_kind {
    BODY_NONE,
    BODY_TEXT,    /* `…` or ```…``` */
    BODY_JSON,    /* {…}, or ```json */
    BODY_XML,     /* <…>, or ```xml */
    BODY_GRAPHQL, /* ```graphql: content is the query */
    BODY_BYTES,   /* base64,…; or hex,…; */
    BODY_FILE,    /* file,…; : content is its name */
} body_kind;

typedef struct body {
    body_kind kind;
    span span;    /* where problems with what is in it point to */
    size_t start; /* where it begins, which those with what is compared to it point to */
    template content;
    text bytes;
    bool has_variables;
    template variables; /* of GraphQL: a JSON object */
} body;

/* The body's bytes, its placeholders filled in. */
const problem *body_render(arena *arena, const variables *variables, const file_root *root, const body *body,
                           text *ret_bytes);

/* "application/json" and so on; empty for those of no certain type. */
text body_content_type(const body *body);

#endif
