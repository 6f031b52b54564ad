#include "core/json_plain.h"

#include "core/testing.h"

static bool is_special(int c) { return c < 0x20 || c == '"' || c == '\\'; }

/* Wherever in or behind the sixteen bytes that are looked at together it stands. */
static void ends_at_each_special_byte_and_no_other(void **state) {
    (void)state;
    for (int c = 0; c < 256; c++)
        for (size_t at = 0; at < 40; at++) {
            char bytes[40];
            memset(bytes, at % 2 ? 0xFF : ' ', sizeof bytes);
            bytes[at] = (char)c;
            assert_int_equal(json_plain_run((text){bytes, sizeof bytes}, 0), is_special(c) ? at : sizeof bytes);
            memset(bytes, 0x7F, sizeof bytes);
            bytes[at] = (char)c;
            assert_int_equal(json_ascii_run((text){bytes, sizeof bytes}, 0),
                             is_special(c) || c > 0x7F ? at : sizeof bytes);
        }
}

static void begins_where_it_is_told(void **state) {
    (void)state;
    assert_int_equal(json_plain_run(TEXT("\"a long enough text\" and more"), 1), 19);
    assert_int_equal(json_plain_run(TEXT("abc"), 3), 3);
    assert_int_equal(json_plain_run(TEXT(""), 0), 0);
    assert_int_equal(json_ascii_run(TEXT("\xC3\xA4\xC3\xB6 and more"), 0), 0);
    assert_int_equal(json_ascii_run(TEXT("\xC3\xA4\xC3\xB6 and more"), 4), 13);
    assert_int_equal(json_plain_run(TEXT("\xC3\xA4\xC3\xB6 and more\n"), 0), 13);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(ends_at_each_special_byte_and_no_other),
        TEST(begins_where_it_is_told),
    };
    return RUN_TESTS(tests);
}
