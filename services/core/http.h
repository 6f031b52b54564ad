/* HTTP messages (RFC 9110), as every layer passes them on: the edge, the gateway, the services, the adapters and the
 * transports under them. Requests are pulled as streams; answers are bytes, a range of a file or a producer. */
#ifndef GABI_CORE_HTTP_H
#define GABI_CORE_HTTP_H

#include <stdint.h>

#include "core/arena.h"
#include "core/error.h"
#include "core/text.h"

typedef struct http_field {
    text name;
    text value;
} http_field;

/* Header fields in the order they came; names compare without case. */
typedef struct http_fields {
    http_field *items;
    size_t count;
    size_t capacity;
} http_fields;

/* Adds a field behind the others. The texts are not copied. */
void http_fields_add(arena *arena, http_fields *self, text name, text value);

/* All fields, with their texts, in the arena. */
http_fields http_fields_copy(arena *arena, const http_fields *self);

/* The first field of that name, or NULL. */
const http_field *http_fields_find(const http_fields *self, text name);

/* The first value of that name, or the empty text. */
text http_fields_get(const http_fields *self, text name);

/* A request's body: bytes in memory (read is NULL) or a stream that is read once. */
typedef struct http_body {
    text bytes;
    /* Up to size bytes into to; returns how many, 0 at the end, negative when the peer broke off. */
    long (*read)(void *stream, char *to, size_t size);
    void *stream;
    int64_t length; /* of a stream, as declared; -1 when unknown */
} http_body;

#define HTTP_BODY_BYTES(text_) ((http_body){.bytes = (text_)})

typedef struct http_request {
    text method; /* upper case, e.g. "GET" */
    text target; /* exactly as sent, path and query: what signatures are made over */
    text path;   /* the target's path, still percent-encoded */
    text query;  /* behind the '?', still encoded; empty without */
    http_fields headers;
    http_body body;
    int64_t timeout_ms; /* for whoever sends it: how long an answer is waited for; 0: as long as the transport likes */
} http_request;

/* A request for target ("/path?query") without headers or body. */
http_request http_request_to(text method, text target);

/* The whole body as bytes; a stream is read to its end, once, and kept. Past limit_bytes: ERROR_TOO_LARGE, code
 * "RequestEntityTooLarge"; a body that is shorter than declared or breaks off: ERROR_INVALID, code "IncompleteBody". */
const gabi_error *http_request_read(arena *arena, http_request *self, size_t limit_bytes, text *ret_body);

/* Steps through `a=1&b=2`, decoded ('+' is a space): false at the end.
 *     for (text rest = query; http_query_next(arena, &rest, &field);) … */
bool http_query_next(arena *arena, text *rest, http_field *ret_field);

/* The first value of that name in a query string or form, decoded; *ret_value untouched and false when absent. */
bool http_query_get(arena *arena, text query, text name, text *ret_value);

typedef enum http_content_kind {
    HTTP_CONTENT_BYTES,
    HTTP_CONTENT_FILE,     /* a range of an open file */
    HTTP_CONTENT_PRODUCER, /* pulled piece by piece, chunked on the wire */
} http_content_kind;

typedef struct http_content {
    http_content_kind kind;
    text bytes;
    struct {
        int descriptor; /* closed by whoever deferred its release in the request's arena */
        int64_t offset;
        int64_t length;
    } file;
    struct {
        /* Up to size bytes into to; returns how many, 0 at the end, negative when the answer must be cut off. */
        long (*produce)(void *state, char *to, size_t size);
        void *state;
    } producer;
} http_content;

/* A status: no answer comes, the connection is cut. */
#define HTTP_NO_ANSWER 0

typedef struct http_response {
    int status;          /* or HTTP_NO_ANSWER */
    http_fields headers; /* Content-Length, Connection and Date are the edge's business */
    http_content content;
    text peer;               /* the IP address that the answer came from; empty where there was no socket */
    text version;            /* "HTTP/1.1"; likewise */
    http_fields certificate; /* what the server's says, by libcurl's names ("Subject"); empty without one */
} http_response;

/* Sets status, Content-Type and a body of bytes. */
void http_respond(arena *arena, http_response *response, int status, text content_type, text body);

/* "OK" for 200 and so on; "Unknown" for statuses without a name. */
const char *http_reason(int status);

#endif
