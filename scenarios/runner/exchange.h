/* Exchange: a request as it went out, and the answer to it. */
#ifndef GABI_RUNNER_EXCHANGE_H
#define GABI_RUNNER_EXCHANGE_H

#include "core/buffer.h"
#include "core/http.h"
#include "runner/problem.h"
#include "runner/value.h"
#include "runner/xml.h"

typedef struct exchange {
    const struct exchange *previous; /* the redirect that led to this one, or NULL */
    text method;
    text url;                    /* where the request went, its query included */
    http_fields request_headers; /* as sent */
    text request_body;
    const http_response *response;
    text version;        /* of the answer: "HTTP/1.1" */
    text body;           /* of the answer, as it came: see exchange_content */
    int64_t begin_ms;    /* when it was sent, by the world's clock */
    int64_t duration_ms; /* that went by on the host */
    int64_t duration_us;
    const value *json;       /* the body as JSON, once it was asked for */
    const xml_document *xml; /* likewise */
} exchange;

/* The body behind its Content-Encoding. span is where problems point to. */
const problem *exchange_content(arena *arena, const exchange *self, span span, text *ret_content);

/* The same as a text in UTF-8, whatever charset its Content-Type names. */
const problem *exchange_text(arena *arena, const exchange *self, span span, text *ret_text);

/* The answer's status line and headers, up to the empty line behind them. */
void exchange_put_head(buffer *out, const exchange *self);

#endif
