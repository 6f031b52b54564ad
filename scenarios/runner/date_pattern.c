#include "runner/date_pattern.h"

#include <ctype.h>

const char *const date_day_names[7] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
const char *const date_month_names[12] = {"January", "February", "March",     "April",   "May",      "June",
                                          "July",    "August",   "September", "October", "November", "December"};

static char take(text *pattern) {
    char c = pattern->length > 0 ? pattern->data[0] : '\0';
    *pattern = text_from(*pattern, 1);
    return c;
}

static const char *group_of(char letter) {
    switch (letter) {
    case 'D':
    case 'x': return "%m/%d/%y";
    case 'F': return "%Y-%m-%d";
    case 'R': return "%H:%M";
    case 'T':
    case 'X': return "%H:%M:%S";
    case 'r': return "%I:%M:%S %p";
    case 'c': return "%a %b %e %H:%M:%S %Y";
    case 'v': return "%e-%b-%Y";
    default: return NULL;
    }
}

/* What follows the letter, in those that are more than one. */
static bool finish_field(text *pattern, date_part *part) {
    switch (part->field) {
    case '.':
        part->has_dot = true;
        part->field = take(pattern);
        if (part->field != 'f')
            return finish_field(pattern, part);
        part->digits = -1; /* as many as are needed */
        return true;
    case '3':
    case '6':
    case '9':
        part->digits = part->field - '0';
        part->field = take(pattern);
        return part->field == 'f';
    case ':':
        for (part->colons = 1; text_starts_with(*pattern, TEXT(":")); part->colons++)
            take(pattern);
        part->field = take(pattern);
        return part->field == 'z' && part->colons <= 3;
    default: return !part->has_dot && part->field && strchr("ABCGHIMPSUVWYZabdefghjklmpqsuwyz+", part->field);
    }
}

static void read_specifier(text *pattern, date_part *part) {
    static const char unpadded[] = "ABPZabhpz+";
    part->field = take(pattern);
    if (part->field && strchr("-_0", part->field)) {
        part->padding = part->field == '_' ? ' ' : part->field;
        part->field = take(pattern);
    } else if (part->field == '#') {
        part->is_lax = true;
        part->field = take(pattern);
    }
    bool is_plain = !part->padding && !part->is_lax;
    const char *group = group_of(part->field);
    if (is_plain && part->field == '%')
        part->kind = PART_LITERAL, part->text = TEXT("%");
    else if (is_plain && (part->field == 'n' || part->field == 't'))
        part->kind = PART_BLANKS, part->text = part->field == 'n' ? TEXT("\n") : TEXT("\t");
    else if (is_plain && group)
        part->kind = PART_GROUP, part->text = text_of(group);
    else if (!finish_field(pattern, part) || (part->is_lax && part->field != 'z') ||
             (part->padding && (part->has_dot || part->digits || strchr(unpadded, part->field))))
        part->kind = PART_WRONG;
}

bool date_next_part(text *pattern, date_part *ret_part) {
    if (text_is_empty(*pattern))
        return false;
    *ret_part = (date_part){.kind = PART_FIELD};
    if (text_starts_with(*pattern, TEXT("%"))) {
        take(pattern);
        read_specifier(pattern, ret_part);
        return true;
    }
    size_t length = 0;
    bool are_blanks = isspace((unsigned char)pattern->data[0]);
    while (length < pattern->length && pattern->data[length] != '%' &&
           !isspace((unsigned char)pattern->data[length]) == !are_blanks)
        length++;
    ret_part->kind = are_blanks ? PART_BLANKS : PART_LITERAL;
    ret_part->text = text_upto(*pattern, length);
    *pattern = text_from(*pattern, length);
    return true;
}

int date_week(const struct tm *date, int first_day) {
    return (date->tm_yday + 7 - (date->tm_wday - first_day + 7) % 7) / 7;
}

static bool is_leap(int64_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int date_iso_week(const struct tm *date, int64_t *ret_year) {
    int day = (date->tm_wday + 6) % 7; /* from Monday */
    int week = (date->tm_yday - day + 10) / 7;
    int64_t year = date->tm_year + 1900LL;
    int days = is_leap(year) ? 366 : 365;
    if (week < 1) {
        year--;
        week = (date->tm_yday + (is_leap(year) ? 366 : 365) - day + 10) / 7;
    } else if (week == 53 && date->tm_yday - day + 3 >= days) { /* its Thursday is in the next year */
        year++;
        week = 1;
    }
    *ret_year = year;
    return week;
}
