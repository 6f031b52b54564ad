/* Dates: instants, and how they are written. Patterns are those of Rust's chrono, which Hurl uses: strftime's with some
 * more (https://docs.rs/chrono/latest/chrono/format/strftime/). Names of days and months are English; dates are written
 * in UTC. */
#ifndef GABI_RUNNER_DATE_H
#define GABI_RUNNER_DATE_H

#include <stdint.h>

#include "core/text.h"

typedef struct instant {
    int64_t seconds;     /* since 1970 */
    int32_t nanoseconds; /* a billion and more in a leap second */
} instant;

/* <0, 0 or >0 */
int instant_compare(instant a, instant b);

instant instant_of_ms(int64_t time_ms);

/* Whole days from a to b, fractions dropped; negative when b is before a. */
int64_t instant_days_between(instant a, instant b);

/* False when the pattern has a specifier that there is not. */
bool date_format(arena *arena, instant instant, text pattern, text *ret_text);

/* Reads all of written by the pattern. A date and a time are wanted, or at least a date, which begins at midnight; an
 * offset counts when there is a time. False when it is not so, or no such date. */
bool date_parse(text written, text pattern, instant *ret_instant);

/* Whether it is a date as RFC 3339 wants it, `2026-01-05T08:00:00.5+01:00`, to the letter. */
bool date_is_rfc3339(text written);

#endif
