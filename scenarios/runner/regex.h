/* Regular expressions (PCRE2), set so that they mean what Rust's do, which Hurl uses: UTF-8, Unicode classes, `$` at
 * the very end only, neither looking around nor back. What Rust has and this has not (operations on character classes)
 * is refused. regex.c alone includes pcre2.h. */
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

/* The subject with each match replaced. In the replacement `$1`, `$name` and `${name}` are groups, `$$` is a dollar. */
text regex_replace(arena *arena, const regex *self, text subject, text replacement);

/* The pattern as PCRE2 has it; false, with the reason, for what Rust refuses and PCRE2 would take (regex_syntax.c). */
bool regex_translate(arena *arena, text pattern, text *ret_translated, text *ret_reason);

#endif
