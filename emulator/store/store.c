#include "store/store.h"

#include <pthread.h>
#include <stdio.h>

#include "store/pool.h"
#include "store/store_pages.h"

struct store {
    arena *arena;
    pooled pooled;          /* of a store in memory */
    connection *connection; /* of a transaction under way; of a store in a file always */
    pthread_mutex_t lock;
    store_mode mode; /* of the transaction under way */
    uint32_t transaction;
    int64_t changes; /* of the database before it */
    uint64_t undone;
};

static bool is_in_memory(const store *self) { return self->pooled.pages != NULL; }

static store *store_new(void) {
    arena *owner = arena_new(4 * sizeof(store));
    store *self = arena_zalloc(owner, sizeof *self);
    self->arena = owner;
    /* Held for microseconds: a moment of spinning is cheaper than sleep. */
    self->lock = (pthread_mutex_t)PTHREAD_ADAPTIVE_MUTEX_INITIALIZER_NP;
    return self;
}

/* A store of those pages, NULL when there was no memory for them, in that pool. */
static const gabi_error *store_of_pages(arena *arena, page_file *pages, connection_pool *pool, uint64_t schema,
                                        store **ret_store) {
    if (!pages) {
        pool_leave(pool);
        return error_new(arena, ERROR_UNAVAILABLE, "StoreUnavailable", "There is no memory for another world");
    }
    store *self = store_new();
    self->pooled = (pooled){pool, pages, schema, NULL};
    *ret_store = self;
    return NULL;
}

const gabi_error *store_open_pages(arena *arena, page_file *pages, store **ret_store) {
    return store_of_pages(arena, pages, pool_new(), 0, ret_store);
}

const gabi_error *store_open_memory(arena *arena, store **ret_store) {
    connection_prepare_sqlite();
    return store_open_pages(arena, page_file_new(), ret_store);
}

const page_file *store_pages(const store *self) { return self->pooled.pages; }

const gabi_error *store_open_file(arena *arena, const char *path, bool durable, store **ret_store) {
    connection *opened;
    TRY(connection_open_file(arena, path, durable, &opened));
    store *self = store_new();
    self->connection = opened;
    *ret_store = self;
    return NULL;
}

const gabi_error *store_file_is_empty(arena *arena, const char *path, bool *ret_is_empty) {
    return connection_file_is_empty(arena, path, ret_is_empty);
}

void store_close(store *self) {
    if (!self)
        return;
    if (is_in_memory(self)) {
        pool_forget(&self->pooled);
        page_file_free(self->pooled.pages);
        pool_leave(self->pooled.pool);
    } else {
        connection_close(self->connection);
    }
    pthread_mutex_destroy(&self->lock);
    arena_free(self->arena);
}

/* ---- transactions ---- */

/* Takes the lock, and a connection. */
static const gabi_error *lock(store *self, arena *arena) {
    pthread_mutex_lock(&self->lock);
    const gabi_error *error = is_in_memory(self) ? pool_take(&self->pooled, arena, &self->connection) : NULL;
    if (error)
        pthread_mutex_unlock(&self->lock);
    return error;
}

static void unlock(store *self) {
    if (is_in_memory(self))
        pool_give_back(&self->pooled);
    pthread_mutex_unlock(&self->lock);
}

const gabi_error *store_begin(store *self, arena *arena, store_mode mode) {
    TRY(lock(self, arena));
    self->transaction++;
    self->mode = mode;
    self->changes = sqlite3_total_changes64(self->connection->database);
    /* A reader needs no transaction of SQLite's: the lock keeps everybody else out. */
    const gabi_error *error = mode == STORE_WRITE ? statement_run(store_prepare(self, "BEGIN IMMEDIATE"), arena) : NULL;
    if (error)
        unlock(self);
    return error;
}

const gabi_error *store_end(store *self, arena *arena, const gabi_error *failure) {
    if (self->mode == STORE_WRITE) {
        if (!failure)
            failure = statement_run(store_prepare(self, "COMMIT"), arena);
        if (failure) {
            self->undone += sqlite3_total_changes64(self->connection->database) != self->changes;
            if (!sqlite3_get_autocommit(self->connection->database))
                statement_run(store_prepare(self, "ROLLBACK"), arena);
        }
    }
    unlock(self);
    return failure;
}

uint64_t store_undone(const store *self) { return self->undone; }

uint32_t store_transaction(const store *self) { return self->transaction; }

/* ---- copies ---- */

/* So many pages are copied before others are let in. */
#define PAGES_AT_ONCE 64

/* Copies a database page by page. What is written to it meanwhile goes through the same connection, so that SQLite
 * writes it to the copy, too. */
static const gabi_error *copy_pages(arena *arena, store *origin, store *target) {
    int status = SQLITE_OK;
    pthread_mutex_lock(&origin->lock);
    sqlite3_backup *backup =
        sqlite3_backup_init(target->connection->database, "main", origin->connection->database, "main");
    while (backup && status == SQLITE_OK) {
        status = sqlite3_backup_step(backup, PAGES_AT_ONCE);
        pthread_mutex_unlock(&origin->lock);
        pthread_mutex_lock(&origin->lock);
    }
    status = backup ? sqlite3_backup_finish(backup) : SQLITE_ERROR;
    pthread_mutex_unlock(&origin->lock);
    return status == SQLITE_OK ? NULL : connection_error(target->connection->database, arena, "copying a world");
}

/* A store in memory with the pages of one in memory. */
static const gabi_error *share_pages(arena *arena, store *origin, store **ret_store) {
    pthread_mutex_lock(&origin->lock);
    page_file *pages = page_file_fork(origin->pooled.pages);
    uint64_t schema = origin->pooled.schema;
    pthread_mutex_unlock(&origin->lock);
    return store_of_pages(arena, pages, pool_join(origin->pooled.pool), schema, ret_store);
}

/* A store in memory with a copy of the pages of one in a file. */
static const gabi_error *load_pages(arena *arena, store *origin, store **ret_store) {
    store *made;
    TRY(store_open_memory(arena, &made));
    const gabi_error *error = lock(made, arena);
    if (!error) {
        error = copy_pages(arena, origin, made);
        unlock(made);
        pool_forget(&made->pooled);
        page_file_leave_log(made->pooled.pages);
    }
    if (error)
        store_close(made);
    else
        *ret_store = made;
    return error;
}

const gabi_error *store_fork(arena *arena, store *origin, store **ret_store) {
    return is_in_memory(origin) ? share_pages(arena, origin, ret_store) : load_pages(arena, origin, ret_store);
}

/* Takes over the pages of a fork of the origin's, which is left with those that were here. */
static void exchange_pages(store *self, store *fork) {
    uint64_t schema = self->pooled.pool == fork->pooled.pool ? fork->pooled.schema : pool_new_schema(self->pooled.pool);
    page_file *pages = self->pooled.pages;
    pool_forget(&self->pooled);
    self->pooled.pages = fork->pooled.pages;
    self->pooled.schema = schema;
    pool_forget(&fork->pooled);
    fork->pooled.pages = pages;
}

/* The fork is nobody else's: it needs no lock while it is copied, but a connection. */
static const gabi_error *write_pages(arena *arena, store *fork, store *target) {
    TRY(pool_take(&fork->pooled, arena, &fork->connection));
    const gabi_error *error = copy_pages(arena, fork, target);
    pool_give_back(&fork->pooled);
    return error;
}

const gabi_error *store_copy(arena *arena, store *origin, store *target) {
    store *fork;
    const gabi_error *error = NULL;
    TRY(store_fork(arena, origin, &fork));
    if (is_in_memory(target))
        exchange_pages(target, fork);
    else
        error = write_pages(arena, fork, target);
    store_close(fork);
    return error;
}

/* ---- statements ---- */

statement *store_prepare(store *self, const char *sql) {
    sqlite3_stmt *prepared = connection_prepare(self->connection, sql);
    if (!prepared)
        fprintf(stderr, "gabi-emu: SQL does not compile: %s\n  %s\n", sqlite3_errmsg(self->connection->database), sql);
    return (statement *)prepared;
}

void store_discard(store *self, const char *sql) { connection_discard(self->connection, sql); }

static sqlite3_stmt *raw(statement *self) { return (sqlite3_stmt *)self; }

void bind_integer(statement *self, int parameter, int64_t value) { sqlite3_bind_int64(raw(self), parameter, value); }

void bind_text(statement *self, int parameter, text value) {
    sqlite3_bind_text64(raw(self), parameter, value.data ? value.data : "", value.length, SQLITE_STATIC, SQLITE_UTF8);
}

void bind_blob(statement *self, int parameter, text value) {
    sqlite3_bind_blob64(raw(self), parameter, value.data ? value.data : "", value.length, SQLITE_STATIC);
}

void bind_null(statement *self, int parameter) { sqlite3_bind_null(raw(self), parameter); }

const gabi_error *statement_step(statement *self, arena *arena, bool *ret_row) {
    if (!self)
        return error_new(arena, ERROR_INTERNAL, "InternalServerError", "The database is not as gabi-emu makes it");
    switch (sqlite3_step(raw(self))) {
    case SQLITE_ROW: *ret_row = true; return NULL;
    case SQLITE_DONE:
        statement_reset(self);
        *ret_row = false;
        return NULL;
    default: {
        const gabi_error *error = connection_error(sqlite3_db_handle(raw(self)), arena, "running a statement");
        statement_reset(self);
        return error;
    }
    }
}

const gabi_error *statement_run(statement *self, arena *arena) {
    bool has_row;
    TRY(statement_step(self, arena, &has_row));
    if (has_row)
        statement_reset(self);
    return NULL;
}

void statement_reset(statement *self) {
    sqlite3_reset(raw(self));
    sqlite3_clear_bindings(raw(self));
}

int64_t column_integer(statement *self, int column) { return sqlite3_column_int64(raw(self), column); }

text column_blob(statement *self, int column) {
    const char *data = sqlite3_column_blob(raw(self), column);
    return (text){data ? data : "", (size_t)sqlite3_column_bytes(raw(self), column)};
}

text column_text(statement *self, int column) {
    const char *data = (const char *)sqlite3_column_text(raw(self), column);
    return (text){data ? data : "", (size_t)sqlite3_column_bytes(raw(self), column)};
}

bool column_is_null(statement *self, int column) { return sqlite3_column_type(raw(self), column) == SQLITE_NULL; }

const gabi_error *store_execute(store *self, arena *arena, const char *sql) {
    return sqlite3_exec(self->connection->database, sql, NULL, NULL, NULL) == SQLITE_OK
               ? NULL
               : connection_error(self->connection->database, arena, "running SQL");
}

int64_t store_changes(store *self) { return sqlite3_changes64(self->connection->database); }
