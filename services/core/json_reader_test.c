#include "core/json_reader.h"

#include "core/testing.h"

static const char *const token_names[] = {
    [JSON_OBJECT_BEGIN] = "{", [JSON_OBJECT_END] = "}",   [JSON_ARRAY_BEGIN] = "[",  [JSON_ARRAY_END] = "]",
    [JSON_NAME] = "name ",     [JSON_STRING] = "string ", [JSON_NUMBER] = "number ", [JSON_TRUE] = "true",
    [JSON_FALSE] = "false",    [JSON_NULL] = "null",      [JSON_END] = "end",        [JSON_ERROR] = "error",
};

/* The tokens of input, one a line, with their values. */
static text tokens(arena *arena, text input, unsigned max_depth) {
    json_reader reader;
    json_reader_init(&reader, arena, input, max_depth);
    text lines = TEXT("");
    for (;;) {
        json_token token = json_next(&reader);
        bool valued = token == JSON_NAME || token == JSON_STRING || token == JSON_NUMBER;
        lines = text_format(arena, "%.*s%s%.*s;", TEXT_ARGS(lines), token_names[token],
                            TEXT_ARGS(valued ? reader.value : TEXT("")));
        if (token == JSON_END || token == JSON_ERROR)
            return lines;
    }
}

static void reads_every_kind_of_value(void **state) {
    assert_string(tokens(*state, TEXT(" {\"a\" : [1, -0.5e+3, true,false , null], \"b\":{}, \"\":\"x\"}\r\n\t"), 8),
                  "{;name a;[;number 1;number -0.5e+3;true;false;null;];name b;{;};name ;string x;};end;");
    assert_string(tokens(*state, TEXT("[]"), 8), "[;];end;");
    assert_string(tokens(*state, TEXT("7"), 0), "number 7;end;");
    assert_string(tokens(*state, TEXT("[[],[[]],{}]"), 8), "[;[;];[;[;];];{;};];end;");
}

static void numbers_keep_their_spelling(void **state) {
    assert_string(tokens(*state, TEXT("123456789012345678901234567890.10e-7"), 0),
                  "number 123456789012345678901234567890.10e-7;end;");
}

static void decodes_every_escape(void **state) {
    json_reader reader;
    json_reader_init(&reader, *state,
                     TEXT("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e4\\u20AC\\ud83e\\uddd8\\u0000 \xC3\xA4\""), 0);
    assert_int_equal(json_next(&reader), JSON_STRING);
    assert_text(reader.value, TEXT("\"\\/\b\f\n\r\tA\xC3\xA4\xE2\x82\xAC\xF0\x9F\xA7\x98\0 \xC3\xA4"));
    assert_int_equal(json_next(&reader), JSON_END);
}

static void plain_strings_point_into_the_input(void **state) {
    json_reader reader;
    text input = TEXT("\"plain\"");
    json_reader_init(&reader, *state, input, 0);
    json_next(&reader);
    assert_ptr_equal(reader.value.data, input.data + 1);
}

static void refuses_what_is_not_json(void **state) {
    static const struct {
        text input;
        const char *message;
    } bad[] = {
        {TEXT_INIT(""), "line 1, column 1: the input ends too early"},
        {TEXT_INIT("  \n  "), "line 2, column 3: the input ends too early"},
        {TEXT_INIT("{"), "line 1, column 2: expected a name in double quotes"},
        {TEXT_INIT("{a:1}"), "line 1, column 2: expected a name in double quotes"},
        {TEXT_INIT("{\"a\" 1}"), "line 1, column 6: expected ':'"},
        {TEXT_INIT("{\"a\":}"), "line 1, column 6: expected a value"},
        {TEXT_INIT("{\"a\":1,}"), "line 1, column 8: expected a name in double quotes"},
        {TEXT_INIT("{\"a\":1]"), "line 1, column 7: expected ',' or '}'"},
        {TEXT_INIT("[1,]"), "line 1, column 4: expected a value"},
        {TEXT_INIT("[1 2]"), "line 1, column 4: expected ',' or ']'"},
        {TEXT_INIT("[1}"), "line 1, column 3: expected ',' or ']'"},
        {TEXT_INIT("]"), "line 1, column 1: expected a value"},
        {TEXT_INIT("1 2"), "line 1, column 3: something follows the value"},
        {TEXT_INIT("{} x"), "line 1, column 4: something follows the value"},
        {TEXT_INIT("1\0"), "line 1, column 2: something follows the value"},
        {TEXT_INIT("nul"), "line 1, column 1: expected a value"},
        {TEXT_INIT("True"), "line 1, column 1: expected a value"},
        {TEXT_INIT("NaN"), "line 1, column 1: expected a value"},
        {TEXT_INIT("01"), "line 1, column 1: a malformed number"},
        {TEXT_INIT("-"), "line 1, column 1: a malformed number"},
        {TEXT_INIT("1."), "line 1, column 1: a malformed number"},
        {TEXT_INIT("1e"), "line 1, column 1: a malformed number"},
        {TEXT_INIT("1e+"), "line 1, column 1: a malformed number"},
        {TEXT_INIT(".5"), "line 1, column 1: expected a value"},
        {TEXT_INIT("+1"), "line 1, column 1: expected a value"},
        {TEXT_INIT("'a'"), "line 1, column 1: expected a value"},
        {TEXT_INIT("\"a"), "line 1, column 3: the string has no end"},
        {TEXT_INIT("\"a\\"), "line 1, column 3: the string has no end"},
        {TEXT_INIT("\"a\nb\""), "line 1, column 3: a control character in a string"},
        {TEXT_INIT("\"\0\""), "line 1, column 2: a control character in a string"},
        {TEXT_INIT("\"\\x\""), "line 1, column 3: an unknown escape"},
        {TEXT_INIT("{\"\\x\":1}"), "line 1, column 4: an unknown escape"},
        {TEXT_INIT("\"\\u12\""), "line 1, column 4: expected four hexadecimal digits behind \\u"},
        {TEXT_INIT("\"\\u12g4\""), "line 1, column 4: expected four hexadecimal digits behind \\u"},
        {TEXT_INIT("\"\\ud800\""), "line 1, column 8: a lone surrogate"},
        {TEXT_INIT("\"\\udc00\""), "line 1, column 8: a lone surrogate"},
        {TEXT_INIT("\"\\ud800\\u0041\""), "line 1, column 8: a lone surrogate"},
        {TEXT_INIT("\"\xFF\""), "line 1, column 3: a string is not valid UTF-8"},
        {TEXT_INIT("\xEF\xBB\xBF{}"), "line 1, column 1: expected a value"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        json_reader reader;
        json_reader_init(&reader, *state, bad[i].input, 8);
        json_token token;
        do
            token = json_next(&reader);
        while (token != JSON_END && token != JSON_ERROR);
        assert_int_equal(token, JSON_ERROR);
        assert_int_equal(json_next(&reader), JSON_ERROR);
        assert_error(json_reader_error(&reader), ERROR_INVALID, "MalformedJson");
        assert_string_equal(json_reader_error(&reader)->message, bad[i].message);
    }
}

static text nested(arena *arena, size_t depth) {
    char *brackets = arena_alloc(arena, depth * 2);
    memset(brackets, '[', depth);
    memset(brackets + depth, ']', depth);
    return (text){brackets, depth * 2};
}

static void refuses_nesting_past_the_limit(void **state) {
    assert_true(text_ends_with(tokens(*state, nested(*state, 4), 4), TEXT("];end;")));
    assert_true(text_ends_with(tokens(*state, nested(*state, 5), 4), TEXT("[;error;")));
    assert_true(text_ends_with(tokens(*state, nested(*state, JSON_MAX_DEPTH), JSON_MAX_DEPTH), TEXT("];end;")));
    assert_true(text_ends_with(tokens(*state, nested(*state, 100000), JSON_MAX_DEPTH), TEXT("[;error;")));
}

static void skips_a_whole_member(void **state) {
    json_reader reader;
    json_reader_init(&reader, *state, TEXT("{\"a\": {\"x\":[1,{}]} ,\"b\":\"t\\u0041\",\"c\":2}"), 8);
    json_next(&reader);
    assert_int_equal(json_next(&reader), JSON_NAME);
    assert_string(json_skip(&reader), "{\"x\":[1,{}]}");
    assert_int_equal(json_next(&reader), JSON_NAME);
    assert_string(json_skip(&reader), "\"t\\u0041\"");
    assert_int_equal(json_next(&reader), JSON_NAME);
    assert_string(reader.value, "c");
    assert_int_equal(json_next(&reader), JSON_NUMBER);
    assert_int_equal(json_next(&reader), JSON_OBJECT_END);
    assert_int_equal(json_next(&reader), JSON_END);
}

static void skips_elements_and_the_outermost_value(void **state) {
    json_reader reader;
    json_reader_init(&reader, *state, TEXT("[1, [2 ,3] ,4]"), 8);
    json_next(&reader);
    assert_int_equal(json_next(&reader), JSON_NUMBER);
    assert_string(json_skip(&reader), "[2 ,3]");
    assert_int_equal(json_next(&reader), JSON_NUMBER);
    assert_string(reader.value, "4");

    json_reader_init(&reader, *state, TEXT("  [1] "), 8);
    assert_string(json_skip(&reader), "[1]");
    assert_int_equal(json_next(&reader), JSON_END);
}

static void an_error_in_what_is_skipped_shows_next(void **state) {
    json_reader reader;
    json_reader_init(&reader, *state, TEXT("{\"a\":[1,}"), 8);
    json_next(&reader);
    json_next(&reader);
    assert_string(json_skip(&reader), "");
    assert_int_equal(json_next(&reader), JSON_ERROR);
}

static void checks_a_whole_input(void **state) {
    assert_success(json_check(*state, TEXT(" {\"a\": [1, \"\\u0000\", null]} ")));
    assert_error(json_check(*state, TEXT("{\"a\": [1, }")), ERROR_INVALID, "MalformedJson");
    assert_error(json_check(*state, TEXT("{} {}")), ERROR_INVALID, "MalformedJson");
    assert_error(json_check(*state, TEXT("")), ERROR_INVALID, "MalformedJson");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(reads_every_kind_of_value),
        TEST(numbers_keep_their_spelling),
        TEST(decodes_every_escape),
        TEST(plain_strings_point_into_the_input),
        TEST(refuses_what_is_not_json),
        TEST(refuses_nesting_past_the_limit),
        TEST(skips_a_whole_member),
        TEST(skips_elements_and_the_outermost_value),
        TEST(an_error_in_what_is_skipped_shows_next),
        TEST(checks_a_whole_input),
    };
    return RUN_TESTS(tests);
}
