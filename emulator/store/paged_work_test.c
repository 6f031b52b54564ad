#include "store/paged_work.h"

#include "core/testing.h"

#define PAGES 3

typedef struct counting {
    store *store;
    int64_t pages;
    int64_t failing_page; /* 0: none */
} counting;

/* Inserts its number; the last page is the third. */
static const gabi_error *count_page(void *work, arena *arena, bool *ret_is_done) {
    counting *self = work;
    self->pages++;
    assert_true(arena_used(arena) == 0);
    arena_alloc(arena, 1000);
    statement *insert = store_prepare(self->store, "INSERT INTO counted VALUES (?1)");
    bind_integer(insert, 1, self->pages);
    TRY(statement_run(insert, arena));
    *ret_is_done = self->pages == PAGES;
    return self->pages == self->failing_page
               ? error_new(arena, ERROR_CONFLICT, "page_failed", "page %lld fails", (long long)self->pages)
               : NULL;
}

static int64_t counted(store *store, arena *arena) {
    bool is_row;
    int64_t count;
    assert_null(store_begin(store, arena, STORE_READ));
    statement *select = store_prepare(store, "SELECT count(*) FROM counted");
    assert_null(statement_step(select, arena, &is_row));
    count = column_integer(select, 0);
    statement_reset(select);
    assert_null(store_end(store, arena, NULL));
    return count;
}

static store *new_store(arena *arena) {
    store *store = NULL;
    assert_null(store_open_memory(arena, &store));
    assert_null(store_begin(store, arena, STORE_WRITE));
    assert_null(store_end(store, arena, store_execute(store, arena, "CREATE TABLE counted (page INTEGER)")));
    return store;
}

static void is_done_page_by_page(void **state) {
    arena *arena = *state;
    counting work = {.store = new_store(arena)};
    assert_null(store_work(work.store, arena, STORE_WRITE, count_page, &work));
    assert_int_equal(work.pages, PAGES);
    assert_int_equal(counted(work.store, arena), PAGES);
    store_close(work.store);
}

static void keeps_what_was_done_before_a_page_fails(void **state) {
    arena *arena = *state;
    counting work = {.store = new_store(arena), .failing_page = 2};
    const gabi_error *error = store_work(work.store, arena, STORE_WRITE, count_page, &work);
    assert_non_null(error);
    assert_int_equal(error->kind, ERROR_CONFLICT);
    assert_string_equal(error->code, "page_failed");
    assert_string_equal(error->message, "page 2 fails");
    assert_int_equal(work.pages, 2);
    assert_int_equal(counted(work.store, arena), 1);
    store_close(work.store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(is_done_page_by_page),
        TEST(keeps_what_was_done_before_a_page_fails),
    };
    return RUN_TESTS(tests);
}
