#include "core/text.h"

#include "core/testing.h"

static const text NOTHING = {NULL, 0};

static void orders_by_bytes_then_by_length(void **state) {
    (void)state;
    assert_true(text_compare(TEXT("a"), TEXT("b")) < 0);
    assert_true(text_compare(TEXT("b"), TEXT("a")) > 0);
    assert_true(text_compare(TEXT("ab"), TEXT("abc")) < 0);
    assert_true(text_compare(TEXT("\xFF"), TEXT("a")) > 0);
    assert_true(text_compare(TEXT("a\0b"), TEXT("a\0a")) > 0);
    assert_int_equal(text_compare(NOTHING, TEXT("")), 0);
}

static void compares_without_the_case_of_ascii_only(void **state) {
    (void)state;
    assert_true(text_equal_ignore_case(TEXT("Content-TYPE"), TEXT("content-type")));
    assert_false(text_equal_ignore_case(TEXT("content"), TEXT("content-type")));
    assert_false(text_equal_ignore_case(TEXT("\xC4"), TEXT("\xE4")));
    assert_false(text_equal_ignore_case(TEXT("["), TEXT("{")));
}

static void finds_beginnings_ends_and_parts(void **state) {
    (void)state;
    assert_true(text_starts_with(TEXT("/classes/7"), TEXT("/classes")));
    assert_false(text_starts_with(TEXT("/cl"), TEXT("/classes")));
    assert_true(text_starts_with(NOTHING, NOTHING));
    assert_true(text_ends_with(TEXT("x.hurl"), TEXT(".hurl")));
    assert_false(text_ends_with(TEXT("hurl"), TEXT(".hurl")));
    assert_int_equal(text_index(TEXT("a\0b"), 'b'), 2);
    assert_int_equal(text_index(NOTHING, 'b'), TEXT_NOT_FOUND);
    assert_int_equal(text_find(TEXT("one two"), TEXT("two")), 4);
    assert_int_equal(text_find(TEXT("one two"), TEXT("three")), TEXT_NOT_FOUND);
    assert_int_equal(text_find(NOTHING, TEXT("a")), TEXT_NOT_FOUND);
    assert_int_equal(text_find(TEXT("a"), NOTHING), 0);
}

static void clamps_parts_to_what_is_there(void **state) {
    (void)state;
    assert_string(text_from(TEXT("abc"), 1), "bc");
    assert_string(text_from(TEXT("abc"), 9), "");
    assert_string(text_upto(TEXT("abc"), 2), "ab");
    assert_string(text_upto(TEXT("abc"), 9), "abc");
}

static void trims_white_space_at_both_ends(void **state) {
    (void)state;
    assert_string(text_trim(TEXT(" \t\r\n a b \v\f")), "a b");
    assert_string(text_trim(TEXT("   ")), "");
    assert_string(text_trim(NOTHING), "");
}

static void cuts_at_separators_until_nothing_is_left(void **state) {
    (void)state;
    text rest = TEXT("a,,b,"), part;
    const char *const expected[] = {"a", "", "b", ""};
    size_t count = 0;
    while (text_cut(&rest, ',', &part)) {
        assert_true(count < 4);
        assert_string(part, expected[count++]);
    }
    assert_int_equal(count, 4);
    assert_null(rest.data);
}

static void copies_joins_and_formats(void **state) {
    arena *arena = *state;
    text copy = text_copy(arena, text_upto(TEXT("abcdef"), 3));
    assert_string_equal(copy.data, "abc");
    assert_string_equal(text_to_string(arena, text_upto(TEXT("abcdef"), 2)), "ab");
    assert_string(text_format(arena, "%.*s=%d", TEXT_ARGS(copy), 5), "abc=5");
    text joined = TEXT_JOIN(arena, TEXT("a"), (text){NULL, 0}, TEXT(""), TEXT("bc"));
    assert_string(joined, "abc");
    assert_int_equal(joined.data[3], '\0');
    assert_string(TEXT_JOIN(arena, TEXT("")), "");
    assert_string(text_lower(arena, TEXT("ABCz[\xC4")), "abcz[\xC4");
    assert_string(text_of(NULL), "");
}

static void reads_integers_to_the_last_bit(void **state) {
    (void)state;
    static const struct {
        const char *input;
        int64_t value;
    } good[] = {
        {"0", 0}, {"-0", 0}, {"007", 7}, {"9223372036854775807", INT64_MAX}, {"-9223372036854775808", INT64_MIN}};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        int64_t value = 1;
        assert_true(text_to_int64(text_of(good[i].input), &value));
        assert_true(value == good[i].value);
    }
    static const char *const bad[] = {
        "", "-", "+1", " 1", "1 ", "1.0", "0x1", "--1", "9223372036854775808", "-9223372036854775809", "1e3"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int64_t untouched = 77;
        assert_false(text_to_int64(text_of(bad[i]), &untouched));
        assert_true(untouched == 77);
    }
}

static void tells_utf8_from_what_only_looks_like_it(void **state) {
    (void)state;
    static const char *const good[] = {
        "", "abc", "\xC3\xA4", "\xE2\x82\xAC", "\xED\x9F\xBF", "\xEF\xBF\xBF", "\xF0\x9F\xA7\x98", "\xF4\x8F\xBF\xBF"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(text_is_utf8(text_of(good[i])));
    static const char *const bad[] = {"\x80",
                                      "\xC3",
                                      "\xC0\x80",
                                      "\xC1\xBF",
                                      "\xE0\x9F\xBF",
                                      "\xED\xA0\x80",
                                      "\xF0\x8F\xBF\xBF",
                                      "\xF4\x90\x80\x80",
                                      "\xF5\x80\x80\x80",
                                      "\xE2\x82",
                                      "\xE2\x28\xA1",
                                      "\xFF",
                                      "abc\xC3"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(text_is_utf8(text_of(bad[i])));
    assert_true(text_is_utf8(TEXT("a\0b")));
    assert_true(text_is_utf8(NOTHING));
}

static void finds_a_word_among_others(void **state) {
    (void)state;
    static const char *const words[] = {"red", "green"};
    assert_true(text_is_one_of(TEXT("green"), words, 2));
    assert_false(text_is_one_of(TEXT("gree"), words, 2));
    assert_false(text_is_one_of(TEXT("red"), words, 0));
}

static void counts_characters_not_bytes(void **state) {
    (void)state;
    assert_int_equal(text_character_count(TEXT("")), 0);
    assert_int_equal(text_character_count(TEXT("abc")), 3);
    assert_int_equal(text_character_count(TEXT("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80!")), 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(orders_by_bytes_then_by_length),
        TEST(compares_without_the_case_of_ascii_only),
        TEST(finds_beginnings_ends_and_parts),
        TEST(clamps_parts_to_what_is_there),
        TEST(trims_white_space_at_both_ends),
        TEST(cuts_at_separators_until_nothing_is_left),
        TEST(copies_joins_and_formats),
        TEST(reads_integers_to_the_last_bit),
        TEST(tells_utf8_from_what_only_looks_like_it),
        TEST(finds_a_word_among_others),
        TEST(counts_characters_not_bytes),
    };
    return RUN_TESTS(tests);
}
