#include "runner/given.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/testing.h"

static const value *infer(arena *arena, const char *definition) {
    given_variables variables = {0};
    assert_success(given_add(arena, &variables, text_of(definition), false));
    assert_int_equal(variables.count, 1);
    assert_string(variables.items[0].name, "x");
    return variables.items[0].value;
}

static void gives_a_value_the_type_that_it_looks_like(void **state) {
    assert_int_equal(infer(*state, "x=12")->integer, 12);
    assert_int_equal(infer(*state, "x=-1")->kind, VALUE_INTEGER);
    assert_int_equal(infer(*state, "x=1.5")->kind, VALUE_FLOAT);
    assert_int_equal(infer(*state, "x=9223372036854775808")->kind, VALUE_BIG_INTEGER);
    assert_true(infer(*state, "x=true")->boolean);
    assert_int_equal(infer(*state, "x=null")->kind, VALUE_NULL);
    static const struct {
        const char *definition, *string;
    } strings[] = {
        {"x=\"12\"", "12"}, {"x=a=b", "a=b"},   {"x=", ""},     {"x=12a", "12a"},
        {"x=nan", "nan"},   {"x=0x1f", "0x1f"}, {"x= 1", " 1"}, {"x=\"\"", ""},
    };
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        assert_int_equal(infer(*state, strings[i].definition)->kind, VALUE_STRING);
        assert_string(infer(*state, strings[i].definition)->text, strings[i].string);
    }
}

static void takes_a_secret_as_a_string(void **state) {
    given_variables variables = {0};
    assert_success(given_add(*state, &variables, TEXT("pin=1234"), true));
    assert_true(variables.items[0].is_secret);
    assert_string(variables.items[0].value->text, "1234");
}

static void says_what_is_wrong_with_a_variable(void **state) {
    static const struct {
        const char *definition, *message;
    } cases[] = {
        {"x", "the variable x is not given as name=value"},
        {"=x", "the variable  is not given as name=value"},
        {"newUuid=1", "the variable newUuid has the name of a function"},
        {"x=\"a", "the variable x has a value that begins with a quote and does not end with one"},
        {"x=\"", "the variable x has a value that begins with a quote and does not end with one"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        given_variables variables = {0};
        const gabi_error *error = given_add(*state, &variables, text_of(cases[i].definition), false);
        assert_error(error, ERROR_INVALID, "BadVariable");
        assert_string_equal(error->message, cases[i].message);
    }
    given_variables variables = {0};
    assert_success(given_add(*state, &variables, TEXT("pin=1"), true));
    assert_error(given_add(*state, &variables, TEXT("pin=2"), true), ERROR_INVALID, "BadVariable");
}

static void reads_a_file_and_names_its_bad_line(void **state) {
    char path[] = "/tmp/gabi-given-test-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, "# note\n\n a=1 \r\nb=c\nd\n", 20), 20);
    close(file);
    given_variables variables = {0};
    const gabi_error *error = given_add_file(*state, &variables, path, false);
    unlink(path);
    assert_int_equal(variables.count, 2);
    assert_int_equal(variables.items[0].value->integer, 1);
    assert_error(error, ERROR_INVALID, "BadVariable");
    assert_non_null(strstr(error->message, ":5: the variable d is not given as name=value"));
    assert_error(given_add_file(*state, &variables, "/nowhere/at/all", false), ERROR_INVALID, "Unreadable");
}

static void takes_variables_and_secrets_from_the_environment(void **state) {
    const char *const environment[] = {"HOME=/", "HURL_VARIABLE_a=1", "HURL_SECRET_b=2", "HURL_b=3", NULL};
    given_variables variables = {0};
    assert_success(given_add_environment(*state, &variables, environment));
    assert_int_equal(variables.count, 2);
    assert_string(variables.items[0].name, "a");
    assert_int_equal(variables.items[0].value->integer, 1);
    assert_true(variables.items[1].is_secret);
    assert_string(variables.items[1].value->text, "2");
    const char *const bad[] = {"HURL_VARIABLE_newUuid=1", NULL};
    assert_error(given_add_environment(*state, &variables, bad), ERROR_INVALID, "BadVariable");
}

static void sets_options_of_requests(void **state) {
    request_options options = default_options;
    static const char *const settings[][2] = {{"retry", "-1"},    {"retry-interval", "2s"}, {"location", "true"},
                                              {"header", "a: b"}, {"user", "x:#{{y}}"},     {"max-redirs", "7"}};
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        assert_success(given_set_option(*state, &options, text_of(settings[i][0]), text_of(settings[i][1])));
    assert_int_equal(options.retry, WITHOUT_LIMIT);
    assert_int_equal(options.retry_interval_ms, 2000);
    assert_true(options.follows_redirects);
    assert_string(http_fields_get(&options.headers, TEXT("A")), "b");
    assert_string(options.user, "x:#{{y}}");
    assert_int_equal(options.max_redirects, 7);
}

static void says_what_is_wrong_with_an_option(void **state) {
    static const struct {
        const char *name, *value, *message;
    } cases[] = {
        {"retry", "x", "--retry x: expecting 'integer >= -1'"},
        {"retry", "", "--retry : expecting 'integer >= -1'"},
        {"retry", "3 4", "--retry 3 4: the value is not of that kind"},
        {"delay", "{{x}}", "--delay {{x}}: the value is not of that kind"},
        {"delay", "1y", "--delay 1y: the duration unit is not valid. Did you mean s?"},
        {"header", "x", "--header x: invalid header option value <x>: missing `:`"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        request_options options = default_options;
        const gabi_error *error = given_set_option(*state, &options, text_of(cases[i].name), text_of(cases[i].value));
        assert_error(error, ERROR_INVALID, "BadOption");
        assert_string_equal(error->message, cases[i].message);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(gives_a_value_the_type_that_it_looks_like),
        TEST(takes_a_secret_as_a_string),
        TEST(says_what_is_wrong_with_a_variable),
        TEST(reads_a_file_and_names_its_bad_line),
        TEST(takes_variables_and_secrets_from_the_environment),
        TEST(sets_options_of_requests),
        TEST(says_what_is_wrong_with_an_option),
    };
    return RUN_TESTS(tests);
}
