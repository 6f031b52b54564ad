#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "runner/collect.h"
#include "runner/list.h"

/* A walk along the components of a pattern. */
typedef struct glob_walk {
    arena *arena;
    file_list *found;
} glob_walk;

static void walk(glob_walk *self, const char *prefix, text pattern);

static bool is_file(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

static int is_no_dots(const struct dirent *entry) {
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

/* Goes on from path, which the pattern has come to. */
static void go_on(glob_walk *self, const char *path, text rest) {
    if (rest.data)
        walk(self, arena_printf(self->arena, "%s/", path), rest);
    else if (is_file(path))
        *(text *)LIST_ADD(self->arena, self->found) = text_of(path);
}

/* Every name in the folder that fits the component, or every folder when it is `**`, which stays in the pattern. */
static void walk_folder(glob_walk *self, const char *prefix, text component, text pattern, text rest) {
    struct dirent **entries;
    bool is_deep = text_equal(component, TEXT("**"));
    const char *wanted = text_to_string(self->arena, component);
    int count = scandir(*prefix ? prefix : ".", &entries, is_no_dots, alphasort);
    for (int i = 0; i < count; i++) {
        const char *path = arena_printf(self->arena, "%s%s", prefix, entries[i]->d_name);
        if (is_deep && collect_is_folder(path, false))
            walk(self, arena_printf(self->arena, "%s/", path), pattern);
        else if (!is_deep && fnmatch(wanted, entries[i]->d_name, 0) == 0)
            go_on(self, path, rest);
        arena_defer(self->arena, free, entries[i]);
    }
    if (count >= 0)
        arena_defer(self->arena, free, entries);
}

/* Follows the pattern from prefix, which is empty or ends with a slash. */
static void walk(glob_walk *self, const char *prefix, text pattern) {
    text rest = text_equal(pattern, TEXT("**")) ? TEXT("**/*") : pattern, component;
    pattern = rest;
    text_cut(&rest, '/', &component);
    bool is_deep = text_equal(component, TEXT("**"));
    const char *name = text_to_string(self->arena, component);
    if (is_deep)
        walk(self, prefix, rest); /* no folder at all */
    if (is_deep || strpbrk(name, "*?["))
        walk_folder(self, prefix, component, pattern, rest);
    else
        go_on(self, arena_printf(self->arena, "%s%s", prefix, name), rest);
}

static int compare_paths(const void *a, const void *b) { return text_compare(*(const text *)a, *(const text *)b); }

const gabi_error *collect_glob(arena *arena, const char *pattern, file_list *files) {
    file_list found = {0};
    glob_walk self = {arena, &found};
    walk(&self, "", text_of(pattern));
    if (found.count == 0)
        return error_new(arena, ERROR_INVALID, "NoScenarios", "%s: no file is like that", pattern);
    qsort(found.items, found.count, sizeof *found.items, compare_paths);
    for (size_t i = 0; i < found.count; i++)
        if (i == 0 || !text_equal(found.items[i], found.items[i - 1]))
            *(text *)LIST_ADD(arena, files) = found.items[i];
    return NULL;
}
