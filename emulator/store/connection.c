#include "store/connection.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

#include "store/page_size.h"

#define MOST_STATEMENTS (STATEMENT_SLOTS / 2)
#define OPEN_FLAGS (SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX)

/* SQLite takes no settings once anything of it was used, and says so by its answer alone. */
static void configure_sqlite(void) {
    /* Statistics take a global lock at every allocation. */
    int memory = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0), threads = sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    assert(memory == SQLITE_OK && threads == SQLITE_OK);
    (void)memory, (void)threads;
    sqlite3_initialize();
}

void connection_prepare_sqlite(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, configure_sqlite);
}

/* What may help, behind SQLite's own words. */
static const char *advice(int status) {
    return status == SQLITE_FULL || status == SQLITE_IOERR ? " (is the disk full or read-only?)" : "";
}

const gabi_error *connection_error(sqlite3 *database, arena *arena, const char *doing) {
    return error_new(arena, ERROR_INTERNAL, "InternalServerError", "The store failed while %s: %s%s", doing,
                     sqlite3_errmsg(database), advice(sqlite3_errcode(database)));
}

/* ---- opening ---- */

static connection *connection_new(void) {
    connection_prepare_sqlite();
    arena *owner = arena_new(4 * sizeof(connection));
    connection *self = arena_zalloc(owner, sizeof *self);
    self->arena = owner;
    return self;
}

/* Ends the opening of self: pragmas when it went well, release of everything when not. */
static const gabi_error *finish_opening(connection *self, arena *arena, int status, const char *pragmas,
                                        connection **ret_connection) {
    const gabi_error *error = NULL;
    if (status != SQLITE_OK)
        error = error_new(arena, ERROR_UNAVAILABLE, "StoreUnavailable", "Cannot open the database: %s",
                          self->database ? sqlite3_errmsg(self->database) : sqlite3_errstr(status));
    else if (sqlite3_exec(self->database, pragmas, NULL, NULL, NULL) != SQLITE_OK)
        error = connection_error(self->database, arena, "opening the database");
    if (error) {
        connection_close(self);
        return error;
    }
    *ret_connection = self;
    return NULL;
}

#define TEXT_OF_(x) #x
#define TEXT_OF(x) TEXT_OF_(x)
#define COMMON_PRAGMAS                                                                                                 \
    "PRAGMA page_size=" TEXT_OF(STORE_PAGE_BYTES) ";PRAGMA locking_mode=EXCLUSIVE;PRAGMA temp_store=MEMORY;"

const gabi_error *connection_open_pages(arena *arena, page_file *pages, connection **ret_connection) {
    connection *self = connection_new();
    self->link.file = pages;
    return finish_opening(self, arena, page_link_open(&self->link, OPEN_FLAGS, &self->database),
                          COMMON_PRAGMAS "PRAGMA journal_mode=TRUNCATE;PRAGMA synchronous=OFF;", ret_connection);
}

const gabi_error *connection_open_file(arena *arena, const char *path, bool is_durable, connection **ret_connection) {
    connection *self = connection_new();
    return finish_opening(self, arena, sqlite3_open_v2(path, &self->database, OPEN_FLAGS, NULL),
                          is_durable ? COMMON_PRAGMAS "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                                     : COMMON_PRAGMAS "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
                          ret_connection);
}

/* Compiled here, not kept: of a file that is none of ours nothing may be taken for granted. */
const gabi_error *connection_file_is_empty(arena *arena, const char *path, bool *ret_is_empty) {
    sqlite3 *database = NULL;
    sqlite3_stmt *query = NULL;
    const gabi_error *error = NULL;
    connection_prepare_sqlite();
    int status = sqlite3_open_v2(path, &database, OPEN_FLAGS, NULL);
    if (status == SQLITE_OK) /* so that SQLite makes no file to share its index, for which a full disk has no room */
        status = sqlite3_exec(database, "PRAGMA locking_mode=EXCLUSIVE", NULL, NULL, NULL);
    if (status == SQLITE_OK)
        status = sqlite3_prepare_v2(database, "SELECT 1 FROM sqlite_schema LIMIT 1", -1, &query, NULL);
    if (status == SQLITE_OK)
        status = sqlite3_step(query);
    if (status == SQLITE_ROW || status == SQLITE_DONE)
        *ret_is_empty = status == SQLITE_DONE;
    else
        error = error_new(arena, ERROR_UNAVAILABLE, "StoreUnavailable", "%s%s",
                          database ? sqlite3_errmsg(database) : sqlite3_errstr(status), advice(status));
    sqlite3_finalize(query);
    sqlite3_close(database);
    return error;
}

void connection_close(connection *self) {
    if (!self)
        return;
    for (size_t i = 0; i < STATEMENT_SLOTS; i++)
        sqlite3_finalize(self->statements[i].statement);
    sqlite3_close(self->database);
    page_link_close(&self->link);
    arena_free(self->arena);
}

/* ---- turning to other pages ---- */

static bool touch(connection *self) {
    sqlite3_stmt *query = connection_prepare(self, "SELECT 1 FROM sqlite_schema LIMIT 1");
    int status = sqlite3_step(query);
    sqlite3_reset(query);
    return status == SQLITE_ROW || status == SQLITE_DONE;
}

/* In exclusive mode SQLite takes for granted that its cache and its idea of the file's size are right. Leaving that
 * mode makes it let go of the file at the end of the next transaction, whatever becomes of that one, and look again. */
const gabi_error *connection_turn_to(connection *self, arena *arena, page_file *pages, bool is_other_schema) {
    self->link.file = pages;
    sqlite3_file_control(self->database, "main", SQLITE_FCNTL_RESET_CACHE, NULL);
    sqlite3_exec(self->database, "PRAGMA locking_mode=NORMAL", NULL, NULL, NULL);
    touch(self);
    sqlite3_exec(self->database, "PRAGMA locking_mode=EXCLUSIVE", NULL, NULL, NULL);
    return is_other_schema && !touch(self) ? connection_error(self->database, arena, "turning to another world") : NULL;
}

/* ---- statements ---- */

/* The slot of sql, or the free one where it would go. */
static kept_statement *find_slot(connection *self, const char *sql, uint32_t hash) {
    for (size_t i = hash;; i++) {
        kept_statement *slot = &self->statements[i % STATEMENT_SLOTS];
        if (!slot->statement || (slot->hash == hash && strcmp(sqlite3_sql(slot->statement), sql) == 0))
            return slot;
    }
}

/* Empties a slot and moves up those behind it that would no longer be found. */
static void clear_slot(connection *self, kept_statement *slot) {
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

/* Drops what the present use has not used. */
static void forget_statements(connection *self) {
    for (size_t i = 0; i < STATEMENT_SLOTS; i++)
        while (self->statements[i].statement && self->statements[i].last_used != self->uses)
            clear_slot(self, &self->statements[i]);
}

sqlite3_stmt *connection_prepare(connection *self, const char *sql) {
    uint32_t hash = text_hash(text_of(sql));
    kept_statement *slot = find_slot(self, sql, hash);
    if (!slot->statement) {
        sqlite3_stmt *prepared = NULL;
        if (self->statement_count >= MOST_STATEMENTS) {
            forget_statements(self);
            slot = find_slot(self, sql, hash);
        }
        if (sqlite3_prepare_v3(self->database, sql, -1, SQLITE_PREPARE_PERSISTENT, &prepared, NULL) != SQLITE_OK)
            return NULL;
        *slot = (kept_statement){.statement = prepared, .hash = hash};
        self->statement_count++;
    }
    slot->last_used = self->uses;
    return slot->statement;
}

void connection_discard(connection *self, const char *sql) {
    kept_statement *slot = find_slot(self, sql, text_hash(text_of(sql)));
    if (slot->statement)
        clear_slot(self, slot);
}
