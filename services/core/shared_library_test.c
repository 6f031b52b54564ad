#include "core/shared_library.h"

#include <math.h>

#include "core/testing.h"

#define FUNCTIONS(EACH) EACH(floor) EACH(ldexp)

typedef struct mathematics {
    FUNCTIONS(SHARED_LIBRARY_MEMBER)
} mathematics;

static void finds_functions_by_their_names(void **state) {
    static const char *const names[] = {FUNCTIONS(SHARED_LIBRARY_NAME)};
    mathematics found;
    (void)state;
    assert_true(shared_library_is_installed("libm.so.6"));
    assert_true(shared_library_load("libm.so.6", names, 2, &found));
    assert_true(found.floor(2.5) == 2);
    assert_true(found.ldexp(1.5, 2) == 6);
}

static void says_what_is_not_there(void **state) {
    static const char *const names[] = {"floor", "no_such_function"};
    void *found[2];
    (void)state;
    assert_false(shared_library_is_installed("libgabi-no-such-library.so.1"));
    assert_false(shared_library_load("libgabi-no-such-library.so.1", names, 1, found));
    assert_false(shared_library_load("libm.so.6", names, 2, found));
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(finds_functions_by_their_names), TEST(says_what_is_not_there)};
    return RUN_TESTS(tests);
}
