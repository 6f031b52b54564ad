/* Store: the SQLite database that holds everything one world remembers. This folder alone includes sqlite3.h.
 *
 * A store has one lock. The lock is taken by store_begin and released by store_end, and is held
 * for one transaction, never across a dispatch:
 *
 *     TRY(store_begin(store, arena, STORE_WRITE));
 *     return store_end(store, arena, do_it(store, arena, …));      commits on NULL, rolls back on an error
 */
#ifndef GABI_STORE_H
#define GABI_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/error.h"
#include "core/text.h"

/* Counts up when a newer gabi-emu cannot read what an older one wrote. */
#define STORE_FORMAT 4

typedef struct store store;
typedef struct statement statement;

/* An empty database in memory, on copy-on-write pages (pages.h). The caller closes it. */
const gabi_error *store_open_memory(arena *arena, store **ret_store);

/* The database in the file at path, made when absent, in WAL mode: what was committed survives the death of the
 * process; with durable set, of the machine too (one fsync a commit). */
const gabi_error *store_open_file(arena *arena, const char *path, bool durable, store **ret_store);

/* Whether the database in the file at path, which is made when absent, has nothing in it yet. */
const gabi_error *store_file_is_empty(arena *arena, const char *path, bool *ret_is_empty);

/* A copy in memory. Of a store in memory it shares the pages until one side writes them, and takes microseconds; of one
 * in a file it is made page by page, letting others in between, and is what the store was at the end. */
const gabi_error *store_fork(arena *arena, store *origin, store **ret_store);

void store_close(store *self);

/* Replaces all of target's content by origin's, as a fork of it would have it. Nobody may be using target. */
const gabi_error *store_copy(arena *arena, store *origin, store *target);

typedef enum store_mode { STORE_READ, STORE_WRITE } store_mode;

/* Takes the lock and begins a transaction; only if it succeeds must store_end be called. */
const gabi_error *store_begin(store *self, arena *arena, store_mode mode);

/* Ends the transaction (commit when failure is NULL, else roll back), releases the lock and returns the failure, or
 * what went wrong with the commit. */
const gabi_error *store_end(store *self, arena *arena, const gabi_error *failure);

/* Transactions so far that had changed something and were rolled back. With the lock held. */
uint64_t store_undone(const store *self);

/* Which transaction is under way, of all so far. With the lock held. */
uint32_t store_transaction(const store *self);

/* The statement for sql, prepared on first use and kept. Only with the lock held. One that does not compile, which is a
 * bug or a database that somebody tampered with, fails when it is stepped. */
statement *store_prepare(store *self, const char *sql);

/* Finalizes the kept statement for sql, e.g. before its table is dropped. */
void store_discard(store *self, const char *sql);

/* Parameters count from 1. Texts must stay in place until the statement is reset. */
void bind_integer(statement *self, int parameter, int64_t value);
void bind_text(statement *self, int parameter, text value);
void bind_blob(statement *self, int parameter, text value);
void bind_null(statement *self, int parameter);

/* One step: *ret_row tells whether there is a row. When there is none the statement has been reset. */
const gabi_error *statement_step(statement *self, arena *arena, bool *ret_row);

/* Runs a statement that gives no rows, and resets it. */
const gabi_error *statement_run(statement *self, arena *arena);

/* Ends a statement early and unbinds its parameters. */
void statement_reset(statement *self);

/* Columns count from 0. The bytes are valid until the next step or reset. */
int64_t column_integer(statement *self, int column);
text column_blob(statement *self, int column);
text column_text(statement *self, int column);
bool column_is_null(statement *self, int column);

/* Runs SQL text of any number of statements without parameters, e.g. to create tables. */
const gabi_error *store_execute(store *self, arena *arena, const char *sql);

/* Rows changed by the last statement that ran. */
int64_t store_changes(store *self);

#endif
