/* Suggestion: the word that somebody meant. */
#ifndef GABI_RUNNER_SUGGESTION_H
#define GABI_RUNNER_SUGGESTION_H

#include "core/text.h"

/* "Did you mean word?" for the first of the words that is one change away from actual, its case aside; otherwise what
 * is there instead. */
const char *did_you_mean(arena *arena, const char *const *words, size_t count, text actual, const char *otherwise);

#endif
