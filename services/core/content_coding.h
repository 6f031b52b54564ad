/* How an HTTP body may be compressed on its way. Source: RFC 9110, section 8.4.1 */
#ifndef GABI_CORE_CONTENT_CODING_H
#define GABI_CORE_CONTENT_CODING_H

#include "core/arena.h"
#include "core/text.h"

typedef enum content_coding {
    CODING_IDENTITY,
    CODING_GZIP,
    CODING_DEFLATE, /* a stream of zlib */
    CODING_UNKNOWN,
} content_coding;

/* By its name as headers have it, in any case; the empty text is identity. */
content_coding content_coding_of(text name);

const char *content_coding_name(content_coding coding);

/* Undoes a coding. False for one that is unknown, for what it never makes, and for content that would be larger than
 * limit_bytes. Behind a gzip stream another one may follow; anything else there is passed over. */
bool content_decode(arena *arena, content_coding coding, text coded, size_t limit_bytes, text *ret_content);

/* Of a coding that is known. */
text content_encode(arena *arena, content_coding coding, text content);

#endif
