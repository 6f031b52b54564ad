#include "runner/source.h"

static bool continues_a_character(char c) { return ((unsigned char)c & 0xC0) == 0x80; }

static size_t line_start(const source *self, size_t offset) {
    while (offset > 0 && self->content.data[offset - 1] != '\n')
        offset--;
    return offset;
}

place source_place(const source *self, size_t offset) {
    place place = {1, 1};
    size_t start = line_start(self, offset);
    for (size_t i = 0; i < start; i++)
        place.line += self->content.data[i] == '\n';
    for (size_t i = start; i < offset; i++)
        place.column += !continues_a_character(self->content.data[i]);
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
