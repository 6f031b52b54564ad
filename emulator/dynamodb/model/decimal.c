#include "dynamodb/model/decimal.h"

#include <ctype.h>

#include "core/buffer.h"

#define MOST_DIGITS 38
#define LEAST_MAGNITUDE (-130)
#define MOST_MAGNITUDE 125

static int first_place(const decimal *self) {
    int first = 0;
    while (first < DECIMAL_PLACES && self->places[first] == 0)
        first++;
    return first;
}

static int last_place(const decimal *self) {
    int last = DECIMAL_PLACES - 1;
    while (last >= 0 && self->places[last] == 0)
        last--;
    return last;
}

bool decimal_is_zero(const decimal *self) { return first_place(self) == DECIMAL_PLACES; }

static bool is_magnitude(long magnitude) { return magnitude >= LEAST_MAGNITUDE && magnitude <= MOST_MAGNITUDE; }

bool decimal_fits(const decimal *self) {
    int first = first_place(self), magnitude = DECIMAL_POINT - 1 - first;
    return first == DECIMAL_PLACES || (is_magnitude(magnitude) && last_place(self) - first < MOST_DIGITS);
}

/* ---- literals ---- */

static bool read_exponent(text literal, long *ret_exponent) {
    size_t at = literal.length > 0 && (literal.data[0] == '-' || literal.data[0] == '+');
    long exponent = 0;
    if (at == literal.length)
        return false;
    for (size_t i = at; i < literal.length; i++) {
        if (!isdigit((unsigned char)literal.data[i]))
            return false;
        exponent = exponent < 1000000 ? exponent * 10 + (literal.data[i] - '0') : exponent;
    }
    *ret_exponent = literal.data[0] == '-' ? -exponent : exponent;
    return true;
}

bool decimal_read(text literal, decimal *ret_decimal) {
    decimal made = {.is_negative = literal.length > 0 && literal.data[0] == '-'};
    size_t start = made.is_negative || (literal.length > 0 && literal.data[0] == '+'), end = start;
    size_t digits = 0, point = TEXT_NOT_FOUND;
    long exponent = 0;
    for (; end < literal.length && literal.data[end] != 'e' && literal.data[end] != 'E'; end++) {
        if (literal.data[end] == '.' && point == TEXT_NOT_FOUND)
            point = end;
        else if (isdigit((unsigned char)literal.data[end]))
            digits++;
        else
            return false;
    }
    if (digits == 0 || (end < literal.length && !read_exponent(text_from(literal, end + 1), &exponent)))
        return false;
    long place = DECIMAL_POINT - exponent - (long)((point == TEXT_NOT_FOUND ? end : point) - start);
    for (size_t i = start; i < end; i++) {
        if (i == point)
            continue;
        if (literal.data[i] != '0' && (place < 0 || place >= DECIMAL_PLACES))
            return false;
        if (literal.data[i] != '0')
            made.places[place] = (signed char)(literal.data[i] - '0');
        place++;
    }
    long fraction_digits = point == TEXT_NOT_FOUND ? 0 : (long)(end - point - 1);
    if (decimal_is_zero(&made) && !is_magnitude(exponent - fraction_digits))
        return false; /* a zero has a magnitude as it is spelled */
    made.is_negative = made.is_negative && !decimal_is_zero(&made);
    *ret_decimal = made;
    return true;
}

decimal decimal_of(int64_t value) {
    decimal made = {.is_negative = value < 0};
    for (int place = DECIMAL_POINT - 1; value != 0; place--, value /= 10)
        made.places[place] = (signed char)(value % 10 * (made.is_negative ? -1 : 1));
    return made;
}

text decimal_print(arena *arena, const decimal *self) {
    buffer out = BUFFER(arena);
    int first = first_place(self), last = last_place(self);
    if (self->is_negative)
        buffer_append_char(&out, '-');
    for (int i = first < DECIMAL_POINT ? first : DECIMAL_POINT - 1; i <= last || i < DECIMAL_POINT; i++) {
        if (i == DECIMAL_POINT)
            buffer_append_char(&out, '.');
        buffer_append_char(&out, (char)('0' + self->places[i]));
    }
    return buffer_text(&out);
}

text decimal_digits(arena *arena, const decimal *self, int *ret_exponent) {
    buffer out = BUFFER(arena);
    int first = first_place(self), last = last_place(self);
    for (int i = first; i <= last; i++)
        buffer_append_char(&out, (char)('0' + self->places[i]));
    *ret_exponent = last >= 0 ? DECIMAL_POINT - 1 - last : 0;
    return last >= 0 ? buffer_text(&out) : TEXT("0");
}

/* ---- values ---- */

static int compare_magnitudes(const decimal *a, const decimal *b) {
    return memcmp(a->places, b->places, DECIMAL_PLACES);
}

int decimal_compare(const decimal *a, const decimal *b) {
    if (a->is_negative != b->is_negative)
        return a->is_negative ? -1 : 1;
    return a->is_negative ? compare_magnitudes(b, a) : compare_magnitudes(a, b);
}

decimal decimal_add(const decimal *a, const decimal *b) {
    bool is_sum = a->is_negative == b->is_negative, a_is_larger = compare_magnitudes(a, b) >= 0;
    const decimal *large = a_is_larger ? a : b, *small = a_is_larger ? b : a;
    decimal result = {.is_negative = large->is_negative};
    int carried = 0;
    for (int i = DECIMAL_PLACES - 1; i >= 0; i--) {
        int digit = large->places[i] + (is_sum ? small->places[i] : -small->places[i]) + carried;
        carried = digit < 0 ? -1 : digit / 10;
        result.places[i] = (signed char)(digit - 10 * carried);
    }
    result.is_negative = result.is_negative && !decimal_is_zero(&result);
    return result;
}

decimal decimal_negated(const decimal *self) {
    decimal negated = *self;
    negated.is_negative = !self->is_negative && !decimal_is_zero(self);
    return negated;
}
