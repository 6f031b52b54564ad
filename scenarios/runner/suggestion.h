/* Suggestion: the word that somebody meant. */
#ifndef GABI_RUNNER_SUGGESTION_H
#define GABI_RUNNER_SUGGESTION_H

#include "core/text.h"

/* The first of the words that is one change away from actual, its case aside; NULL when none is. */
const char *near_word(const char *const *words, size_t count, text actual);

/* "Did you mean word?" for such a word; otherwise what
 * is there instead. */
const char *did_you_mean(arena *arena, const char *const *words, size_t count, text actual, const char *otherwise);

#endif
