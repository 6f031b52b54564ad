/* Arena: memory that lives exactly as long as one request (or one owner).
 *
 * Everything allocated from an arena is released at once by arena_reset or arena_free. Foreign resources
 * (a cJSON tree, a file descriptor) join that lifetime with arena_defer. This is the only place of the project
 * that calls malloc and free.
 *
 * Running out of memory, or past the ceiling, aborts: what a stranger may send is limited at the edge, so
 * reaching the ceiling is a bug of ours. An arena belongs to one thread at a time. */
#ifndef GABI_CORE_ARENA_H
#define GABI_CORE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

typedef struct arena arena;

/* The ceiling of a request: room for the largest one that AWS takes (16 MB) in all the forms it passes through, even
 * where it is a list of the smallest things that there are, each of which is a struct of ours. */
#define ARENA_REQUEST_CEILING_BYTES ((size_t)4 * 1024 * 1024 * 1024)

/* A new, empty arena that may hold up to ceiling_bytes. The caller owns it and ends it with arena_free. */
arena *arena_new(size_t ceiling_bytes);

/* Runs the deferred releases, last first, and gives all memory back. NULL is allowed. */
void arena_free(arena *self);

/* Like arena_free, but keeps one block, the largest within reason, so that the next such request allocates nothing. */
void arena_reset(arena *self);

/* size bytes aligned for any type; the content is undefined. A size of 0 gives a valid, unique pointer. */
void *arena_alloc(arena *self, size_t size);

/* size bytes, all zero. */
void *arena_zalloc(arena *self, size_t size);

/* Enlarges the array at old (old_size bytes, from this arena, or NULL) to new_size bytes, in place where it is the
 * newest allocation; returns where it now stands. */
void *arena_grow(arena *self, void *old, size_t old_size, size_t new_size);

/* Makes room for one more behind the count items of an array that begins as NULL and only ever grows so; returns where
 * it now stands. What is full is doubled, so that an array takes no more than some times its size, however long it
 * gets. */
void *arena_grow_by_one(arena *self, void *items, size_t count, size_t item_size);

/* A NUL-terminated copy of size bytes. */
char *arena_copy(arena *self, const void *data, size_t size);

/* A NUL-terminated, formatted string. */
char *arena_printf(arena *self, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(arena *self, const char *format, va_list arguments) __attribute__((format(printf, 2, 0)));

/* Calls release(resource) when the arena is reset or freed. */
void arena_defer(arena *self, void (*release)(void *resource), void *resource);

/* The same for another arena: it ends with this one. */
void arena_defer_arena(arena *self, arena *other);

/* What is freed stays with the process from now on, up to some megabytes: for programs that need as much again at once,
 * over and over. Asking the kernel for it each time takes longer than much of what is done with it. */
void arena_keep_freed_memory(void);

/* Bytes handed out since the arena was made or last reset. */
size_t arena_used(const arena *self);

#endif
