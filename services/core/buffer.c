#include "core/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define SMALLEST_CAPACITY 256
#define USUAL_FORMATTED_BYTES 64
#define MOST_INTEGER_DIGITS 20

char *buffer_grow(buffer *self, size_t more) {
    size_t needed = self->length + more;
    size_t capacity = self->capacity ? self->capacity * 2 : SMALLEST_CAPACITY;
    while (capacity < needed)
        capacity *= 2;
    self->data = arena_grow(self->arena, self->data, self->capacity, capacity);
    self->capacity = capacity;
    return self->data + self->length;
}

void buffer_append_utf8(buffer *self, uint32_t character) {
    static const unsigned char leads[] = {0, 0xC0, 0xE0, 0xF0};
    int followers = character < 0x80 ? 0 : character < 0x800 ? 1 : character < 0x10000 ? 2 : 3;
    buffer_append_char(self, (char)(leads[followers] | character >> (6 * followers)));
    while (followers-- > 0)
        buffer_append_char(self, (char)(0x80 | (character >> (6 * followers) & 0x3F)));
}

/* How many bytes, of those that follow the lead byte, it wants, and between what the first of them must be (Unicode 15,
 * table 3-7). */
static size_t followers_of(unsigned char lead, unsigned char *ret_least, unsigned char *ret_most) {
    *ret_least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    *ret_most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    return lead >= 0xC2 && lead <= 0xDF ? 1 : lead >= 0xE0 && lead <= 0xEF ? 2 : lead >= 0xF0 && lead <= 0xF4 ? 3 : 0;
}

/* The length of the character that the text begins with, or of as much of one as there is. */
static size_t cut_character(text t, bool *ret_is_whole) {
    unsigned char least, most;
    size_t length = 1, followers = followers_of((unsigned char)t.data[0], &least, &most);
    while (length <= followers && length < t.length && (unsigned char)t.data[length] >= least &&
           (unsigned char)t.data[length] <= most) {
        length++;
        least = 0x80;
        most = 0xBF;
    }
    *ret_is_whole = followers ? length > followers : (unsigned char)t.data[0] < 0x80;
    return length;
}

void buffer_append_mended(buffer *self, text t) {
    while (t.length > 0) {
        bool is_whole;
        size_t length = cut_character(t, &is_whole);
        buffer_append(self, is_whole ? text_upto(t, length) : TEXT("\xEF\xBF\xBD"));
        t = text_from(t, length);
    }
}

void buffer_append_integer(buffer *self, int64_t value) {
    char digits[MOST_INTEGER_DIGITS];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do
        digits[--at] = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (value < 0)
        digits[--at] = '-';
    buffer_append(self, (text){digits + at, sizeof digits - at});
}

void buffer_format(buffer *self, const char *format, ...) {
    va_list arguments;
    buffer_reserve(self, USUAL_FORMATTED_BYTES);
    size_t room = self->capacity - self->length;
    va_start(arguments, format);
    size_t length = (size_t)vsnprintf(self->data + self->length, room, format, arguments);
    va_end(arguments);
    if (length >= room) { /* it was cut off: again, with room for it */
        va_start(arguments, format);
        vsnprintf(buffer_reserve(self, length + 1), length + 1, format, arguments);
        va_end(arguments);
    }
    self->length += length;
}

text buffer_text(buffer *self) {
    *buffer_reserve(self, 1) = '\0';
    return (text){self->data, self->length};
}
