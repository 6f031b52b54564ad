#include "runner/exchange.h"

const problem *exchange_content(arena *arena, const exchange *self, span span, text *ret_content) {
    text coding = http_fields_get(&self->response->headers, TEXT("Content-Encoding"));
    if (!text_is_empty(coding))
        return problem_new(arena, span, "Decompression error", "compression %.*s is not supported", TEXT_ARGS(coding));
    *ret_content = self->body;
    return NULL;
}

const problem *exchange_text(arena *arena, const exchange *self, span span, text *ret_text) {
    text content;
    PASS_ON(exchange_content(arena, self, span, &content));
    if (!text_is_utf8(content))
        return problem_new(arena, span, "Invalid decoding", "response is not UTF-8");
    *ret_text = content;
    return NULL;
}
