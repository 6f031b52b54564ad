#include "explore/impersonation.h"

#include "core/testing.h"

static const login logins[] = {
    {TEXT_INIT("maya"), TEXT_INIT("m-1"), TEXT_INIT("admin")},
    {TEXT_INIT("anna"), TEXT_INIT("a-1"), TEXT_INIT("member")},
    {TEXT_INIT("ben"), TEXT_INIT("b-1"), TEXT_INIT("member")},
    {TEXT_INIT("chiara"), TEXT_INIT("c-1"), TEXT_INIT("member")},
};
static const login_list all = {logins, sizeof logins / sizeof *logins};

static void each_is_the_next_of_the_same_role(void **state) {
    text body = TEXT("{\"email\": \"anna\", \"password\": \"a-1\", \"friend\":\"chiara\", \"boss\":[\"maya\"]}");
    assert_text(impersonate(*state, body, &all, 0), body);
    assert_string(impersonate(*state, body, &all, 1),
                  "{\"email\": \"ben\", \"password\": \"b-1\", \"friend\":\"anna\", \"boss\":[\"maya\"]}");
    assert_string(impersonate(*state, body, &all, 2),
                  "{\"email\": \"chiara\", \"password\": \"c-1\", \"friend\":\"ben\", \"boss\":[\"maya\"]}");
    assert_text(impersonate(*state, body, &all, 3), body);
}

static void only_whole_strings_are_others(void **state) {
    static const char *const bodies[] = {"",          "anna",     "\"anna",    "\"anna2\"",
                                         "\"annan\"", "\"Anna\"", "\"hanna\"", "\"anna, ben\""};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        assert_string(impersonate(*state, text_of(bodies[i]), &all, 1), bodies[i]);
}

static void nobody_stands_in_where_there_is_nobody(void **state) {
    static const login_list none = {0};
    assert_string(impersonate(*state, TEXT("\"anna\""), &none, 1), "\"anna\"");
    assert_int_equal(impersonation_most(&none), 1);
    assert_int_equal(impersonation_most(&all), 3);
}

static void logging_in_takes_both_words_of_one(void **state) {
    (void)state;
    assert_true(impersonation_logs_in(&all, TEXT("{\"email\":\"ben\",\"password\":\"b-1\"}")));
    assert_true(impersonation_logs_in(&all, TEXT("POST /x\n{\"password\": \"b-1\", \"email\": \"ben\"}\nHTTP 200")));
    assert_false(impersonation_logs_in(&all, TEXT("{\"email\":\"ben\",\"password\":\"a-1\"}")));
    assert_false(impersonation_logs_in(&all, TEXT("{\"email\":\"ben\"}")));
    assert_false(impersonation_logs_in(&all, TEXT("")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(each_is_the_next_of_the_same_role),
        TEST(only_whole_strings_are_others),
        TEST(nobody_stands_in_where_there_is_nobody),
        TEST(logging_in_takes_both_words_of_one),
    };
    return RUN_TESTS(tests);
}
