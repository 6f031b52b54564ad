#include "runner/watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/buffer.h"
#include "core/folder_fixture.h"

static const char *make_folder(arena *arena) {
    const char *folder = folder_fixture(arena);
    assert_int_equal(chdir(folder), 0);
    return folder;
}

static void write_file(const char *path) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("x", file);
    fclose(file);
}

static watch *watch_one(arena *arena, const char *path) {
    watch *watch;
    assert_success(watch_new(arena, &path, 1, &watch));
    return watch;
}

static const char *changed(arena *arena, watch *watch) {
    file_list files;
    buffer out = BUFFER(arena);
    assert_success(watch_wait(watch, arena, &files));
    for (size_t i = 0; i < files.count; i++)
        buffer_format(&out, "%s%.*s", i ? " " : "", TEXT_ARGS(files.items[i]));
    return buffer_text(&out).data;
}

static void tells_what_changed_below_a_folder(void **state) {
    make_folder(*state);
    mkdir("sub", 0700);
    write_file("sub/a.hurl");
    watch *watch = watch_one(*state, "sub/");
    write_file("sub/a.hurl");
    write_file("sub/a.hurl");
    write_file("sub/.hidden");
    write_file("sub/b.hurl");
    assert_string_equal(changed(*state, watch), "sub/a.hurl sub/b.hurl");
    write_file("c");
    assert_int_equal(rename("c", "sub/c.hurl"), 0);
    assert_string_equal(changed(*state, watch), "sub/c.hurl");
}

static void watches_folders_that_are_made_later(void **state) {
    make_folder(*state);
    watch *watch = watch_one(*state, ".");
    mkdir("new", 0700);
    mkdir("new/deep", 0700);
    write_file("new/deep/a.hurl");
    assert_string_equal(changed(*state, watch), "./new/deep/a.hurl");
    write_file("new/b.hurl");
    assert_string_equal(changed(*state, watch), "./new/b.hurl");
}

static void passes_over_what_is_gone_again(void **state) {
    make_folder(*state);
    watch *watch = watch_one(*state, ".");
    write_file("draft");
    assert_int_equal(unlink("draft"), 0);
    write_file("a.hurl");
    assert_string_equal(changed(*state, watch), "./a.hurl");
}

static void watches_one_file_and_not_its_neighbours(void **state) {
    const char *folder = make_folder(*state);
    write_file("a.hurl");
    watch *by_name = watch_one(*state, "a.hurl");
    const char *path = arena_printf(*state, "%s/a.hurl", folder);
    watch *by_path = watch_one(*state, path);
    write_file("b.hurl");
    write_file("saved");
    assert_int_equal(rename("saved", "a.hurl"), 0); /* as editors save */
    assert_string_equal(changed(*state, by_name), "a.hurl");
    assert_string_equal(changed(*state, by_path), path);
}

static void refuses_what_is_not_there(void **state) {
    const char *path = "/nowhere/at/all.hurl";
    watch *watch;
    assert_error(watch_new(*state, &path, 1, &watch), ERROR_UNAVAILABLE, "NoWatch");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(tells_what_changed_below_a_folder), TEST(watches_folders_that_are_made_later),
        TEST(passes_over_what_is_gone_again),    TEST(watches_one_file_and_not_its_neighbours),
        TEST(refuses_what_is_not_there),
    };
    return RUN_TESTS(tests);
}
