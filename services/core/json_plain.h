/* Plain runs: the stretches of JSON strings that stand for themselves, which most strings consist of. Reader and writer
 * pass over them, sixteen bytes at a time. */
#ifndef GABI_CORE_JSON_PLAIN_H
#define GABI_CORE_JSON_PLAIN_H

#include "core/text.h"

/* Where the run of ASCII that begins at `at` ends: at a quote, a backslash, a control character or a byte of another
 * character, or with the bytes. */
size_t json_ascii_run(text bytes, size_t at);

/* The same, but any other character than those of ASCII belongs to it. */
size_t json_plain_run(text bytes, size_t at);

#endif
