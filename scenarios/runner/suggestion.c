#include "runner/suggestion.h"

#include <ctype.h>

static bool same(char a, char b) { return tolower((unsigned char)a) == tolower((unsigned char)b); }

/* The characters between two bytes, of which the first may be in the middle of one. */
static size_t count_characters(text t, size_t start, size_t end) {
    size_t count = 0;
    for (size_t i = start; i < end; i++)
        count += i == start || ((unsigned char)t.data[i] & 0xC0) != 0x80;
    return count;
}

/* Whether one becomes the other by at most one character that is put in, left out or replaced. */
static bool is_near(text one, text other) {
    size_t before = 0, behind = 0;
    size_t shorter = one.length < other.length ? one.length : other.length;
    while (before < shorter && same(one.data[before], other.data[before]))
        before++;
    while (behind < shorter - before && same(one.data[one.length - 1 - behind], other.data[other.length - 1 - behind]))
        behind++;
    return count_characters(one, before, one.length - behind) <= 1 &&
           count_characters(other, before, other.length - behind) <= 1;
}

const char *near_word(const char *const *words, size_t count, text actual) {
    for (size_t i = 0; i < count; i++)
        if (is_near(text_of(words[i]), actual))
            return words[i];
    return NULL;
}

const char *did_you_mean(arena *arena, const char *const *words, size_t count, text actual, const char *otherwise) {
    const char *near = near_word(words, count, actual);
    return near ? arena_printf(arena, "Did you mean %s?", near) : otherwise;
}
