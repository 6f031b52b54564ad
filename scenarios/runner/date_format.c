#include <inttypes.h>

#include "core/buffer.h"
#include "runner/date.h"
#include "runner/date_pattern.h"

#define SECONDS_A_DAY 86400
#define NANOSECONDS_A_SECOND 1000000000

int instant_compare(instant a, instant b) {
    if (a.seconds != b.seconds)
        return a.seconds < b.seconds ? -1 : 1;
    return (a.nanoseconds > b.nanoseconds) - (a.nanoseconds < b.nanoseconds);
}

instant instant_of_ms(int64_t time_ms) {
    int64_t seconds = time_ms / 1000, rest_ms = time_ms % 1000;
    if (rest_ms < 0) {
        seconds--;
        rest_ms += 1000;
    }
    return (instant){seconds, (int32_t)rest_ms * 1000000};
}

int64_t instant_days_between(instant a, instant b) {
    int64_t seconds = b.seconds - a.seconds;
    if (seconds > 0 && b.nanoseconds < a.nanoseconds) /* a second that is not whole */
        seconds--;
    else if (seconds < 0 && b.nanoseconds > a.nanoseconds)
        seconds++;
    return seconds / SECONDS_A_DAY;
}

typedef struct moment {
    struct tm date;
    instant instant;
} moment;

static int64_t iso_year(const moment *moment) {
    int64_t year;
    date_iso_week(&moment->date, &year);
    return year;
}

static int hour_of_twelve(const moment *moment) { return (moment->date.tm_hour + 11) % 12 + 1; }
static int64_t year_of(const moment *moment) { return moment->date.tm_year + 1900LL; }

/* The remainder that is never negative, and the quotient that goes with it. */
static int64_t modulo_100(int64_t year) { return (year % 100 + 100) % 100; }
static int64_t divided_by_100(int64_t year) { return (year - modulo_100(year)) / 100; }

static int64_t field_number(const moment *moment, char field) {
    int64_t year;
    switch (field) {
    case 'Y': return year_of(moment);
    case 'C': return divided_by_100(year_of(moment));
    case 'y': return modulo_100(year_of(moment));
    case 'G': return iso_year(moment);
    case 'g': return modulo_100(iso_year(moment));
    case 'q': return moment->date.tm_mon / 3 + 1;
    case 'm': return moment->date.tm_mon + 1;
    case 'd':
    case 'e': return moment->date.tm_mday;
    case 'U': return date_week(&moment->date, 0);
    case 'W': return date_week(&moment->date, 1);
    case 'V': return date_iso_week(&moment->date, &year);
    case 'w': return moment->date.tm_wday;
    case 'u': return (moment->date.tm_wday + 6) % 7 + 1;
    case 'j': return moment->date.tm_yday + 1;
    case 'H':
    case 'k': return moment->date.tm_hour;
    case 'I':
    case 'l': return hour_of_twelve(moment);
    case 'M': return moment->date.tm_min;
    case 'S': return moment->date.tm_sec + moment->instant.nanoseconds / NANOSECONDS_A_SECOND;
    case 'f': return moment->instant.nanoseconds % NANOSECONDS_A_SECOND;
    default: return moment->instant.seconds; /* 's' */
    }
}

static int field_width(char field) {
    switch (field) {
    case 'Y':
    case 'G': return 4;
    case 'j': return 3;
    case 'f': return 9;
    case 'q':
    case 'u':
    case 'w':
    case 's': return 1;
    default: return 2;
    }
}

static void put_number(buffer *out, const moment *moment, const date_part *part) {
    int64_t number = field_number(moment, part->field);
    int width = field_width(part->field);
    char padding = part->padding ? part->padding : strchr("ekl", part->field) ? ' ' : '0';
    bool is_long_year = width == 4 && (number < 0 || number > 9999);
    if (is_long_year)
        buffer_format(out, padding == ' ' ? "%+5" PRId64 : padding == '0' ? "%+05" PRId64 : "%+" PRId64, number);
    else if (padding == '-')
        buffer_append_integer(out, number);
    else
        buffer_format(out, padding == '0' ? "%0*" PRId64 : "%*" PRId64, width, number);
}

/* `%.f` has three, six or nine digits, or none, as it needs; `%.3f` and `%3f` have three. */
static void put_fraction(buffer *out, const moment *moment, const date_part *part) {
    int32_t nanoseconds = moment->instant.nanoseconds % NANOSECONDS_A_SECOND;
    int digits = part->digits;
    if (digits < 0 && nanoseconds == 0)
        return;
    if (digits < 0)
        digits = nanoseconds % 1000000 == 0 ? 3 : nanoseconds % 1000 == 0 ? 6 : 9;
    for (int i = digits; i < 9; i++)
        nanoseconds /= 10;
    buffer_format(out, "%s%0*d", part->has_dot ? "." : "", digits, nanoseconds);
}

static void put_offset(buffer *out, const date_part *part) {
    static const char *const zeros[] = {"+0000", "+00:00", "+00:00:00", "+00"};
    buffer_append(out, text_of(zeros[part->colons]));
}

static bool put_pattern(buffer *out, const moment *moment, text pattern);

static bool put_field(buffer *out, const moment *moment, const date_part *part) {
    const char *name;
    bool is_morning = moment->date.tm_hour < 12;
    switch (part->field) {
    case 'A':
    case 'a':
        name = date_day_names[moment->date.tm_wday];
        buffer_append(out, part->field == 'A' ? text_of(name) : text_upto(text_of(name), 3));
        return true;
    case 'B':
    case 'b':
    case 'h':
        name = date_month_names[moment->date.tm_mon];
        buffer_append(out, part->field == 'B' ? text_of(name) : text_upto(text_of(name), 3));
        return true;
    case 'P': buffer_append(out, is_morning ? TEXT("am") : TEXT("pm")); return true;
    case 'p': buffer_append(out, is_morning ? TEXT("AM") : TEXT("PM")); return true;
    case 'Z': buffer_append(out, TEXT("UTC")); return true;
    case 'z':
        if (part->is_lax) /* is for reading only */
            return false;
        put_offset(out, part);
        return true;
    case '+': return put_pattern(out, moment, TEXT("%Y-%m-%dT%H:%M:%S%.f%:z"));
    default:
        if (part->field == 'f' && part->digits)
            put_fraction(out, moment, part);
        else
            put_number(out, moment, part);
        return true;
    }
}

static bool put_pattern(buffer *out, const moment *moment, text pattern) {
    date_part part;
    while (date_next_part(&pattern, &part)) {
        bool is_put = part.kind != PART_WRONG;
        if (part.kind == PART_GROUP)
            is_put = put_pattern(out, moment, part.text);
        else if (part.kind == PART_FIELD)
            is_put = put_field(out, moment, &part);
        else
            buffer_append(out, part.text);
        if (!is_put)
            return false;
    }
    return true;
}

bool date_format(arena *arena, instant instant, text pattern, text *ret_text) {
    moment moment = {.instant = instant};
    buffer out = BUFFER(arena);
    time_t seconds = (time_t)instant.seconds;
    if (!gmtime_r(&seconds, &moment.date) || !put_pattern(&out, &moment, pattern))
        return false;
    *ret_text = buffer_text(&out);
    return true;
}
