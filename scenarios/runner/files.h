/* Files: what a scenario reads and writes besides its own file, all of it below one folder. */
#ifndef GABI_RUNNER_FILES_H
#define GABI_RUNNER_FILES_H

#include "runner/problem.h"

/* The folder below which files are found: --file-root, or the scenario's own. */
typedef struct file_root {
    text folder; /* empty: where the process stands */
} file_root;

/* The file's content. "Unauthorized file access" outside of the folder, "File read access" when it cannot be read. */
const problem *file_read(arena *arena, const file_root *root, span span, text name, text *ret_content);

/* Replaces the file, and makes the folders that lead to it. "File write access" when that fails. */
const problem *file_write(arena *arena, const file_root *root, span span, text name, text content);

#endif
