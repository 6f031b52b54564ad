#include "core/arena.h"

#include <signal.h>
#include <stdalign.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/testing.h"

static void aligns_every_allocation(void **state) {
    arena *arena = *state;
    for (size_t size = 0; size < 200; size++)
        assert_int_equal((uintptr_t)arena_alloc(arena, size) % alignof(max_align_t), 0);
    assert_int_equal((uintptr_t)arena_alloc(arena, 1 << 20) % alignof(max_align_t), 0);
}

static void gives_distinct_memory_even_for_nothing(void **state) {
    arena *arena = *state;
    assert_ptr_not_equal(arena_alloc(arena, 0), arena_alloc(arena, 0));
}

static void keeps_what_was_written(void **state) {
    arena *arena = *state;
    enum { COUNT = 400 };
    char *pieces[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        pieces[i] = memset(arena_alloc(arena, i * 37 + 1), (int)i, i * 37 + 1);
    for (size_t i = 0; i < COUNT; i++)
        for (size_t at = 0; at < i * 37 + 1; at++)
            assert_int_equal((unsigned char)pieces[i][at], i & 0xFF);
}

static void zeroes_on_demand(void **state) {
    arena *arena = *state;
    memset(arena_alloc(arena, 4096), 0xFF, 4096);
    arena_reset(arena);
    const char *zeroes = arena_zalloc(arena, 4096);
    for (size_t i = 0; i < 4096; i++)
        assert_int_equal(zeroes[i], 0);
}

static void grows_the_newest_allocation_in_place(void **state) {
    arena *arena = *state;
    char *first = arena_alloc(arena, 100);
    assert_ptr_equal(arena_grow(arena, first, 100, 1000), first);
    arena_alloc(arena, 1);
    assert_ptr_not_equal(arena_grow(arena, first, 1000, 2000), first);
}

/* Among other allocations, which keep an array from growing in place. */
static void an_array_that_grows_one_by_one_takes_some_times_its_size(void **state) {
    arena *arena = *state;
    size_t *items = NULL;
    for (size_t count = 0; count < 100000; count++) {
        items = arena_grow_by_one(arena, items, count, sizeof *items);
        items[count] = count;
        arena_alloc(arena, 1);
    }
    for (size_t i = 0; i < 100000; i++)
        assert_int_equal(items[i], i);
    assert_true(arena_used(arena) < 5 * 100000 * sizeof *items);
}

static void keeps_the_content_of_what_grows(void **state) {
    arena *arena = *state;
    size_t size = 1;
    char *array = arena_grow(arena, NULL, 0, size);
    array[0] = 0;
    for (; size < 1 << 20; size *= 2) {
        array = arena_grow(arena, array, size, size * 2);
        for (size_t i = size; i < size * 2; i++)
            array[i] = (char)(i % 251);
        arena_alloc(arena, size % 3);
    }
    for (size_t i = 0; i < size; i++)
        assert_int_equal((unsigned char)array[i], i % 251);
}

static void copies_end_with_a_nul(void **state) {
    arena *arena = *state;
    char *copy = arena_copy(arena, "abcdef", 3);
    assert_string_equal(copy, "abc");
    assert_string_equal(arena_copy(arena, NULL, 0), "");
    assert_string_equal(arena_printf(arena, "%s-%03d", "x", 7), "x-007");
}

static size_t releases[4];
static size_t release_count;
static void uses_a_small_ceiling_to_the_end(void **state) {
    (void)state;
    arena *arena = arena_new(4096);
    for (int i = 0; i < 30; i++)
        memset(arena_alloc(arena, 100), i, 100);
    assert_int_equal(arena_used(arena), 3000);
    arena_free(arena);
}

static void note_release(void *resource) { releases[release_count++] = *(const size_t *)resource; }

static void releases_what_was_deferred_last_first(void **state) {
    (void)state;
    static size_t numbers[] = {0, 1, 2};
    arena *arena = arena_new(4096 * 4);
    release_count = 0;
    for (size_t i = 0; i < 3; i++)
        arena_defer(arena, note_release, &numbers[i]);
    arena_reset(arena);
    assert_int_equal(release_count, 3);
    assert_int_equal(releases[0], 2);
    assert_int_equal(releases[2], 0);
    arena_defer(arena, note_release, &numbers[1]);
    arena_free(arena);
    assert_int_equal(release_count, 4);
    assert_int_equal(releases[3], 1);
}

static void defer_again(void *arena) {
    static size_t number = 9;
    arena_defer(arena, note_release, &number);
}

static void a_release_may_defer_another(void **state) {
    arena *arena = *state;
    release_count = 0;
    arena_defer(arena, defer_again, arena);
    arena_reset(arena);
    assert_int_equal(release_count, 1);
    assert_int_equal(releases[0], 9);
}

static void another_arena_ends_with_it(void **state) {
    arena *arena = *state, *other = arena_new(4096);
    release_count = 0;
    size_t number = 7;
    arena_defer(other, note_release, &number);
    arena_defer_arena(arena, other);
    arena_reset(arena);
    assert_int_equal(release_count, 1);
    assert_int_equal(releases[0], 7);
}

static void counts_what_it_handed_out(void **state) {
    arena *arena = *state;
    arena_alloc(arena, 100);
    arena_alloc(arena, 1 << 20);
    assert_int_equal(arena_used(arena), 100 + (1 << 20));
    arena_reset(arena);
    assert_int_equal(arena_used(arena), 0);
}

/* Of the blocks that small allocations came from, the largest within reason stays, whatever there was besides. */
static void starts_over_in_the_largest_block(void **state) {
    arena *arena = *state;
    char *largest = NULL;
    arena_alloc(arena, 64);
    for (int i = 0; i < 12; i++)
        largest = arena_alloc(arena, 16 * 1024);
    arena_alloc(arena, 1 << 20);
    for (int round = 0; round < 2; round++) {
        arena_reset(arena);
        char *again = arena_alloc(arena, 128 * 1024);
        assert_true(largest >= again && largest < again + 128 * 1024);
    }
}

/* The signal that ends a child process which allocates size bytes, or 0 when it lives. */
static int signal_of_allocating(size_t ceiling, size_t size) {
    pid_t child = fork();
    if (child == 0) {
        close(STDERR_FILENO);
        signal(SIGABRT, SIG_DFL);
        arena_alloc(arena_new(ceiling), size);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void aborts_past_the_ceiling(void **state) {
    (void)state;
    assert_int_equal(signal_of_allocating(1 << 20, 1 << 19), 0);
    assert_int_equal(signal_of_allocating(1 << 20, (1 << 20) + 1), SIGABRT);
    assert_int_equal(signal_of_allocating(1 << 20, SIZE_MAX), SIGABRT);
}

static void freeing_nothing_is_allowed(void **state) {
    (void)state;
    arena_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(aligns_every_allocation),
        TEST(gives_distinct_memory_even_for_nothing),
        TEST(keeps_what_was_written),
        TEST(zeroes_on_demand),
        TEST(grows_the_newest_allocation_in_place),
        TEST(an_array_that_grows_one_by_one_takes_some_times_its_size),
        TEST(keeps_the_content_of_what_grows),
        TEST(copies_end_with_a_nul),
        TEST(uses_a_small_ceiling_to_the_end),
        TEST(releases_what_was_deferred_last_first),
        TEST(a_release_may_defer_another),
        TEST(another_arena_ends_with_it),
        TEST(counts_what_it_handed_out),
        TEST(starts_over_in_the_largest_block),
        TEST(aborts_past_the_ceiling),
        TEST(freeing_nothing_is_allowed),
    };
    return RUN_TESTS(tests);
}
