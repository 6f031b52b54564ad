#include "store/archive.h"

#include "core/crypto.h"
#include "store/connection.h"
#include "store/page_size.h"
#include "store/store_pages.h"

static const gabi_error *invalid(arena *arena, const char *what) {
    return error_new(arena, ERROR_INVALID, "invalid_archive", "This is no archive of a world: %s", what);
}

/* ---- writing ---- */

static const gabi_error *sign(arena *arena, store *store) {
    return store_execute(store, arena,
                         arena_printf(arena, "PRAGMA application_id = %d; PRAGMA user_version = %d",
                                      ARCHIVE_APPLICATION_ID, STORE_FORMAT));
}

/* SQLite counts changes of a file in its header, for other processes that have it open. Here that count tells how
 * connections were shared, and nothing of the world: equal worlds have equal archives.
 * Source: https://www.sqlite.org/fileformat2.html#the_database_header, offsets 24 and 92. */
static void forget_change_count(char *bytes) {
    static const char one[] = {0, 0, 0, 1};
    memcpy(bytes + 24, one, sizeof one);
    memcpy(bytes + 92, one, sizeof one);
}

const gabi_error *archive_write(arena *arena, world *fork, text *ret_bytes) {
    store *store = world_store(fork);
    TRY(world_keep_exactly(fork, arena));
    TRY(store_begin(store, arena, STORE_WRITE));
    TRY(store_end(store, arena, sign(arena, store)));
    size_t size = page_file_size(store_pages(store));
    if (size > ARCHIVE_MOST_BYTES)
        return error_new(arena, ERROR_TOO_LARGE, "archive_too_large", "The world has %zu bytes; %zu can be archived",
                         size, ARCHIVE_MOST_BYTES);
    char *bytes = arena_alloc(arena, size + SHA256_BYTES);
    page_file_write_to(store_pages(store), bytes);
    forget_change_count(bytes);
    sha256_digest digest = sha256((text){bytes, size});
    memcpy(bytes + size, digest.bytes, sizeof digest.bytes);
    *ret_bytes = (text){bytes, size + SHA256_BYTES};
    return NULL;
}

/* ---- reading ---- */

static uint32_t number_at(text bytes, size_t offset, unsigned size) {
    uint32_t number = 0;
    for (unsigned i = 0; i < size; i++)
        number = number << 8 | (unsigned char)bytes.data[offset + i];
    return number;
}

/* Source: https://www.sqlite.org/fileformat2.html#the_database_header */
static const gabi_error *check_header(arena *arena, text bytes) {
    if (bytes.length < STORE_PAGE_BYTES || !text_starts_with(bytes, (text){"SQLite format 3", 16}))
        return invalid(arena, "it is not an SQLite database");
    if (number_at(bytes, 68, 4) != ARCHIVE_APPLICATION_ID)
        return invalid(arena, "its database is not of gabi-emu");
    if (number_at(bytes, 60, 4) != STORE_FORMAT)
        return error_new(arena, ERROR_INVALID, "invalid_archive", "The archive has format %u, this gabi-emu reads %d",
                         number_at(bytes, 60, 4), STORE_FORMAT);
    if (number_at(bytes, 16, 2) != STORE_PAGE_BYTES || number_at(bytes, 18, 2) != 0x0101 ||
        bytes.length % STORE_PAGE_BYTES != SHA256_BYTES || number_at(bytes, 28, 4) != bytes.length / STORE_PAGE_BYTES)
        return invalid(arena, "it is not complete");
    return NULL;
}

static const gabi_error *check_digest(arena *arena, text bytes) {
    size_t size = bytes.length - SHA256_BYTES;
    sha256_digest digest = sha256(text_upto(bytes, size));
    return memcmp(digest.bytes, bytes.data + size, SHA256_BYTES) == 0
               ? NULL
               : invalid(arena, "it is not as gabi-emu wrote it");
}

/* Whether the query's first value is the expected one. */
static bool says(sqlite3 *database, const char *sql, const char *expected) {
    sqlite3_stmt *query = NULL;
    bool is_said = sqlite3_prepare_v2(database, sql, -1, &query, NULL) == SQLITE_OK &&
                   sqlite3_step(query) == SQLITE_ROW && sqlite3_column_text(query, 0) &&
                   strcmp((const char *)sqlite3_column_text(query, 0), expected) == 0;
    sqlite3_finalize(query);
    return is_said;
}

/* Nothing of ours is a view, a trigger or a virtual table, has generated columns, checks anything, or has an index of
 * expressions: whatever is, was put there to be run. */
static const gabi_error *check_content(arena *arena, sqlite3 *database) {
    if (!says(database, "SELECT count(*) FROM sqlite_schema WHERE type NOT IN ('table', 'index') OR rootpage = 0", "0"))
        return invalid(arena, "it has views, triggers or virtual tables");
    if (!says(database,
              "SELECT count(*) FROM sqlite_schema s WHERE sql LIKE '%check%(%' OR EXISTS (SELECT 1 FROM "
              "pragma_table_xinfo(s.name) WHERE hidden != 0) OR EXISTS (SELECT 1 FROM pragma_index_xinfo(s.name) "
              "WHERE cid = -2)",
              "0"))
        return invalid(arena, "it has expressions in its tables");
    if (!says(database, "PRAGMA integrity_check(1)", "ok"))
        return invalid(arena, "it is damaged");
    if (!says(database, "SELECT count(*) FROM world", "1") || !says(database, "SELECT 1 FROM world_numbers", "1"))
        return invalid(arena, "it does not say what its world was");
    return NULL;
}

/* Looks at the pages through a connection that believes nothing of what they say. */
static const gabi_error *check_pages(arena *arena, page_file *pages) {
    page_link link = {.file = pages};
    sqlite3 *database = NULL;
    const gabi_error *error = NULL;
    if (page_link_open(&link, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, &database) != SQLITE_OK)
        error = invalid(arena, "it cannot be opened");
    if (!error) {
        sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
        sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
        sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
        error = check_content(arena, database);
    }
    sqlite3_close(database);
    page_link_close(&link);
    return error;
}

const gabi_error *archive_read(arena *arena, text bytes, text name, world **ret_world) {
    store *store;
    world_options options = {.name = name};
    TRY(check_header(arena, bytes));
    TRY(check_digest(arena, bytes));
    connection_prepare_sqlite();
    page_file *pages = page_file_of_bytes(bytes.data, bytes.length - SHA256_BYTES);
    const gabi_error *error = pages ? check_pages(arena, pages) : NULL;
    if (error) {
        page_file_free(pages);
        return error;
    }
    TRY(store_open_pages(arena, pages, &store));
    error = world_new(arena, &options, store, ret_world);
    if (error) {
        store_close(store);
        return invalid(arena, error->message);
    }
    return NULL;
}
