/* Problem: what is wrong with a scenario file, or with the answer that it got, and where. */
#ifndef GABI_RUNNER_PROBLEM_H
#define GABI_RUNNER_PROBLEM_H

#include "core/buffer.h"
#include "runner/source.h"

typedef struct problem {
    const char *title; /* "Assert status code" */
    text message;      /* one or more lines; those behind a line feed stand below the caret */
    span span;
} problem;

const problem *problem_new(arena *arena, span span, const char *title, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Functions that can meet a problem return it, NULL for success; this hands it on to the caller. */
#define PASS_ON(expression)                                                                                            \
    do {                                                                                                               \
        const problem *met_ = (expression);                                                                            \
        if (met_)                                                                                                      \
            return met_;                                                                                               \
    } while (0)

/* Writes the problem as a compiler does: title, file:line:column, the line with a caret, the message. entry, when not
 * NULL, is where the request that led to it begins. */
void problem_render(buffer *out, const source *source, const problem *problem, const size_t *entry, bool is_coloured);

#endif
