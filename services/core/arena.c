#include "core/arena.h"

#include <assert.h>
#include <malloc.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISONS 1
#endif
#endif

#ifdef ARENA_POISONS
#include <sanitizer/asan_interface.h>
#define POISON(address, size) ASAN_POISON_MEMORY_REGION(address, size)
#define UNPOISON(address, size) ASAN_UNPOISON_MEMORY_REGION(address, size)
/* A poisoned gap behind every allocation turns an overrun into a report. */
#define RED_ZONE_BYTES 16
#else
#define POISON(address, size) ((void)0)
#define UNPOISON(address, size) ((void)0)
#define RED_ZONE_BYTES 0
#endif

#define FIRST_BLOCK_BYTES ((size_t)32 * 1024) /* what is not used of it is never touched */
#define USUAL_FORMATTED_BYTES 256
#define LARGEST_SHARED_BLOCK_BYTES ((size_t)1024 * 1024)
#define LARGEST_KEPT_BLOCK_BYTES ((size_t)256 * 1024) /* by a reset */
#define MOST_KEPT_FREE_BYTES (4 * 1024 * 1024)

typedef struct block {
    struct block *previous;
    size_t size;
    alignas(max_align_t) char bytes[];
} block;

typedef struct deferred {
    struct deferred *previous;
    void (*release)(void *resource);
    void *resource;
} deferred;

struct arena {
    block *current;   /* allocations are cut from here */
    block *oversized; /* blocks of one large allocation each */
    char *next;
    char *end;
    deferred *deferred;
    size_t reserved;
    size_t ceiling;
    size_t used;
    size_t next_block_size;
};

static size_t round_up(size_t size) {
    const size_t alignment = alignof(max_align_t);
    return (size + alignment - 1) & ~(alignment - 1);
}

static _Noreturn void out_of_memory(const char *why, size_t size) {
    fprintf(stderr, "gabi: %s while allocating %zu bytes\n", why, size);
    abort();
}

static block *block_new(arena *self, size_t size, block *previous) {
    if (size > self->ceiling || self->reserved > self->ceiling - size)
        out_of_memory("an arena passed its ceiling", size);
    block *fresh = malloc(sizeof *fresh + size);
    if (!fresh)
        out_of_memory("out of memory", size);
    fresh->previous = previous;
    fresh->size = size;
    POISON(fresh->bytes, size);
    self->reserved += size;
    return fresh;
}

static void block_free(arena *self, block *unused) {
    UNPOISON(unused->bytes, unused->size);
    self->reserved -= unused->size;
    free(unused);
}

static void use_block(arena *self, block *fresh) {
    self->current = fresh;
    self->next = fresh->bytes;
    self->end = fresh->bytes + fresh->size;
}

arena *arena_new(size_t ceiling_bytes) {
    arena *self = calloc(1, sizeof *self);
    if (!self)
        out_of_memory("out of memory", sizeof *self);
    self->ceiling = ceiling_bytes;
    self->next_block_size = FIRST_BLOCK_BYTES;
    return self;
}

/* Frees all blocks but the largest that may stay, which is returned; the first one always may. */
static block *take_block_to_keep(arena *self) {
    block *kept = NULL;
    for (block *each = self->current; each;) {
        block *previous = each->previous;
        bool may_stay = !previous || each->size <= LARGEST_KEPT_BLOCK_BYTES;
        if (!kept && may_stay)
            kept = each;
        else
            block_free(self, each);
        each = previous;
    }
    if (kept)
        kept->previous = NULL;
    return kept;
}

void arena_reset(arena *self) {
    /* A release may itself defer, so the list is taken one by one. */
    while (self->deferred) {
        deferred *last = self->deferred;
        self->deferred = last->previous;
        last->release(last->resource);
    }
    while (self->oversized) {
        block *previous = self->oversized->previous;
        block_free(self, self->oversized);
        self->oversized = previous;
    }
    block *kept = take_block_to_keep(self);
    self->next_block_size = FIRST_BLOCK_BYTES;
    if (kept) {
        POISON(kept->bytes, kept->size);
        use_block(self, kept);
        self->next_block_size = kept->size;
    }
    self->used = 0;
}

void arena_free(arena *self) {
    if (!self)
        return;
    arena_reset(self);
    if (self->current)
        block_free(self, self->current);
    free(self);
}

static void *alloc_oversized(arena *self, size_t size) {
    self->oversized = block_new(self, size, self->oversized);
    UNPOISON(self->oversized->bytes, size);
    return self->oversized->bytes;
}

void *arena_alloc(arena *self, size_t size) {
    if (size > self->ceiling)
        out_of_memory("an arena passed its ceiling", size);
    size_t taken = round_up((size ? size : 1) + RED_ZONE_BYTES);
    self->used += size;
    if (taken > (size_t)(self->end - self->next)) {
        if (taken > LARGEST_SHARED_BLOCK_BYTES / 4)
            return alloc_oversized(self, size ? size : 1);
        size_t block_size = self->next_block_size;
        while (block_size < taken)
            block_size *= 2;
        size_t left = self->ceiling - self->reserved;
        if (block_size > left && taken <= left)
            block_size = left; /* a small arena's last block */
        use_block(self, block_new(self, block_size, self->current));
        if (self->next_block_size < LARGEST_SHARED_BLOCK_BYTES)
            self->next_block_size *= 2;
    }
    void *result = self->next;
    self->next += taken;
    UNPOISON(result, size ? size : 1);
    return result;
}

void *arena_zalloc(arena *self, size_t size) { return memset(arena_alloc(self, size), 0, size); }

void *arena_grow(arena *self, void *old, size_t old_size, size_t new_size) {
    assert(new_size >= old_size);
    size_t old_taken = round_up((old_size ? old_size : 1) + RED_ZONE_BYTES);
    size_t new_taken = round_up(new_size + RED_ZONE_BYTES);
    if (old && (char *)old + old_taken == self->next && new_taken - old_taken <= (size_t)(self->end - self->next)) {
        self->next += new_taken - old_taken;
        self->used += new_size - old_size;
        UNPOISON(old, new_size);
        return old;
    }
    void *moved = arena_alloc(self, new_size);
    if (old_size)
        memcpy(moved, old, old_size);
    return moved;
}

void *arena_grow_by_one(arena *self, void *items, size_t count, size_t item_size) {
    bool is_full = (count & (count - 1)) == 0; /* 0, 1, 2, 4, 8, … */
    return is_full ? arena_grow(self, items, count * item_size, (count ? 2 * count : 1) * item_size) : items;
}

char *arena_copy(arena *self, const void *data, size_t size) {
    char *copy = arena_alloc(self, size + 1);
    if (size)
        memcpy(copy, data, size);
    copy[size] = '\0';
    return copy;
}

char *arena_vprintf(arena *self, const char *format, va_list arguments) {
    char usual[USUAL_FORMATTED_BYTES];
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(usual, sizeof usual, format, again);
    va_end(again);
    assert(length >= 0);
    if ((size_t)length < sizeof usual)
        return arena_copy(self, usual, (size_t)length);
    char *result = arena_alloc(self, (size_t)length + 1);
    vsnprintf(result, (size_t)length + 1, format, arguments);
    return result;
}

char *arena_printf(arena *self, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *result = arena_vprintf(self, format, arguments);
    va_end(arguments);
    return result;
}

void arena_defer(arena *self, void (*release)(void *resource), void *resource) {
    deferred *entry = arena_alloc(self, sizeof *entry);
    *entry = (deferred){.previous = self->deferred, .release = release, .resource = resource};
    self->deferred = entry;
}

static void free_other(void *other) { arena_free(other); }

void arena_defer_arena(arena *self, arena *other) { arena_defer(self, free_other, other); }

void arena_keep_freed_memory(void) {
    mallopt(M_TRIM_THRESHOLD, MOST_KEPT_FREE_BYTES);
    mallopt(M_MMAP_THRESHOLD, MOST_KEPT_FREE_BYTES);
}

size_t arena_used(const arena *self) { return self->used; }
