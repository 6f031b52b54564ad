/* Charsets by their labels, as browsers know them (https://encoding.spec.whatwg.org/): "latin1" is windows-1252.
 * Without `x-user-defined` and those that the standard itself replaces, e.g. hz-gb-2312. */
#ifndef GABI_RUNNER_CHARSET_H
#define GABI_RUNNER_CHARSET_H

#include "core/text.h"

typedef struct charset charset;

/* NULL when there is none of that label. */
const charset *charset_find(text label);

/* The standard's name for it: "UTF-8", "windows-1252". */
const char *charset_name(const charset *self);

/* False when the bytes are not of that charset. A byte order mark stays as it is. */
bool charset_decode(arena *arena, const charset *self, text bytes, text *ret_text);

#endif
