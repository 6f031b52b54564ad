/* Encodings of bytes as text: hexadecimal, base64 (RFC 4648), percent-encoding (RFC 3986). */
#ifndef GABI_CORE_ENCODING_H
#define GABI_CORE_ENCODING_H

#include "core/arena.h"
#include "core/text.h"

/* Lower-case hexadecimal, two digits a byte. */
text hex_encode(arena *arena, text bytes);

/* Base64 with padding. */
text base64_encode(arena *arena, text bytes);

/* Base64url without padding (RFC 4648 section 5). */
text base64url_encode(arena *arena, text bytes);

/* Strict base64: padding required, no white space, unused bits zero. False when malformed. */
bool base64_decode(arena *arena, text encoded, text *ret_bytes);

/* Undoes base64url_encode; false when malformed. */
bool base64url_decode(arena *arena, text encoded, text *ret_bytes);

/* Everything but A-Z a-z 0-9 - _ . ~ becomes %XX; '/' is kept when keep_slash is set (as SigV4 paths want). */
text percent_encode(arena *arena, text bytes, bool keep_slash);

/* Undoes percent-encoding; with plus_is_space also `+`, as in query strings and forms. A % without two hex digits
 * is left as it stands, as AWS does. */
text percent_decode(arena *arena, text encoded, bool plus_is_space);

#endif
