/* Buffer: bytes that grow in an arena. Made with BUFFER(arena); needs no release of its own. */
#ifndef GABI_CORE_BUFFER_H
#define GABI_CORE_BUFFER_H

#include "core/arena.h"
#include "core/text.h"

typedef struct buffer {
    arena *arena;
    char *data;
    size_t length;
    size_t capacity;
} buffer;

#define BUFFER(arena_) ((buffer){.arena = (arena_)})

/* buffer_reserve where there is no room yet. */
char *buffer_grow(buffer *self, size_t more);

/* Makes room for more bytes behind the present ones and returns where they go; the caller adds to length. */
static inline char *buffer_reserve(buffer *self, size_t more) {
    return more <= self->capacity - self->length ? self->data + self->length : buffer_grow(self, more);
}

static inline void buffer_append(buffer *self, text t) {
    if (t.length == 0)
        return;
    memcpy(buffer_reserve(self, t.length), t.data, t.length);
    self->length += t.length;
}

static inline void buffer_append_char(buffer *self, char c) {
    *buffer_reserve(self, 1) = c;
    self->length++;
}

/* A Unicode character (up to U+10FFFF, no half of a surrogate pair) as UTF-8. */
void buffer_append_utf8(buffer *self, uint32_t character);

/* The text, with U+FFFD in place of what is not UTF-8: one for as many bytes as could have begun a character (Unicode
 * 15, section 3.9, as browsers and most decoders do it). */
void buffer_append_mended(buffer *self, text t);

void buffer_append_integer(buffer *self, int64_t value);
void buffer_format(buffer *self, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What was gathered, with a NUL behind it; valid until the next change. */
text buffer_text(buffer *self);

#endif
