#include "store/page_journal.h"

#include <string.h>

#include "store/page_size.h"

/* Room for some pages; more than the largest is given back when the transaction is over. */
#define SMALLEST_BYTES ((size_t)2 * STORE_PAGE_BYTES)
#define LARGEST_KEPT_BYTES ((size_t)16 * STORE_PAGE_BYTES)

static page_journal *journal_of(sqlite3_file *handle) { return ((page_journal_file *)handle)->journal; }

static int on_close(sqlite3_file *handle) {
    (void)handle;
    return SQLITE_OK;
}

static int on_read(sqlite3_file *handle, void *to, int amount, sqlite3_int64 offset) {
    page_journal *self = journal_of(handle);
    size_t wanted = (size_t)amount, start = (size_t)offset;
    size_t length = start >= self->size ? 0 : self->size - start < wanted ? self->size - start : wanted;
    if (length > 0)
        memcpy(to, self->bytes + start, length);
    memset((char *)to + length, 0, wanted - length);
    return length == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int reserve(page_journal *self, size_t size) {
    if (size <= self->capacity)
        return SQLITE_OK;
    size_t capacity = self->capacity ? self->capacity : SMALLEST_BYTES;
    while (capacity < size)
        capacity *= 2;
    char *bytes = sqlite3_realloc64(self->bytes, capacity);
    if (!bytes)
        return SQLITE_FULL;
    self->bytes = bytes;
    self->capacity = capacity;
    return SQLITE_OK;
}

static int on_write(sqlite3_file *handle, const void *from, int amount, sqlite3_int64 offset) {
    page_journal *self = journal_of(handle);
    size_t start = (size_t)offset, end = start + (size_t)amount;
    int status = reserve(self, end);
    if (status != SQLITE_OK)
        return status;
    if (start > self->size)
        memset(self->bytes + self->size, 0, start - self->size);
    memcpy(self->bytes + start, from, (size_t)amount);
    if (end > self->size)
        self->size = end;
    return SQLITE_OK;
}

static int on_truncate(sqlite3_file *handle, sqlite3_int64 size) {
    page_journal *self = journal_of(handle);
    if ((size_t)size < self->size)
        self->size = (size_t)size;
    if (self->size == 0 && self->capacity > LARGEST_KEPT_BYTES)
        page_journal_free(self);
    return SQLITE_OK;
}

static int on_sync(sqlite3_file *handle, int flags) {
    (void)handle;
    (void)flags;
    return SQLITE_OK;
}

static int on_file_size(sqlite3_file *handle, sqlite3_int64 *ret_size) {
    *ret_size = (sqlite3_int64)journal_of(handle)->size;
    return SQLITE_OK;
}

static int on_file_control(sqlite3_file *handle, int operation, void *argument) {
    (void)handle;
    (void)operation;
    (void)argument;
    return SQLITE_NOTFOUND;
}

static const sqlite3_io_methods io_methods = {
    .iVersion = 1,
    .xClose = on_close,
    .xRead = on_read,
    .xWrite = on_write,
    .xTruncate = on_truncate,
    .xSync = on_sync,
    .xFileSize = on_file_size,
    .xFileControl = on_file_control,
};

void page_journal_open(page_journal *self, sqlite3_file *handle) {
    *(page_journal_file *)handle = (page_journal_file){{&io_methods}, self};
}

void page_journal_free(page_journal *self) {
    sqlite3_free(self->bytes);
    *self = (page_journal){0};
}
