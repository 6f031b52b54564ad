/* JSON match: whether a value has all that is expected of it, and where it has not. */
#ifndef GABI_CORE_JSON_MATCH_H
#define GABI_CORE_JSON_MATCH_H

#include "core/buffer.h"
#include "core/json.h"

/* Objects have at least the members that are expected, arrays exactly the elements, in order; numbers compare by value.
 * Appends each difference to out, "; " between them, such as `seats.booked is 3, not 4`, and returns how many there
 * are: 0 is a match. */
size_t json_match(const json *actual, const json *expected, buffer *out);

#endif
