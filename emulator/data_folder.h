/* The folder that --data names: a lock, a format version and the default world's database. */
#ifndef GABI_DATA_FOLDER_H
#define GABI_DATA_FOLDER_H

#include <stdbool.h>

#include "core/arena.h"
#include "core/error.h"

typedef struct data_folder {
    const char *database_path;
    bool is_new; /* there was no database yet, or its making was interrupted */
} data_folder;

/* Makes the folder when it is absent and locks it until the process ends. ERROR_UNAVAILABLE, code "DataFolder", when it
 * cannot be used, another process has it, it has another format, or it holds files of somebody else's. */
const gabi_error *data_folder_open(arena *arena, const char *path, data_folder *ret_folder);

#endif
