#include "store/patience.h"

#include "core/testing.h"

static void nobody_waits_unless_somebody_began_to(void **state) {
    (void)state;
    assert_int_equal(patience_left_ms(), INT64_MAX);
    assert_int_equal(patience_spend(86400000), 86400000);
}

static void runs_out_as_time_is_spent(void **state) {
    (void)state;
    patience function;
    patience_begin(&function, 3000);
    assert_int_equal(patience_spend(1000), 1000);
    assert_int_equal(patience_left_ms(), 2000);
    assert_int_equal(patience_spend(5000), 2000);
    assert_int_equal(patience_spend(5000), 0);
    assert_true(patience_end(&function));
    assert_int_equal(patience_left_ms(), INT64_MAX);
}

static void what_a_call_takes_is_off_its_callers_patience(void **state) {
    (void)state;
    patience function, call;
    patience_begin(&function, 3000);
    patience_begin(&call, 2000);
    assert_int_equal(patience_spend(2500), 2000);
    assert_true(patience_end(&call));
    assert_int_equal(patience_left_ms(), 1000);
    patience_begin(&call, 2000);
    assert_int_equal(patience_spend(10), 10);
    assert_false(patience_end(&call));
    assert_false(patience_end(&function));
}

static void a_function_works_on_when_the_gateway_is_gone_but_no_time_passes_for_it(void **state) {
    (void)state;
    patience gateway, function;
    patience_begin(&gateway, 29000);
    assert_int_equal(patience_spend(28000), 28000);
    patience_begin(&function, 60000);
    assert_int_equal(patience_spend(5000), 1000);
    assert_int_equal(patience_left_ms(), 55000);
    assert_int_equal(patience_spend(5000), 0);
    assert_int_equal(patience_left_ms(), 50000);
    assert_false(patience_end(&function));
    assert_true(patience_end(&gateway));
}

static void who_waits_for_ever_does_not_lose_patience(void **state) {
    (void)state;
    patience event;
    patience_begin(&event, INT64_MAX);
    assert_int_equal(patience_spend(86400000), 86400000);
    assert_int_equal(patience_left_ms(), INT64_MAX);
    assert_false(patience_end(&event));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(nobody_waits_unless_somebody_began_to),
        TEST(runs_out_as_time_is_spent),
        TEST(what_a_call_takes_is_off_its_callers_patience),
        TEST(who_waits_for_ever_does_not_lose_patience),
        TEST(a_function_works_on_when_the_gateway_is_gone_but_no_time_passes_for_it),
    };
    return RUN_TESTS(tests);
}
