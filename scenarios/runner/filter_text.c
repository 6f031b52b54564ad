/* Filters of texts. */
#include "core/encoding.h"
#include "runner/filter.h"
#include "runner/html.h"

const problem *filter_regex(const application *self, const value **ret_value) {
    const regex *regex;
    text group;
    PASS_ON(operand_regex(self, &regex));
    PASS_ON(filter_expect_string(self));
    if (regex_extract(regex, self->input->text, &group))
        *ret_value = value_of_string(self->arena, group);
    return NULL;
}

/* The first character of a text that is UTF-8; empty for an empty one. */
static text first_character(text t) {
    size_t length = t.length > 0;
    while (length < t.length && ((unsigned char)t.data[length] & 0xC0) == 0x80)
        length++;
    return text_upto(t, length);
}

/* The place of the next separator. An empty one stands before and behind each character, as Rust has it. */
static size_t find_separator(text rest, text separator, bool is_first) {
    if (!text_is_empty(separator) || is_first)
        return text_find(rest, separator);
    return text_is_empty(rest) ? TEXT_NOT_FOUND : first_character(rest).length;
}

const problem *filter_replace(const application *self, const value **ret_value) {
    PASS_ON(filter_expect_string(self));
    text rest = self->input->text, old = self->operands[0]->text;
    buffer out = BUFFER(self->arena);
    bool is_first = true;
    for (size_t at; (at = find_separator(rest, old, is_first)) != TEXT_NOT_FOUND; is_first = false) {
        buffer_append(&out, text_upto(rest, at));
        buffer_append(&out, self->operands[1]->text);
        rest = text_from(rest, at + old.length);
    }
    buffer_append(&out, rest);
    *ret_value = value_of_string(self->arena, buffer_text(&out));
    return NULL;
}

const problem *filter_replace_regex(const application *self, const value **ret_value) {
    const regex *regex;
    PASS_ON(filter_expect_string(self));
    PASS_ON(operand_regex(self, &regex));
    text replaced = regex_replace(self->arena, regex, self->input->text, self->operands[1]->text);
    *ret_value = value_of_string(self->arena, replaced);
    return NULL;
}

const problem *filter_split(const application *self, const value **ret_value) {
    PASS_ON(filter_expect_string(self));
    text rest = self->input->text, separator = self->operands[0]->text;
    value_list parts = {0};
    bool is_first = true;
    for (size_t at; (at = find_separator(rest, separator, is_first)) != TEXT_NOT_FOUND; is_first = false) {
        value_list_add(self->arena, &parts, value_of_string(self->arena, text_upto(rest, at)));
        rest = text_from(rest, at + separator.length);
    }
    value_list_add(self->arena, &parts, value_of_string(self->arena, rest));
    *ret_value = value_of_list(self->arena, parts);
    return NULL;
}

const problem *filter_html_escape(const application *self, const value **ret_value) {
    PASS_ON(filter_expect_string(self));
    *ret_value = value_of_string(self->arena, html_escape(self->arena, self->input->text));
    return NULL;
}

const problem *filter_html_unescape(const application *self, const value **ret_value) {
    PASS_ON(filter_expect_string(self));
    *ret_value = value_of_string(self->arena, html_unescape(self->arena, self->input->text));
    return NULL;
}

const problem *filter_url_decode(const application *self, const value **ret_value) {
    PASS_ON(filter_expect_string(self));
    text decoded = percent_decode(self->arena, self->input->text, false);
    *ret_value = value_of_string(self->arena, filter_mend(self, decoded));
    return NULL;
}

const problem *filter_url_encode(const application *self, const value **ret_value) {
    PASS_ON(filter_expect_string(self));
    *ret_value = value_of_string(self->arena, percent_encode(self->arena, self->input->text, true));
    return NULL;
}
