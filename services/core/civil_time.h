/* Civil time: instants are milliseconds since 1970-01-01T00:00:00Z (int64_t …_ms); here they become text and back. */
#ifndef GABI_CORE_CIVIL_TIME_H
#define GABI_CORE_CIVIL_TIME_H

#include <stdint.h>

#include "core/arena.h"
#include "core/text.h"

/* "2026-03-01T09:30:00Z", with ".250" before the Z where there are milliseconds (RFC 3339). */
text time_to_iso8601(arena *arena, int64_t time_ms);

/* "2026-03-01T09:30:00.000Z": always with milliseconds, so that the order of such texts is the order of their instants.
 */
text time_to_sortable(arena *arena, int64_t time_ms);

/* "20260301T093000Z", as SigV4's X-Amz-Date has it. */
text time_to_amz_date(arena *arena, int64_t time_ms);

/* "Sun, 01 Mar 2026 09:30:00 GMT", as HTTP's Date has it (RFC 9110 section 5.6.7). */
text time_to_http_date(arena *arena, int64_t time_ms);

/* "Sunday, March 1, 2026 at 9:30:00 AM Coordinated Universal Time", as Java has it in full. */
text time_to_full_text(arena *arena, int64_t time_ms);

/* Reads RFC 3339 with `Z` or an offset, seconds' fraction optional; false when malformed or no such day. */
bool time_from_iso8601(text value, int64_t *ret_time_ms);

/* Reads the form of X-Amz-Date. */
bool time_from_amz_date(text value, int64_t *ret_time_ms);

#endif
