/* Page journal: what SQLite notes down of a transaction to be able to take it back, in one stretch of memory that stays
 * with the connection. SQLite's own journal in memory (journal_mode=MEMORY) is a list of pieces of a kilobyte, which
 * are allocated anew in each transaction: sixteen for each page that changes. */
#ifndef GABI_PAGE_JOURNAL_H
#define GABI_PAGE_JOURNAL_H

#include <sqlite3.h>
#include <stddef.h>

/* All zero when empty. */
typedef struct page_journal {
    char *bytes;
    size_t size;
    size_t capacity;
} page_journal;

/* The file that SQLite has of the journal, which must outlive it. */
typedef struct page_journal_file {
    sqlite3_file base;
    page_journal *journal;
} page_journal_file;

/* Opens handle, which has room for a page_journal_file, on the journal as it is. */
void page_journal_open(page_journal *self, sqlite3_file *handle);

void page_journal_free(page_journal *self);

#endif
