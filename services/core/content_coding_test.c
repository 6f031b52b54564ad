#include "core/content_coding.h"

#include "core/testing.h"

#define LIMIT ((size_t)1 << 20)

static void returns_what_was_coded(void **state) {
    char long_content[5000];
    memset(long_content, 'x', sizeof long_content);
    const text contents[] = {TEXT(""), TEXT("{}"), {long_content, sizeof long_content}};
    for (content_coding coding = CODING_IDENTITY; coding < CODING_UNKNOWN; coding++)
        for (size_t i = 0; i < sizeof contents / sizeof *contents; i++) {
            text content, coded = content_encode(*state, coding, contents[i]);
            assert_true(content_decode(*state, coding, coded, LIMIT, &content));
            assert_text(content, contents[i]);
            assert_true(coding == CODING_IDENTITY || contents[i].length < 1000 || coded.length < 100);
        }
}

static void knows_codings_by_name(void **state) {
    (void)state;
    assert_int_equal(content_coding_of(TEXT("GZip")), CODING_GZIP);
    assert_int_equal(content_coding_of(TEXT("")), CODING_IDENTITY);
    assert_int_equal(content_coding_of(TEXT("x-gzip")), CODING_UNKNOWN);
    assert_string(text_of(content_coding_name(CODING_DEFLATE)), "deflate");
}

static void joins_streams_of_gzip(void **state) {
    text content, one = content_encode(*state, CODING_GZIP, TEXT("one")),
                  two = content_encode(*state, CODING_GZIP, TEXT("two"));
    char *bytes = arena_alloc(*state, one.length + two.length + 4);
    memcpy(bytes, one.data, one.length);
    memcpy(bytes + one.length, two.data, two.length);
    memset(bytes + one.length + two.length, 'x', 4);
    assert_true(content_decode(*state, CODING_GZIP, (text){bytes, one.length + two.length}, LIMIT, &content));
    assert_string(content, "onetwo");
    assert_true(content_decode(*state, CODING_GZIP, (text){bytes, one.length + two.length + 4}, LIMIT, &content));
    assert_string(content, "onetwo");
}

static void refuses_what_is_not_coded_so(void **state) {
    text content, coded = content_encode(*state, CODING_GZIP, TEXT("a content of some length"));
    assert_false(content_decode(*state, CODING_GZIP, TEXT(""), LIMIT, &content));
    assert_false(content_decode(*state, CODING_DEFLATE, TEXT(""), LIMIT, &content));
    assert_false(content_decode(*state, CODING_GZIP, TEXT("{}"), LIMIT, &content));
    assert_false(content_decode(*state, CODING_DEFLATE, coded, LIMIT, &content));
    assert_false(content_decode(*state, CODING_UNKNOWN, coded, LIMIT, &content));
    assert_false(content_decode(*state, CODING_GZIP, text_upto(coded, coded.length - 1), LIMIT, &content));
    assert_false(content_decode(*state, CODING_GZIP, coded, 8, &content));
}

/* What does not get smaller. */
static void takes_all_that_the_limit_has_room_for(void **state) {
    char *bytes = arena_alloc(*state, LIMIT + 1);
    uint32_t number = 1;
    for (size_t i = 0; i < LIMIT + 1; i++)
        bytes[i] = (char)((number = number * 1664525 + 1013904223) >> 24);
    for (content_coding coding = CODING_GZIP; coding < CODING_UNKNOWN; coding++) {
        text content, coded = content_encode(*state, coding, (text){bytes, LIMIT});
        assert_true(content_decode(*state, coding, coded, LIMIT, &content));
        assert_text(content, ((text){bytes, LIMIT}));
        coded = content_encode(*state, coding, (text){bytes, LIMIT + 1});
        assert_false(content_decode(*state, coding, coded, LIMIT, &content));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(returns_what_was_coded),
        TEST(knows_codings_by_name),
        TEST(joins_streams_of_gzip),
        TEST(refuses_what_is_not_coded_so),
        TEST(takes_all_that_the_limit_has_room_for),
    };
    return RUN_TESTS(tests);
}
