/* Fixture: a folder of a test's own, which goes with its arena. */
#ifndef GABI_CORE_FOLDER_FIXTURE_H
#define GABI_CORE_FOLDER_FIXTURE_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/testing.h"

static inline int folder_fixture_remove_one(const char *path, const struct stat *status, int kind, struct FTW *walk) {
    (void)status;
    (void)kind;
    (void)walk;
    return remove(path);
}

static inline void folder_fixture_remove(void *folder) {
    nftw(folder, folder_fixture_remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static inline const char *folder_fixture(arena *arena) {
    char *folder = arena_printf(arena, "/tmp/gabi-test-XXXXXX");
    assert_non_null(mkdtemp(folder));
    arena_defer(arena, folder_fixture_remove, folder);
    return folder;
}

#endif
