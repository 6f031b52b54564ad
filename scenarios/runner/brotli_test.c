#include "runner/brotli.h"

#include "core/testing.h"

/* "hello hello hello", as Node.js compresses it. */
static const char compressed[] = "\x1b\x10\x00\xf8\x8d\x94\x6e\xde\x44\x55\x86\x96\x6c\x20\x6f\x01\x4f\x1c\x60\x1c";
#define COMPRESSED ((text){compressed, sizeof compressed - 1})

static void decodes_what_others_encode(void **state) {
    text content;
    assert_true(brotli_decode(*state, COMPRESSED, 1000, &content));
    assert_string(content, "hello hello hello");
}

static void refuses_what_is_malformed_breaks_off_or_grows_too_large(void **state) {
    text content = TEXT("untouched");
    assert_false(brotli_decode(*state, TEXT("nonsense"), 1000, &content));
    assert_false(brotli_decode(*state, TEXT(""), 1000, &content));
    assert_false(brotli_decode(*state, text_upto(COMPRESSED, COMPRESSED.length - 3), 1000, &content));
    assert_false(brotli_decode(*state, COMPRESSED, 16, &content));
    assert_string(content, "untouched");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(decodes_what_others_encode),
        TEST(refuses_what_is_malformed_breaks_off_or_grows_too_large),
    };
    return RUN_TESTS(tests);
}
