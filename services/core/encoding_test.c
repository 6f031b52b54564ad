#include "core/encoding.h"

#include "core/testing.h"

static void hexadecimal_is_lower_case(void **state) {
    assert_string(hex_encode(*state, TEXT("\x00\x9F\xFF")), "009fff");
    assert_string(hex_encode(*state, TEXT("")), "");
}

/* RFC 4648 section 10. */
static const struct {
    const char *bytes, *encoded;
} base64_vectors[] = {{"", ""},
                      {"f", "Zg=="},
                      {"fo", "Zm8="},
                      {"foo", "Zm9v"},
                      {"foob", "Zm9vYg=="},
                      {"fooba", "Zm9vYmE="},
                      {"foobar", "Zm9vYmFy"}};

static void base64_meets_the_rfc_both_ways(void **state) {
    for (size_t i = 0; i < sizeof base64_vectors / sizeof base64_vectors[0]; i++) {
        text decoded;
        assert_string(base64_encode(*state, text_of(base64_vectors[i].bytes)), base64_vectors[i].encoded);
        assert_true(base64_decode(*state, text_of(base64_vectors[i].encoded), &decoded));
        assert_string(decoded, base64_vectors[i].bytes);
    }
}

static void base64_returns_every_byte(void **state) {
    char bytes[256];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)i;
    for (size_t length = 0; length <= sizeof bytes; length++) {
        text decoded, original = {bytes, length};
        assert_true(base64_decode(*state, base64_encode(*state, original), &decoded));
        assert_text(decoded, original);
    }
}

static void base64_refuses_what_is_not_canonical(void **state) {
    static const char *const bad[] = {
        "Zg", "Zg=", "Z", "====", "Zh==", "Zm9=", "Zm 9", "Zm9v\n", "Zm9-Zm9_", "Zg==Zg==", "=Zg=", "Zm9vY==="};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        text untouched = TEXT("untouched");
        assert_false(base64_decode(*state, text_of(bad[i]), &untouched));
        assert_string(untouched, "untouched");
    }
}

static void base64url_has_its_own_letters_and_no_padding(void **state) {
    assert_string(base64_encode(*state, TEXT("\xFB\xFF\xFE")), "+//+");
    assert_string(base64url_encode(*state, TEXT("\xFB\xFF\xFE")), "-__-");
    assert_string(base64url_encode(*state, TEXT("f")), "Zg");
}

static void percent_encoding_keeps_the_unreserved_only(void **state) {
    assert_string(percent_encode(*state, TEXT("aZ0-_.~ +/\xC3\xA4\x00"), false), "aZ0-_.~%20%2B%2F%C3%A4%00");
    assert_string(percent_encode(*state, TEXT("/a b/c"), true), "/a%20b/c");
}

static void percent_decoding_leaves_stray_percents(void **state) {
    assert_text(percent_decode(*state, TEXT("a%20b%2Fc%00%c3%A4"), false), TEXT("a b/c\0\xC3\xA4"));
    assert_string(percent_decode(*state, TEXT("100%"), false), "100%");
    assert_string(percent_decode(*state, TEXT("%4"), false), "%4");
    assert_string(percent_decode(*state, TEXT("%zz%41"), false), "%zzA");
    assert_string(percent_decode(*state, TEXT("a+b%2B"), true), "a b+");
    assert_string(percent_decode(*state, TEXT("a+b"), false), "a+b");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(hexadecimal_is_lower_case),
        TEST(base64_meets_the_rfc_both_ways),
        TEST(base64_returns_every_byte),
        TEST(base64_refuses_what_is_not_canonical),
        TEST(base64url_has_its_own_letters_and_no_padding),
        TEST(percent_encoding_keeps_the_unreserved_only),
        TEST(percent_decoding_leaves_stray_percents),
    };
    return RUN_TESTS(tests);
}
