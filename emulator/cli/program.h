/* Program: the file that this process runs. */
#ifndef GABI_PROGRAM_H
#define GABI_PROGRAM_H

#include "core/arena.h"
#include "core/error.h"

/* Its path, or NULL where that cannot be told. */
const char *program_path(arena *arena);

/* Runs what now stands at path in place of this process, with the same arguments. Returns only when it cannot: kind
 * ERROR_UNAVAILABLE, code "NoProgram". */
const gabi_error *program_restart(arena *arena, const char *path);

#endif
