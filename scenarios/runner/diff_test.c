#include "runner/diff.h"

#include "core/buffer.h"
#include "core/testing.h"

typedef struct pair {
    const char *expected;
    const char *actual;
    int64_t line;
    const char *lines;
} pair;

static const pair pairs[] = {
    {"a\nb\nc\n", "a\nx\nc\n", 1, "-b\n+x\n"},
    {"a\nb\n", "a\n", 1, "-b\n"},
    {"a\n", "a\nb\n", 0, "+b\n"},
    {"b\n", "a\nb\n", -1, "+a\n"},
    {"a", "a\n", 0, "-a\n+a\n"},
    {"", "a\n", -1, "+a\n"},
    {"a\nb\nc\nd\n", "b\nc\nx\n", 0, "-a\n"},
    {"a\n1\n2\nb\n", "a\n3\nb\nc\n", 1, "-1\n-2\n+3\n"},
};

static void finds_the_first_lines_that_differ(void **state) {
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        difference found = diff_first(*state, text_of(pairs[i].expected), text_of(pairs[i].actual));
        assert_int_equal(found.line, pairs[i].line);
        assert_string(found.lines, pairs[i].lines);
    }
}

static void takes_texts_of_any_length(void **state) {
    arena *arena = *state;
    buffer expected = BUFFER(arena), actual = BUFFER(arena);
    for (int i = 0; i < 100000; i++) {
        buffer_format(&expected, "%d\n", i);
        buffer_format(&actual, "%d\n", -i);
    }
    difference found = diff_first(arena, buffer_text(&expected), buffer_text(&actual));
    assert_int_equal(found.line, 1);
    assert_true(text_starts_with(found.lines, TEXT("-1\n-2\n")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(finds_the_first_lines_that_differ),
        TEST(takes_texts_of_any_length),
    };
    return RUN_TESTS(tests);
}
