#include "records/ring.h"

#include "core/buffer.h"
#include "core/testing.h"

static void *copy_word(arena *arena, const void *given) { return text_to_string(arena, text_of(given)); }

static void *copy_large(arena *arena, const void *given) {
    char *copy = arena_zalloc(arena, 600);
    return memcpy(copy, given, strlen(given) + 1);
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
    ring *ring = ring_new((ring_limits){4, 1000000});
    assert_holds(*state, ring, "");
    static const char *const words[] = {"a", "b", "c", "d"};
    for (size_t i = 0; i < 4; i++)
        ring_add(ring, copy_word, words[i]);
    assert_holds(*state, ring, "1:a 2:b 3:c 4:d ");
    ring_add(ring, copy_word, "e");
    assert_holds(*state, ring, "3:c 4:d 5:e ");
    ring_clear(ring);
    assert_holds(*state, ring, "");
    ring_add(ring, copy_word, "f");
    assert_holds(*state, ring, "6:f ");
    ring_free(ring);
}

static void makes_room_for_what_is_large(void **state) {
    ring *ring = ring_new((ring_limits){100, 1000});
    ring_add(ring, copy_large, "a");
    ring_add(ring, copy_large, "b");
    assert_holds(*state, ring, "1:a 2:b ");
    ring_add(ring, copy_large, "c");
    assert_holds(*state, ring, "2:b 3:c ");
    ring_free(ring);
}

static void is_switched(void **state) {
    ring *ring = ring_new((ring_limits){4, 1000});
    (void)state;
    assert_false(ring_is_on(ring));
    ring_switch(ring, true);
    assert_true(ring_is_on(ring));
    ring_free(ring);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(keeps_the_newest), TEST(makes_room_for_what_is_large), TEST(is_switched)};
    return RUN_TESTS(tests);
}
