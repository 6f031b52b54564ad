/* Any bytes are either refused with a message or read to the end; skipping gives the same verdict as reading; and what
 * json_parse takes, it prints such that it parses to the same print again. */
#include <assert.h>

#include "core/json.h"
#include "core/json_reader.h"

static bool reads_to_the_end(arena *arena, text input) {
    json_reader reader;
    json_reader_init(&reader, arena, input, JSON_MAX_DEPTH);
    json_token token;
    do
        token = json_next(&reader);
    while (token != JSON_END && token != JSON_ERROR);
    assert(token == JSON_END || json_reader_error(&reader)->message[0] != '\0');
    return token == JSON_END;
}

static bool skips_to_the_end(arena *arena, text input) {
    json_reader reader;
    json_reader_init(&reader, arena, input, JSON_MAX_DEPTH);
    text raw = json_skip(&reader);
    assert(raw.length <= input.length);
    return json_next(&reader) == JSON_END;
}

static void prints_stably(arena *arena, text input) {
    const json *first, *second;
    if (json_parse(arena, input, JSON_MAX_DEPTH, &first))
        return;
    text print = json_print(arena, first);
    const gabi_error *failure = json_parse(arena, print, JSON_MAX_DEPTH, &second);
    assert(!failure);
    assert(text_equal(print, json_print(arena, second)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    text input = {(const char *)data, size};
    bool good = reads_to_the_end(arena, input);
    assert(good == skips_to_the_end(arena, input));
    prints_stably(arena, input);
    arena_free(arena);
    return 0;
}
