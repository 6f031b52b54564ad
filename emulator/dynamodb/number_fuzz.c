/* Two literals, divided by a space: they are numbers if, and only if, a decimal of hundreds of places made of them says
 * so, and then they print, compare, order their keys, add and subtract as that decimal does. */
#include <ctype.h>
#include <stdlib.h>

#include "core/text.h"
#include "dynamodb/number.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* places[i] counts 10^(POINT - 1 - i): room for every number, with its 38 digits, and for sums. */
#define POINT 130
#define PLACES 310

#define LEAST_MAGNITUDE (-130)
#define MOST_MAGNITUDE 125

typedef struct decimal {
    bool is_negative;
    signed char places[PLACES];
} decimal;

static void check(bool is_so) {
    if (!is_so)
        abort();
}

/* ---- the decimal ---- */

static int first_place(const decimal *self) {
    int first = 0;
    while (first < PLACES && self->places[first] == 0)
        first++;
    return first;
}

static int last_place(const decimal *self) {
    int last = PLACES - 1;
    while (last >= 0 && self->places[last] == 0)
        last--;
    return last;
}

static bool is_magnitude(long magnitude) { return magnitude >= LEAST_MAGNITUDE && magnitude <= MOST_MAGNITUDE; }

/* Whether DynamoDB has such a number. */
static bool fits(const decimal *self) {
    int first = first_place(self), magnitude = POINT - 1 - first;
    return first == PLACES || (is_magnitude(magnitude) && last_place(self) - first < NUMBER_MOST_DIGITS);
}

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

/* False for what is no number, and for digits that no number has. */
static bool read_decimal(text literal, decimal *ret_decimal) {
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
    long place = POINT - exponent - (long)((point == TEXT_NOT_FOUND ? end : point) - start);
    for (size_t i = start; i < end; i++) {
        if (i == point)
            continue;
        if (literal.data[i] != '0' && (place < 0 || place >= PLACES))
            return false;
        if (literal.data[i] != '0')
            made.places[place] = (signed char)(literal.data[i] - '0');
        place++;
    }
    long fraction_digits = point == TEXT_NOT_FOUND ? 0 : (long)(end - point - 1);
    if (first_place(&made) == PLACES && !is_magnitude(exponent - fraction_digits))
        return false; /* a zero has a magnitude as it is spelled */
    made.is_negative = made.is_negative && first_place(&made) < PLACES;
    *ret_decimal = made;
    return true;
}

static text print_decimal(arena *arena, const decimal *self) {
    buffer out = BUFFER(arena);
    int first = first_place(self), last = last_place(self);
    if (self->is_negative)
        buffer_append_char(&out, '-');
    for (int i = first < POINT ? first : POINT - 1; i <= last || i < POINT; i++) {
        if (i == POINT)
            buffer_append_char(&out, '.');
        buffer_append_char(&out, (char)('0' + self->places[i]));
    }
    return buffer_text(&out);
}

static int compare_magnitudes(const decimal *a, const decimal *b) { return memcmp(a->places, b->places, PLACES); }

static int compare_decimals(const decimal *a, const decimal *b) {
    if (a->is_negative != b->is_negative)
        return a->is_negative ? -1 : 1;
    return a->is_negative ? compare_magnitudes(b, a) : compare_magnitudes(a, b);
}

static decimal add_decimals(const decimal *a, const decimal *b) {
    bool is_sum = a->is_negative == b->is_negative, a_is_larger = compare_magnitudes(a, b) >= 0;
    const decimal *large = a_is_larger ? a : b, *small = a_is_larger ? b : a;
    decimal result = {.is_negative = large->is_negative};
    int carried = 0;
    for (int i = PLACES - 1; i >= 0; i--) {
        int digit = large->places[i] + (is_sum ? small->places[i] : -small->places[i]) + carried;
        carried = digit < 0 ? -1 : digit / 10;
        result.places[i] = (signed char)(digit - 10 * carried);
    }
    result.is_negative = result.is_negative && first_place(&result) < PLACES;
    return result;
}

/* ---- the numbers ---- */

static int sign(int order) { return (order > 0) - (order < 0); }

static text key_of(arena *arena, const number *number) {
    buffer out = BUFFER(arena);
    number_append_key(&out, number);
    return buffer_text(&out);
}

static bool read_both(arena *arena, text literal, number *ret_number, decimal *ret_decimal) {
    bool is_number = number_parse(arena, literal, NUMBER_READER_LONG, ret_number) == NULL;
    text normal;
    check(is_number == (read_decimal(literal, ret_decimal) && fits(ret_decimal)));
    check(is_number == (number_normalize(arena, literal, NUMBER_READER_LONG, &normal) == NULL));
    if (!is_number)
        return false;
    check(text_equal(number_print(arena, ret_number), print_decimal(arena, ret_decimal)));
    check(text_equal(normal, print_decimal(arena, ret_decimal)));
    return true;
}

static void check_sum(arena *arena, const number *a, const number *b, bool subtracts, const decimal *expected) {
    number sum;
    bool is_number = number_add(arena, a, b, subtracts, &sum) == NULL;
    check(is_number == fits(expected));
    if (is_number)
        check(text_equal(number_print(arena, &sum), print_decimal(arena, expected)));
}

static void check_pair(arena *arena, text first, text second) {
    number a, b;
    decimal a_decimal, b_decimal;
    if (!read_both(arena, first, &a, &a_decimal) || !read_both(arena, second, &b, &b_decimal))
        return;
    int order = sign(compare_decimals(&a_decimal, &b_decimal));
    check(sign(number_compare(&a, &b)) == order);
    check(sign(text_compare(key_of(arena, &a), key_of(arena, &b))) == order);
    decimal sum = add_decimals(&a_decimal, &b_decimal);
    check_sum(arena, &a, &b, false, &sum);
    b_decimal.is_negative = !b_decimal.is_negative && first_place(&b_decimal) < PLACES;
    decimal difference = add_decimals(&a_decimal, &b_decimal);
    check_sum(arena, &a, &b, true, &difference);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    text second = text_copy(arena, (text){(const char *)data, size}), first;
    text_cut(&second, ' ', &first);
    check_pair(arena, first, second);
    arena_free(arena);
    return 0;
}
