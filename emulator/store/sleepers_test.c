#include "store/sleepers.h"

#include <time.h>

#include "core/testing.h"

#define LONG_MS 600000

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void sleep_until_the_time_is_over(void **state) {
    (void)state;
    sleepers sleepers;
    int64_t before_ms = now_ms();
    sleepers_open(&sleepers);
    sleepers_sleep(&sleepers, 20);
    assert_true(now_ms() - before_ms >= 20);
    sleepers_sleep(&sleepers, 0);
    sleepers_sleep(&sleepers, -LONG_MS);
    sleepers_close(&sleepers);
}

static void do_not_fall_asleep_while_they_are_kept_awake(void **state) {
    (void)state;
    sleepers sleepers;
    sleepers_open(&sleepers);
    sleepers_keep_awake(&sleepers, true);
    sleepers_sleep(&sleepers, LONG_MS);
    sleepers_keep_awake(&sleepers, false);
    int64_t before_ms = now_ms();
    sleepers_sleep(&sleepers, 5);
    assert_true(now_ms() - before_ms >= 5);
    sleepers_close(&sleepers);
}

static void *sleep_long(void *argument) {
    sleepers_sleep(argument, LONG_MS);
    return NULL;
}

/* Rings until the thread, which may not have fallen asleep yet, has returned. */
static void are_woken(void **state) {
    (void)state;
    sleepers sleepers;
    pthread_t thread;
    struct timespec moment = {.tv_nsec = 1000000};
    sleepers_open(&sleepers);
    assert_int_equal(pthread_create(&thread, NULL, sleep_long, &sleepers), 0);
    do {
        sleepers_wake(&sleepers);
        nanosleep(&moment, NULL);
    } while (pthread_tryjoin_np(thread, NULL) != 0);
    sleepers_close(&sleepers);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(sleep_until_the_time_is_over),
        TEST(do_not_fall_asleep_while_they_are_kept_awake),
        TEST(are_woken),
    };
    return RUN_TESTS(tests);
}
