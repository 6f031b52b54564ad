#include "records/ring.h"

#include <pthread.h>

#define CEILING_BYTES ((size_t)4 * 1024 * 1024)

typedef struct slot {
    arena *arena;
    const void *record;
    size_t bytes;
} slot;

struct ring {
    arena *arena;
    pthread_mutex_t lock;
    size_t most_count;
    size_t most_bytes;
    slot *slots;
    size_t count;
    size_t first; /* where the oldest is */
    size_t bytes;
    int64_t added; /* so far */
};

ring *ring_new(size_t most_count, size_t most_bytes) {
    arena *owner = arena_new(CEILING_BYTES);
    ring *self = arena_zalloc(owner, sizeof *self);
    self->arena = owner;
    self->most_count = most_count;
    self->most_bytes = most_bytes;
    self->slots = arena_alloc(owner, most_count * sizeof *self->slots);
    pthread_mutex_init(&self->lock, NULL);
    return self;
}

static void drop_oldest(ring *self) {
    slot *oldest = &self->slots[self->first];
    self->bytes -= oldest->bytes;
    arena_free(oldest->arena);
    self->first = (self->first + 1) % self->most_count;
    self->count--;
}

int64_t ring_add(ring *self, arena *arena, const void *record) {
    slot added = {arena, record, arena_used(arena)};
    pthread_mutex_lock(&self->lock);
    while (self->count > 0 && (self->count == self->most_count || self->bytes + added.bytes > self->most_bytes))
        drop_oldest(self);
    self->slots[(self->first + self->count++) % self->most_count] = added;
    self->bytes += added.bytes;
    int64_t number = ++self->added;
    pthread_mutex_unlock(&self->lock);
    return number;
}

void ring_visit(ring *self, void (*visit)(void *context, int64_t number, const void *record), void *context) {
    pthread_mutex_lock(&self->lock);
    for (size_t i = 0; i < self->count; i++)
        visit(context, self->added - (int64_t)(self->count - 1 - i),
              self->slots[(self->first + i) % self->most_count].record);
    pthread_mutex_unlock(&self->lock);
}

void ring_clear(ring *self) {
    pthread_mutex_lock(&self->lock);
    while (self->count > 0)
        drop_oldest(self);
    pthread_mutex_unlock(&self->lock);
}

void ring_free(ring *self) {
    ring_clear(self);
    pthread_mutex_destroy(&self->lock);
    arena_free(self->arena);
}
