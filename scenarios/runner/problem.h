/* Problem: what is wrong with a scenario file, or with the answer that it got, and where. Titles, messages and the way
 * they are shown are Hurl's. */
#ifndef GABI_RUNNER_PROBLEM_H
#define GABI_RUNNER_PROBLEM_H

#include "core/buffer.h"
#include "runner/source.h"

typedef enum problem_layout {
    PROBLEM_CARET, /* the message stands behind a caret below what it is about */
    PROBLEM_BELOW, /* it stands below the line, which is all that it is about: without a caret, at column 0 */
    PROBLEM_DIFF,  /* it is the lines of a difference, each with - or + before it */
} problem_layout;

typedef struct problem {
    const char *title; /* "Assert status code" */
    text message;      /* one or more lines */
    span span;
    problem_layout layout;
} problem;

const problem *problem_new(arena *arena, span span, const char *title, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The same with a message that may have NUL bytes, and in another layout. */
const problem *problem_with_message(arena *arena, span span, const char *title, problem_layout layout, text message);

/* Functions that can meet a problem return it, NULL for success; this hands it on to the caller. */
#define PASS_ON(expression)                                                                                            \
    do {                                                                                                               \
        const problem *met_ = (expression);                                                                            \
        if (met_)                                                                                                      \
            return met_;                                                                                               \
    } while (0)

/* Writes the problem as a compiler does: title, file:line:column, the line with a caret, the message, without a line
 * feed at the end. entry, when not NULL, is where the request that led to it begins. */
void problem_describe(buffer *out, const source *source, const problem *problem, const size_t *entry, bool is_coloured);

#endif
