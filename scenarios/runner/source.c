#include "runner/source.h"

static bool continues_a_character(char c) { return ((unsigned char)c & 0xC0) == 0x80; }

/* U+0301 to U+036E stand above the character before them. */
static bool is_combining(const source *self, size_t at) {
    const unsigned char *bytes = (const unsigned char *)self->content.data + at;
    return at + 1 < self->content.length &&
           ((bytes[0] == 0xCC && bytes[1] > 0x80) || (bytes[0] == 0xCD && bytes[1] < 0xAF));
}

static size_t line_start(const source *self, size_t offset) {
    while (offset > 0 && self->content.data[offset - 1] != '\n')
        offset--;
    return offset;
}

place source_place(const source *self, size_t offset) {
    place place = {1, 1};
    size_t start = line_start(self, offset);
    text before = text_upto(self->content, start), line; /* in long strides: each assert asks for its line */
    while (before.length > 0 && text_cut(&before, '\n', &line))
        place.line++;
    for (size_t i = start; i < offset; i++)
        place.column += !continues_a_character(self->content.data[i]) && !is_combining(self, i);
    return place;
}

span source_line(const source *self, size_t offset) {
    span line = {line_start(self, offset), offset};
    while (line.end < self->content.length && self->content.data[line.end] != '\n')
        line.end++;
    if (text_ends_with(source_text(self, line), TEXT("\r")))
        line.end--;
    return line;
}

text source_text(const source *self, span span) {
    return text_upto(text_from(self->content, span.start), span.end - span.start);
}

size_t source_offset_of_line(const source *self, size_t line) {
    size_t offset = 0;
    for (; line > 1 && offset < self->content.length; offset++)
        line -= self->content.data[offset] == '\n';
    return offset;
}
