#include "core/testing.h"
#include "memory/clock_memory.h"
#include "memory/ids_memory.h"
#include "memory/log_memory.h"
#include "memory/secrets_memory.h"

static void a_clock_moves_only_when_it_is_slept_on(void **state) {
    clock_memory *clock = clock_memory_new(*state, 1000);
    assert_int_equal(clock->port.now_ms(&clock->port), 1000);
    clock->port.sleep_ms(&clock->port, 50);
    assert_int_equal(clock->port.now_ms(&clock->port), 1050);
    assert_int_equal(clock->slept_ms, 50);
}

static void one_seed_draws_the_same_bytes_again(void **state) {
    unsigned char first[100], again[100], other[100];
    ids_port *ids = ids_memory_new(*state, 7);
    ids->draw(ids, first, sizeof first);
    ids = ids_memory_new(*state, 7);
    ids->draw(ids, again, sizeof again);
    assert_memory_equal(first, again, sizeof first);
    ids->draw(ids, again, sizeof again);
    assert_memory_not_equal(first, again, sizeof first);
    ids = ids_memory_new(*state, 8);
    ids->draw(ids, other, sizeof other);
    assert_memory_not_equal(first, other, sizeof first);
    assert_memory_not_equal(first, first + 32, 32);
}

static void secrets_are_found_by_their_id(void **state) {
    arena *arena = *state;
    http_fields list = {0};
    http_fields_add(arena, &list, TEXT("key"), TEXT("value"));
    secrets_port *secrets = secrets_memory_new(arena, &list);
    text value;
    assert_success(secrets->get(secrets, arena, TEXT("key"), &value));
    assert_string(value, "value");
    assert_error(secrets->get(secrets, arena, TEXT("other"), &value), ERROR_INTERNAL, "secret_not_found");
}

static void a_log_keeps_copies(void **state) {
    log_memory *log = log_memory_new(*state);
    char name[] = "Ada";
    log->port.emit(&log->port, LOG_INFO, "user.seen", (log_field[]){{"name", text_of(name)}}, 1);
    log->port.emit(&log->port, LOG_WARNING, "disk.full", NULL, 0);
    name[0] = 'B';
    assert_int_equal(log->count, 2);
    assert_null(log_memory_last(log, "user.lost"));
    assert_string(log_record_get(log_memory_last(log, "user.seen"), "name"), "Ada");
    assert_string(log_record_get(log_memory_last(log, "user.seen"), "age"), "");
    assert_int_equal(log_memory_last(log, "disk.full")->level, LOG_WARNING);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_clock_moves_only_when_it_is_slept_on),
        TEST(one_seed_draws_the_same_bytes_again),
        TEST(secrets_are_found_by_their_id),
        TEST(a_log_keeps_copies),
    };
    return RUN_TESTS(tests);
}
