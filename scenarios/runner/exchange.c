#include "runner/exchange.h"

#include <libdeflate.h>

#include "core/buffer.h"
#include "runner/charset.h"

/* What an answer may become when it is decompressed. */
#define MOST_CONTENT_BYTES ((size_t)256 * 1024 * 1024)

typedef enum libdeflate_result inflater(struct libdeflate_decompressor *self, const void *in, size_t in_size, void *out,
                                        size_t out_size, size_t *ret_size);

static void free_decompressor(void *decompressor) { libdeflate_free_decompressor(decompressor); }

/* Room is doubled until the content fits. */
static bool decompress(arena *arena, inflater *inflate, text compressed, text *ret_content) {
    struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
    if (!decompressor)
        return false;
    arena_defer(arena, free_decompressor, decompressor);
    for (size_t room = compressed.length * 4 + 256; room <= MOST_CONTENT_BYTES; room *= 2) {
        char *content = arena_alloc(arena, room + 1);
        size_t size = 0;
        enum libdeflate_result result = inflate(decompressor, compressed.data, compressed.length, content, room, &size);
        if (result == LIBDEFLATE_SUCCESS) {
            content[size] = '\0';
            *ret_content = (text){content, size};
            return true;
        }
        if (result != LIBDEFLATE_INSUFFICIENT_SPACE)
            return false;
    }
    return false;
}

typedef struct coding {
    const char *name;
    inflater *inflate; /* NULL: nothing to be done */
    const char *shown;
} coding;

/* Undoes one coding of a body. */
static const problem *decode(arena *arena, span span, text name, text *content) {
    static const coding codings[] = {{"identity", NULL, ""},
                                     {"gzip", libdeflate_gzip_decompress, "gzip"},
                                     {"deflate", libdeflate_zlib_decompress, "zlib"}};
    for (size_t i = 0; i < sizeof codings / sizeof *codings; i++)
        if (text_equal(name, text_of(codings[i].name))) {
            if (!codings[i].inflate || decompress(arena, codings[i].inflate, *content, content))
                return NULL;
            return problem_new(arena, span, "Decompression error", "could not uncompress response with %s",
                               codings[i].shown);
        }
    return problem_new(arena, span, "Decompression error", "compression %.*s is not supported", TEXT_ARGS(name));
}

const problem *exchange_content(arena *arena, const exchange *self, span span, text *ret_content) {
    const http_field *codings = http_fields_find(&self->response->headers, TEXT("Content-Encoding"));
    text content = self->body, rest = codings ? codings->value : TEXT(""), name;
    while (text_cut(&rest, ',', &name))
        if (codings)
            PASS_ON(decode(arena, span, text_trim(name), &content));
    *ret_content = content;
    return NULL;
}

/* What the Content-Type says behind `charset=`. */
static text charset_label(const exchange *self) {
    text type = http_fields_get(&self->response->headers, TEXT("Content-Type")), parameter, name;
    while (text_cut(&type, ';', &parameter)) {
        text_cut(&parameter, '=', &name);
        if (parameter.data && text_equal_ignore_case(text_trim(name), TEXT("charset")))
            return text_trim(parameter);
    }
    return TEXT("utf-8");
}

const problem *exchange_text(arena *arena, const exchange *self, span span, text *ret_text) {
    text content, label = charset_label(self);
    PASS_ON(exchange_content(arena, self, span, &content));
    const charset *charset = charset_find(label);
    if (!charset)
        return problem_new(arena, span, "Invalid charset", "the charset '%.*s' is not valid", TEXT_ARGS(label));
    if (!charset_decode(arena, charset, content, ret_text))
        return problem_new(arena, span, "Invalid decoding", "could not decode response body with charset '%s'",
                           charset_name(charset));
    return NULL;
}
