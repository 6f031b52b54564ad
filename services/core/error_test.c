#include "core/error.h"

#include "core/testing.h"

static void carries_kind_code_and_message(void **state) {
    arena *arena = *state;
    const gabi_error *error = error_new(arena, ERROR_CONFLICT, "class_full", "All %d seats are taken", 12);
    assert_error(error, ERROR_CONFLICT, "class_full");
    assert_string_equal(error->message, "All 12 seats are taken");
    assert_null(error->cause);
    assert_true(text_is_empty(error->details));
}

static void describes_its_causes(void **state) {
    arena *arena = *state;
    const gabi_error *cause = error_new(arena, ERROR_UNAVAILABLE, "NoAnswer", "connection refused");
    const gabi_error *error = error_wrap(arena, cause, ERROR_INTERNAL, "secret_missing", "no signing key");
    assert_string(error_describe(arena, error), "no signing key: connection refused");
    assert_string(error_describe(arena, NULL), "");
}

static void details_are_added_to_a_copy(void **state) {
    arena *arena = *state;
    const gabi_error *error = error_new(arena, ERROR_INVALID, "invalid_body", "x");
    const gabi_error *detailed = error_with_details(arena, error, TEXT("\"fields\":{}"));
    assert_string(detailed->details, "\"fields\":{}");
    assert_error(detailed, ERROR_INVALID, "invalid_body");
    assert_true(text_is_empty(error->details));
}

static void every_kind_has_its_status(void **state) {
    (void)state;
    static const int statuses[] = {
        [ERROR_INVALID] = 400,   [ERROR_UNAUTHENTICATED] = 401,  [ERROR_FORBIDDEN] = 403, [ERROR_NOT_FOUND] = 404,
        [ERROR_CONFLICT] = 409,  [ERROR_CONDITION_FAILED] = 409, [ERROR_TOO_LARGE] = 413, [ERROR_UNSUPPORTED] = 501,
        [ERROR_THROTTLED] = 429, [ERROR_UNAVAILABLE] = 503,      [ERROR_INTERNAL] = 500,
    };
    for (error_kind kind = ERROR_INVALID; kind <= ERROR_INTERNAL; kind++)
        assert_int_equal(error_http_status(kind), statuses[kind]);
}

static const gabi_error *fails(arena *arena, int *ret_value) {
    TRY(NULL);
    TRY(error_new(arena, ERROR_INVALID, "first", "first"));
    *ret_value = 1;
    return NULL;
}

static void try_hands_the_first_failure_on(void **state) {
    int untouched = 7;
    assert_error(fails(*state, &untouched), ERROR_INVALID, "first");
    assert_int_equal(untouched, 7);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(carries_kind_code_and_message), TEST(describes_its_causes),           TEST(details_are_added_to_a_copy),
        TEST(every_kind_has_its_status),     TEST(try_hands_the_first_failure_on),
    };
    return RUN_TESTS(tests);
}
