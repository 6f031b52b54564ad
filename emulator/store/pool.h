/* Pool: the connections that a store in memory and all its forks share. A store has one while it is in a transaction;
 * afterwards it lies idle, with that store's content cached, until the store begins again or another one takes it. So a
 * thousand worlds need no more connections than there are threads, and a fork finds one that knows its schema and has
 * its statements prepared.
 *
 * A schema is known by a number of the pool's: forks have that of their origin, and a store whose schema changes gets a
 * new one. SQLite itself tells schemas apart by their cookie alone, which forks that change in different ways have in
 * common. */
#ifndef GABI_POOL_H
#define GABI_POOL_H

#include "store/connection.h"

typedef struct connection_pool connection_pool;

/* A pool with one user, and what adds and takes away users; with the last one it ends. */
connection_pool *pool_new(void);
connection_pool *pool_join(connection_pool *self);
void pool_leave(connection_pool *self);

/* A number for a schema that no store of the pool has. */
uint64_t pool_new_schema(connection_pool *self);

/* What a store in memory has to do with the pool. */
typedef struct pooled {
    connection_pool *pool;
    page_file *pages;
    uint64_t schema;
    connection *connection; /* in use, or idle with these pages cached; NULL: another store has taken it */
} pooled;

/* Takes a connection to the pages for a transaction, until pool_give_back. */
const gabi_error *pool_take(pooled *self, arena *arena, connection **ret_connection);
void pool_give_back(pooled *self);

/* The pages are about to be others, or to end. Not in a transaction. */
void pool_forget(pooled *self);

#endif
