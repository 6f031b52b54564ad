#include "core/json.h"

#include "core/testing.h"

static const json *parsed(arena *arena, text input) {
    const json *value = NULL;
    assert_success(json_parse(arena, input, 64, &value));
    return value;
}

static void finds_members_by_their_exact_name(void **state) {
    const json *object = parsed(*state, TEXT("{\"Name\":\"x\",\"name\":\"y\",\"twice\":1,\"twice\":2}"));
    assert_string(json_member_text(object, "Name"), "x");
    assert_string(json_member_text(object, "name"), "y");
    assert_null(json_member(object, "NAME"));
    assert_true(json_number(json_member(object, "twice")) == 2);
}

static void tells_the_kinds_apart(void **state) {
    static const struct {
        const char *input;
        json_kind kind;
    } kinds[] = {{"null", JSON_KIND_NULL},   {"true", JSON_KIND_BOOLEAN}, {"false", JSON_KIND_BOOLEAN},
                 {"-1.5", JSON_KIND_NUMBER}, {"\"\"", JSON_KIND_STRING},  {"[]", JSON_KIND_ARRAY},
                 {" {} ", JSON_KIND_OBJECT}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        assert_int_equal(json_kind_of(parsed(*state, text_of(kinds[i].input))), kinds[i].kind);
    assert_true(json_is_true(parsed(*state, TEXT("true"))));
    assert_false(json_is_true(parsed(*state, TEXT("1"))));
}

static void an_absent_value_answers_everything_emptily(void **state) {
    (void)state;
    int64_t integer;
    assert_int_equal(json_kind_of(NULL), JSON_KIND_ABSENT);
    assert_string(json_text(NULL), "");
    assert_true(json_number(NULL) == 0);
    assert_false(json_is_true(NULL));
    assert_false(json_to_int64(NULL, &integer));
    assert_null(json_member(NULL, "a"));
    assert_string(json_member_text(NULL, "a"), "");
    assert_null(json_first(NULL));
    assert_null(json_after(NULL));
    assert_int_equal(json_count(NULL), 0);
    assert_string(json_name_of(NULL), "");
}

static void a_value_of_another_kind_answers_emptily(void **state) {
    const json *list = parsed(*state, TEXT("[\"a\"]"));
    assert_string(json_text(list), "");
    assert_null(json_member(list, "a"));
    assert_null(json_first(parsed(*state, TEXT("\"a\""))));
}

static void walks_in_order(void **state) {
    arena *arena = *state;
    const json *object = parsed(arena, TEXT("{\"b\":1,\"a\":[true,null],\"c\":\"\"}"));
    text names = TEXT("");
    for (const json *each = json_first(object); each; each = json_after(each))
        names = text_format(arena, "%.*s%.*s", TEXT_ARGS(names), TEXT_ARGS(json_name_of(each)));
    assert_string(names, "bac");
    assert_int_equal(json_count(object), 3);
    assert_int_equal(json_count(json_member(object, "a")), 2);
}

static void integers_must_be_exact(void **state) {
    static const struct {
        const char *input;
        int64_t value;
    } good[] = {{"0", 0}, {"-0", 0}, {"1e3", 1000}, {"5.0", 5}, {"9007199254740992", 9007199254740992}};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        int64_t value = 1;
        assert_true(json_to_int64(parsed(*state, text_of(good[i].input)), &value));
        assert_true(value == good[i].value);
    }
    static const char *const bad[] = {"0.5", "1e300", "1e999", "9007199254740994", "\"1\"", "true"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int64_t untouched = 77;
        assert_false(json_to_int64(parsed(*state, text_of(bad[i])), &untouched));
        assert_true(untouched == 77);
    }
}

static void refuses_what_it_cannot_hold_faithfully(void **state) {
    static const text bad[] = {
        TEXT_INIT(""),
        TEXT_INIT("{} trailing"),
        TEXT_INIT("{\"a\":1}}"),
        TEXT_INIT("\"a\\u0000b\""),
        TEXT_INIT("{\"a\\u0000b\":1}"),
        TEXT_INIT("\"\xFF\""),
        TEXT_INIT("\"a\nb\""),
        TEXT_INIT("[1,]"),
        TEXT_INIT("1000000000000000000000000000000000000000000000000000000000000000"),
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const json *untouched = NULL;
        assert_error(json_parse(*state, bad[i], 64, &untouched), ERROR_INVALID, "MalformedJson");
        assert_null(untouched);
    }
}

static void refuses_nesting_past_the_limit(void **state) {
    const json *value = NULL;
    assert_success(json_parse(*state, TEXT("[[1]]"), 2, &value));
    assert_error(json_parse(*state, TEXT("[[[1]]]"), 2, &value), ERROR_INVALID, "MalformedJson");
}

static void prints_what_it_read(void **state) {
    text document = TEXT("{\"a\":[1,-2.5,true,false,null,\"\\\"\\n\xC3\xA4\"],\"b\":{},\"c\":[]}");
    assert_text(json_print(*state, parsed(*state, document)), document);
    assert_string(json_print(*state, parsed(*state, TEXT(" [ 1.0 , 1e2 ,0.1, 123456789012 ] "))),
                  "[1,100,0.1,123456789012]");
    assert_string(json_print(*state, NULL), "null");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(finds_members_by_their_exact_name),
        TEST(tells_the_kinds_apart),
        TEST(an_absent_value_answers_everything_emptily),
        TEST(a_value_of_another_kind_answers_emptily),
        TEST(walks_in_order),
        TEST(integers_must_be_exact),
        TEST(refuses_what_it_cannot_hold_faithfully),
        TEST(refuses_nesting_past_the_limit),
        TEST(prints_what_it_read),
    };
    return RUN_TESTS(tests);
}
