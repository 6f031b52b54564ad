/* Reads dates. What was read of a date may be any of its parts, and more than is needed: all must fit together. */
#include <ctype.h>
#include <strings.h>

#include "runner/date.h"
#include "runner/date_pattern.h"

/* What chrono has dates for. */
#define FARTHEST_YEAR 262142
#define EARLIEST_SECOND INT64_C(-8334601228800)
#define LATEST_SECOND INT64_C(8210266876799)
#define NANOSECONDS_A_SECOND 1000000000

typedef enum known {
    YEAR,
    CENTURY,
    YEAR_OF_CENTURY,
    ISO_YEAR,
    ISO_YEAR_OF_CENTURY,
    QUARTER,
    MONTH,
    DAY,
    WEEK_FROM_SUNDAY,
    WEEK_FROM_MONDAY,
    ISO_WEEK,
    WEEKDAY, /* 0: Sunday */
    DAY_OF_YEAR,
    AFTERNOON,
    HOUR_OF_TWELVE, /* 0 to 11 */
    MINUTE,
    SECOND,
    NANOSECOND,
    TIMESTAMP,
    OFFSET, /* seconds east of UTC */
    KNOWN_COUNT,
} known;

typedef struct reading {
    text rest;
    bool is_known[KNOWN_COUNT];
    int64_t value[KNOWN_COUNT];
} reading;

/* False when something else is known already. */
static bool learn(reading *self, known what, int64_t value) {
    if (self->is_known[what])
        return self->value[what] == value;
    self->is_known[what] = true;
    self->value[what] = value;
    return true;
}

static bool learn_between(reading *self, known what, int64_t value, int64_t least, int64_t most) {
    return value >= least && value <= most && learn(self, what, value);
}

/* ---- reading ---- */

static void skip_blanks(reading *self) {
    while (self->rest.length > 0 && isspace((unsigned char)self->rest.data[0]))
        self->rest = text_from(self->rest, 1);
}

static bool skip(reading *self, text literal) {
    if (!text_starts_with(self->rest, literal))
        return false;
    self->rest = text_from(self->rest, literal.length);
    return true;
}

/* At least `least` and at most `most` digits. */
static bool read_digits(reading *self, size_t least, size_t most, int64_t *ret_number) {
    size_t count = 0;
    while (count < self->rest.length && count < most && isdigit((unsigned char)self->rest.data[count]))
        count++;
    bool is_read = count >= least && text_to_int64(text_upto(self->rest, count), ret_number);
    if (is_read)
        self->rest = text_from(self->rest, count);
    return is_read;
}

/* A year is of four digits, or of any number of them behind a sign. */
static bool read_number(reading *self, size_t width, bool may_have_sign, int64_t *ret_number) {
    skip_blanks(self);
    bool is_negative = may_have_sign && skip(self, TEXT("-"));
    bool has_sign = is_negative || (may_have_sign && skip(self, TEXT("+")));
    if (!read_digits(self, 1, has_sign ? SIZE_MAX : width, ret_number))
        return false;
    *ret_number = is_negative ? -*ret_number : *ret_number;
    return true;
}

/* A name by its first three letters, and all of it when it is there and may be. */
static bool read_name(reading *self, const char *const *names, int count, bool may_be_long, int *ret_index) {
    for (int i = 0; i < count && self->rest.length >= 3; i++) {
        size_t length = strlen(names[i]);
        if (strncasecmp(self->rest.data, names[i], 3) != 0)
            continue;
        bool is_long =
            may_be_long && self->rest.length >= length && strncasecmp(self->rest.data, names[i], length) == 0;
        self->rest = text_from(self->rest, is_long ? length : 3);
        *ret_index = i;
        return true;
    }
    return false;
}

static bool read_fraction(reading *self, int digits) {
    int64_t number;
    size_t before = self->rest.length;
    if (!read_digits(self, digits > 0 ? (size_t)digits : 1, digits > 0 ? (size_t)digits : 9, &number))
        return false;
    for (size_t i = before - self->rest.length; i < 9; i++)
        number *= 10;
    while (digits < 0 && self->rest.length > 0 && isdigit((unsigned char)self->rest.data[0]))
        self->rest = text_from(self->rest, 1);
    return learn(self, NANOSECOND, number);
}

/* `+0100`, `-01:00`; where is_lax is set also `Z`, and without minutes. */
static bool read_offset(reading *self, bool is_lax) {
    int64_t hours, minutes = 0;
    skip_blanks(self);
    if (is_lax && (skip(self, TEXT("Z")) || skip(self, TEXT("z"))))
        return learn(self, OFFSET, 0);
    bool is_negative = skip(self, TEXT("-")) || skip(self, TEXT("\xE2\x88\x92"));
    if ((!is_negative && !skip(self, TEXT("+"))) || !read_digits(self, 2, 2, &hours))
        return false;
    while (skip(self, TEXT(":")) || skip(self, TEXT(" ")))
        continue;
    if (!read_digits(self, 2, 2, &minutes) && !is_lax)
        return false;
    int64_t seconds = (hours * 60 + minutes) * 60;
    return minutes < 60 && hours < 24 && learn(self, OFFSET, is_negative ? -seconds : seconds);
}

static bool read_afternoon(reading *self) {
    static const char *const halves[] = {"am", "pm"};
    for (int i = 0; i < 2; i++)
        if (self->rest.length >= 2 && strncasecmp(self->rest.data, halves[i], 2) == 0) {
            self->rest = text_from(self->rest, 2);
            return learn(self, AFTERNOON, i);
        }
    return false;
}

static bool read_pattern(reading *self, text pattern);

static bool read_rfc3339(reading *self) {
    if (!read_pattern(self, TEXT("%Y-%m-%d")))
        return false;
    return (skip(self, TEXT("T")) || skip(self, TEXT("t")) || skip(self, TEXT(" "))) &&
           read_pattern(self, TEXT("%H:%M:%S%.f ")) &&
           (skip(self, TEXT("UTC")) ? learn(self, OFFSET, 0) : read_offset(self, true));
}

/* Fields that are numbers: how many digits, what is learnt, and from where to where it may be. */
typedef struct numeric_field {
    char letter;
    unsigned char width;
    unsigned char what;
    short least;
    short most;
} numeric_field;

static const numeric_field numeric_fields[] = {
    {'C', 2, CENTURY, 0, 99},
    {'y', 2, YEAR_OF_CENTURY, 0, 99},
    {'g', 2, ISO_YEAR_OF_CENTURY, 0, 99},
    {'q', 1, QUARTER, 1, 4},
    {'m', 2, MONTH, 1, 12},
    {'d', 2, DAY, 1, 31},
    {'e', 2, DAY, 1, 31},
    {'U', 2, WEEK_FROM_SUNDAY, 0, 53},
    {'W', 2, WEEK_FROM_MONDAY, 0, 53},
    {'V', 2, ISO_WEEK, 1, 53},
    {'w', 1, WEEKDAY, 0, 6},
    {'j', 3, DAY_OF_YEAR, 1, 366},
    {'M', 2, MINUTE, 0, 59},
    {'S', 2, SECOND, 0, 60},
};

static bool read_numeric_field(reading *self, char letter) {
    int64_t number;
    for (size_t i = 0; i < sizeof numeric_fields / sizeof *numeric_fields; i++) {
        const numeric_field *field = &numeric_fields[i];
        if (field->letter == letter)
            return read_number(self, field->width, false, &number) &&
                   learn_between(self, (known)field->what, number, field->least, field->most);
    }
    return false;
}

static bool read_hour(reading *self, char letter) {
    int64_t hour;
    bool is_of_twelve = letter == 'I' || letter == 'l';
    if (!read_number(self, 2, false, &hour))
        return false;
    if (is_of_twelve)
        return hour >= 1 && learn_between(self, HOUR_OF_TWELVE, hour % 12, 0, hour <= 12 ? 11 : -1);
    return hour <= 23 && learn(self, AFTERNOON, hour / 12) && learn(self, HOUR_OF_TWELVE, hour % 12);
}

static bool read_field(reading *self, const date_part *part) {
    int64_t number;
    int index;
    switch (part->field) {
    case 'A':
    case 'a': return read_name(self, date_day_names, 7, part->field == 'A', &index) && learn(self, WEEKDAY, index);
    case 'B':
    case 'b':
    case 'h': return read_name(self, date_month_names, 12, part->field == 'B', &index) && learn(self, MONTH, index + 1);
    case 'Y': return read_number(self, 4, true, &number) && learn(self, YEAR, number);
    case 'G': return read_number(self, 4, true, &number) && learn(self, ISO_YEAR, number);
    case 'u':
        return read_number(self, 1, false, &number) && number >= 1 && number <= 7 && learn(self, WEEKDAY, number % 7);
    case 'H':
    case 'k':
    case 'I':
    case 'l': return read_hour(self, part->field);
    case 'p':
    case 'P': return read_afternoon(self);
    case 's': return read_number(self, SIZE_MAX, false, &number) && learn(self, TIMESTAMP, number);
    case 'f':
        if (!part->digits)
            return read_number(self, 9, false, &number) && learn(self, NANOSECOND, number);
        return part->has_dot && !skip(self, TEXT(".")) ? true : read_fraction(self, part->digits);
    case 'z': return read_offset(self, part->is_lax);
    case 'Z':
        while (self->rest.length > 0 && !isspace((unsigned char)self->rest.data[0]))
            self->rest = text_from(self->rest, 1);
        return true;
    case '+': return read_rfc3339(self);
    default: return read_numeric_field(self, part->field);
    }
}

static bool read_pattern(reading *self, text pattern) {
    date_part part;
    bool is_read = true;
    while (is_read && date_next_part(&pattern, &part))
        switch (part.kind) {
        case PART_LITERAL: is_read = skip(self, part.text); break;
        case PART_BLANKS: skip_blanks(self); break;
        case PART_GROUP: is_read = read_pattern(self, part.text); break;
        case PART_FIELD: is_read = read_field(self, &part); break;
        default: is_read = false;
        }
    return is_read;
}

/* ---- putting together ---- */

/* A year of which perhaps only the last two digits are known: 70 to 99 are of the last century. */
static bool settle_year(reading *self, known whole, known century, known of_century) {
    if (self->is_known[whole] || !self->is_known[of_century])
        return self->is_known[whole];
    int64_t year = self->value[of_century];
    bool has_century = whole == YEAR && self->is_known[century];
    return learn(self, whole, year + 100 * (has_century ? self->value[century] : year < 70 ? 20 : 19));
}

static bool knows(const reading *self, known a, known b) { return self->is_known[a] && self->is_known[b]; }

/* Days from 1970 of the date with these parts; they may be out of range, as in timegm. */
static int64_t days_of(int64_t year, int64_t month, int64_t day) {
    struct tm date = {.tm_year = (int)(year - 1900), .tm_mon = (int)month - 1, .tm_mday = (int)day};
    return timegm(&date) / 86400;
}

/* 0: Sunday; 1970 began on a Thursday. */
static int64_t weekday_of(int64_t days) { return ((days + 4) % 7 + 7) % 7; }

/* The day of a week that is counted from the year's first such day. */
static int64_t day_in_week(const reading *self, int64_t week, int64_t first_day) {
    int64_t new_year = days_of(self->value[YEAR], 1, 1);
    int64_t to_first = (first_day - weekday_of(new_year) + 7) % 7;
    return new_year + to_first + (week - 1) * 7 + (self->value[WEEKDAY] - first_day + 7) % 7;
}

static bool find_days(reading *self, int64_t *ret_days) {
    bool has_year = settle_year(self, YEAR, CENTURY, YEAR_OF_CENTURY);
    bool has_iso_year = settle_year(self, ISO_YEAR, CENTURY, ISO_YEAR_OF_CENTURY);
    const int64_t *value = self->value;
    if ((has_year && (value[YEAR] > FARTHEST_YEAR || value[YEAR] < -FARTHEST_YEAR)) ||
        (has_iso_year && (value[ISO_YEAR] > FARTHEST_YEAR || value[ISO_YEAR] < -FARTHEST_YEAR)))
        return false;
    if (has_year && knows(self, MONTH, DAY))
        *ret_days = days_of(value[YEAR], value[MONTH], value[DAY]);
    else if (has_year && self->is_known[DAY_OF_YEAR])
        *ret_days = days_of(value[YEAR], 1, value[DAY_OF_YEAR]);
    else if (has_year && knows(self, WEEK_FROM_SUNDAY, WEEKDAY))
        *ret_days = day_in_week(self, value[WEEK_FROM_SUNDAY], 0);
    else if (has_year && knows(self, WEEK_FROM_MONDAY, WEEKDAY))
        *ret_days = day_in_week(self, value[WEEK_FROM_MONDAY], 1);
    else if (has_iso_year && knows(self, ISO_WEEK, WEEKDAY)) {
        int64_t fourth = days_of(value[ISO_YEAR], 1, 4); /* is always in the first week */
        *ret_days = fourth - (weekday_of(fourth) + 6) % 7 + (value[ISO_WEEK] - 1) * 7 + (value[WEEKDAY] + 6) % 7;
    } else {
        return false;
    }
    return true;
}

/* Whether the day is all that is known of it: there is no 30 February, and no Monday that is a Tuesday. */
static bool fits(const reading *self, int64_t days) {
    time_t seconds = (time_t)(days * 86400);
    struct tm date;
    int64_t iso_year;
    if (!gmtime_r(&seconds, &date))
        return false;
    int iso_week = date_iso_week(&date, &iso_year);
    int64_t year = date.tm_year + 1900LL;
    const int64_t actual[] = {
        [YEAR] = year,
        [CENTURY] = year / 100,
        [YEAR_OF_CENTURY] = (year % 100 + 100) % 100,
        [ISO_YEAR] = iso_year,
        [ISO_YEAR_OF_CENTURY] = (iso_year % 100 + 100) % 100,
        [QUARTER] = date.tm_mon / 3 + 1,
        [MONTH] = date.tm_mon + 1,
        [DAY] = date.tm_mday,
        [WEEK_FROM_SUNDAY] = date_week(&date, 0),
        [WEEK_FROM_MONDAY] = date_week(&date, 1),
        [ISO_WEEK] = iso_week,
        [WEEKDAY] = date.tm_wday,
        [DAY_OF_YEAR] = date.tm_yday + 1,
    };
    for (known what = YEAR; what <= DAY_OF_YEAR; what++)
        if (self->is_known[what] && self->value[what] != actual[what])
            return false;
    return true;
}

/* The time of day, for which an hour and a minute are needed. The leap second is the end of the one before it. */
static bool find_time(const reading *self, int64_t *ret_seconds, int64_t *ret_nanoseconds) {
    if (!knows(self, AFTERNOON, HOUR_OF_TWELVE) || !self->is_known[MINUTE] ||
        (self->is_known[NANOSECOND] && !self->is_known[SECOND]))
        return false;
    const int64_t *value = self->value;
    int64_t second = value[SECOND] == 60 ? 59 : value[SECOND];
    *ret_seconds = (value[AFTERNOON] * 12 + value[HOUR_OF_TWELVE]) * 3600 + value[MINUTE] * 60 + second;
    *ret_nanoseconds = value[NANOSECOND] + (value[SECOND] == 60 ? NANOSECONDS_A_SECOND : 0);
    return true;
}

bool date_parse(text written, text pattern, instant *ret_instant) {
    reading self = {.rest = written};
    int64_t days, seconds, nanoseconds;
    if (!read_pattern(&self, pattern) || self.rest.length > 0)
        return false;
    if (!find_days(&self, &days)) {
        int64_t timestamp = self.value[TIMESTAMP];
        *ret_instant = (instant){timestamp, (int32_t)self.value[NANOSECOND]};
        return self.is_known[TIMESTAMP] && timestamp >= EARLIEST_SECOND && timestamp <= LATEST_SECOND;
    }
    if (!fits(&self, days))
        return false;
    *ret_instant = (instant){days * 86400, 0};
    if (!find_time(&self, &seconds, &nanoseconds))
        return true;
    seconds += days * 86400 - self.value[OFFSET];
    *ret_instant = (instant){seconds, (int32_t)nanoseconds};
    return !self.is_known[TIMESTAMP] || self.value[TIMESTAMP] == seconds;
}

/* Takes off what is of that shape: d is a digit, s a sign. */
static bool skip_shape(text *rest, const char *shape) {
    for (size_t i = 0; shape[i]; i++) {
        char c = i < rest->length ? rest->data[i] : '\0';
        bool fits = shape[i] == 'd'   ? isdigit((unsigned char)c)
                    : shape[i] == 's' ? c == '+' || c == '-'
                                      : c == shape[i];
        if (!fits)
            return false;
    }
    *rest = text_from(*rest, strlen(shape));
    return true;
}

bool date_is_rfc3339(text written) {
    text rest = written;
    instant date;
    if (!skip_shape(&rest, "dddd-dd-dd") || rest.length == 0 || !strchr("Tt ", rest.data[0]))
        return false;
    rest = text_from(rest, 1);
    if (!skip_shape(&rest, "dd:dd:dd") || (skip_shape(&rest, ".") && !skip_shape(&rest, "d")))
        return false;
    while (skip_shape(&rest, "d"))
        continue;
    bool has_zone = skip_shape(&rest, "Z") || skip_shape(&rest, "z") || skip_shape(&rest, "sdd:dd");
    return has_zone && rest.length == 0 && date_parse(written, TEXT("%+"), &date);
}
