#include "core/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define SMALLEST_CAPACITY 256

char *buffer_reserve(buffer *self, size_t more) {
    size_t needed = self->length + more;
    if (needed > self->capacity) {
        size_t capacity = self->capacity ? self->capacity * 2 : SMALLEST_CAPACITY;
        while (capacity < needed)
            capacity *= 2;
        self->data = arena_grow(self->arena, self->data, self->capacity, capacity);
        self->capacity = capacity;
    }
    return self->data + self->length;
}

void buffer_append(buffer *self, text t) {
    if (t.length == 0)
        return;
    memcpy(buffer_reserve(self, t.length), t.data, t.length);
    self->length += t.length;
}

void buffer_append_char(buffer *self, char c) {
    *buffer_reserve(self, 1) = c;
    self->length++;
}

void buffer_format(buffer *self, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    va_start(arguments, format);
    vsnprintf(buffer_reserve(self, (size_t)length + 1), (size_t)length + 1, format, arguments);
    va_end(arguments);
    self->length += (size_t)length;
}

text buffer_text(buffer *self) {
    *buffer_reserve(self, 1) = '\0';
    return (text){self->data, self->length};
}
