#include "core/civil_time.h"

#include <time.h>

static const char *const day_names[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
static const char *const month_names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

static struct tm split(int64_t time_ms, int *ret_milliseconds) {
    int64_t seconds = time_ms / 1000, rest = time_ms % 1000;
    if (rest < 0) {
        rest += 1000;
        seconds--;
    }
    time_t clock = (time_t)seconds;
    struct tm fields;
    gmtime_r(&clock, &fields);
    *ret_milliseconds = (int)rest;
    return fields;
}

text time_to_iso8601(arena *arena, int64_t time_ms) {
    int milliseconds;
    struct tm t = split(time_ms, &milliseconds);
    const char *fraction = milliseconds ? arena_printf(arena, ".%03d", milliseconds) : "";
    return text_format(arena, "%04d-%02d-%02dT%02d:%02d:%02d%sZ", t.tm_year + 1900, t.tm_mon + 1, t.tm_mday, t.tm_hour,
                       t.tm_min, t.tm_sec, fraction);
}

text time_to_sortable(arena *arena, int64_t time_ms) {
    int milliseconds;
    struct tm t = split(time_ms, &milliseconds);
    return text_format(arena, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", t.tm_year + 1900, t.tm_mon + 1, t.tm_mday,
                       t.tm_hour, t.tm_min, t.tm_sec, milliseconds);
}

static void put_two_digits(char *to, int number) {
    to[0] = (char)('0' + number / 10 % 10);
    to[1] = (char)('0' + number % 10);
}

text time_to_amz_date(arena *arena, int64_t time_ms) {
    int milliseconds;
    struct tm t = split(time_ms, &milliseconds);
    /* Every signature has one, so printf would show. */
    char *date = arena_copy(arena, "19700101T000000Z", sizeof "19700101T000000Z" - 1);
    put_two_digits(date, (t.tm_year + 1900) / 100);
    put_two_digits(date + 2, (t.tm_year + 1900) % 100);
    put_two_digits(date + 4, t.tm_mon + 1);
    put_two_digits(date + 6, t.tm_mday);
    put_two_digits(date + 9, t.tm_hour);
    put_two_digits(date + 11, t.tm_min);
    put_two_digits(date + 13, t.tm_sec);
    return text_of(date);
}

text time_to_http_date(arena *arena, int64_t time_ms) {
    int milliseconds;
    struct tm t = split(time_ms, &milliseconds);
    /* Every answer carries one, so printf would show. */
    char *date = arena_copy(arena, "Sun, 01 Jan 1970 00:00:00 GMT", sizeof "Sun, 01 Jan 1970 00:00:00 GMT" - 1);
    memcpy(date, day_names[t.tm_wday], 3);
    put_two_digits(date + 5, t.tm_mday);
    memcpy(date + 8, month_names[t.tm_mon], 3);
    put_two_digits(date + 12, (t.tm_year + 1900) / 100);
    put_two_digits(date + 14, (t.tm_year + 1900) % 100);
    put_two_digits(date + 17, t.tm_hour);
    put_two_digits(date + 20, t.tm_min);
    put_two_digits(date + 23, t.tm_sec);
    return text_of(date);
}

text time_to_full_text(arena *arena, int64_t time_ms) {
    int milliseconds;
    struct tm t = split(time_ms, &milliseconds);
    char out[96];
    strftime(out, sizeof out, "%A, %B %-d, %Y at %-I:%M:%S %p Coordinated Universal Time", &t);
    return text_copy(arena, text_of(out));
}

/* Takes digits decimal digits off the front of *rest. */
static bool take_number(text *rest, size_t digits, int *ret_number) {
    if (rest->length < digits)
        return false;
    int number = 0;
    for (size_t i = 0; i < digits; i++) {
        char c = rest->data[i];
        if (c < '0' || c > '9')
            return false;
        number = number * 10 + (c - '0');
    }
    *rest = text_from(*rest, digits);
    *ret_number = number;
    return true;
}

static bool take_char(text *rest, char c) {
    if (rest->length == 0 || rest->data[0] != c)
        return false;
    *rest = text_from(*rest, 1);
    return true;
}

/* timegm mends impossible dates; a date that comes back changed was one. */
static bool join(struct tm fields, int64_t *ret_seconds) {
    struct tm again = fields, check;
    time_t clock = timegm(&again);
    gmtime_r(&clock, &check);
    if (check.tm_mday != fields.tm_mday || check.tm_mon != fields.tm_mon || check.tm_hour != fields.tm_hour ||
        check.tm_min != fields.tm_min || check.tm_sec != fields.tm_sec)
        return false;
    *ret_seconds = (int64_t)clock;
    return true;
}

static bool take_date(text *rest, struct tm *ret_fields) {
    if (!take_number(rest, 4, &ret_fields->tm_year) || !take_char(rest, '-') ||
        !take_number(rest, 2, &ret_fields->tm_mon) || !take_char(rest, '-') ||
        !take_number(rest, 2, &ret_fields->tm_mday) || !take_char(rest, 'T') ||
        !take_number(rest, 2, &ret_fields->tm_hour) || !take_char(rest, ':') ||
        !take_number(rest, 2, &ret_fields->tm_min) || !take_char(rest, ':') ||
        !take_number(rest, 2, &ret_fields->tm_sec))
        return false;
    ret_fields->tm_year -= 1900;
    ret_fields->tm_mon -= 1;
    return true;
}

static bool take_fraction(text *rest, int *ret_milliseconds) {
    if (!take_char(rest, '.'))
        return true;
    int digit, scale = 100, count = 0;
    while (take_number(rest, 1, &digit)) {
        *ret_milliseconds += digit * scale;
        scale /= 10;
        count++;
    }
    return count > 0;
}

static bool take_offset(text *rest, int *ret_minutes) {
    if (take_char(rest, 'Z'))
        return true;
    int sign = take_char(rest, '+') ? 1 : take_char(rest, '-') ? -1 : 0;
    int hours, minutes;
    if (sign == 0 || !take_number(rest, 2, &hours) || !take_char(rest, ':') || !take_number(rest, 2, &minutes) ||
        hours > 23 || minutes > 59)
        return false;
    *ret_minutes = sign * (hours * 60 + minutes);
    return true;
}

bool time_from_iso8601(text value, int64_t *ret_time_ms) {
    struct tm fields = {0};
    int milliseconds = 0, offset_minutes = 0;
    int64_t seconds;
    if (!take_date(&value, &fields) || !take_fraction(&value, &milliseconds) || !take_offset(&value, &offset_minutes) ||
        value.length != 0 || !join(fields, &seconds))
        return false;
    *ret_time_ms = (seconds - (int64_t)offset_minutes * 60) * 1000 + milliseconds;
    return true;
}

bool time_from_amz_date(text value, int64_t *ret_time_ms) {
    struct tm fields = {0};
    int64_t seconds;
    if (!take_number(&value, 4, &fields.tm_year) || !take_number(&value, 2, &fields.tm_mon) ||
        !take_number(&value, 2, &fields.tm_mday) || !take_char(&value, 'T') ||
        !take_number(&value, 2, &fields.tm_hour) || !take_number(&value, 2, &fields.tm_min) ||
        !take_number(&value, 2, &fields.tm_sec) || !take_char(&value, 'Z') || value.length != 0)
        return false;
    fields.tm_year -= 1900;
    fields.tm_mon -= 1;
    if (!join(fields, &seconds))
        return false;
    *ret_time_ms = seconds * 1000;
    return true;
}
