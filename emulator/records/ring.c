#include "records/ring.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#define OWN_CEILING_BYTES ((size_t)4096)

/* Records that are dropped together. */
typedef struct generation {
    arena *arena; /* of the records, and of what they point to */
    char *records;
    size_t count;
} generation;

struct ring {
    arena *arena;
    const ring_form *form;
    atomic_bool is_on;
    pthread_mutex_t lock; /* of what follows */
    generation older;
    generation newer;
    int64_t added; /* so far */
};

static void empty(generation *self) {
    arena_reset(self->arena);
    self->records = NULL;
    self->count = 0;
}

ring *ring_new(const ring_form *form) {
    arena *owner = arena_new(OWN_CEILING_BYTES);
    ring *self = arena_zalloc(owner, sizeof *self);
    self->arena = owner;
    self->form = form;
    self->older.arena = arena_new(2 * form->most_bytes);
    self->newer.arena = arena_new(2 * form->most_bytes);
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

/* Room for half of all records at once: they never move. */
static void begin(const ring *self, generation *generation) {
    generation->records = arena_alloc(generation->arena, self->form->most_records / 2 * self->form->record_bytes);
}

void ring_add(ring *self, const void *record) {
    const ring_form *form = self->form;
    generation *newer = &self->newer;
    pthread_mutex_lock(&self->lock);
    if (newer->count >= form->most_records / 2 || arena_used(newer->arena) >= form->most_bytes / 2)
        turn(self);
    if (!newer->records)
        begin(self, newer);
    char *kept = newer->records + newer->count++ * form->record_bytes;
    memcpy(kept, record, form->record_bytes);
    form->own(newer->arena, kept);
    self->added++;
    memcpy(kept + form->number_offset, &self->added, sizeof self->added);
    pthread_mutex_unlock(&self->lock);
}

static char *read_generation(const ring *self, const generation *generation, arena *arena, char *to) {
    const ring_form *form = self->form;
    for (size_t i = 0; i < generation->count; i++, to += form->record_bytes) {
        memcpy(to, generation->records + i * form->record_bytes, form->record_bytes);
        form->own(arena, to);
    }
    return to;
}

void *ring_read(ring *self, arena *arena, size_t *ret_count) {
    pthread_mutex_lock(&self->lock);
    size_t count = self->older.count + self->newer.count;
    char *records = arena_alloc(arena, count * self->form->record_bytes);
    read_generation(self, &self->newer, arena, read_generation(self, &self->older, arena, records));
    pthread_mutex_unlock(&self->lock);
    *ret_count = count;
    return records;
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
