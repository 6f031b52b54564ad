/* Pages: a database file in memory as an array of reference-counted pages, copied on write, so that a fork shares
 * everything until one side writes. SQLite reaches it through a VFS of its own. */
#ifndef GABI_PAGES_H
#define GABI_PAGES_H

#include <sqlite3.h>

typedef struct page_file page_file;

/* An empty file. The caller ends it with page_file_free, after the connection that uses it is closed. */
page_file *page_file_new(void);

/* A copy that shares all pages. No connection may be writing to origin meanwhile. */
page_file *page_file_fork(const page_file *origin);

void page_file_free(page_file *self);

/* Opens a connection to the file. One connection a file: there are no locks. */
int page_file_open(page_file *self, int flags, sqlite3 **ret_database);

/* Bytes of pages that no other file shares. */
long page_file_private_bytes(const page_file *self);

#endif
