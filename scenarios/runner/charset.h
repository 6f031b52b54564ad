/* Charsets: texts that are not UTF-8 (the Encoding Standard's names; iconv does the work). */
#ifndef GABI_RUNNER_CHARSET_H
#define GABI_RUNNER_CHARSET_H

#include "core/text.h"

bool charset_is_known(arena *arena, text label);

/* The name in the Encoding Standard of a charset that is known: "UTF-8", "windows-1252". */
text charset_name(arena *arena, text label);

/* The bytes as UTF-8; false where they are no text of that charset. */
bool charset_decode(arena *arena, text label, text bytes, text *ret_text);

#endif
