#include "runner/url.h"

#include "core/testing.h"

static url parse(arena *arena, const char *spelled) {
    url url = {0};
    const char *reason = NULL;
    if (!url_parse(arena, text_of(spelled), &url, &reason))
        fail_msg("%s: %s", spelled, reason);
    return url;
}

static void shows_urls_in_their_normal_form(void **state) {
    static const char *const cases[][2] = {
        {"http://H", "http://h/"},
        {"https://h:443/a", "https://h/a"},
        {"http://h:443/a", "http://h:443/a"},
        {"http://user:pw@h/a?b#c", "http://user:pw@h/a?b"},

        {"http://a%40:@h/", "http://a%40@h/"},
        {"http://:@h/", "http://h/"},
        {"http://a:b:c@h/", "http://a:b%3Ac@h/"},
        {"http://h\\a\\^|?\\", "http://h/a/^|?\\"},
        {"http://h:080/", "http://h/"},
        {"http://127.1:1", "http://127.0.0.1:1/"},
        {"http://0x7F.0.0.01", "http://127.0.0.1/"},
        {"http://2130706433", "http://127.0.0.1/"},
        {"http://h/a/./b/../../c/..", "http://h/"},
        {"http://h/..", "http://h/"},
        {"http://h/a/.", "http://h/a/"},
        {"http://h?a=b", "http://h/?a=b"},
        {"http://h/a b\"<>`{}", "http://h/a%20b%22%3C%3E%60%7B%7D"},
        {"http://h/?a b'{}", "http://h/?a%20b%27{}"},
        {"http://h/\xC3\xA9", "http://h/%C3%A9"},
        {"http://[::1]:8080/", "http://[::1]:8080/"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        url url = parse(*state, cases[i][0]);
        assert_string(url_show(*state, &url), cases[i][1]);
    }
}

static void joins_locations_as_rfc_3986_does(void **state) {
    static const char *const cases[][2] = {
        {"g", "http://a/b/c/g"},      {"./g/", "http://a/b/c/g/"}, {"/g", "http://a/g"},
        {"//g", "http://g/"},         {"?y", "http://a/b/c/d?y"},  {"g?y#s", "http://a/b/c/g?y"},
        {"", "http://a/b/c/d?q"},     {"..", "http://a/b/"},       {"../../../g", "http://a/g"},
        {"https://x", "https://x/"},  {"ftp://x", "ftp://x"},      {"#s", "http://a/b/c/d?q"},
        {"HTTP://X/Y", "http://x/Y"},
    };
    url base = parse(*state, "http://a/b/c/d?q");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string(url_join(*state, &base, text_of(cases[i][0])), cases[i][1]);
}

static void refuses_what_is_no_url(void **state) {
    static const char *const cases[][2] = {
        {"http://", "empty host"},
        {"http://[x]/", "invalid IPv6 address"},
        {"http://a|b/", "invalid international domain name"},
        {"http://h:x/", "invalid port number"},
        {"http://h:65536/", "invalid port number"},
        {"http://1.2.3.4.5/", "invalid IPv4 address"},
        {"http://256.1.1.1/", "invalid IPv4 address"},
        {"http://1.2.3.256/", "invalid IPv4 address"},
        {"http://a.1/", "invalid IPv4 address"},
        {"http://08/", "invalid IPv4 address"},
        {"h:80", "Missing scheme <http://> or <https://>"},
        {"ftp://h", "Only <http://> and <https://> schemes are supported"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        url url;
        const char *reason = "";
        assert_false(url_parse(*state, text_of(cases[i][0]), &url, &reason));
        assert_string_equal(reason, cases[i][1]);
    }
}

static void keeps_the_user_where_a_location_is_relative(void **state) {
    url base = parse(*state, "http://anna:x@h/a");
    assert_string(url_join(*state, &base, TEXT("/b")), "http://anna:x@h/b");
    assert_string(url_join(*state, &base, TEXT("//i/b")), "http://i/b");
}

static void knows_origins(void **state) {
    url url = parse(*state, "http://a/b"), same = parse(*state, "http://A:80/c");
    struct url others[] = {parse(*state, "https://a/b"), parse(*state, "http://b/b"), parse(*state, "http://a:81/b")};
    assert_true(url_same_origin(&url, &same));
    for (size_t i = 0; i < 3; i++)
        assert_false(url_same_origin(&url, &others[i]));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(shows_urls_in_their_normal_form),
        TEST(joins_locations_as_rfc_3986_does),
        TEST(refuses_what_is_no_url),
        TEST(keeps_the_user_where_a_location_is_relative),
        TEST(knows_origins),
    };
    return RUN_TESTS(tests);
}
