/* Collect: the scenario files that paths stand for. */
#ifndef GABI_RUNNER_COLLECT_H
#define GABI_RUNNER_COLLECT_H

#include "core/error.h"
#include "core/text.h"

typedef struct file_list {
    text *items;
    size_t count;
    size_t capacity;
} file_list;

/* Files as they are named, and all *.hurl below folders, each in the order of their names. ERROR_INVALID, code
 * "NoScenarios", for a path that is not there or a folder without any. */
const gabi_error *collect_files(arena *arena, const char *path, file_list *files);

/* A file's content. ERROR_INVALID, code "Unreadable". */
const gabi_error *collect_read(arena *arena, text path, text *ret_content);

#endif
