#include "explore/reseed.h"

#include "core/json_reader.h"
#include "core/json_writer.h"
#include "explore/together_body.h"

#define MOST_NESTING 100
#define TOGETHER "/_gabi/together"

typedef struct reseeder {
    transport transport; /* first: a transport is its reseeder */
    struct transport *inner;
    uint64_t seed;
    const uint64_t *left_out;
    arena *arena;
    sent_list *list;
} reseeder;

/* The body with another seed; anything that is no object stays as it is. */
static text with_seed(arena *arena, text body, uint64_t seed) {
    json_reader reader;
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    json_reader_init(&reader, arena, body, MOST_NESTING);
    if (json_next(&reader) != JSON_OBJECT_BEGIN)
        return body;
    json_begin_object(&writer);
    json_integer_member(&writer, "seed", (int64_t)seed);
    while (json_next(&reader) == JSON_NAME) {
        text name = reader.value, value = json_skip(&reader);
        if (text_equal(name, TEXT("seed")))
            continue;
        json_name(&writer, name);
        json_raw(&writer, value);
    }
    json_end_object(&writer);
    return json_next(&reader) == JSON_END ? buffer_text(&out) : body;
}

static void add(arena *arena, sent_list *list, text endpoint, const http_request *request) {
    if (list->count == list->capacity) {
        size_t more = list->capacity ? list->capacity * 2 : 16;
        list->items = arena_grow(arena, list->items, list->capacity * sizeof *list->items, more * sizeof *list->items);
        list->capacity = more;
    }
    sent_request *added = &list->items[list->count++];
    *added = (sent_request){
        .method = text_copy(arena, request->method),
        .url = text_format(arena, "%.*s%.*s", TEXT_ARGS(endpoint), TEXT_ARGS(request->target)),
        .headers = http_fields_copy(arena, &request->headers),
        .body = text_copy(arena, request->body.bytes),
    };
}

static const gabi_error *send(transport *transport, arena *arena, text endpoint, http_request *request,
                              http_response *ret_response) {
    reseeder *self = (reseeder *)transport;
    if (text_equal(request->path, TEXT(TOGETHER)))
        request->body = HTTP_BODY_BYTES(
            with_seed(arena, together_without(arena, request->body.bytes, *self->left_out), self->seed));
    add(self->arena, self->list, endpoint, request);
    return self->inner->send(self->inner, arena, endpoint, request, ret_response);
}

transport *reseed(arena *arena, transport *inner, uint64_t seed, const uint64_t *left_out, sent_list *list) {
    reseeder *made = arena_alloc(arena, sizeof *made);
    *made = (reseeder){{send}, inner, seed, left_out, arena, list};
    return &made->transport;
}
