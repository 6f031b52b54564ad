#include "runner/collect.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/buffer.h"
#include "core/folder_fixture.h"

/* A folder with a few files; the tests name them from inside it. */
static void make_tree(arena *arena) {
    static const char *const files[] = {"b.hurl",     "a.hurl",          "notes.txt",
                                        "sub/c.hurl", "sub/deep/d.hurl", "sub/deep/.e.hurl"};
    assert_int_equal(chdir(folder_fixture(arena)), 0);
    assert_int_equal(mkdir("sub", 0700) | mkdir("sub/deep", 0700), 0);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        FILE *file = fopen(files[i], "w");
        assert_non_null(file);
        fclose(file);
    }
}

static const char *joined(arena *arena, const file_list *files) {
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < files->count; i++)
        buffer_format(&out, "%s%.*s", i ? " " : "", TEXT_ARGS(files->items[i]));
    return buffer_text(&out).data;
}

static void finds_what_a_pattern_matches(void **state) {
    static const struct {
        const char *pattern, *found;
    } cases[] = {
        {"*.hurl", "a.hurl b.hurl"},
        {"[b-z].*", "b.hurl"},
        {"?.hurl", "a.hurl b.hurl"},
        {"sub/*/d.hurl", "sub/deep/d.hurl"},
        {"**/*.hurl", "a.hurl b.hurl sub/c.hurl sub/deep/.e.hurl sub/deep/d.hurl"},
        {"sub/**/d.hurl", "sub/deep/d.hurl"},
        {"**/deep/d*", "sub/deep/d.hurl"},
        {"./a.hurl", "./a.hurl"},
        {"sub/**", "sub/c.hurl sub/deep/.e.hurl sub/deep/d.hurl"},
        {"**/**/a.hurl", "a.hurl"},
    };
    make_tree(*state);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        file_list files = {0};
        assert_success(collect_glob(*state, cases[i].pattern, &files));
        assert_string_equal(joined(*state, &files), cases[i].found);
    }
    file_list files = {0};
    const gabi_error *error = collect_glob(*state, "**/nothing*", &files);
    assert_error(error, ERROR_INVALID, "NoScenarios");
    assert_string_equal(error->message, "**/nothing*: no file is like that");
}

static void finds_what_is_below_a_folder(void **state) {
    file_list files = {0};
    make_tree(*state);
    assert_success(collect_files(*state, "sub/", &files));
    assert_success(collect_files(*state, "b.hurl", &files));
    assert_string_equal(joined(*state, &files), "sub/c.hurl sub/deep/d.hurl b.hurl");
}

static void follows_no_link_that_leads_back_up(void **state) {
    file_list below = {0}, deep = {0};
    make_tree(*state);
    assert_int_equal(symlink("..", "sub/deep/up") | symlink("../b.hurl", "sub/linked.hurl"), 0);
    assert_success(collect_files(*state, "sub", &below));
    assert_string_equal(joined(*state, &below), "sub/c.hurl sub/deep/d.hurl sub/linked.hurl");
    assert_success(collect_glob(*state, "sub/**/[a-d].hurl", &deep));
    assert_string_equal(joined(*state, &deep), "sub/c.hurl sub/deep/d.hurl");
}

static void shares_files_out(void **state) {
    text names[] = {TEXT("1"), TEXT("2"), TEXT("3"), TEXT("4"), TEXT("5")}, again[5];
    static const char *const parts[] = {"1 4", "2 5", "3"};
    for (size_t part = 1; part <= 3; part++) {
        memcpy(again, names, sizeof names);
        file_list files = {again, 5, 5};
        collect_shard(&files, part, 3);
        assert_string_equal(joined(*state, &files), parts[part - 1]);
    }
    file_list few = {names, 1, 5};
    collect_shard(&few, 2, 3);
    assert_int_equal(few.count, 0);
}

static void says_which_bytes_are_not_utf_8(void **state) {
    static const char *const cases[][2] = {
        {"ab\xFF", "invalid utf-8 sequence of 1 bytes from index 2"},
        {"\xC3\xA9\x80", "invalid utf-8 sequence of 1 bytes from index 2"},
        {"\xC3(", "invalid utf-8 sequence of 1 bytes from index 0"},
        {"\xE2\x82(", "invalid utf-8 sequence of 2 bytes from index 0"},
        {"\xED\xA0\x80", "invalid utf-8 sequence of 1 bytes from index 0"},
        {"\xF0\x9F\x98(", "invalid utf-8 sequence of 3 bytes from index 0"},
        {"a\xF0\x9F", "incomplete utf-8 byte sequence from index 1"},
    };
    make_tree(*state);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        FILE *file = fopen("x.hurl", "w");
        text content;
        assert_non_null(file);
        fputs(cases[i][0], file);
        fclose(file);
        const gabi_error *error = collect_read_scenario(*state, TEXT("x.hurl"), &content);
        assert_error(error, ERROR_INVALID, "Unreadable");
        assert_string_equal(error->message, arena_printf(*state, "Issue reading from x.hurl: %s", cases[i][1]));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(finds_what_a_pattern_matches),       TEST(finds_what_is_below_a_folder),
        TEST(follows_no_link_that_leads_back_up), TEST(shares_files_out),
        TEST(says_which_bytes_are_not_utf_8),
    };
    return RUN_TESTS(tests);
}
