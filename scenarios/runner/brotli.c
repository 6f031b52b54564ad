#include "runner/brotli.h"

#include <brotli/decode.h>

#include "core/buffer.h"

#define STEP_BYTES 65536

static void free_decoder(void *decoder) { BrotliDecoderDestroyInstance(decoder); }

bool brotli_decode(arena *arena, text compressed, size_t limit_bytes, text *ret_content) {
    BrotliDecoderState *decoder = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    if (!decoder)
        return false;
    arena_defer(arena, free_decoder, decoder);
    const uint8_t *in = (const uint8_t *)compressed.data;
    size_t in_left = compressed.length;
    buffer content = BUFFER(arena);
    BrotliDecoderResult result;
    do {
        size_t room = STEP_BYTES;
        uint8_t *out = (uint8_t *)buffer_reserve(&content, room);
        result = BrotliDecoderDecompressStream(decoder, &in_left, &in, &room, &out, NULL);
        content.length += STEP_BYTES - room;
    } while (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && content.length <= limit_bytes);
    if (result != BROTLI_DECODER_RESULT_SUCCESS || content.length > limit_bytes)
        return false;
    *ret_content = buffer_text(&content);
    return true;
}
