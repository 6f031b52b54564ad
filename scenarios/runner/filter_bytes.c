/* Filters of bytes, and of the texts that stand for bytes. */
#include <ctype.h>

#include "core/encoding.h"
#include "runner/charset.h"
#include "runner/filter.h"

const problem *filter_base64_decode(const application *self, const value **ret_value) {
    text decoded;
    if (self->input->kind != VALUE_STRING)
        return filter_wrong_type(self, "base64 string");
    if (!base64_decode(self->arena, self->input->text, &decoded))
        return filter_wrong_value(self, "string is not base64");
    *ret_value = value_of_bytes(self->arena, decoded);
    return NULL;
}

const problem *filter_base64_encode(const application *self, const value **ret_value) {
    PASS_ON(filter_expect_bytes(self));
    *ret_value = value_of_string(self->arena, base64_encode(self->arena, self->input->text));
    return NULL;
}

/* Whether the text would be good but for the padding behind it. */
static bool is_padded(text encoded) {
    size_t padding = 0;
    for (; text_ends_with(encoded, TEXT("=")); encoded.length--)
        padding++;
    for (size_t i = 0; i < encoded.length; i++)
        if (!isalnum((unsigned char)encoded.data[i]) && encoded.data[i] != '-' && encoded.data[i] != '_')
            return false;
    return padding > 0 && encoded.length % 4 >= 2 && encoded.length % 4 + padding <= 4;
}

const problem *filter_base64_url_safe_decode(const application *self, const value **ret_value) {
    text decoded, encoded = self->input->text;
    PASS_ON(filter_expect_string(self));
    if (is_padded(encoded))
        return filter_wrong_value(self, "base64 string contains padding");
    if (text_index(encoded, '=') != TEXT_NOT_FOUND || !base64url_decode(self->arena, encoded, &decoded))
        return filter_wrong_value(self, "string is not base64");
    *ret_value = value_of_bytes(self->arena, decoded);
    return NULL;
}

const problem *filter_base64_url_safe_encode(const application *self, const value **ret_value) {
    PASS_ON(filter_expect_bytes(self));
    *ret_value = value_of_string(self->arena, base64url_encode(self->arena, self->input->text));
    return NULL;
}

const problem *filter_decode(const application *self, const value **ret_value) {
    text label = self->operands[0]->text, decoded;
    PASS_ON(filter_expect_bytes(self));
    const charset *charset = charset_find(label);
    if (!charset)
        return problem_new(self->arena, self->step->span, "Filter error", "<%.*s> encoding is not supported",
                           TEXT_ARGS(label));
    if (!charset_decode(self->arena, charset, self->input->text, &decoded))
        return problem_new(self->arena, self->step->span, "Filter error",
                           "value can not be decoded with <%.*s> encoding", TEXT_ARGS(label));
    *ret_value = value_of_string(self->arena, decoded);
    return NULL;
}

const problem *filter_to_hex(const application *self, const value **ret_value) {
    PASS_ON(filter_expect_bytes(self));
    *ret_value = value_of_string(self->arena, hex_encode(self->arena, self->input->text));
    return NULL;
}

const problem *filter_utf8_decode(const application *self, const value **ret_value) {
    PASS_ON(filter_expect_bytes(self));
    *ret_value = value_of_string(self->arena, filter_mend(self, self->input->text));
    return NULL;
}

const problem *filter_utf8_encode(const application *self, const value **ret_value) {
    PASS_ON(filter_expect_string(self));
    *ret_value = value_of_bytes(self->arena, self->input->text);
    return NULL;
}
