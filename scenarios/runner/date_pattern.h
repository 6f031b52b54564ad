/* The parts of a date's pattern, for date_format.c and date_parse.c. */
#ifndef GABI_RUNNER_DATE_PATTERN_H
#define GABI_RUNNER_DATE_PATTERN_H

#include <time.h>

#include "core/text.h"

typedef enum date_part_kind {
    PART_LITERAL, /* stands as it is */
    PART_BLANKS,  /* white space */
    PART_FIELD,   /* a field by its letter */
    PART_GROUP,   /* several parts by one letter: `%F`; text is their pattern */
    PART_WRONG,
} date_part_kind;

typedef struct date_part {
    date_part_kind kind;
    text text;
    char field;
    char padding; /* '0', ' ', '-' for none, or '\0' for the field's own */
    bool has_dot; /* `%.f` */
    int digits;   /* of `%.3f` and `%3f` */
    int colons;   /* of `%:z` */
    bool is_lax;  /* `%#z` */
} date_part;

/* Cuts the next part off the pattern; false at its end. */
bool date_next_part(text *pattern, date_part *ret_part);

/* The weeks of a year that begin on a day of the week (0: Sunday) up to the date. */
int date_week(const struct tm *date, int first_day);

/* The ISO 8601 week, and the year that it belongs to. */
int date_iso_week(const struct tm *date, int64_t *ret_year);

extern const char *const date_day_names[7]; /* from Sunday */
extern const char *const date_month_names[12];

#endif
