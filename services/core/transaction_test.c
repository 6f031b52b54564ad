#include "core/transaction.h"

#include "core/testing.h"

/* A table in which others are in the way so many times. */
typedef struct busy_table {
    table_port port; /* first: a port is its table */
    unsigned conflicts_left;
    unsigned calls;
} busy_table;

static const gabi_error *transact(table_port *port, arena *arena, table_write *writes, size_t count) {
    busy_table *self = (busy_table *)port;
    (void)writes;
    (void)count;
    self->calls++;
    if (self->conflicts_left == 0)
        return NULL;
    self->conflicts_left--;
    return error_new(arena, ERROR_CONFLICT, "transaction_conflict", "busy");
}

static void draw_zeros(ids_port *self, void *to, size_t size) {
    (void)self;
    memset(to, 0, size);
}

static void sleep_not(clock_port *self, int64_t duration_ms) {
    (void)self;
    assert_int_equal(duration_ms, 0);
}

static const gabi_error *run(arena *arena, busy_table *table) {
    clock_port clock = {.sleep_ms = sleep_not};
    ids_port ids = {.draw = draw_zeros};
    ports ports = {.table = &table->port, .clock = &clock, .ids = &ids};
    return transact_patiently(&ports, arena, NULL, 0);
}

static void tries_again_until_nobody_is_in_the_way(void **state) {
    busy_table table = {.port = {.transact = transact}, .conflicts_left = 7};
    assert_success(run(*state, &table));
    assert_int_equal(table.calls, 8);
}

static void gives_up_as_busy_after_eight_attempts(void **state) {
    busy_table table = {.port = {.transact = transact}, .conflicts_left = 8};
    assert_error(run(*state, &table), ERROR_UNAVAILABLE, "contended");
    assert_int_equal(table.calls, 8);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(tries_again_until_nobody_is_in_the_way),
        TEST(gives_up_as_busy_after_eight_attempts),
    };
    return RUN_TESTS(tests);
}
