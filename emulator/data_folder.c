#include "data_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/store.h"

#define FORMAT_LINE "gabi-emu data, format %d\n"

static const gabi_error *unusable(arena *arena, const char *path, const char *why) {
    return error_new(arena, ERROR_UNAVAILABLE, "DataFolder", "%s: %s", path, why);
}

/* The lock lasts as long as the descriptor, which is never closed: as long as the process. */
static const gabi_error *take_lock(arena *arena, const char *folder) {
    int lock = open(arena_printf(arena, "%s/lock", folder), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0)
        return unusable(arena, folder, strerror(errno));
    if (flock(lock, LOCK_EX | LOCK_NB) == 0)
        return NULL;
    close(lock);
    return unusable(arena, folder, "another gabi-emu is using this folder");
}

static const gabi_error *check_format(arena *arena, const char *folder) {
    const char *path = arena_printf(arena, "%s/format", folder);
    FILE *file = fopen(path, "re");
    int format = 0;
    bool is_ours = file && fscanf(file, FORMAT_LINE, &format) == 1;
    if (file)
        fclose(file);
    if (is_ours && format == STORE_FORMAT)
        return NULL;
    if (is_ours)
        return unusable(arena, folder,
                        arena_printf(arena, "has format %d, this gabi-emu reads format %d", format, STORE_FORMAT));
    return unusable(arena, path, "not the format file of a gabi-emu data folder");
}

/* In one step, so that no death of the process leaves half of it. */
static const gabi_error *write_format(arena *arena, const char *folder) {
    const char *path = arena_printf(arena, "%s/format", folder);
    const char *draft = arena_printf(arena, "%s/format.new", folder);
    FILE *file = fopen(draft, "we");
    if (!file)
        return unusable(arena, draft, strerror(errno));
    bool is_written = fprintf(file, FORMAT_LINE, STORE_FORMAT) > 0;
    is_written = fclose(file) == 0 && is_written;
    return is_written && rename(draft, path) == 0 ? NULL : unusable(arena, path, strerror(errno));
}

const gabi_error *data_folder_open(arena *arena, const char *path, data_folder *ret_folder) {
    const char *database_path = arena_printf(arena, "%s/world.sqlite", path);
    bool is_new;
    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        return unusable(arena, path, strerror(errno));
    TRY(take_lock(arena, path));
    if (access(database_path, F_OK) == 0 || access(arena_printf(arena, "%s/format", path), F_OK) == 0)
        TRY(check_format(arena, path));
    else
        TRY(write_format(arena, path));
    const gabi_error *error = store_file_is_empty(arena, database_path, &is_new);
    if (error)
        return unusable(arena, database_path, error->message);
    *ret_folder = (data_folder){database_path, is_new};
    return NULL;
}
