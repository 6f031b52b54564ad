#include "core/content_coding.h"

#include <assert.h>
#include <libdeflate.h>

#include "core/buffer.h"

#define LEVEL 6

static const char *const names[] = {"identity", "gzip", "deflate"};

content_coding content_coding_of(text name) {
    content_coding coding = CODING_IDENTITY;
    while (coding < CODING_UNKNOWN && !text_equal_ignore_case(name, text_of(names[coding])))
        coding++;
    return text_is_empty(name) ? CODING_IDENTITY : coding;
}

const char *content_coding_name(content_coding coding) {
    assert(coding < CODING_UNKNOWN);
    return names[coding];
}

static void free_decompressor(void *decompressor) { libdeflate_free_decompressor(decompressor); }

static void free_compressor(void *compressor) { libdeflate_free_compressor(compressor); }

typedef enum libdeflate_result decompress(struct libdeflate_decompressor *self, const void *in, size_t in_size,
                                          void *out, size_t out_size, size_t *ret_in_size, size_t *ret_out_size);

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

/* One stream off the front of *rest, behind what content has. The room is doubled until it fits, or until there is room
 * for a byte more than may come. */
static bool decode_stream(decompress *decompress, struct libdeflate_decompressor *decompressor, text *rest,
                          size_t limit_bytes, buffer *content) {
    size_t taken, made, most = limit_bytes - content->length + 1, room = smaller(rest->length * 4 + 256, most);
    enum libdeflate_result result;
    while ((result = decompress(decompressor, rest->data, rest->length, buffer_reserve(content, room), room, &taken,
                                &made)) == LIBDEFLATE_INSUFFICIENT_SPACE) {
        if (room == most)
            return false;
        room = smaller(room * 2, most);
    }
    if (result != LIBDEFLATE_SUCCESS)
        return false;
    content->length += made;
    *rest = text_from(*rest, taken);
    return content->length <= limit_bytes;
}

bool content_decode(arena *arena, content_coding coding, text coded, size_t limit_bytes, text *ret_content) {
    buffer content = BUFFER(arena);
    if (coding == CODING_IDENTITY || coding == CODING_UNKNOWN) {
        *ret_content = coded;
        return coding == CODING_IDENTITY;
    }
    struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
    if (!decompressor)
        return false;
    arena_defer(arena, free_decompressor, decompressor);
    bool is_gzip = coding == CODING_GZIP;
    do
        if (!decode_stream(is_gzip ? libdeflate_gzip_decompress_ex : libdeflate_zlib_decompress_ex, decompressor,
                           &coded, limit_bytes, &content))
            return false;
    while (is_gzip && text_starts_with(coded, TEXT("\x1f\x8b")));
    *ret_content = buffer_text(&content);
    return true;
}

text content_encode(arena *arena, content_coding coding, text content) {
    assert(coding != CODING_UNKNOWN);
    struct libdeflate_compressor *compressor = coding == CODING_IDENTITY ? NULL : libdeflate_alloc_compressor(LEVEL);
    if (!compressor)
        return content;
    arena_defer(arena, free_compressor, compressor);
    bool is_gzip = coding == CODING_GZIP;
    size_t room = is_gzip ? libdeflate_gzip_compress_bound(compressor, content.length)
                          : libdeflate_zlib_compress_bound(compressor, content.length);
    char *coded = arena_alloc(arena, room);
    size_t length = is_gzip ? libdeflate_gzip_compress(compressor, content.data, content.length, coded, room)
                            : libdeflate_zlib_compress(compressor, content.data, content.length, coded, room);
    return (text){coded, length};
}
