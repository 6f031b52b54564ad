/* Connection: one connection to SQLite with the statements that it keeps prepared. A connection to a database in memory
 * can be turned to another one, keeping what it knows of the schema: that is what makes worlds cheap (pool.h). */
#ifndef GABI_CONNECTION_H
#define GABI_CONNECTION_H

#include <sqlite3.h>

#include "core/arena.h"
#include "core/error.h"
#include "store/pages.h"

/* Prepared statements are kept in an open hash table, half full at most. */
#define STATEMENT_SLOTS 1024

typedef struct kept_statement {
    sqlite3_stmt *statement; /* NULL: a free slot */
    uint32_t hash;
    uint32_t last_used; /* the number of the use of the connection that used it last */
} kept_statement;

typedef struct connection {
    arena *arena;
    sqlite3 *database;
    page_link link; /* to the pages, of a database in memory */
    uint32_t uses;
    size_t statement_count;
    kept_statement statements[STATEMENT_SLOTS];
    struct connection *previous, *next; /* the pool's */
    struct pooled *user;                /* whose content it has cached; NULL: nobody's; likewise */
    uint64_t schema;                    /* which it knows, see pool.h */
    uint32_t schema_cookie;             /* SQLite's number of the same */
} connection;

/* Must come before SQLite's first use, which opening a connection sees to. */
void connection_prepare_sqlite(void);

/* A connection to those pages, or to the file at path. ERROR_UNAVAILABLE, code "StoreUnavailable". */
const gabi_error *connection_open_pages(arena *arena, page_file *pages, connection **ret_connection);
const gabi_error *connection_open_file(arena *arena, const char *path, bool is_durable, connection **ret_connection);

/* Whether the database in the file at path, which is made when absent, has nothing in it yet. */
const gabi_error *connection_file_is_empty(arena *arena, const char *path, bool *ret_is_empty);

void connection_close(connection *self);

/* Leaves the pages that it is connected to, between transactions, for others. When is_other_schema, what it knows of
 * the schema is read again, which SQLite only notices by the cookie: the caller must have seen that it differs. */
const gabi_error *connection_turn_to(connection *self, arena *arena, page_file *pages, bool is_other_schema);

/* The statement for sql, prepared on first use and kept; NULL when it does not compile (connection_error tells why). */
sqlite3_stmt *connection_prepare(connection *self, const char *sql);

/* Finalizes the kept statement for sql, if there is one. */
void connection_discard(connection *self, const char *sql);

/* What went wrong last, while doing something. */
const gabi_error *connection_error(sqlite3 *database, arena *arena, const char *doing);

#endif
