#include "store/world.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static arena *memory;

static int set_up(void **state) {
    (void)state;
    memory = arena_new(ARENA_REQUEST_CEILING_BYTES);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(memory);
    return 0;
}

#define START_MS 1767600000000

static world *new_world(uint64_t seed) {
    store *store = NULL;
    assert_null(store_open_memory(memory, &store));
    world_options options = {TEXT("test"), seed, WORLD_CLOCK_FROZEN, START_MS};
    world *made = NULL;
    assert_null(world_new(memory, &options, store, &made));
    return made;
}

static text draw_in_new_invocation(world *self, int skipped_draws) {
    invocation invocation;
    world_begin_invocation(self, &invocation);
    for (int i = 0; i < skipped_draws; i++)
        world_uuid(self, memory);
    text id = world_uuid(self, memory);
    world_end_invocation(&invocation);
    return id;
}

static void the_same_seed_gives_the_same_ids(void **state) {
    (void)state;
    world *one = new_world(7);
    world *other = new_world(7);
    world *third = new_world(8);
    text id = draw_in_new_invocation(one, 0);
    assert_true(text_equal(id, draw_in_new_invocation(other, 0)));
    assert_false(text_equal(id, draw_in_new_invocation(third, 0)));
    world_free(one);
    world_free(other);
    world_free(third);
}

static void an_extra_draw_shifts_nothing_in_the_next_invocation(void **state) {
    (void)state;
    world *one = new_world(7);
    world *other = new_world(7);
    draw_in_new_invocation(one, 0);
    draw_in_new_invocation(other, 5);
    assert_true(text_equal(draw_in_new_invocation(one, 0), draw_in_new_invocation(other, 0)));
    world_free(one);
    world_free(other);
}

static void nested_invocations_draw_on_and_never_repeat(void **state) {
    (void)state;
    world *self = new_world(1);
    invocation outer, inner;
    world_begin_invocation(self, &outer);
    text first = world_uuid(self, memory);
    world_begin_invocation(self, &inner);
    text second = world_uuid(self, memory);
    world_end_invocation(&inner);
    text third = world_uuid(self, memory);
    world_end_invocation(&outer);
    assert_false(text_equal(first, second));
    assert_false(text_equal(second, third));
    assert_int_equal(world_now_ms(self), START_MS + 1);
    world_free(self);
}

static void a_store_that_is_opened_again_does_not_repeat_ids(void **state) {
    (void)state;
    world *first = new_world(3);
    text id = draw_in_new_invocation(first, 0);
    store *store = NULL;
    assert_null(store_fork(memory, world_store(first), &store));
    world_options options = {TEXT("again"), 3, WORLD_CLOCK_FROZEN, START_MS};
    world *again = NULL;
    assert_null(world_new(memory, &options, store, &again));
    assert_false(text_equal(id, draw_in_new_invocation(again, 0)));
    world_free(first);
    world_free(again);
}

static void a_frozen_clock_moves_by_invocations_and_sleeps_only(void **state) {
    (void)state;
    world *self = new_world(1);
    assert_int_equal(world_now_ms(self), START_MS);
    world_sleep_ms(self, 5000);
    assert_int_equal(world_now_ms(self), START_MS + 5000);
    world *fork = NULL;
    assert_null(world_fork(memory, self, TEXT("fork"), &fork));
    draw_in_new_invocation(self, 0);
    assert_int_equal(world_now_ms(self), START_MS + 5001);
    assert_int_equal(world_now_ms(fork), START_MS + 5000);
    world_free(self);
    world_free(fork);
}

static int opened, closed;

static void *open_state(world *world) {
    (void)world;
    opened++;
    return &opened;
}

static void close_state(void *state) {
    assert_ptr_equal(state, &opened);
    closed++;
}

static void a_fakes_state_is_opened_once_and_closed_with_the_world(void **state) {
    (void)state;
    static const world_state key = {.open = open_state, .close = close_state};
    world *self = new_world(1);
    assert_ptr_equal(world_state_of(self, &key), &opened);
    assert_ptr_equal(world_state_of(self, &key), &opened);
    assert_int_equal(opened, 1);
    world_free(self);
    assert_int_equal(closed, 1);
}

/* The same world after a restart. */
static world *reopen(world *self, uint64_t seed) {
    store *store = NULL;
    assert_null(store_fork(memory, world_store(self), &store));
    world_options options = {TEXT("again"), seed, WORLD_CLOCK_HOST, 0};
    world *again = NULL;
    assert_null(world_new(memory, &options, store, &again));
    world_free(self);
    return again;
}

static void a_clock_that_is_moved_is_kept_in_the_store(void **state) {
    (void)state;
    world *self = new_world(5);
    world_jump_to_ms(self, START_MS + 86400000);
    assert_null(world_keep(self, memory));
    self = reopen(self, 6);
    assert_int_equal(world_clock_of(self), WORLD_CLOCK_FROZEN);
    assert_int_equal(world_now_ms(self), START_MS + 86400000);
    assert_int_equal(world_seed(self), 5);
    world_run(self, 3600000);
    assert_null(world_keep(self, memory));
    self = reopen(self, 6);
    assert_int_equal(world_clock_of(self), WORLD_CLOCK_HOST);
    assert_int_equal(world_offset_ms(self), 3600000);
    int64_t ahead_ms = world_now_ms(self) - world_host_now_ms();
    assert_true(ahead_ms >= 3600000 - 1000 && ahead_ms <= 3600000);
    world_free(self);
}

static void a_clock_that_is_frozen_stands_and_one_that_runs_goes_on(void **state) {
    (void)state;
    world *self = new_world(1);
    world_run(self, 0);
    assert_true(world_now_ms(self) > START_MS);
    world_freeze(self);
    int64_t now_ms = world_now_ms(self);
    assert_true(world_host_now_ms() - now_ms < 1000);
    world_freeze(self);
    assert_int_equal(world_now_ms(self), now_ms);
    world_run(self, 0);
    world_jump_to_ms(self, START_MS);
    int64_t since_ms = world_now_ms(self) - START_MS;
    assert_true(since_ms >= 0 && since_ms < 1000);
    world_free(self);
}

static void upkeep_moves_no_clock_and_shifts_no_ids(void **state) {
    (void)state;
    world *one = new_world(7), *other = new_world(7);
    invocation upkeep;
    world_begin_upkeep(one, &upkeep);
    text id = world_uuid(one, memory);
    world_end_invocation(&upkeep);
    assert_int_equal(world_now_ms(one), START_MS);
    text next = draw_in_new_invocation(one, 0);
    assert_false(text_equal(id, next));
    assert_true(text_equal(next, draw_in_new_invocation(other, 0)));
    world_free(one);
    world_free(other);
}

static void a_world_that_becomes_another_goes_on_as_that_one_does(void **state) {
    (void)state;
    world *origin = new_world(7), *self = new_world(8);
    draw_in_new_invocation(origin, 3);
    draw_in_new_invocation(self, 0);
    draw_in_new_invocation(self, 0);
    assert_null(world_become(self, memory, origin));
    assert_int_equal(world_now_ms(self), world_now_ms(origin));
    assert_true(text_equal(draw_in_new_invocation(self, 0), draw_in_new_invocation(origin, 0)));
    assert_true(text_equal(world_name(self), TEXT("test")));
    world_free(origin);
    world_free(self);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_gives_the_same_ids),
        cmocka_unit_test(an_extra_draw_shifts_nothing_in_the_next_invocation),
        cmocka_unit_test(nested_invocations_draw_on_and_never_repeat),
        cmocka_unit_test(a_store_that_is_opened_again_does_not_repeat_ids),
        cmocka_unit_test(a_frozen_clock_moves_by_invocations_and_sleeps_only),
        cmocka_unit_test(a_clock_that_is_moved_is_kept_in_the_store),
        cmocka_unit_test(a_clock_that_is_frozen_stands_and_one_that_runs_goes_on),
        cmocka_unit_test(upkeep_moves_no_clock_and_shifts_no_ids),
        cmocka_unit_test(a_world_that_becomes_another_goes_on_as_that_one_does),
        cmocka_unit_test(a_fakes_state_is_opened_once_and_closed_with_the_world),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
