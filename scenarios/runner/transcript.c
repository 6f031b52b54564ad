#include "runner/transcript.h"

typedef struct recorder {
    transport transport; /* first: a transport is its recorder */
    transport *inner;
    buffer *out;
} recorder;

/* The head's last line tells how long the body is, so that a body cannot pass for the next head. */
static void note_fields_and_body(buffer *out, char mark, const http_fields *fields, text body) {
    for (size_t i = 0; i < fields->count; i++)
        buffer_format(out, "%c %.*s: %.*s\n", mark, TEXT_ARGS(fields->items[i].name),
                      TEXT_ARGS(fields->items[i].value));
    buffer_format(out, "%c %zu bytes\n", mark, body.length);
    buffer_append(out, body);
    buffer_append(out, TEXT("\n"));
}

static const gabi_error *record(transport *transport, arena *arena, text endpoint, http_request *request,
                                http_response *ret_response) {
    recorder *self = (recorder *)transport;
    buffer_format(self->out, "> %.*s %.*s%.*s\n", TEXT_ARGS(request->method), TEXT_ARGS(endpoint),
                  TEXT_ARGS(request->target));
    note_fields_and_body(self->out, '>', &request->headers, request->body.bytes);
    http_response response = {0};
    const gabi_error *error = self->inner->send(self->inner, arena, endpoint, request, &response);
    if (error) {
        buffer_format(self->out, "! %s\n", error->message);
        return error;
    }
    buffer_format(self->out, "< %d\n", response.status);
    note_fields_and_body(self->out, '<', &response.headers, response.content.bytes);
    *ret_response = response;
    return NULL;
}

transport *transcript_record(arena *arena, transport *inner, buffer *out) {
    recorder *made = arena_alloc(arena, sizeof *made);
    *made = (recorder){{record}, inner, out};
    return &made->transport;
}
