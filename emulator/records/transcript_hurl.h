/* A transcript as a scenario file (Hurl) that makes the same requests again. */
#ifndef GABI_RECORDS_TRANSCRIPT_HURL_H
#define GABI_RECORDS_TRANSCRIPT_HURL_H

#include "records/transcript.h"

/* Each request expects the status that it got. What an answer has given and a later request uses (a token, an id) is
 * captured, so that the file works in another world too. Signatures are made out to an access key that nobody knows,
 * since they grow old: such requests are let in, but not with --strict-auth. */
text transcript_to_hurl(arena *arena, const recorded_exchange *exchanges, size_t count);

#endif
