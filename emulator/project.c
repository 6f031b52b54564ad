#include "project.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/buffer.h"

#define LIMIT_BYTES ((size_t)64 * 1024 * 1024)
#define TEMPLATE_PATH "infra/template.json"
#define SAMPLE_NAME "sample.json"

static const gabi_error *read_file(arena *arena, const char *path, text *ret_content) {
    FILE *file = fopen(path, "re");
    if (!file)
        return error_new(arena, ERROR_INVALID, "Unreadable", "cannot read %s: %s", path, strerror(errno));
    buffer content = BUFFER(arena);
    size_t count;
    do {
        char *to = buffer_reserve(&content, 65536);
        count = fread(to, 1, 65536, file);
        content.length += count;
    } while (count > 0 && content.length <= LIMIT_BYTES);
    const char *problem = ferror(file) ? strerror(errno) : content.length > LIMIT_BYTES ? "larger than 64 MiB" : NULL;
    fclose(file);
    if (problem)
        return error_new(arena, ERROR_INVALID, "Unreadable", "cannot read %s: %s", path, problem);
    *ret_content = buffer_text(&content);
    return NULL;
}

/* The template of this folder or the nearest parent; NULL when there is none. */
static const char *find_template(arena *arena) {
    char folder[PATH_MAX];
    if (!getcwd(folder, sizeof folder))
        return NULL;
    if (access(TEMPLATE_PATH, R_OK) == 0)
        return TEMPLATE_PATH;
    for (char *slash = strrchr(folder, '/'); slash; slash = strrchr(folder, '/')) {
        *slash = '\0';
        const char *path = arena_printf(arena, "%s/" TEMPLATE_PATH, folder);
        if (access(path, R_OK) == 0)
            return path;
    }
    return NULL;
}

static const char *sample_beside(arena *arena, const char *template_path) {
    const char *slash = strrchr(template_path, '/');
    int length = slash ? (int)(slash - template_path) + 1 : 0;
    const char *path = arena_printf(arena, "%.*s" SAMPLE_NAME, length, template_path);
    return access(path, F_OK) == 0 ? path : NULL;
}

const gabi_error *project_read(arena *arena, const char *template_path, project *ret_project) {
    project found = {.template_path = template_path ? template_path : find_template(arena)};
    if (found.template_path) {
        TRY(read_file(arena, found.template_path, &found.template_document));
        found.sample_path = sample_beside(arena, found.template_path);
    }
    if (found.sample_path)
        TRY(read_file(arena, found.sample_path, &found.sample_document));
    *ret_project = found;
    return NULL;
}
