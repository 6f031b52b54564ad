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

/* Whether there is a folder at the path, or a link to one when links are followed. */
bool collect_is_folder(const char *path, bool follows_links);

/* The path of the standard input. */
#define COLLECT_STANDARD_INPUT "-"

/* Files as they are named, the standard input too, and all *.hurl below folders, each in the order of their names.
 * Links to folders are not followed, since they may lead back up. ERROR_INVALID, code "NoScenarios", for a path that is
 * not there or a folder without any. */
const gabi_error *collect_files(arena *arena, const char *path, file_list *files);

/* The files that match: `*`, `?` and `[a-z]` within a name, `**` for folders of any depth. In the order of their names.
 * ERROR_INVALID, code "NoScenarios", when there are none. */
const gabi_error *collect_glob(arena *arena, const char *pattern, file_list *files);

/* Keeps of the files the number-th (from 1) and every count-th behind it. */
void collect_shard(file_list *files, size_t number, size_t count);

/* A file's content. ERROR_INVALID, code "Unreadable". */
const gabi_error *collect_read(arena *arena, text path, text *ret_content);

/* The same for a scenario, which must be UTF-8, without its byte order mark. It may be the standard input. */
const gabi_error *collect_read_scenario(arena *arena, text path, text *ret_content);

#endif
