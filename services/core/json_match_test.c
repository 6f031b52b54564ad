#include "core/json_match.h"

#include "core/testing.h"

static text match(arena *arena, const char *actual, const char *expected) {
    const json *left, *right;
    buffer out = BUFFER(arena);
    assert_success(json_parse(arena, text_of(actual), 16, &left));
    assert_success(json_parse(arena, text_of(expected), 16, &right));
    size_t differences = json_match(left, right, &out);
    assert_int_equal(differences == 0, out.length == 0);
    return buffer_text(&out);
}

static void an_object_may_have_more_than_is_expected(void **state) {
    assert_string(match(*state, "{\"a\":1,\"b\":{\"c\":\"x\",\"d\":null},\"e\":[1,{\"f\":true,\"g\":2}]}",
                        "{\"b\":{\"c\":\"x\"},\"e\":[1.0,{\"f\":true}]}"),
                  "");
    assert_string(match(*state, "{}", "{}"), "");
    assert_string(match(*state, "null", "null"), "");
}

static void says_what_is_different_and_where(void **state) {
    assert_string(match(*state, "{\"a\":{\"b\":3}}", "{\"a\":{\"b\":4}}"), "a.b is 3, not 4");
    assert_string(match(*state, "{}", "{\"a\":4}"), "a is not there");
    assert_string(match(*state, "{\"a\":null}", "{\"a\":\"x\"}"), "a is null, not \"x\"");
    assert_string(match(*state, "{\"a\":[1,2]}", "{\"a\":[1]}"), "a has 2 elements, not 1");
    assert_string(match(*state, "{\"a\":[1,{\"b\":true}]}", "{\"a\":[2,{\"b\":false}]}"),
                  "a[0] is 1, not 2; a[1].b is true, not false");
    assert_string(match(*state, "[\"x\"]", "[\"y\"]"), "it[0] is \"x\", not \"y\"");
    assert_string(match(*state, "1", "\"1\""), "it is 1, not \"1\"");
}

static void names_and_strings_are_told_by_their_case(void **state) {
    assert_string(match(*state, "{\"A\":\"x\"}", "{\"a\":\"x\"}"), "a is not there");
    assert_string(match(*state, "{\"a\":\"X\"}", "{\"a\":\"x\"}"), "a is \"X\", not \"x\"");
}

static void long_values_are_cut_off(void **state) {
    const char *actual = arena_printf(*state, "{\"a\":\"%0200d\"}", 0);
    assert_true(match(*state, actual, "{\"a\":1}").length < 120);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(an_object_may_have_more_than_is_expected),
        TEST(says_what_is_different_and_where),
        TEST(names_and_strings_are_told_by_their_case),
        TEST(long_values_are_cut_off),
    };
    return RUN_TESTS(tests);
}
