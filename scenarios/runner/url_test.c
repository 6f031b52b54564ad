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
        {"http://user:pw@h/a?b#c", "http://h/a?b"},
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
        {"g", "http://a/b/c/g"},      {"./g/", "http://a/b/c/g/"},   {"/g", "http://a/g"},     {"//g", "http://g/"},
        {"?y", "http://a/b/c/d?y"},   {"g?y#s", "http://a/b/c/g?y"}, {"", "http://a/b/c/d?q"}, {"..", "http://a/b/"},
        {"../../../g", "http://a/g"}, {"https://x", "https://x/"},   {"ftp://x", "ftp://x"},
    };
    url base = parse(*state, "http://a/b/c/d?q");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string(url_join(*state, &base, text_of(cases[i][0])), cases[i][1]);
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
        TEST(knows_origins),
    };
    return RUN_TESTS(tests);
}
