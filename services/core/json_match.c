#include "core/json_match.h"

/* Values in differences are cut off here. */
#define LONGEST_SHOWN_BYTES 80

/* The way from the root to a value: names and indexes, the last one first. */
typedef struct step {
    const struct step *outer;
    text name; /* data NULL: an index */
    size_t index;
} step;

static size_t compare(const json *actual, const json *expected, const step *at, buffer *out);

static void append_path(buffer *out, const step *at) {
    if (!at) {
        buffer_append(out, TEXT("it"));
        return;
    }
    if (at->outer)
        append_path(out, at->outer);
    if (!at->name.data)
        buffer_format(out, "%s[%zu]", at->outer ? "" : "it", at->index);
    else
        buffer_format(out, "%s%.*s", at->outer ? "." : "", TEXT_ARGS(at->name));
}

static void append_value(buffer *out, const json *value) {
    text printed = json_print(out->arena, value);
    buffer_append(out, text_upto(printed, LONGEST_SHOWN_BYTES));
    if (printed.length > LONGEST_SHOWN_BYTES)
        buffer_append(out, TEXT("…"));
}

static void begin_difference(buffer *out, const step *at) {
    if (out->length > 0)
        buffer_append(out, TEXT("; "));
    append_path(out, at);
}

static size_t differ(const json *actual, const json *expected, const step *at, buffer *out) {
    begin_difference(out, at);
    if (!actual) {
        buffer_append(out, TEXT(" is not there"));
        return 1;
    }
    buffer_append(out, TEXT(" is "));
    append_value(out, actual);
    buffer_append(out, TEXT(", not "));
    append_value(out, expected);
    return 1;
}

static size_t compare_members(const json *actual, const json *expected, const step *at, buffer *out) {
    size_t differences = 0;
    for (const json *each = json_first(expected); each; each = json_after(each)) {
        step member = {.outer = at, .name = json_name_of(each)};
        differences += compare(json_member(actual, json_name_of(each).data), each, &member, out);
    }
    return differences;
}

static size_t compare_elements(const json *actual, const json *expected, const step *at, buffer *out) {
    size_t differences = 0, index = 0;
    if (json_count(actual) != json_count(expected)) {
        begin_difference(out, at);
        buffer_format(out, " has %zu elements, not %zu", json_count(actual), json_count(expected));
        return 1;
    }
    const json *other = json_first(actual);
    for (const json *each = json_first(expected); each; each = json_after(each)) {
        step element = {.outer = at, .index = index};
        differences += compare(other, each, &element, out);
        other = json_after(other);
        index++;
    }
    return differences;
}

static size_t compare(const json *actual, const json *expected, const step *at, buffer *out) {
    bool is_equal = true;
    if (json_kind_of(actual) != json_kind_of(expected))
        return differ(actual, expected, at, out);
    switch (json_kind_of(expected)) {
    case JSON_KIND_OBJECT: return compare_members(actual, expected, at, out);
    case JSON_KIND_ARRAY: return compare_elements(actual, expected, at, out);
    case JSON_KIND_STRING: is_equal = text_equal(json_text(actual), json_text(expected)); break;
    case JSON_KIND_NUMBER:
        is_equal = !(json_number(actual) < json_number(expected)) && !(json_number(actual) > json_number(expected));
        break;
    case JSON_KIND_BOOLEAN: is_equal = json_is_true(actual) == json_is_true(expected); break;
    default: break;
    }
    return is_equal ? 0 : differ(actual, expected, at, out);
}

size_t json_match(const json *actual, const json *expected, buffer *out) {
    return compare(actual, expected, NULL, out);
}
