/* Pages: a database file in memory as an array of reference-counted pages, copied on write, so that a fork shares
 * everything until one side writes. SQLite reaches it through a VFS of its own. */
#ifndef GABI_PAGES_H
#define GABI_PAGES_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

#include "store/page_journal.h"

typedef struct page_file page_file;

/* An empty file. The caller ends it with page_file_free, after the connection that uses it is closed. */
page_file *page_file_new(void);

/* A file of size bytes, a multiple of a page. */
page_file *page_file_of_bytes(const char *bytes, size_t size);

/* A copy that shares all pages. No connection may be writing to origin meanwhile. */
page_file *page_file_fork(const page_file *origin);

void page_file_free(page_file *self);

size_t page_file_size(const page_file *self);

/* Writes the whole file to where there is room for it. */
void page_file_write_to(const page_file *self, char *to);

/* The version of the database's schema, as SQLite counts it: it differs after a change. */
uint32_t page_file_schema_cookie(const page_file *self);

/* A database that was copied from a file with a write-ahead log says that it has one; here it has none. */
void page_file_leave_log(page_file *self);

/* What a connection looks through at a file. It may be made to look at another between transactions. */
typedef struct page_link {
    page_file *file;
    page_journal journal; /* of the transaction under way */
} page_link;

/* Opens a connection to the link's file; the link must outlive it. One connection a file at a time: there are no
 * locks. */
int page_link_open(page_link *self, int flags, sqlite3 **ret_database);

/* Once the connection is closed. */
void page_link_close(page_link *self);

/* Bytes of pages that no other file shares. */
long page_file_private_bytes(const page_file *self);

#endif
