#include "records/ring.h"

#include <stdio.h>

#include "core/buffer.h"
#include "core/testing.h"

static void add(ring *ring, const char *word, size_t size) {
    arena *arena = arena_new((size_t)1024 * 1024);
    char *copy = arena_zalloc(arena, size);
    snprintf(copy, size, "%s", word);
    ring_add(ring, arena, copy);
}

static void gather(void *context, int64_t number, const void *record) {
    buffer_format(context, "%lld:%s ", (long long)number, (const char *)record);
}

static void assert_holds(arena *arena, ring *ring, const char *expected) {
    buffer out = BUFFER(arena);
    ring_visit(ring, gather, &out);
    assert_string(buffer_text(&out), expected);
}

static void keeps_the_newest(void **state) {
    ring *ring = ring_new(3, 1000000);
    assert_holds(*state, ring, "");
    add(ring, "a", 16);
    add(ring, "b", 16);
    assert_holds(*state, ring, "1:a 2:b ");
    add(ring, "c", 16);
    add(ring, "d", 16);
    add(ring, "e", 16);
    assert_holds(*state, ring, "3:c 4:d 5:e ");
    ring_clear(ring);
    assert_holds(*state, ring, "");
    add(ring, "f", 16);
    assert_holds(*state, ring, "6:f ");
    ring_free(ring);
}

static void makes_room_for_what_is_large(void **state) {
    ring *ring = ring_new(10, 1000);
    add(ring, "a", 400);
    add(ring, "b", 400);
    add(ring, "c", 400);
    assert_holds(*state, ring, "2:b 3:c ");
    add(ring, "d", 5000);
    assert_holds(*state, ring, "4:d ");
    add(ring, "e", 16);
    assert_holds(*state, ring, "5:e ");
    ring_free(ring);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(keeps_the_newest), TEST(makes_room_for_what_is_large)};
    return RUN_TESTS(tests);
}
