/* Two literals, divided by a space: they are numbers if, and only if, a decimal of hundreds of places made of them says
 * so, and then they print, compare, order their keys, add and subtract as that decimal does. */
#include <stdlib.h>

#include "core/text.h"
#include "dynamodb/model/decimal.h"
#include "dynamodb/values/number.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void check(bool is_so) {
    if (!is_so)
        abort();
}

static int sign(int order) { return (order > 0) - (order < 0); }

static text key_of(arena *arena, const number *number) {
    buffer out = BUFFER(arena);
    number_append_key(&out, number);
    return buffer_text(&out);
}

static bool read_both(arena *arena, text literal, number *ret_number, decimal *ret_decimal) {
    bool is_number = number_parse(arena, literal, NUMBER_READER_LONG, ret_number) == NULL;
    text normal;
    check(is_number == (decimal_read(literal, ret_decimal) && decimal_fits(ret_decimal)));
    check(is_number == (number_normalize(arena, literal, NUMBER_READER_LONG, &normal) == NULL));
    if (!is_number)
        return false;
    check(text_equal(number_print(arena, ret_number), decimal_print(arena, ret_decimal)));
    check(text_equal(normal, decimal_print(arena, ret_decimal)));
    return true;
}

static void check_sum(arena *arena, const number *a, const number *b, bool subtracts, const decimal *expected) {
    number sum;
    bool is_number = number_add(arena, a, b, subtracts, &sum) == NULL;
    check(is_number == decimal_fits(expected));
    if (is_number)
        check(text_equal(number_print(arena, &sum), decimal_print(arena, expected)));
}

static void check_pair(arena *arena, text first, text second) {
    number a, b;
    decimal a_decimal, b_decimal;
    if (!read_both(arena, first, &a, &a_decimal) || !read_both(arena, second, &b, &b_decimal))
        return;
    int order = sign(decimal_compare(&a_decimal, &b_decimal));
    check(sign(number_compare(&a, &b)) == order);
    check(sign(text_compare(key_of(arena, &a), key_of(arena, &b))) == order);
    decimal sum = decimal_add(&a_decimal, &b_decimal);
    check_sum(arena, &a, &b, false, &sum);
    decimal negated = decimal_negated(&b_decimal), difference = decimal_add(&a_decimal, &negated);
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
