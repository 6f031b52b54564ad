#include "explore/together_body.h"

#include "core/testing.h"

#define BODY                                                                                                           \
    "{\"seed\": 7, \"requests\" : [\n  {\"path\": \"/a,]}\\\"\", \"body\": {{body}}},\n  [{\"path\": \"/b\"}, "        \
    "{\"path\": \"/c\"}] , {\"path\":\"/d\"}\n]}"

static void are_found_whatever_is_in_them(void **state) {
    span requests[TOGETHER_MOST_REQUESTS];
    static const char *const expected[] = {"{\"path\": \"/a,]}\\\"\", \"body\": {{body}}}",
                                           "[{\"path\": \"/b\"}, {\"path\": \"/c\"}]", "{\"path\":\"/d\"}"};
    (void)state;
    assert_int_equal(together_requests(TEXT(BODY), requests), 3);
    for (size_t i = 0; i < 3; i++)
        assert_string(text_from(text_upto(TEXT(BODY), requests[i].end), requests[i].start), expected[i]);
}

static void are_none_where_there_are_none(void **state) {
    static const char *const bodies[] = {"",
                                         "{}",
                                         "{\"requests\"",
                                         "{\"requests\":",
                                         "{\"requests\": 7}",
                                         "{\"requests\": [",
                                         "{\"requests\": []}",
                                         "{\"requests\": [ ]}"};
    span requests[TOGETHER_MOST_REQUESTS];
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        assert_int_equal(together_requests(text_of(bodies[i]), requests), 0);
        assert_string(together_without(*state, text_of(bodies[i]), ~UINT64_C(0)), bodies[i]);
    }
    assert_int_equal(together_requests(TEXT("{\"requests\": [\"cut"), requests), 1);
}

static void can_be_left_out(void **state) {
    assert_string(together_without(*state, TEXT(BODY), 0), BODY);
    assert_string(together_without(*state, TEXT(BODY), 3), "{\"seed\": 7, \"requests\" : [\n  {\"path\":\"/d\"}\n]}");
    assert_string(together_without(*state, TEXT("{\"requests\":[1,2,3]}"), 2), "{\"requests\":[1,\n  3]}");
    assert_string(together_without(*state, TEXT("{\"requests\":[1,2,3]}"), 7), "{\"requests\":[]}");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(are_found_whatever_is_in_them),
        TEST(are_none_where_there_are_none),
        TEST(can_be_left_out),
    };
    return RUN_TESTS(tests);
}
