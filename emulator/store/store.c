#include "store/store.h"

#include <assert.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/page_size.h"
#include "store/pages.h"

/* Prepared statements are kept in an open hash table, half full at most. */
#define STATEMENT_SLOTS 1024
#define MOST_STATEMENTS (STATEMENT_SLOTS / 2)

typedef struct kept_statement {
    sqlite3_stmt *statement; /* NULL: a free slot */
    uint32_t hash;
    uint32_t last_used; /* the number of the transaction that used it last */
} kept_statement;

struct store {
    arena *arena;
    sqlite3 *database;
    page_file *pages; /* NULL: an ordinary file */
    pthread_mutex_t lock;
    store_mode mode; /* of the transaction under way */
    uint32_t transaction;
    int64_t changes; /* of the database before it */
    uint64_t undone;
    size_t statement_count;
    kept_statement statements[STATEMENT_SLOTS];
};

static const gabi_error *sqlite_error(sqlite3 *database, arena *arena, const char *doing) {
    int status = sqlite3_errcode(database);
    const char *advice = "";
    if (status == SQLITE_FULL || status == SQLITE_IOERR)
        advice = " (is the disk full or read-only?)";
    return error_new(arena, ERROR_INTERNAL, "InternalServerError", "The store failed while %s: %s%s", doing,
                     sqlite3_errmsg(database), advice);
}

static void configure_sqlite(void) {
    /* Statistics take a global lock at every allocation. */
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite3_initialize();
}

/* Must come before SQLite's first use. */
static void prepare_sqlite(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, configure_sqlite);
}

static store *store_new(void) {
    prepare_sqlite();
    arena *owner = arena_new(4 * sizeof(store));
    store *self = arena_zalloc(owner, sizeof *self);
    self->arena = owner;
    /* Held for microseconds: a moment of spinning is cheaper than sleep. */
    self->lock = (pthread_mutex_t)PTHREAD_ADAPTIVE_MUTEX_INITIALIZER_NP;
    return self;
}

#define OPEN_FLAGS (SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX)

/* Ends the opening of self: pragmas when it went well, release of everything when not. */
static const gabi_error *finish_opening(arena *arena, store *self, int status, const char *pragmas, store **ret_store) {
    const gabi_error *error = NULL;
    if (status != SQLITE_OK)
        error = error_new(arena, ERROR_UNAVAILABLE, "StoreUnavailable", "Cannot open the database: %s",
                          self->database ? sqlite3_errmsg(self->database) : sqlite3_errstr(status));
    else
        error = store_execute(self, arena, pragmas);
    if (error) {
        store_close(self);
        return error;
    }
    *ret_store = self;
    return NULL;
}

#define TEXT_OF_(x) #x
#define TEXT_OF(x) TEXT_OF_(x)
#define COMMON_PRAGMAS                                                                                                 \
    "PRAGMA page_size=" TEXT_OF(STORE_PAGE_BYTES) ";PRAGMA locking_mode=EXCLUSIVE;PRAGMA temp_store=MEMORY;"

static const gabi_error *open_pages(arena *arena, page_file *pages, store **ret_store) {
    store *self = store_new();
    self->pages = pages;
    int status = pages ? page_file_open(pages, OPEN_FLAGS, &self->database) : SQLITE_NOMEM;
    return finish_opening(arena, self, status, COMMON_PRAGMAS "PRAGMA journal_mode=MEMORY;PRAGMA synchronous=OFF;",
                          ret_store);
}

const gabi_error *store_open_memory(arena *arena, store **ret_store) {
    return open_pages(arena, page_file_new(), ret_store);
}

const gabi_error *store_fork(arena *arena, store *origin, store **ret_store) {
    assert(origin->pages && "only stores in memory fork");
    pthread_mutex_lock(&origin->lock);
    page_file *pages = page_file_fork(origin->pages);
    pthread_mutex_unlock(&origin->lock);
    return open_pages(arena, pages, ret_store);
}

const gabi_error *store_open_file(arena *arena, const char *path, bool durable, store **ret_store) {
    store *self = store_new();
    int status = sqlite3_open_v2(path, &self->database, OPEN_FLAGS, NULL);
    return finish_opening(arena, self, status,
                          durable ? COMMON_PRAGMAS "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                                  : COMMON_PRAGMAS "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
                          ret_store);
}

/* Compiled here, not kept: of a file that is none of ours nothing may be taken for granted. */
const gabi_error *store_file_is_empty(arena *arena, const char *path, bool *ret_is_empty) {
    sqlite3 *database = NULL;
    sqlite3_stmt *query = NULL;
    const gabi_error *error = NULL;
    prepare_sqlite();
    int status = sqlite3_open_v2(path, &database, OPEN_FLAGS, NULL);
    if (status == SQLITE_OK)
        status = sqlite3_prepare_v2(database, "SELECT 1 FROM sqlite_schema LIMIT 1", -1, &query, NULL);
    if (status == SQLITE_OK)
        status = sqlite3_step(query);
    if (status == SQLITE_ROW || status == SQLITE_DONE)
        *ret_is_empty = status == SQLITE_DONE;
    else
        error = error_new(arena, ERROR_UNAVAILABLE, "StoreUnavailable", "%s",
                          database ? sqlite3_errmsg(database) : sqlite3_errstr(status));
    sqlite3_finalize(query);
    sqlite3_close(database);
    return error;
}

void store_close(store *self) {
    if (!self)
        return;
    for (size_t i = 0; i < STATEMENT_SLOTS; i++)
        sqlite3_finalize(self->statements[i].statement);
    sqlite3_close(self->database);
    page_file_free(self->pages);
    pthread_mutex_destroy(&self->lock);
    arena_free(self->arena);
}

const gabi_error *store_copy(arena *arena, store *origin, store *target) {
    pthread_mutex_lock(&origin->lock);
    sqlite3_backup *backup = sqlite3_backup_init(target->database, "main", origin->database, "main");
    if (backup)
        sqlite3_backup_step(backup, -1);
    int status = backup ? sqlite3_backup_finish(backup) : SQLITE_ERROR;
    pthread_mutex_unlock(&origin->lock);
    return status == SQLITE_OK ? NULL : sqlite_error(target->database, arena, "copying a world");
}

void store_trim(store *self) {
    pthread_mutex_lock(&self->lock);
    sqlite3_db_release_memory(self->database);
    pthread_mutex_unlock(&self->lock);
}

/* ---- transactions ---- */

const gabi_error *store_begin(store *self, arena *arena, store_mode mode) {
    pthread_mutex_lock(&self->lock);
    self->transaction++;
    self->mode = mode;
    self->changes = sqlite3_total_changes64(self->database);
    /* A reader needs no transaction of SQLite's: the lock keeps everybody else out. */
    const gabi_error *error = mode == STORE_WRITE ? statement_run(store_prepare(self, "BEGIN IMMEDIATE"), arena) : NULL;
    if (error)
        pthread_mutex_unlock(&self->lock);
    return error;
}

const gabi_error *store_end(store *self, arena *arena, const gabi_error *failure) {
    if (self->mode == STORE_WRITE) {
        if (!failure)
            failure = statement_run(store_prepare(self, "COMMIT"), arena);
        if (failure) {
            self->undone += sqlite3_total_changes64(self->database) != self->changes;
            if (!sqlite3_get_autocommit(self->database))
                statement_run(store_prepare(self, "ROLLBACK"), arena);
        }
    }
    pthread_mutex_unlock(&self->lock);
    return failure;
}

uint64_t store_undone(const store *self) { return self->undone; }

uint32_t store_transaction(const store *self) { return self->transaction; }

/* ---- statements ---- */

/* The slot of sql, or the free one where it would go. */
static kept_statement *find_slot(store *self, const char *sql, uint32_t hash) {
    for (size_t i = hash;; i++) {
        kept_statement *slot = &self->statements[i % STATEMENT_SLOTS];
        if (!slot->statement || (slot->hash == hash && strcmp(sqlite3_sql(slot->statement), sql) == 0))
            return slot;
    }
}

/* Empties a slot and moves up those behind it that would no longer be found. */
static void clear_slot(store *self, kept_statement *slot) {
    sqlite3_finalize(slot->statement);
    slot->statement = NULL;
    self->statement_count--;
    size_t at = (size_t)(slot - self->statements);
    for (size_t i = (at + 1) % STATEMENT_SLOTS; self->statements[i].statement; i = (i + 1) % STATEMENT_SLOTS) {
        kept_statement moving = self->statements[i];
        self->statements[i].statement = NULL;
        *find_slot(self, sqlite3_sql(moving.statement), moving.hash) = moving;
    }
}

/* Drops what the transaction under way has not used. */
static void forget_statements(store *self) {
    for (size_t i = 0; i < STATEMENT_SLOTS; i++)
        while (self->statements[i].statement && self->statements[i].last_used != self->transaction)
            clear_slot(self, &self->statements[i]);
}

statement *store_prepare(store *self, const char *sql) {
    uint32_t hash = text_hash(text_of(sql));
    kept_statement *slot = find_slot(self, sql, hash);
    if (!slot->statement) {
        if (self->statement_count >= MOST_STATEMENTS) {
            forget_statements(self);
            slot = find_slot(self, sql, hash);
        }
        sqlite3_stmt *prepared = NULL;
        if (sqlite3_prepare_v3(self->database, sql, -1, SQLITE_PREPARE_PERSISTENT, &prepared, NULL) != SQLITE_OK) {
            fprintf(stderr, "gabi-emu: bug: SQL does not compile: %s\n  %s\n", sqlite3_errmsg(self->database), sql);
            abort();
        }
        *slot = (kept_statement){.statement = prepared, .hash = hash};
        self->statement_count++;
    }
    slot->last_used = self->transaction;
    return (statement *)slot->statement;
}

void store_discard(store *self, const char *sql) {
    kept_statement *slot = find_slot(self, sql, text_hash(text_of(sql)));
    if (slot->statement)
        clear_slot(self, slot);
}

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
    switch (sqlite3_step(raw(self))) {
    case SQLITE_ROW: *ret_row = true; return NULL;
    case SQLITE_DONE:
        statement_reset(self);
        *ret_row = false;
        return NULL;
    default: {
        const gabi_error *error = sqlite_error(sqlite3_db_handle(raw(self)), arena, "running a statement");
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
    return sqlite3_exec(self->database, sql, NULL, NULL, NULL) == SQLITE_OK
               ? NULL
               : sqlite_error(self->database, arena, "running SQL");
}

int64_t store_changes(store *self) { return sqlite3_changes64(self->database); }
