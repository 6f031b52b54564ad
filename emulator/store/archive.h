/* Archive: a world as one file, so that a report of a bug is one file. It is an SQLite database, which any tool for
 * those opens; its header says that it is a world, and in which format. Behind the database stands its SHA-256: what
 * services keep is taken for granted to be as they wrote it. */
#ifndef GABI_ARCHIVE_H
#define GABI_ARCHIVE_H

#include "store/world.h"

/* "gabi", as SQLite's application_id. */
#define ARCHIVE_APPLICATION_ID 0x67616269

#define ARCHIVE_MOST_BYTES ((size_t)128 * 1024 * 1024)

/* All of a fork in memory that is nobody else's. ERROR_TOO_LARGE, code "archive_too_large". */
const gabi_error *archive_write(arena *arena, world *fork, text *ret_bytes);

/* A world of that name as it was archived: the same state, clock and seed, and the same ids from there on. What is no
 * archive of this format, is damaged, or has anything in it that no world has, is refused: ERROR_INVALID, code
 * "invalid_archive". */
const gabi_error *archive_read(arena *arena, text bytes, text name, world **ret_world);

#endif
