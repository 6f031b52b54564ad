#include "store/interleaving.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define TASKS 3
#define STEPS 4

typedef struct script {
    char *log;
    char name;
} script;

static void write_steps(void *context) {
    script *self = context;
    for (int i = 0; i < STEPS; i++) {
        self->log[strlen(self->log)] = self->name;
        interleaving_yield();
    }
}

/* The letters that three tasks wrote, in the order they came to it. */
static void run(uint64_t seed, char log[static TASKS * STEPS + 1]) {
    arena *memory = arena_new(1 << 20);
    script scripts[TASKS];
    interleaving_task tasks[TASKS];
    memset(log, 0, TASKS * STEPS + 1);
    for (int i = 0; i < TASKS; i++) {
        scripts[i] = (script){log, (char)('a' + i)};
        tasks[i] = (interleaving_task){write_steps, &scripts[i]};
    }
    interleaving_turns turns;
    assert_null(interleaving_run(memory, seed, tasks, TASKS, &turns));
    assert_int_equal(turns.count, TASKS * (STEPS + 1));
    arena_free(memory);
}

static void the_same_seed_gives_the_same_order(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 20; seed++) {
        char first[TASKS * STEPS + 1], second[TASKS * STEPS + 1];
        run(seed, first);
        run(seed, second);
        assert_string_equal(first, second);
    }
}

static void other_seeds_give_other_orders(void **state) {
    (void)state;
    char first[TASKS * STEPS + 1], other[TASKS * STEPS + 1];
    int different = 0;
    run(0, first);
    for (uint64_t seed = 1; seed <= 20; seed++) {
        run(seed, other);
        different += strcmp(first, other) != 0;
    }
    assert_true(different >= 18);
}

/* Writes its name when it wakes up. */
static void sleep_and_write(void *context) {
    script *self = context;
    interleaving_sleep(self->name * 10);
    self->log[strlen(self->log)] = self->name;
    interleaving_sleep(1);
    self->log[strlen(self->log)] = self->name;
}

/* Not always: some are so slow that others wake up before they have begun to sleep. */
static void who_sleeps_longer_mostly_moves_later(void **state) {
    int in_order = 0;
    (void)state;
    for (uint64_t seed = 0; seed < 100; seed++) {
        arena *memory = arena_new(1 << 20);
        char log[7] = "";
        script scripts[] = {{log, 'c'}, {log, 'a'}, {log, 'b'}};
        interleaving_task tasks[TASKS];
        for (int i = 0; i < TASKS; i++)
            tasks[i] = (interleaving_task){sleep_and_write, &scripts[i]};
        interleaving_turns turns;
        assert_null(interleaving_run(memory, seed, tasks, TASKS, &turns));
        assert_int_equal(strlen(log), 2 * TASKS);
        in_order += strcmp(log, "aabbcc") == 0;
        arena_free(memory);
    }
    assert_in_range(in_order, 51, 99);
}

static void sleep_long_and_write(void *context) {
    script *self = context;
    interleaving_sleep(STEPS * 50);
    self->log[strlen(self->log)] = self->name;
}

static void nobody_is_so_slow_that_others_can_sleep_long(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 100; seed++) {
        arena *memory = arena_new(1 << 20);
        char log[STEPS + 2] = "";
        script scripts[] = {{log, 's'}, {log, 'w'}};
        interleaving_task tasks[] = {{sleep_long_and_write, &scripts[0]}, {write_steps, &scripts[1]}};
        interleaving_turns turns;
        assert_null(interleaving_run(memory, seed, tasks, 2, &turns));
        assert_int_equal(log[STEPS], 's');
        arena_free(memory);
    }
}

static void a_yield_outside_does_nothing(void **state) {
    (void)state;
    interleaving_yield();
    interleaving_turns turns;
    arena *memory = arena_new(1 << 20);
    assert_null(interleaving_run(memory, 1, NULL, 0, &turns));
    assert_int_equal(turns.count, 0);
    arena_free(memory);
}

static void yield_often(void *context) {
    for (int i = 0; i < *(const int *)context; i++)
        interleaving_yield();
}

static void there_is_no_most_of_turns(void **state) {
    arena *memory = arena_new(1 << 22);
    interleaving_turns turns;
    int yields = 100000;
    const interleaving_task task = {yield_often, &yields};
    (void)state;
    assert_null(interleaving_run(memory, 1, &task, 1, &turns));
    assert_int_equal(turns.count, yields + 1);
    arena_free(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_gives_the_same_order),
        cmocka_unit_test(other_seeds_give_other_orders),
        cmocka_unit_test(who_sleeps_longer_mostly_moves_later),
        cmocka_unit_test(nobody_is_so_slow_that_others_can_sleep_long),
        cmocka_unit_test(a_yield_outside_does_nothing),
        cmocka_unit_test(there_is_no_most_of_turns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
