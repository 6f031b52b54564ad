#include "dynamodb/values/number.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Of the first digit, as in D1.D2… × 10^n. */
#define LEAST_MAGNITUDE (-130)
#define MOST_MAGNITUDE 125

static const gabi_error *invalid(arena *arena, const char *message) {
    return error_new(arena, ERROR_INVALID, "ValidationException", "%s", message);
}

static const gabi_error *not_numeric(arena *arena, text literal, number_reader reader) {
    return text_is_empty(literal) && reader == NUMBER_READER_BIG_DECIMAL
               ? invalid(arena, "The parameter cannot be converted to a numeric value")
               : error_new(arena, ERROR_INVALID, "ValidationException",
                           "The parameter cannot be converted to a numeric value: %.*s", TEXT_ARGS(literal));
}

/* magnitude is that of the first digit. */
static const gabi_error *check_range(arena *arena, int64_t magnitude) {
    if (magnitude > MOST_MAGNITUDE)
        return invalid(arena,
                       "Number overflow. Attempting to store a number with magnitude larger than supported range");
    if (magnitude < LEAST_MAGNITUDE)
        return invalid(arena,
                       "Number underflow. Attempting to store a number with magnitude smaller than supported range");
    return NULL;
}

/* The digits of a literal between its first and last that are not 0. */
typedef struct digit_scan {
    number number;
    int pending_zeros;   /* seen behind the last digit, not yet known to be inside */
    int integer_digits;  /* significant ones before the point */
    int leading_zeros;   /* behind the point, before the first digit */
    int fraction_digits; /* behind the point, zeros too */
    bool past_point;
    bool has_any; /* some digit, even 0 */
    bool is_too_long;
} digit_scan;

static void push_digit(number *number, bool *is_too_long, unsigned char digit) {
    if (number->digit_count == NUMBER_MOST_DIGITS)
        *is_too_long = true;
    else
        number->digits[number->digit_count++] = digit;
}

static void scan_digit(digit_scan *self, unsigned char digit) {
    self->has_any = true;
    self->fraction_digits += self->past_point;
    bool has_started = self->number.digit_count > 0;
    if (!self->past_point && (has_started || digit))
        self->integer_digits++;
    if (digit == 0) {
        if (has_started)
            self->pending_zeros++;
        else if (self->past_point)
            self->leading_zeros++;
        return;
    }
    for (; self->pending_zeros > 0 && !self->is_too_long; self->pending_zeros--)
        push_digit(&self->number, &self->is_too_long, 0);
    self->pending_zeros = 0;
    push_digit(&self->number, &self->is_too_long, digit);
}

/* The digits and point that literal begins with. */
static digit_scan scan_digits(text literal, size_t *ret_end) {
    digit_scan scan = {0};
    size_t at = 0;
    if (at < literal.length && (literal.data[at] == '-' || literal.data[at] == '+'))
        scan.number.is_negative = literal.data[at++] == '-';
    for (; at < literal.length; at++) {
        char c = literal.data[at];
        if (isdigit((unsigned char)c))
            scan_digit(&scan, (unsigned char)(c - '0'));
        else if (c == '.' && !scan.past_point)
            scan.past_point = true;
        else
            break;
    }
    *ret_end = at;
    return scan;
}

/* "e+12", or nothing; false when it is malformed or too long for any reader. */
static bool read_exponent(text spelled, int64_t *ret_exponent) {
    *ret_exponent = 0;
    if (text_is_empty(spelled))
        return true;
    if (spelled.data[0] != 'e' && spelled.data[0] != 'E')
        return false;
    text digits = text_from(spelled, 1);
    bool has_plus = digits.length > 1 && digits.data[0] == '+' && isdigit((unsigned char)digits.data[1]);
    return text_to_int64(has_plus ? text_from(digits, 1) : digits, ret_exponent);
}

static bool fits_int(int64_t value) { return value >= INT32_MIN && value <= INT32_MAX; }

/* The magnitude of the first digit, as the reader computes it; false when it cannot. Exponents of 64 bits are limited
 * before digits are added to them: they are far out of range. */
static bool magnitude_of(const digit_scan *scan, int64_t exponent, number_reader reader, int64_t *ret_magnitude) {
    bool is_zero = scan->number.digit_count == 0;
    int64_t limit = INT64_C(1) << 40;
    int64_t limited = exponent > limit ? limit : exponent < -limit ? -limit : exponent;
    int64_t first = is_zero                    ? 1 - scan->fraction_digits
                    : scan->integer_digits > 0 ? scan->integer_digits
                                               : -scan->leading_zeros;
    int64_t precision_less_scale = first + limited;
    if (reader == NUMBER_READER_BIG_DECIMAL) {
        if (!fits_int(exponent) || !fits_int(scan->fraction_digits - exponent))
            return false;
        precision_less_scale = (int32_t)(uint32_t)precision_less_scale;
    }
    *ret_magnitude = precision_less_scale - 1;
    return true;
}

const gabi_error *number_parse(arena *arena, text literal, number_reader reader, number *ret_number) {
    size_t at;
    int64_t exponent, magnitude;
    digit_scan scan = scan_digits(literal, &at);
    if (!scan.has_any || !read_exponent(text_from(literal, at), &exponent) ||
        !magnitude_of(&scan, exponent, reader, &magnitude))
        return not_numeric(arena, literal, reader);
    TRY(check_range(arena, magnitude));
    if (scan.is_too_long)
        return invalid(arena, "Attempting to store more than 38 significant digits in a Number");
    if (scan.number.digit_count == 0)
        scan.number = (number){0};
    else
        scan.number.exponent = (int)magnitude + 1;
    *ret_number = scan.number;
    return NULL;
}

text number_print(arena *arena, const number *self) {
    if (self->digit_count == 0)
        return TEXT("0");
    buffer out = BUFFER(arena);
    if (self->is_negative)
        buffer_append_char(&out, '-');
    if (self->exponent <= 0) {
        buffer_append(&out, TEXT("0."));
        for (int i = self->exponent; i < 0; i++)
            buffer_append_char(&out, '0');
    }
    for (int i = 0; i < self->digit_count || i < self->exponent; i++) {
        if (i == self->exponent && i > 0)
            buffer_append_char(&out, '.');
        buffer_append_char(&out, (char)('0' + (i < self->digit_count ? self->digits[i] : 0)));
    }
    return buffer_text(&out);
}

/* A plain integer without a leading zero, which needs no change. */
static bool is_normal_integer(text literal) {
    size_t start = literal.length > 0 && literal.data[0] == '-';
    size_t count = literal.length - start;
    if (count == 0 || count > NUMBER_MOST_DIGITS || (literal.data[start] == '0' && literal.length > 1))
        return false;
    for (size_t i = start; i < literal.length; i++)
        if (!isdigit((unsigned char)literal.data[i]))
            return false;
    return true;
}

const gabi_error *number_normalize(arena *arena, text literal, number_reader reader, text *ret_literal) {
    if (is_normal_integer(literal)) {
        *ret_literal = literal;
        return NULL;
    }
    number parsed;
    TRY(number_parse(arena, literal, reader, &parsed));
    *ret_literal = number_print(arena, &parsed);
    return NULL;
}

static int compare_magnitude(const number *a, const number *b) {
    if (a->digit_count == 0 || b->digit_count == 0)
        return (a->digit_count > 0) - (b->digit_count > 0);
    if (a->exponent != b->exponent)
        return a->exponent < b->exponent ? -1 : 1;
    int shared = a->digit_count < b->digit_count ? a->digit_count : b->digit_count;
    int order = memcmp(a->digits, b->digits, (size_t)shared);
    return order != 0 ? order : (a->digit_count > b->digit_count) - (a->digit_count < b->digit_count);
}

int number_compare(const number *a, const number *b) {
    if (a->is_negative != b->is_negative)
        return a->is_negative ? -1 : 1;
    int order = compare_magnitude(a, b);
    return a->is_negative ? -order : order;
}

/* Sums are made in fixed point: one place for every digit that any number can have, and one for the carry. */
#define HIGHEST_EXPONENT (MOST_MAGNITUDE + 1)
#define PLACES (HIGHEST_EXPONENT - LEAST_MAGNITUDE + NUMBER_MOST_DIGITS + 2)

static void add_magnitude(signed char places[PLACES], const number *self, int factor) {
    int first = 1 + HIGHEST_EXPONENT - self->exponent;
    for (int i = 0; i < self->digit_count; i++)
        places[first + i] = (signed char)(places[first + i] + factor * self->digits[i]);
}

static void carry(signed char places[PLACES]) {
    for (int i = PLACES - 1; i > 0; i--)
        while (places[i] < 0 || places[i] > 9) {
            int step = places[i] < 0 ? 1 : -1;
            places[i] = (signed char)(places[i] + 10 * step);
            places[i - 1] = (signed char)(places[i - 1] - step);
        }
}

const gabi_error *number_add(arena *arena, const number *a, const number *b, bool subtracts, number *ret_sum) {
    bool b_is_negative = b->digit_count > 0 && b->is_negative != subtracts;
    bool a_is_larger = compare_magnitude(a, b) >= 0;
    signed char places[PLACES] = {0};
    number sum = {.is_negative = a_is_larger ? a->is_negative : b_is_negative};
    add_magnitude(places, a_is_larger ? a : b, 1);
    add_magnitude(places, a_is_larger ? b : a, a->is_negative == b_is_negative ? 1 : -1);
    carry(places);
    int first = 0, last = PLACES - 1;
    while (first < PLACES && places[first] == 0)
        first++;
    while (last >= first && places[last] == 0)
        last--;
    if (first > last) {
        *ret_sum = (number){0};
        return NULL;
    }
    sum.exponent = HIGHEST_EXPONENT + 1 - first;
    TRY(check_range(arena, sum.exponent - 1));
    if (last - first + 1 > NUMBER_MOST_DIGITS) /* which is what AWS calls an overflow */
        return invalid(arena,
                       "Number overflow. Attempting to store a number with magnitude larger than supported range");
    for (int i = first; i <= last; i++)
        sum.digits[sum.digit_count++] = (unsigned char)places[i];
    TRY(check_range(arena, sum.exponent - 1));
    *ret_sum = sum;
    return NULL;
}

/* Zero is 0x80 alone; above it the positive numbers, 0x81, below it the negative ones, 0x7F with all that follows
 * complemented. Then the exponent, biased, and two digits a byte plus one, so that 0 can end the negative ones. */
void number_append_key(buffer *out, const number *self) {
    if (self->digit_count == 0) {
        buffer_append_char(out, (char)0x80);
        return;
    }
    unsigned char flip = self->is_negative ? 0xFF : 0;
    unsigned biased = (unsigned)(self->exponent + 0x100);
    buffer_append_char(out, (char)(self->is_negative ? 0x7F : 0x81));
    buffer_append_char(out, (char)((biased >> 8) ^ flip));
    buffer_append_char(out, (char)((biased & 0xFF) ^ flip));
    for (int i = 0; i < self->digit_count; i += 2) {
        int second = i + 1 < self->digit_count ? self->digits[i + 1] : 0;
        buffer_append_char(out, (char)((self->digits[i] * 10 + second + 1) ^ flip));
    }
    if (self->is_negative)
        buffer_append_char(out, (char)0xFF);
}

#define LONGEST_HASHED_DIGITS 20
#define HASHED_EXPONENT_BIAS 64
#define END_OF_NEGATIVE 102

void number_append_hashed(buffer *out, const number *self) {
    if (self->digit_count == 0) {
        buffer_append_char(out, (char)0x80);
        return;
    }
    bool is_odd = self->exponent % 2 != 0; /* then a 0 stands before the digits */
    int exponent = (self->exponent + is_odd) / 2 - HASHED_EXPONENT_BIAS;
    buffer_append_char(out, (char)(self->is_negative ? ~exponent : exponent));
    for (int i = -(int)is_odd; i < self->digit_count; i += 2) {
        int first = i < 0 ? 0 : self->digits[i];
        int second = i + 1 < self->digit_count ? self->digits[i + 1] : 0;
        int pair = first * 10 + second;
        buffer_append_char(out, (char)(self->is_negative ? 101 - pair : pair + 1));
    }
    if (self->is_negative && (self->digit_count + is_odd + 1) / 2 < LONGEST_HASHED_DIGITS)
        buffer_append_char(out, END_OF_NEGATIVE);
}
