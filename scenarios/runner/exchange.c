#include "runner/exchange.h"

#include "core/content_coding.h"
#include "runner/brotli.h"
#include "runner/charset.h"

/* What an answer may become when it is decompressed. */
#define MOST_CONTENT_BYTES ((size_t)256 * 1024 * 1024)

/* Undoes one coding of a body. */
static const problem *decode(arena *arena, span span, text name, text *content) {
    if (text_equal(name, TEXT("br")))
        return brotli_decode(arena, *content, MOST_CONTENT_BYTES, content)
                   ? NULL
                   : problem_new(arena, span, "Decompression error", "could not uncompress response with brotli");
    content_coding coding = content_coding_of(name);
    if (coding == CODING_UNKNOWN)
        return problem_new(arena, span, "Decompression error", "compression %.*s is not supported", TEXT_ARGS(name));
    if (content_decode(arena, coding, *content, MOST_CONTENT_BYTES, content))
        return NULL;
    return problem_new(arena, span, "Decompression error", "could not uncompress response with %s",
                       coding == CODING_DEFLATE ? "zlib" : content_coding_name(coding));
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

void exchange_put_head(buffer *out, const exchange *self) {
    const http_fields *headers = &self->response->headers;
    buffer_format(out, "%.*s %d\n", TEXT_ARGS(self->version), self->response->status);
    for (size_t i = 0; i < headers->count; i++)
        buffer_format(out, "%.*s: %.*s\n", TEXT_ARGS(headers->items[i].name), TEXT_ARGS(headers->items[i].value));
    buffer_append_char(out, '\n');
}
