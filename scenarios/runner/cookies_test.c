#include "runner/cookies.h"

#include "core/testing.h"

#define NOW_MS INT64_C(1767600000000) /* 2026-01-05T08:00:00Z */

static url parse(arena *arena, const char *spelled) {
    url url = {0};
    const char *reason;
    assert_true(url_parse(arena, text_of(spelled), &url, &reason));
    return url;
}

static void keep(arena *arena, cookie_list *cookies, const char *from, const char *value) {
    url url = parse(arena, from);
    http_fields headers = {0};
    http_fields_add(arena, &headers, TEXT("set-cookie"), text_of(value));
    cookies_keep(arena, cookies, &url, &headers, NOW_MS);
}

/* What goes to a URL when one cookie has been set from another. */
static text sent_to(arena *arena, const char *from, const char *value, const char *to) {
    cookie_list cookies = {0};
    url url = parse(arena, to);
    keep(arena, &cookies, from, value);
    return cookies_for(arena, &cookies, &url, NOW_MS);
}

typedef struct sending {
    const char *from;
    const char *cookie;
    const char *to;
    const char *sent;
} sending;

static const sending sendings[] = {
    {"http://h/", "a=1", "http://h/x", "a=1"},
    {"http://h/", "a=1", "https://H:9/", "a=1"},
    {"http://h/", "a=1", "http://i/", ""},
    {"http://h.x/", "a=1", "http://i.h.x/", ""},
    {"http://h.x/", "a=1; Domain=.h.x", "http://i.h.x/", "a=1"},
    {"http://i.h.x/", "a=1; domain=h.x", "http://j.h.x/", "a=1"},
    {"http://i.h.x/", "a=1; Domain=x", "http://i.h.x/", ""},
    {"http://i.h.x/", "a=1; Domain=other.x", "http://i.h.x/", ""},
    {"http://h.x/", "a=1; Domain=h.x", "http://xh.x/", ""},
    {"http://h/", "a=1; Domain=h", "http://h/", ""},
    {"http://127.0.0.1/", "a=1; Domain=127.0.0.1", "http://127.0.0.1/", "a=1"},
    {"http://h/a/b", "a=1", "http://h/a/c", "a=1"},
    {"http://h/a/b", "a=1", "http://h/", ""},
    {"http://h/", "a=1; Path=/a", "http://h/a", "a=1"},
    {"http://h/", "a=1; Path=/a/", "http://h/a/b", "a=1"},
    {"http://h/", "a=1; Path=/a", "http://h/ab", ""},
    {"http://h/", "a=1; Secure", "http://h/", ""},
    {"https://h/", "a=1; Secure", "http://h/", ""},
    {"https://h/", "a=1; Secure", "https://h/", "a=1"},
    {"http://localhost/", "a=1; Secure", "http://localhost/", "a=1"},
    {"http://h/", "a=1; Max-Age=10; HttpOnly", "http://h/", "a=1"},
    {"http://h/", "a=1; Max-Age=0", "http://h/", ""},
    {"http://h/", "a=1; Max-Age=-5; Expires=Wed, 21 Oct 2065 07:28:00 GMT", "http://h/", ""},
    {"http://h/", "a=1; Expires=Wed, 21 Oct 2065 07:28:00 GMT", "http://h/", "a=1"},
    {"http://h/", "a=1; Expires=Wed, 21-Oct-65 07:28:00 GMT", "http://h/", "a=1"},
    {"http://h/", "a=1; Expires=Wed Oct 21 07:28:00 2015", "http://h/", ""},
    {"http://h/", "a=1; Expires=nonsense", "http://h/", "a=1"},
    {"http://h/", "a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "http://h/", ""},
    {"http://h/", "a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT; Expires=Wed, 21 Oct 2065 07:28:00 GMT", "http://h/",
     "a=1"},
    {"http://h/", "a=1; Max-Age=10; Expires=Wed, 21 Oct 2015 07:28:00 GMT", "http://h/", "a=1"},
    {"https://h/", "__Host-a=1; Secure; Path=x", "https://h/", ""},
    {"http://h/", "a=1; Max-Age=\"10\"", "http://h/", "a=1"},
    {"http://h/", "a=1; Max-Age=x", "http://h/", ""},
    {"http://h/", "a=1; Max-Age=0; Max-Age=10", "http://h/", "a=1"},
    {"http://h/", "a=1; Max-Age=99999999999999999999", "http://h/", ""},
    {"http://h/a/", "a=1; Path=x", "http://h/", "a=1"},
    {"http://h/a/", "a=1; Path=", "http://h/", "a=1"},
    {"http://h/", " a = 1 ; x", "http://h/", "a=1"},
    {"https://h/", "__Secure-a=1", "https://h/", ""},
    {"https://h/", "__Secure-a=1; Secure", "https://h/", "__Secure-a=1"},
    {"https://h/x/y", "__Host-a=1; Secure", "https://h/x/", ""},
    {"https://h.x/", "__Host-a=1; Secure; Domain=h.x", "https://h.x/", ""},
    {"https://h/x/y", "__Host-a=1; Secure; Path=/", "https://h/", "__Host-a=1"},
    {"http://h/", "nothing", "http://h/", ""},
    {"http://h/", "=1", "http://h/", ""},
};

static void sends_each_cookie_where_it_belongs(void **state) {
    for (size_t i = 0; i < sizeof sendings / sizeof *sendings; i++) {
        const sending *each = &sendings[i];
        text sent = sent_to(*state, each->from, each->cookie, each->to);
        if (!text_equal(sent, text_of(each->sent)))
            fail_msg("\"%s\" of %s: \"%.*s\" to %s", each->cookie, each->from, TEXT_ARGS(sent), each->to);
    }
}

static void sends_them_in_the_order_of_libcurl(void **state) {
    arena *arena = *state;
    cookie_list cookies = {0};
    url url = parse(arena, "http://h/a/b");
    static const char *const values[] = {"b=1; Path=/", "c=2; Path=/", "a=3; Path=/a", "long=4; Path=/", "b=5; Path=/"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        keep(arena, &cookies, "http://h/", values[i]);
    assert_string(cookies_for(arena, &cookies, &url, NOW_MS), "a=3; long=4; c=2; b=5");
}

static void keeps_paths_as_they_are_spelled(void **state) {
    cookie_list cookies = {0};
    keep(*state, &cookies, "http://h/a/b", "a=1");
    keep(*state, &cookies, "http://h/", "b=2; Path=/a");
    keep(*state, &cookies, "http://h/", "b=3; Path=/a/");
    keep(*state, &cookies, "http://h/", "c=4; Path=x");
    assert_int_equal(cookies.count, 3);
    assert_string(cookies.items[0].path, "/a/");
    assert_string(cookies.items[1].path, "/a/");
    assert_string(cookies.items[1].value, "3");
    assert_string(cookies.items[2].path, "x");
}

static void shows_cookies_in_the_order_in_which_they_were_kept(void **state) {
    cookie_list cookies = {0};
    url url = parse(*state, "http://h.x/a");
    keep(*state, &cookies, "http://h.x/", "a=1");
    keep(*state, &cookies, "https://h.x/", "b=2; Secure; Path=/");
    keep(*state, &cookies, "http://h.x/", "c=3; Max-Age=0");
    keep(*state, &cookies, "http://i.x/", "d=4");
    assert_string(cookies_shown_for(*state, &cookies, &url), "a=1; b=2");
}

static void forgets_what_has_expired_when_the_next_is_set_or_something_is_sent(void **state) {
    cookie_list cookies = {0};
    keep(*state, &cookies, "http://h/", "a=1; Max-Age=-1");
    assert_int_equal(cookies.count, 1);
    keep(*state, &cookies, "http://h/", "b=2");
    assert_int_equal(cookies.count, 1);
    assert_string(cookies.items[0].name, "b");
    keep(*state, &cookies, "http://h/", "b=2; Max-Age=0");
    cookies_forget_expired(&cookies, NOW_MS);
    assert_int_equal(cookies.count, 0);
}

static void reads_and_writes_netscapes_lines(void **state) {
    arena *arena = *state;
    cookie_list cookies = {0};
    url url = parse(arena, "http://i.h/");
    static const char *const bad[] = {"",
                                      "# comment",
                                      "h\tyes\t/\tFALSE\t0\ta\tb",
                                      "h\tTRUE\t/\tno\t0\ta\tb",
                                      "h\tTRUE\t/\tFALSE\tx\ta\tb",
                                      "h\tTRUE\t/\tFALSE\t0"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(cookies_keep_line(arena, &cookies, text_of(bad[i])));
    assert_true(cookies_keep_line(arena, &cookies, TEXT("#HttpOnly_.h\tTRUE\t/\tFALSE\t0\ta\tb c\r")));
    assert_true(cookies_keep_line(arena, &cookies, TEXT("h FALSE /x TRUE 2000000000 d")));
    assert_string(cookies_for(arena, &cookies, &url, NOW_MS), "a=b c");
    assert_string(cookie_line(arena, &cookies.items[0]), "#HttpOnly_.h\tTRUE\t/\tFALSE\t0\ta\tb c");
    assert_string(cookie_line(arena, &cookies.items[1]), "h\tFALSE\t/x\tTRUE\t2000000000\td\t");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(sends_each_cookie_where_it_belongs),
        TEST(sends_them_in_the_order_of_libcurl),
        TEST(keeps_paths_as_they_are_spelled),
        TEST(shows_cookies_in_the_order_in_which_they_were_kept),
        TEST(forgets_what_has_expired_when_the_next_is_set_or_something_is_sent),
        TEST(reads_and_writes_netscapes_lines),
    };
    return RUN_TESTS(tests);
}
