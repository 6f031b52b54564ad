/* Source: a scenario file's text, and places in it. */
#ifndef GABI_RUNNER_SOURCE_H
#define GABI_RUNNER_SOURCE_H

#include "core/text.h"

typedef struct source {
    text path;
    text content;
} source;

/* The bytes from start up to end. */
typedef struct span {
    size_t start;
    size_t end;
} span;

/* Lines and columns count from 1, columns in characters. */
typedef struct place {
    size_t line;
    size_t column;
} place;

place source_place(const source *self, size_t offset);

/* The line that offset stands in, without its end. */
span source_line(const source *self, size_t offset);

text source_text(const source *self, span span);

/* Where the line of that number, from 1, begins; the end behind the last. */
size_t source_offset_of_line(const source *self, size_t line);

#endif
