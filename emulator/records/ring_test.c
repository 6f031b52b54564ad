#include "records/ring.h"

#include "core/buffer.h"
#include "core/testing.h"

typedef struct word {
    int64_t number;
    text text;
    size_t extra_bytes; /* that it takes besides */
} word;

static void own_word(arena *arena, void *record) {
    word *self = record;
    self->text = text_copy(arena, self->text);
    arena_alloc(arena, self->extra_bytes);
}

#define FORM(most_records_, most_bytes_)                                                                               \
    { sizeof(word), offsetof(word, number), (most_records_), (most_bytes_), own_word }

static void add(ring *ring, const char *text, size_t extra_bytes) {
    ring_add(ring, &(word){.text = text_of(text), .extra_bytes = extra_bytes});
}

static void assert_holds(arena *arena, ring *ring, const char *expected) {
    size_t count;
    buffer out = BUFFER(arena);
    const word *words = ring_read(ring, arena, &count);
    for (size_t i = 0; i < count; i++)
        buffer_format(&out, "%lld:%.*s ", (long long)words[i].number, TEXT_ARGS(words[i].text));
    assert_string(buffer_text(&out), expected);
}

static void keeps_the_newest(void **state) {
    static const ring_form form = FORM(4, 1000000);
    static const char *const words[] = {"a", "b", "c", "d"};
    ring *ring = ring_new(&form);
    assert_holds(*state, ring, "");
    for (size_t i = 0; i < 4; i++)
        add(ring, words[i], 0);
    assert_holds(*state, ring, "1:a 2:b 3:c 4:d ");
    add(ring, "e", 0);
    assert_holds(*state, ring, "3:c 4:d 5:e ");
    ring_clear(ring);
    assert_holds(*state, ring, "");
    add(ring, "f", 0);
    assert_holds(*state, ring, "6:f ");
    ring_free(ring);
}

static void makes_room_for_what_is_large(void **state) {
    static const ring_form form = FORM(4, 2000);
    ring *ring = ring_new(&form);
    add(ring, "a", 1000);
    add(ring, "b", 1000);
    assert_holds(*state, ring, "1:a 2:b ");
    add(ring, "c", 1000);
    assert_holds(*state, ring, "2:b 3:c ");
    ring_free(ring);
}

static void is_switched(void **state) {
    static const ring_form form = FORM(4, 1000);
    ring *ring = ring_new(&form);
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
