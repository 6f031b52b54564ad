/* Any target splits into parts of itself, and any query or form decodes to its end; what is encoded again decodes to
 * the same bytes. */
#include <assert.h>

#include "core/encoding.h"
#include "core/http.h"

static void splits_and_decodes(arena *arena, text input) {
    http_request request = http_request_to(TEXT("GET"), input);
    assert(request.path.length + request.query.length <= input.length);
    http_field field;
    for (text rest = request.query; http_query_next(arena, &rest, &field);) {
        text encoded = percent_encode(arena, field.value, false);
        assert(text_equal(percent_decode(arena, encoded, true), field.value));
    }
}

static void base64_is_canonical(arena *arena, text input) {
    text bytes;
    if (base64_decode(arena, input, &bytes))
        assert(text_equal(base64_encode(arena, bytes), input));
    bool came_back = base64_decode(arena, base64_encode(arena, input), &bytes);
    assert(came_back && text_equal(bytes, input));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    text input = {(const char *)data, size};
    splits_and_decodes(arena, input);
    base64_is_canonical(arena, input);
    arena_free(arena);
    return 0;
}
