/* Copies of rows: how backups are made and restored. A copy is what the rows were at one instant, though it is made
 * page by page and others write meanwhile: the rows are copied as they are found, and then the writes since that
 * instant are undone in the copy, newest first, from the journal. */
#ifndef GABI_DYNAMODB_ROWS_COPY_H
#define GABI_DYNAMODB_ROWS_COPY_H

#include "store/world.h"

typedef struct rows_copy {
    const char *from;   /* SQL tables of key and item */
    const char *to;     /* empty, and of nobody's concern until the copy is made */
    int64_t journal_of; /* the table whose items are copied, which keeps a journal; 0: nobody writes to them */
    int64_t position;   /* of the journal: what was written after it is undone */
} rows_copy;

/* Makes the copy, without the lock. When it fails the copy is of no use. */
const gabi_error *rows_copy_run(world *world, arena *arena, const rows_copy *copy);

/* Makes such an SQL table, with the lock; or drops it. */
const gabi_error *rows_create(store *store, arena *arena, const char *rows);
const gabi_error *rows_drop(store *store, arena *arena, const char *rows);

#endif
