/* Differences between two texts, by line. */
#ifndef GABI_RUNNER_DIFF_H
#define GABI_RUNNER_DIFF_H

#include "core/text.h"

/* The first place where two texts differ. */
typedef struct difference {
    int64_t line; /* of the expected text, from 0, that it begins at; of lines that are too many, the one before them */
    text lines;   /* those of the expected text with `-` before each, then those of the actual one with `+` */
} difference;

/* The texts must differ. */
difference diff_first(arena *arena, text expected, text actual);

#endif
