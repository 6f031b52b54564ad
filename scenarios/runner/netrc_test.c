#include "runner/netrc.h"

#include "core/testing.h"

static void finds_hosts_and_the_default(void **state) {
    static const text content = TEXT_INIT("# machine a login no password no\n"
                                          "machine a login anna password secret\n"
                                          "machine b\n\tlogin \"b b\"\n\tpassword \"x\\\"y\" account z\n"
                                          "machine c password only\n"
                                          "default login guest password none\n"
                                          "machine d login late password late\n");
    static const char *const expected[][2] = {
        {"a", "anna:secret"}, {"A", "anna:secret"}, {"b", "b b:x\"y"}, {"c", ":only"}, {"d", "guest:none"}};
    text user = TEXT("untouched");
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_true(netrc_find(*state, content, text_of(expected[i][0]), TEXT(""), &user));
        assert_string(user, expected[i][1]);
    }
}

static void finds_the_password_of_a_login(void **state) {
    static const text content = TEXT_INIT("machine a login anna password 1\nmachine a login bob password 2\n"
                                          "default login guest password 3\n");
    static const char *const expected[][2] = {{"anna", "anna:1"}, {"bob", "bob:2"}, {"eve", "eve:3"}};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        text user;
        assert_true(netrc_find(*state, content, TEXT("a"), text_of(expected[i][0]), &user));
        assert_string(user, expected[i][1]);
    }
}

static void finds_nothing_where_there_is_nothing(void **state) {
    static const char *const contents[] = {"", "machine", "login x password y", "machine b login x password y"};
    text user = TEXT("untouched");
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++)
        assert_false(netrc_find(*state, text_of(contents[i]), TEXT("a"), TEXT(""), &user));
    assert_string(user, "untouched");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(finds_hosts_and_the_default),
        TEST(finds_the_password_of_a_login),
        TEST(finds_nothing_where_there_is_nothing),
    };
    return RUN_TESTS(tests);
}
