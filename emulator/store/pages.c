#include "store/pages.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "store/page_size.h"

/* Allocation is SQLite's, like everything else that a connection holds. */
typedef struct page {
    atomic_int references;
    unsigned char bytes[STORE_PAGE_BYTES];
} page;

struct page_file {
    page **pages;
    size_t count;
    size_t capacity;
    sqlite3_int64 size_bytes;
};

page_file *page_file_new(void) {
    page_file *self = sqlite3_malloc64(sizeof *self);
    if (self)
        *self = (page_file){0};
    return self;
}

page_file *page_file_fork(const page_file *origin) {
    page_file *self = page_file_new();
    if (!self || origin->count == 0)
        return self;
    self->pages = sqlite3_malloc64(origin->count * sizeof *self->pages);
    if (!self->pages) {
        sqlite3_free(self);
        return NULL;
    }
    self->count = self->capacity = origin->count;
    self->size_bytes = origin->size_bytes;
    memcpy(self->pages, origin->pages, origin->count * sizeof *self->pages);
    for (size_t i = 0; i < self->count; i++)
        if (self->pages[i])
            atomic_fetch_add_explicit(&self->pages[i]->references, 1, memory_order_relaxed);
    return self;
}

static void page_release(page *self) {
    if (self && atomic_fetch_sub_explicit(&self->references, 1, memory_order_acq_rel) == 1)
        sqlite3_free(self);
}

static void drop_pages_from(page_file *self, size_t first) {
    for (size_t i = first; i < self->count; i++)
        page_release(self->pages[i]);
    if (first < self->count)
        self->count = first;
}

void page_file_free(page_file *self) {
    if (!self)
        return;
    drop_pages_from(self, 0);
    sqlite3_free(self->pages);
    sqlite3_free(self);
}

long page_file_private_bytes(const page_file *self) {
    long bytes = 0;
    for (size_t i = 0; i < self->count; i++)
        if (self->pages[i] && atomic_load(&self->pages[i]->references) == 1)
            bytes += STORE_PAGE_BYTES;
    return bytes;
}

/* Source: https://www.sqlite.org/fileformat2.html#the_database_header, offset 40, big-endian. */
uint32_t page_file_schema_cookie(const page_file *self) {
    if (self->count == 0 || !self->pages[0])
        return 0;
    const unsigned char *at = self->pages[0]->bytes + 40;
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Makes room for page number `index`; new places are NULL, which reads as zeros. */
static int reserve_page(page_file *self, size_t index) {
    if (index >= self->capacity) {
        size_t capacity = self->capacity ? self->capacity * 2 : 16;
        while (capacity <= index)
            capacity *= 2;
        page **pages = sqlite3_realloc64(self->pages, capacity * sizeof *pages);
        if (!pages)
            return SQLITE_FULL;
        self->pages = pages;
        self->capacity = capacity;
    }
    while (self->count <= index)
        self->pages[self->count++] = NULL;
    return SQLITE_OK;
}

/* The page to write to: our own, made or copied when absent or shared. */
static int writable_page(page_file *self, size_t index, bool is_overwritten, page **ret_page) {
    int status = reserve_page(self, index);
    if (status != SQLITE_OK)
        return status;
    page *old = self->pages[index];
    if (!old || atomic_load_explicit(&old->references, memory_order_acquire) > 1) {
        page *fresh = sqlite3_malloc64(sizeof *fresh);
        if (!fresh)
            return SQLITE_FULL;
        atomic_init(&fresh->references, 1);
        if (old && !is_overwritten)
            memcpy(fresh->bytes, old->bytes, sizeof fresh->bytes);
        else if (!is_overwritten)
            memset(fresh->bytes, 0, sizeof fresh->bytes);
        page_release(old);
        self->pages[index] = fresh;
    }
    *ret_page = self->pages[index];
    return SQLITE_OK;
}

page_file *page_file_of_bytes(const char *bytes, size_t size) {
    page_file *self = page_file_new();
    if (!self)
        return NULL;
    for (size_t index = 0; index < size / STORE_PAGE_BYTES; index++) {
        page *fresh;
        if (writable_page(self, index, true, &fresh) != SQLITE_OK) {
            page_file_free(self);
            return NULL;
        }
        memcpy(fresh->bytes, bytes + index * STORE_PAGE_BYTES, STORE_PAGE_BYTES);
    }
    self->size_bytes = (sqlite3_int64)size;
    return self;
}

/* Source: https://www.sqlite.org/fileformat2.html#the_database_header, offsets 18 and 19. */
void page_file_leave_log(page_file *self) {
    static const unsigned char no_log[] = {1, 1};
    page *first;
    if (self->count > 0 && writable_page(self, 0, false, &first) == SQLITE_OK)
        memcpy(first->bytes + 18, no_log, sizeof no_log);
}

size_t page_file_size(const page_file *self) { return (size_t)self->size_bytes; }

void page_file_write_to(const page_file *self, char *to) {
    for (size_t done = 0, index = 0; done < page_file_size(self); done += STORE_PAGE_BYTES, index++) {
        size_t left = page_file_size(self) - done, length = left < STORE_PAGE_BYTES ? left : STORE_PAGE_BYTES;
        if (self->pages[index])
            memcpy(to + done, self->pages[index]->bytes, length);
        else
            memset(to + done, 0, length);
    }
}

/* ---- the file as SQLite sees it ---- */

typedef struct open_file {
    sqlite3_file base;
    page_link *link;
} open_file;

static page_file *file_of(sqlite3_file *handle) { return ((open_file *)handle)->link->file; }

static int on_close(sqlite3_file *handle) {
    (void)handle;
    return SQLITE_OK;
}

static int on_read(sqlite3_file *handle, void *to, int amount, sqlite3_int64 offset) {
    page_file *self = file_of(handle);
    unsigned char *out = to;
    int wanted = amount;
    if (offset + amount > self->size_bytes) {
        wanted = offset < self->size_bytes ? (int)(self->size_bytes - offset) : 0;
        memset(out + wanted, 0, (size_t)(amount - wanted));
    }
    for (int done = 0; done < wanted;) {
        size_t index = (size_t)((offset + done) / STORE_PAGE_BYTES);
        size_t start = (size_t)((offset + done) % STORE_PAGE_BYTES);
        size_t length = STORE_PAGE_BYTES - start;
        if (length > (size_t)(wanted - done))
            length = (size_t)(wanted - done);
        if (self->pages[index])
            memcpy(out + done, self->pages[index]->bytes + start, length);
        else
            memset(out + done, 0, length);
        done += (int)length;
    }
    return wanted == amount ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int on_write(sqlite3_file *handle, const void *from, int amount, sqlite3_int64 offset) {
    page_file *self = file_of(handle);
    for (int done = 0; done < amount;) {
        size_t index = (size_t)((offset + done) / STORE_PAGE_BYTES);
        size_t start = (size_t)((offset + done) % STORE_PAGE_BYTES);
        size_t length = STORE_PAGE_BYTES - start;
        if (length > (size_t)(amount - done))
            length = (size_t)(amount - done);
        page *target;
        int status = writable_page(self, index, length == STORE_PAGE_BYTES, &target);
        if (status != SQLITE_OK)
            return status;
        memcpy(target->bytes + start, (const unsigned char *)from + done, length);
        done += (int)length;
    }
    if (offset + amount > self->size_bytes)
        self->size_bytes = offset + amount;
    return SQLITE_OK;
}

static int on_truncate(sqlite3_file *handle, sqlite3_int64 size_bytes) {
    page_file *self = file_of(handle);
    drop_pages_from(self, (size_t)((size_bytes + STORE_PAGE_BYTES - 1) / STORE_PAGE_BYTES));
    if (size_bytes < self->size_bytes)
        self->size_bytes = size_bytes;
    return SQLITE_OK;
}

static int on_sync(sqlite3_file *handle, int flags) {
    (void)handle;
    (void)flags;
    return SQLITE_OK;
}

static int on_file_size(sqlite3_file *handle, sqlite3_int64 *ret_size) {
    *ret_size = file_of(handle)->size_bytes;
    return SQLITE_OK;
}

static int on_lock(sqlite3_file *handle, int level) {
    (void)handle;
    (void)level;
    return SQLITE_OK;
}

static int on_check_reserved_lock(sqlite3_file *handle, int *ret_is_locked) {
    (void)handle;
    *ret_is_locked = 0;
    return SQLITE_OK;
}

static int on_file_control(sqlite3_file *handle, int operation, void *argument) {
    (void)handle;
    (void)operation;
    (void)argument;
    return SQLITE_NOTFOUND;
}

static int on_sector_size(sqlite3_file *handle) {
    (void)handle;
    return STORE_PAGE_BYTES;
}

static int on_device_characteristics(sqlite3_file *handle) {
    (void)handle;
    return SQLITE_IOCAP_ATOMIC | SQLITE_IOCAP_SAFE_APPEND | SQLITE_IOCAP_SEQUENTIAL | SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static const sqlite3_io_methods io_methods = {
    .iVersion = 1,
    .xClose = on_close,
    .xRead = on_read,
    .xWrite = on_write,
    .xTruncate = on_truncate,
    .xSync = on_sync,
    .xFileSize = on_file_size,
    .xLock = on_lock,
    .xUnlock = on_lock,
    .xCheckReservedLock = on_check_reserved_lock,
    .xFileControl = on_file_control,
    .xSectorSize = on_sector_size,
    .xDeviceCharacteristics = on_device_characteristics,
};

/* ---- the VFS: names are addresses of links ---- */

static int on_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *handle, int flags, int *ret_flags) {
    (void)vfs;
    page_link *link;
    handle->pMethods = NULL;
    /* Temporary files are kept in memory by pragma. The journal's name is the database's with something behind it. */
    if (!(flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL)) || !name || sscanf(name, "%p", (void **)&link) != 1)
        return SQLITE_CANTOPEN;
    if (flags & SQLITE_OPEN_MAIN_JOURNAL)
        page_journal_open(&link->journal, handle);
    else
        *(open_file *)handle = (open_file){{&io_methods}, link};
    if (ret_flags)
        *ret_flags = flags;
    return SQLITE_OK;
}

static int on_delete(sqlite3_vfs *vfs, const char *name, int sync_directory) {
    (void)vfs;
    (void)name;
    (void)sync_directory;
    return SQLITE_OK;
}

static int on_access(sqlite3_vfs *vfs, const char *name, int flags, int *ret_exists) {
    (void)vfs;
    (void)name;
    (void)flags;
    *ret_exists = 0;
    return SQLITE_OK;
}

static int on_full_pathname(sqlite3_vfs *vfs, const char *name, int size, char *ret_path) {
    (void)vfs;
    sqlite3_snprintf(size, ret_path, "%s", name);
    return SQLITE_OK;
}

static int on_randomness(sqlite3_vfs *vfs, int size, char *ret_bytes) {
    (void)vfs;
    memset(ret_bytes, 0, (size_t)size); /* nothing we keep depends on SQLite's own chance */
    return size;
}

static int on_sleep(sqlite3_vfs *vfs, int microseconds) {
    (void)vfs;
    return microseconds;
}

static int on_current_time(sqlite3_vfs *vfs, sqlite3_int64 *ret_julian_ms) {
    (void)vfs;
    *ret_julian_ms = 0; /* SQL never asks for the time: worlds have their own */
    return SQLITE_OK;
}

static sqlite3_vfs pages_vfs = {
    .iVersion = 2,
    .szOsFile = sizeof(open_file) > sizeof(page_journal_file) ? sizeof(open_file) : sizeof(page_journal_file),
    .mxPathname = 64,
    .zName = "gabi-pages",
    .xOpen = on_open,
    .xDelete = on_delete,
    .xAccess = on_access,
    .xFullPathname = on_full_pathname,
    .xRandomness = on_randomness,
    .xSleep = on_sleep,
    .xCurrentTimeInt64 = on_current_time,
};

static void register_vfs(void) { sqlite3_vfs_register(&pages_vfs, 0); }

int page_link_open(page_link *self, int flags, sqlite3 **ret_database) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, register_vfs);
    char name[32];
    snprintf(name, sizeof name, "%p", (void *)self);
    return sqlite3_open_v2(name, ret_database, flags, pages_vfs.zName);
}

void page_link_close(page_link *self) { page_journal_free(&self->journal); }
