#include "core/buffer.h"

#include "core/testing.h"

static void an_empty_buffer_is_an_empty_string(void **state) {
    buffer out = BUFFER(*state);
    text result = buffer_text(&out);
    assert_int_equal(result.length, 0);
    assert_string_equal(result.data, "");
}

static void gathers_in_order_with_a_nul_behind(void **state) {
    buffer out = BUFFER(*state);
    buffer_append(&out, TEXT("a\0b"));
    buffer_append_char(&out, '-');
    buffer_format(&out, "%d%s", 42, "x");
    buffer_append(&out, (text){NULL, 0});
    text result = buffer_text(&out);
    assert_text(result, TEXT("a\0b-42x"));
    assert_int_equal(result.data[result.length], '\0');
}

static void writes_integers_of_any_size(void **state) {
    buffer out = BUFFER(*state);
    static const int64_t integers[] = {0, 7, -7, 10, 1234567890, INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < sizeof integers / sizeof *integers; i++) {
        buffer_append_integer(&out, integers[i]);
        buffer_append_char(&out, ' ');
    }
    assert_string(buffer_text(&out), "0 7 -7 10 1234567890 9223372036854775807 -9223372036854775808 ");
}

static void writes_characters_of_every_length(void **state) {
    buffer out = BUFFER(*state);
    static const uint32_t characters[] = {'a', 0x7F, 0x80, 0x7FF, 0x800, 0xFFFD, 0x10000, 0x10FFFF};
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++)
        buffer_append_utf8(&out, characters[i]);
    assert_string(buffer_text(&out), "a\x7F\xC2\x80\u07FF\u0800\uFFFD\U00010000\U0010FFFF");
}

static void formats_texts_of_any_length(void **state) {
    for (int width = 1; width < 1000; width += 37) {
        buffer out = BUFFER(*state);
        buffer_append(&out, TEXT("x"));
        buffer_format(&out, "%*d", width, 7);
        text result = buffer_text(&out);
        assert_int_equal(result.length, 1 + width);
        assert_int_equal(result.data[width], '7');
        assert_int_equal(strlen(arena_printf(*state, "%*d", width, 7)), width);
    }
}

static void grows_past_any_first_guess(void **state) {
    buffer out = BUFFER(*state);
    for (unsigned i = 0; i < 50000; i++)
        buffer_append_char(&out, (char)('a' + i % 26));
    buffer_append(&out, buffer_text(&out));
    text result = buffer_text(&out);
    assert_int_equal(result.length, 100000);
    for (unsigned i = 0; i < 100000; i++)
        assert_int_equal(result.data[i], 'a' + i % 50000 % 26);
}

static void reserved_room_is_filled_by_the_caller(void **state) {
    buffer out = BUFFER(*state);
    buffer_append(&out, TEXT("ab"));
    memcpy(buffer_reserve(&out, 5000), "cd", 2);
    out.length += 2;
    assert_string(buffer_text(&out), "abcd");
    assert_true(out.capacity >= 5002);
}

static void mends_what_is_not_utf8(void **state) {
    static const struct {
        text broken;
        const char *mended;
    } cases[] = {
        {TEXT_INIT("a\xFF\xC3\xA4"), "a?\xC3\xA4"},
        {TEXT_INIT("\xF0\x9F\x98"), "?"},
        {TEXT_INIT("\xF0\x9F\x98"
                   "a"),
         "?a"},
        {TEXT_INIT("\xE2\x82\xE2\x82\xAC"), "?\xE2\x82\xAC"},
        {TEXT_INIT("\xED\xA0\x80"), "???"}, /* half of a surrogate pair */
        {TEXT_INIT("\xC0\xAF\xF4\x90\x80\x80"), "??????"},
        {TEXT_INIT("\xF0\x9F\x98\x80"), "\xF0\x9F\x98\x80"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buffer out = BUFFER(*state), wanted = BUFFER(*state);
        for (const char *c = cases[i].mended; *c; c++)
            buffer_append(&wanted, *c == '?' ? TEXT("\xEF\xBF\xBD") : (text){c, 1});
        buffer_append_mended(&out, cases[i].broken);
        assert_text(buffer_text(&out), buffer_text(&wanted));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(an_empty_buffer_is_an_empty_string),    TEST(gathers_in_order_with_a_nul_behind),
        TEST(writes_integers_of_any_size),           TEST(writes_characters_of_every_length),
        TEST(formats_texts_of_any_length),           TEST(grows_past_any_first_guess),
        TEST(reserved_room_is_filled_by_the_caller), TEST(mends_what_is_not_utf8),
    };
    return RUN_TESTS(tests);
}
