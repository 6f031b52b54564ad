#include "dynamodb/values/number.h"

#include "core/testing.h"

static number parse(arena *arena, const char *literal) {
    number number;
    assert_success(number_parse(arena, text_of(literal), NUMBER_READER_LONG, &number));
    return number;
}

static void prints_as_aws_does(void **state) {
    static const char *const cases[][2] = {
        {"0", "0"},
        {"-0", "0"},
        {"0.00", "0"},
        {"007", "7"},
        {"1.50", "1.5"},
        {"1e3", "1000"},
        {"1.5E-3", "0.0015"},
        {"-12.5e1", "-125"},
        {"+5", "5"},
        {".5", "0.5"},
        {"1e125",
         "1"
         "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
         "000000000000000000000000"},
        {"12345678901234567890123456789012345678", "12345678901234567890123456789012345678"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        number number = parse(*state, cases[i][0]);
        assert_string(number_print(*state, &number), cases[i][1]);
    }
}

#define NOT_NUMERIC "The parameter cannot be converted to a numeric value"
#define OVERFLOW "Number overflow. Attempting to store a number with magnitude larger than supported range"
#define UNDERFLOW "Number underflow. Attempting to store a number with magnitude smaller than supported range"

/* What each of AWS's readers says, as recorded from the service. */
static void refuses_numbers_in_the_words_of_each_reader(void **state) {
    static const char *const cases[][3] = {
        {"", NOT_NUMERIC, NOT_NUMERIC ": "},
        {"1e2147483647", UNDERFLOW, OVERFLOW},
        {"1e2147483648", NOT_NUMERIC ": 1e2147483648", OVERFLOW},
        {"1.5e-2147483647", NOT_NUMERIC ": 1.5e-2147483647", UNDERFLOW},
        {"-1e99999999999", NOT_NUMERIC ": -1e99999999999", OVERFLOW},
        {"1e-99999999999", NOT_NUMERIC ": 1e-99999999999", UNDERFLOW},
        {"1e9223372036854775808", NOT_NUMERIC ": 1e9223372036854775808", NOT_NUMERIC ": 1e9223372036854775808"},
        {"0e126", OVERFLOW, OVERFLOW},
        {"0e-131", UNDERFLOW, UNDERFLOW},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (number_reader reader = NUMBER_READER_BIG_DECIMAL; reader <= NUMBER_READER_LONG; reader++) {
            number number;
            const gabi_error *error = number_parse(*state, text_of(cases[i][0]), reader, &number);
            assert_error(error, ERROR_INVALID, "ValidationException");
            assert_string_equal(error->message, cases[i][1 + reader]);
        }
}

static void takes_zeros_with_exponents_in_range(void **state) {
    static const char *const zeros[] = {"0e125", "0e-130", "0.000e5", "-0E+10"};
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++) {
        number number = parse(*state, zeros[i]);
        assert_string(number_print(*state, &number), "0");
    }
}

static void refuses_what_is_no_number_or_out_of_range(void **state) {
    static const char *const cases[][2] = {
        {"abc", "The parameter cannot be converted to a numeric value: abc"},
        {"1e", "The parameter cannot be converted to a numeric value: 1e"},
        {"1 ", "The parameter cannot be converted to a numeric value: 1 "},
        {"0x10", "The parameter cannot be converted to a numeric value: 0x10"},
        {"123456789012345678901234567890123456789", "Attempting to store more than 38 significant digits in a Number"},
        {"1e126", "Number overflow. Attempting to store a number with magnitude larger than supported range"},
        {"1e-131", "Number underflow. Attempting to store a number with magnitude smaller than supported range"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        number number;
        const gabi_error *error = number_parse(*state, text_of(cases[i][0]), NUMBER_READER_LONG, &number);
        assert_error(error, ERROR_INVALID, "ValidationException");
        assert_string_equal(error->message, cases[i][1]);
    }
}

static void adds_and_subtracts_exactly(void **state) {
    static const struct {
        const char *a;
        const char *b;
        bool subtracts;
        const char *result;
    } cases[] = {
        {"1", "2", false, "3"},
        {"0.1", "0.2", false, "0.3"},
        {"1", "2", true, "-1"},
        {"5", "5", true, "0"},
        {"99999999999999999999999999999999999999", "1", false, "100000000000000000000000000000000000000"},
        {"-1.5", "-1.5", false, "-3"},
        {"1e20", "1e-10", false, "100000000000000000000.0000000001"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        number a = parse(*state, cases[i].a), b = parse(*state, cases[i].b), sum;
        assert_success(number_add(*state, &a, &b, cases[i].subtracts, &sum));
        assert_string(number_print(*state, &sum), cases[i].result);
    }
}

/* In ascending order. */
static const char *const ordered[] = {
    "-9.9e125", "-1e100", "-1000", "-100.1",  "-100", "-99.99", "-10",  "-9",    "-1.1",
    "-1",       "-0.5",   "-0.05", "-1e-130", "0",    "1e-130", "0.05", "0.5",   "1",
    "1.1",      "9",      "10",    "99.99",   "100",  "100.1",  "1000", "1e100", "9.9e125",
};
#define ORDERED (sizeof ordered / sizeof *ordered)

static void keys_lie_in_the_order_of_numbers(void **state) {
    for (size_t i = 0; i < ORDERED; i++)
        for (size_t j = 0; j < ORDERED; j++) {
            number a = parse(*state, ordered[i]), b = parse(*state, ordered[j]);
            buffer a_key = BUFFER(*state), b_key = BUFFER(*state);
            number_append_key(&a_key, &a);
            number_append_key(&b_key, &b);
            int wanted = (i > j) - (i < j);
            int order = text_compare(buffer_text(&a_key), buffer_text(&b_key));
            assert_int_equal((order > 0) - (order < 0), wanted);
            order = number_compare(&a, &b);
            assert_int_equal((order > 0) - (order < 0), wanted);
        }
}

static void equal_numbers_have_equal_keys(void **state) {
    number a = parse(*state, "1500"), b = parse(*state, "1.500e3");
    buffer a_key = BUFFER(*state), b_key = BUFFER(*state);
    number_append_key(&a_key, &a);
    number_append_key(&b_key, &b);
    assert_text(buffer_text(&a_key), buffer_text(&b_key));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(prints_as_aws_does),
        TEST(refuses_what_is_no_number_or_out_of_range),
        TEST(refuses_numbers_in_the_words_of_each_reader),
        TEST(takes_zeros_with_exponents_in_range),
        TEST(adds_and_subtracts_exactly),
        TEST(keys_lie_in_the_order_of_numbers),
        TEST(equal_numbers_have_equal_keys),
    };
    return RUN_TESTS(tests);
}
