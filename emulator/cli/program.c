#include "cli/program.h"

#include <errno.h>
#include <limits.h>
#include <unistd.h>

#include "runner/collect.h"

const char *program_path(arena *arena) {
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    return length > 0 ? arena_copy(arena, path, (size_t)length) : NULL;
}

const gabi_error *program_restart(arena *arena, const char *path) {
    text rest, argument;
    size_t count = 0;
    TRY(collect_read(arena, TEXT("/proc/self/cmdline"), &rest)); /* each with a NUL behind it */
    char **arguments = arena_alloc(arena, (rest.length + 1) * sizeof *arguments);
    while (rest.length > 0 && text_cut(&rest, '\0', &argument))
        arguments[count++] = text_to_string(arena, argument);
    arguments[count] = NULL;
    execv(path, arguments);
    return error_new(arena, ERROR_UNAVAILABLE, "NoProgram", "%s: cannot be run again: %s", path, strerror(errno));
}
