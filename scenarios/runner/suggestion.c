#include "runner/suggestion.h"

#include <ctype.h>

static bool same(char a, char b) { return tolower((unsigned char)a) == tolower((unsigned char)b); }

/* Whether one becomes the other by at most one character that is put in, left out or replaced. */
static bool is_near(text one, text other) {
    size_t before = 0, behind = 0;
    size_t shorter = one.length < other.length ? one.length : other.length;
    size_t longer = one.length < other.length ? other.length : one.length;
    while (before < shorter && same(one.data[before], other.data[before]))
        before++;
    while (behind < shorter - before && same(one.data[one.length - 1 - behind], other.data[other.length - 1 - behind]))
        behind++;
    return longer - before - behind <= 1;
}

const char *did_you_mean(arena *arena, const char *const *words, size_t count, text actual, const char *otherwise) {
    for (size_t i = 0; i < count; i++)
        if (is_near(text_of(words[i]), actual))
            return arena_printf(arena, "Did you mean %s?", words[i]);
    return otherwise;
}
