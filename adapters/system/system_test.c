#include <stdlib.h>
#include <time.h>

#include "core/testing.h"
#include "system/clock_system.h"
#include "system/ids_system.h"
#include "system/log_stream.h"

static void the_clock_tells_the_hosts_time(void **state) {
    clock_port *clock = clock_system_new(*state);
    int64_t before_s = time(NULL);
    int64_t now_ms = clock->now_ms(clock);
    assert_in_range(now_ms / 1000, before_s, time(NULL) + 1);
}

static void sleeping_takes_time(void **state) {
    clock_port *clock = clock_system_new(*state);
    struct timespec before, after;
    clock_gettime(CLOCK_MONOTONIC, &before);
    clock->sleep_ms(clock, 20);
    clock_gettime(CLOCK_MONOTONIC, &after);
    int64_t passed_us = (after.tv_sec - before.tv_sec) * 1000000 + (after.tv_nsec - before.tv_nsec) / 1000;
    assert_true(passed_us >= 20000);
}

static void draws_differ(void **state) {
    ids_port *ids = ids_system_new(*state);
    unsigned char first[300], second[300];
    ids->draw(ids, first, sizeof first);
    ids->draw(ids, second, sizeof second);
    assert_memory_not_equal(first, second, sizeof first);
    assert_memory_not_equal(first, first + 268, 32); /* also the end is filled */
}

static int64_t fixed_now_ms(clock_port *self) {
    (void)self;
    return INT64_C(1767600000000);
}

static void logs_a_line_of_json_a_record(void **state) {
    arena *arena = *state;
    char *written = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&written, &size);
    clock_port clock = {.now_ms = fixed_now_ms};
    log_port *log = log_stream_new(arena, &clock, stream, LOG_INFO);
    log->emit(log, LOG_INFO, "booking.full", (log_field[]){{"class", TEXT("a\"b\n")}, {"seats", TEXT("1")}}, 2);
    log->emit(log, LOG_DEBUG, "not.shown", NULL, 0);
    log->emit(log, LOG_ERROR, "disk.full", NULL, 0);
    fclose(stream);
    text output = text_copy(arena, (text){written, size});
    free(written);
    assert_string(output, "{\"time\":\"2026-01-05T08:00:00Z\",\"level\":\"info\",\"event\":\"booking.full\","
                          "\"class\":\"a\\\"b\\n\",\"seats\":\"1\"}\n"
                          "{\"time\":\"2026-01-05T08:00:00Z\",\"level\":\"error\",\"event\":\"disk.full\"}\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_clock_tells_the_hosts_time),
        TEST(sleeping_takes_time),
        TEST(draws_differ),
        TEST(logs_a_line_of_json_a_record),
    };
    return RUN_TESTS(tests);
}
