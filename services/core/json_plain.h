/* Plain runs: the stretches of JSON strings that stand for themselves, which long strings consist of. Reader and writer
 * pass over them, sixteen bytes at a time. */
#ifndef GABI_CORE_JSON_PLAIN_H
#define GABI_CORE_JSON_PLAIN_H

#include "core/text.h"

/* Where the run that begins at `at` ends: at a quote, a backslash or a control character, or with the bytes. */
size_t json_plain_run(text bytes, size_t at);

#endif
