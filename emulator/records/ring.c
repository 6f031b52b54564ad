#include "records/ring.h"

#include <pthread.h>
#include <stdatomic.h>

#define OWN_CEILING_BYTES ((size_t)4096)

/* Records that are dropped together. */
typedef struct generation {
    arena *arena; /* of the records, and of the list of them */
    const void **records;
    size_t count;
} generation;

struct ring {
    arena *arena;
    ring_limits limits;
    atomic_bool is_on;
    pthread_mutex_t lock; /* of what follows */
    generation older;
    generation newer;
    int64_t added; /* so far */
};

static arena *new_arena(const ring *self) { return arena_new(2 * self->limits.most_bytes); }

static void empty(generation *self) {
    arena_reset(self->arena);
    self->records = NULL;
    self->count = 0;
}

ring *ring_new(ring_limits limits) {
    arena *owner = arena_new(OWN_CEILING_BYTES);
    ring *self = arena_zalloc(owner, sizeof *self);
    self->arena = owner;
    self->limits = limits;
    self->older.arena = new_arena(self);
    self->newer.arena = new_arena(self);
    pthread_mutex_init(&self->lock, NULL);
    return self;
}

void ring_switch(ring *self, bool is_on) { atomic_store(&self->is_on, is_on); }

bool ring_is_on(const ring *self) { return atomic_load(&self->is_on); }

/* The older generation makes room for the newer one. */
static void turn(ring *self) {
    generation emptied = self->older;
    empty(&emptied);
    self->older = self->newer;
    self->newer = emptied;
}

void ring_add(ring *self, void *(*copy)(arena *arena, const void *given), const void *given) {
    pthread_mutex_lock(&self->lock);
    generation *newer = &self->newer;
    if (newer->count >= self->limits.most_records / 2 || arena_used(newer->arena) >= self->limits.most_bytes / 2)
        turn(self);
    newer->records = arena_grow(newer->arena, newer->records, newer->count * sizeof *newer->records,
                                (newer->count + 1) * sizeof *newer->records);
    newer->records[newer->count++] = copy(newer->arena, given);
    self->added++;
    pthread_mutex_unlock(&self->lock);
}

void ring_visit(ring *self, void (*visit)(void *context, int64_t number, const void *record), void *context) {
    pthread_mutex_lock(&self->lock);
    int64_t number = self->added - (int64_t)(self->older.count + self->newer.count);
    for (size_t i = 0; i < self->older.count; i++)
        visit(context, ++number, self->older.records[i]);
    for (size_t i = 0; i < self->newer.count; i++)
        visit(context, ++number, self->newer.records[i]);
    pthread_mutex_unlock(&self->lock);
}

void ring_clear(ring *self) {
    pthread_mutex_lock(&self->lock);
    empty(&self->older);
    empty(&self->newer);
    pthread_mutex_unlock(&self->lock);
}

void ring_free(void *state) {
    ring *self = state;
    arena_free(self->older.arena);
    arena_free(self->newer.arena);
    pthread_mutex_destroy(&self->lock);
    arena_free(self->arena);
}
