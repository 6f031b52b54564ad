/* Brotli (RFC 7932): answers that are compressed with it. This is the one place that includes brotli's headers. */
#ifndef GABI_RUNNER_BROTLI_H
#define GABI_RUNNER_BROTLI_H

#include <stddef.h>

#include "core/text.h"

/* False for what is malformed, breaks off or becomes more than limit_bytes. */
bool brotli_decode(arena *arena, text compressed, size_t limit_bytes, text *ret_content);

#endif
