#include "runner/redaction.h"

#include "core/testing.h"

static void hides_each_secret_wherever_it_stands(void **state) {
    redaction secrets = {0};
    redaction_add(*state, &secrets, TEXT("sesame"));
    redaction_add(*state, &secrets, TEXT("12"));
    assert_string(redaction_apply(*state, &secrets, TEXT("open sesame, sesame12!")), "open ***, ******!");
    assert_string(redaction_apply(*state, &secrets, TEXT("sesam 1 2")), "sesam 1 2");
    assert_string(redaction_apply(*state, &secrets, TEXT("")), "");
}

static void hides_the_longest_where_one_begins_with_another(void **state) {
    redaction secrets = {0};
    redaction_add(*state, &secrets, TEXT("abc"));
    redaction_add(*state, &secrets, TEXT("abcdef"));
    assert_string(redaction_apply(*state, &secrets, TEXT("abcdef abcd")), "*** ***d");
}

static void hides_nothing_for_an_empty_secret(void **state) {
    redaction secrets = {0};
    redaction_add(*state, &secrets, TEXT(""));
    assert_string(redaction_apply(*state, &secrets, TEXT("as it is")), "as it is");
}

static void knows_a_secret_in_the_forms_that_requests_give_it(void **state) {
    redaction secrets = {0};
    redaction_add(*state, &secrets, TEXT("a \"b\"/c"));
    assert_string(redaction_apply(*state, &secrets, TEXT("?x=a%20%22b%22%2Fc&y")), "?x=***&y");
    assert_string(redaction_apply(*state, &secrets, TEXT("{\"x\":\"a \\\"b\\\"/c\"}")), "{\"x\":\"***\"}");
    assert_string(redaction_apply(*state, &secrets, TEXT("YSAiYiIvYw==")), "***");
}

static void hides_basic_credentials_with_a_secret_in_them(void **state) {
    redaction secrets = {0};
    redaction_add(*state, &secrets, TEXT("sesame"));
    /* me:sesame, and me:public */
    assert_string(redaction_apply(*state, &secrets, TEXT("Authorization: Basic bWU6c2VzYW1l\n")),
                  "Authorization: Basic ***\n");
    assert_string(redaction_apply(*state, &secrets, TEXT("Authorization: Basic bWU6cHVibGlj")),
                  "Authorization: Basic bWU6cHVibGlj");
    assert_string(redaction_apply(*state, &secrets, TEXT("Basic ")), "Basic ");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(hides_each_secret_wherever_it_stands),
        TEST(hides_the_longest_where_one_begins_with_another),
        TEST(hides_nothing_for_an_empty_secret),
        TEST(knows_a_secret_in_the_forms_that_requests_give_it),
        TEST(hides_basic_credentials_with_a_secret_in_them),
    };
    return RUN_TESTS(tests);
}
