/* Testing: what every *_test.c starts with. cmocka with the headers it wants before it, an arena for each test, and
 * assertions on texts and errors that say where they failed.
 *
 *     static void finds_nothing(void **state) { arena *arena = *state; … }
 *     int main(void) { const struct CMUnitTest tests[] = {TEST(finds_nothing)}; return RUN_TESTS(tests); }          */
#ifndef GABI_CORE_TESTING_H
#define GABI_CORE_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/error.h"
#include "core/text.h"

static inline int testing_open_arena(void **state) {
    *state = arena_new(ARENA_REQUEST_CEILING_BYTES);
    return 0;
}

static inline int testing_close_arena(void **state) {
    arena_free(*state);
    return 0;
}

static inline void testing_assert_text(text actual, text expected, const char *file, int line) {
    if (text_equal(actual, expected))
        return;
    print_error("\"%.*s\" is not \"%.*s\"\n", TEXT_ARGS(actual), TEXT_ARGS(expected));
    _fail(file, line);
}

static inline void testing_assert_error(const gabi_error *error, error_kind kind, const char *code, const char *file,
                                        int line) {
    if (error && error->kind == kind && strcmp(error->code, code) == 0)
        return;
    if (error)
        print_error("failed with %s (%s), not %s\n", error->code, error->message, code);
    else
        print_error("succeeded, and should have failed with %s\n", code);
    _fail(file, line);
}

static inline void testing_assert_success(const gabi_error *error, const char *file, int line) {
    if (!error)
        return;
    print_error("failed with %s: %s\n", error->code, error->message);
    _fail(file, line);
}

/* A test whose *state is a fresh arena. */
#define TEST(function) cmocka_unit_test_setup_teardown(function, testing_open_arena, testing_close_arena)

#define RUN_TESTS(tests) cmocka_run_group_tests(tests, NULL, NULL)

#define assert_text(actual, expected) testing_assert_text(actual, expected, __FILE__, __LINE__)
#define assert_string(actual, expected) testing_assert_text(actual, text_of(expected), __FILE__, __LINE__)
#define assert_error(error, kind, code) testing_assert_error(error, kind, code, __FILE__, __LINE__)
#define assert_success(error) testing_assert_success(error, __FILE__, __LINE__)

#endif
