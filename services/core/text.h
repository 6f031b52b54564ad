/* Text: a slice of bytes that somebody else owns, with its length, so that NUL bytes and substrings are no
 * special case. A text is passed by value. Where a function promises a NUL behind the last byte it says so. */
#ifndef GABI_CORE_TEXT_H
#define GABI_CORE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "core/arena.h"

typedef struct text {
    const char *data; /* may be NULL when length is 0 */
    size_t length;    /* bytes */
} text;

/* The text of a string literal, known at compile time. */
#define TEXT(literal) ((text){"" literal, sizeof(literal) - 1})

/* Initializer form of TEXT, for static tables. */
#define TEXT_INIT(literal)                                                                                             \
    { "" literal, sizeof(literal) - 1 }

/* For printf's "%.*s". */
#define TEXT_ARGS(t) (int)(t).length, (t).data ? (t).data : ""

/* The text of a NUL-terminated string; NULL gives the empty text. */
static inline text text_of(const char *string) { return string ? (text){string, strlen(string)} : (text){"", 0}; }

static inline bool text_equal(text a, text b) {
    return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

static inline bool text_is_empty(text t) { return t.length == 0; }

/* The part from start (clamped) to the end. */
static inline text text_from(text t, size_t start) {
    return start >= t.length ? (text){"", 0} : (text){t.data + start, t.length - start};
}

/* The first length bytes (clamped). */
static inline text text_upto(text t, size_t length) { return (text){t.data, length < t.length ? length : t.length}; }

/* Byte order, shorter first where one is the other's beginning: <0, 0 or >0. */
int text_compare(text a, text b);

/* Whether two texts of one length differ in the case of ASCII letters at most. */
bool text_same_but_for_case(text a, text b);

/* Equality that ignores the case of ASCII letters, as HTTP header names want. */
static inline bool text_equal_ignore_case(text a, text b) {
    return a.length == b.length && text_same_but_for_case(a, b);
}

/* Whether t is one of the words, which are count. */
bool text_is_one_of(text t, const char *const *words, size_t count);

/* A hash for tables in memory: not for secrets, nor against who wants collisions, nor to be kept. */
uint32_t text_hash(text t);

bool text_starts_with(text t, text prefix);
bool text_ends_with(text t, text suffix);

#define TEXT_NOT_FOUND ((size_t)-1)

/* The offset of the first byte c, or TEXT_NOT_FOUND. */
size_t text_index(text t, char c);

/* The offset of the first occurrence of needle, or TEXT_NOT_FOUND. */
size_t text_find(text t, text needle);

/* Without ASCII white space at both ends. */
text text_trim(text t);

/* Cuts *rest at the first separator: returns what stands before it, leaves in *rest what stands behind.
 * Without a separator returns all of it and leaves *rest empty with data NULL, which ends a loop:
 *     for (text part; text_cut(&rest, ',', &part);) … */
bool text_cut(text *rest, char separator, text *ret_part);

/* A copy in the arena, with a NUL behind it. */
text text_copy(arena *arena, text t);

/* A NUL-terminated copy of t. */
char *text_to_string(arena *arena, text t);

/* A formatted text in the arena. */
text text_format(arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* count texts one behind the other, in the arena, with a NUL behind the last: for what is made so often that
 * text_format would show. TEXT_JOIN(arena, a, TEXT("/"), b) */
text text_join(arena *arena, const text *parts, size_t count);
#define TEXT_JOIN(arena_, ...)                                                                                         \
    text_join((arena_), (const text[]){__VA_ARGS__}, sizeof((const text[]){__VA_ARGS__}) / sizeof(text))

/* ASCII lower case, copied. */
text text_lower(arena *arena, text t);

/* Reads the whole text as a decimal integer; false when it is not one or does not fit. */
bool text_to_int64(text t, int64_t *ret_value);

/* Whether the bytes are well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms). */
bool text_is_utf8(text t);

/* How many characters a well-formed UTF-8 text has. */
size_t text_character_count(text t);

#endif
