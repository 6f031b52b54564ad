#include "core/text.h"

#include <stdarg.h>

#define HASH_FACTOR UINT64_C(0x9E3779B97F4A7C15) /* odd, its bits well mixed: the golden ratio's */

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c; }

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

int text_compare(text a, text b) {
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter ? memcmp(a.data, b.data, shorter) : 0;
    if (order != 0)
        return order;
    return (a.length > b.length) - (a.length < b.length);
}

bool text_same_but_for_case(text a, text b) {
    for (size_t i = 0; i < a.length; i++)
        if (a.data[i] != b.data[i] && lower(a.data[i]) != lower(b.data[i]))
            return false;
    return true;
}

bool text_is_one_of(text t, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (text_equal(t, text_of(words[i])))
            return true;
    return false;
}

uint32_t text_hash(text t) {
    uint64_t hash = t.length, eight;
    for (; t.length >= sizeof eight; t = text_from(t, sizeof eight)) {
        memcpy(&eight, t.data, sizeof eight);
        hash = (hash ^ eight) * HASH_FACTOR;
        hash ^= hash >> 32;
    }
    eight = 0;
    if (t.length > 0)
        memcpy(&eight, t.data, t.length);
    hash = (hash ^ eight) * HASH_FACTOR;
    return (uint32_t)(hash >> 32);
}

bool text_starts_with(text t, text prefix) { return text_equal(text_upto(t, prefix.length), prefix); }

bool text_ends_with(text t, text suffix) {
    return t.length >= suffix.length && text_equal(text_from(t, t.length - suffix.length), suffix);
}

size_t text_index(text t, char c) {
    const char *found = t.length ? memchr(t.data, c, t.length) : NULL;
    return found ? (size_t)(found - t.data) : TEXT_NOT_FOUND;
}

size_t text_find(text t, text needle) {
    if (needle.length == 0)
        return 0;
    const char *found = t.length ? memmem(t.data, t.length, needle.data, needle.length) : NULL;
    return found ? (size_t)(found - t.data) : TEXT_NOT_FOUND;
}

text text_trim(text t) {
    while (t.length && is_space(t.data[0]))
        t = text_from(t, 1);
    while (t.length && is_space(t.data[t.length - 1]))
        t.length--;
    return t;
}

bool text_cut(text *rest, char separator, text *ret_part) {
    if (!rest->data)
        return false;
    size_t at = text_index(*rest, separator);
    if (at == TEXT_NOT_FOUND) {
        *ret_part = *rest;
        *rest = (text){NULL, 0};
    } else {
        *ret_part = text_upto(*rest, at);
        *rest = (text){rest->data + at + 1, rest->length - at - 1};
    }
    return true;
}

text text_copy(arena *arena, text t) { return (text){arena_copy(arena, t.data, t.length), t.length}; }

char *text_to_string(arena *arena, text t) { return arena_copy(arena, t.data, t.length); }

text text_format(arena *arena, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    text result = text_of(arena_vprintf(arena, format, arguments));
    va_end(arguments);
    return result;
}

text text_join(arena *arena, const text *parts, size_t count) {
    size_t length = 0;
    for (size_t i = 0; i < count; i++)
        length += parts[i].length;
    char *joined = arena_alloc(arena, length + 1), *end = joined;
    for (size_t i = 0; i < count; i++)
        if (parts[i].length > 0)
            end = mempcpy(end, parts[i].data, parts[i].length);
    *end = '\0';
    return (text){joined, length};
}

text text_lower(arena *arena, text t) {
    char *copy = arena_copy(arena, t.data, t.length);
    for (size_t i = 0; i < t.length; i++)
        copy[i] = lower(copy[i]);
    return (text){copy, t.length};
}

bool text_to_int64(text t, int64_t *ret_value) {
    bool negative = t.length > 0 && t.data[0] == '-';
    text digits = text_from(t, negative);
    if (digits.length == 0)
        return false;
    /* Counting downwards reaches INT64_MIN, which has no positive counterpart. */
    int64_t value = 0;
    for (size_t i = 0; i < digits.length; i++) {
        int digit = digits.data[i] - '0';
        if (digit < 0 || digit > 9 || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, digit, &value))
            return false;
    }
    if (!negative && __builtin_sub_overflow(0, value, &value))
        return false;
    *ret_value = value;
    return true;
}

/* The length of the UTF-8 sequence of two bytes or more that starts at bytes, or 0 when it is malformed. */
static size_t utf8_sequence(const unsigned char *bytes, size_t available) {
    unsigned char lead = bytes[0];
    size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || length > available)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((bytes[i] & 0xC0) != 0x80)
            return 0;
    bool overlong = (lead == 0xE0 && bytes[1] < 0xA0) || (lead == 0xF0 && bytes[1] < 0x90);
    bool surrogate = lead == 0xED && bytes[1] > 0x9F;
    bool beyond = lead == 0xF4 && bytes[1] > 0x8F;
    return overlong || surrogate || beyond ? 0 : length;
}

/* Where the run of ASCII that begins at `at` ends. */
static size_t skip_ascii(text t, size_t at) {
    for (uint64_t eight; at + sizeof eight <= t.length; at += sizeof eight) {
        memcpy(&eight, t.data + at, sizeof eight);
        if (eight & UINT64_C(0x8080808080808080))
            break;
    }
    while (at < t.length && (unsigned char)t.data[at] < 0x80)
        at++;
    return at;
}

bool text_is_utf8(text t) {
    const unsigned char *bytes = (const unsigned char *)t.data;
    for (size_t i = 0; (i = skip_ascii(t, i)) < t.length;) {
        size_t length = utf8_sequence(bytes + i, t.length - i);
        if (length == 0)
            return false;
        i += length;
    }
    return true;
}

size_t text_character_count(text t) {
    size_t count = 0;
    for (size_t i = 0; i < t.length; i++)
        count += ((unsigned char)t.data[i] & 0xC0) != 0x80; /* all but continuation bytes */
    return count;
}
