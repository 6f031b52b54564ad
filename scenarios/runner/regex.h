/* Regular expressions (PCRE2), set so that they mean what Rust's do, which Hurl uses: UTF-8, Unicode classes, `$` at
 * the very end only. This folder alone includes pcre2.h. */
#ifndef GABI_RUNNER_REGEX_H
#define GABI_RUNNER_REGEX_H

#include "core/text.h"

typedef struct regex regex;

/* Compiles pattern; on failure returns false and says in *ret_reason what is wrong with it. It lives in the arena. */
bool regex_compile(arena *arena, text pattern, const regex **ret_regex, text *ret_reason);

text regex_pattern(const regex *self);

/* Whether it matches somewhere in the subject; never in one that is not UTF-8. */
bool regex_search(const regex *self, text subject);

/* What the first group of the first match holds; false without a match or such a group. */
bool regex_extract(const regex *self, text subject, text *ret_group);

#endif
