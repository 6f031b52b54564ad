#include "store/snapshots.h"

#include <pthread.h>

typedef struct snapshot {
    world *world;
    int64_t taken_at_ms;
} snapshot;

struct snapshots {
    pthread_mutex_t lock;
    size_t count;
    snapshot items[SNAPSHOTS_MOST]; /* in the order of their names */
};

snapshots *snapshots_new(arena *arena) {
    snapshots *self = arena_zalloc(arena, sizeof *self);
    pthread_mutex_init(&self->lock, NULL);
    return self;
}

void snapshots_close(snapshots *self) {
    for (size_t i = 0; i < self->count; i++)
        world_free(self->items[i].world);
    pthread_mutex_destroy(&self->lock);
}

/* Where the snapshot of that name is, or would be. With the lock held. */
static size_t place_of(const snapshots *self, text name, bool *ret_is_there) {
    size_t place = 0;
    while (place < self->count && text_compare(world_name(self->items[place].world), name) < 0)
        place++;
    *ret_is_there = place < self->count && text_equal(world_name(self->items[place].world), name);
    return place;
}

const gabi_error *snapshots_keep(snapshots *self, arena *arena, world *fork, bool *ret_is_new) {
    const gabi_error *error = NULL;
    world *replaced = NULL;
    bool is_there;
    snapshot kept = {fork, world_now_ms(fork)};
    pthread_mutex_lock(&self->lock);
    size_t place = place_of(self, world_name(fork), &is_there);
    if (is_there) {
        replaced = self->items[place].world;
        self->items[place] = kept;
    } else if (self->count == SNAPSHOTS_MOST) {
        error = error_new(arena, ERROR_THROTTLED, "too_many_snapshots",
                          "The world has %d snapshots already; drop some (DELETE /_gabi/snapshots/{snapshot})",
                          SNAPSHOTS_MOST);
    } else {
        memmove(&self->items[place + 1], &self->items[place], (self->count++ - place) * sizeof *self->items);
        self->items[place] = kept;
    }
    pthread_mutex_unlock(&self->lock);
    world_free(replaced);
    *ret_is_new = !is_there;
    return error;
}

const gabi_error *snapshots_fork(snapshots *self, arena *arena, text snapshot, text name, world **ret_world) {
    const gabi_error *error;
    bool is_there;
    pthread_mutex_lock(&self->lock);
    size_t place = place_of(self, snapshot, &is_there);
    if (!is_there)
        error = error_new(arena, ERROR_NOT_FOUND, "snapshot_not_found", "The world has no snapshot \"%.*s\"",
                          TEXT_ARGS(snapshot));
    else
        error = world_fork(arena, self->items[place].world, name, ret_world);
    if (!error)
        world_fork_at_rest(*ret_world, self->items[place].world);
    pthread_mutex_unlock(&self->lock);
    return error;
}

bool snapshots_drop(snapshots *self, text name) {
    world *dropped = NULL;
    bool is_there;
    pthread_mutex_lock(&self->lock);
    size_t place = place_of(self, name, &is_there);
    if (is_there) {
        dropped = self->items[place].world;
        memmove(&self->items[place], &self->items[place + 1], (--self->count - place) * sizeof *self->items);
    }
    pthread_mutex_unlock(&self->lock);
    world_free(dropped);
    return is_there;
}

void snapshots_list(snapshots *self, arena *arena, snapshot_description **ret_list, size_t *ret_count) {
    pthread_mutex_lock(&self->lock);
    snapshot_description *list = arena_alloc(arena, self->count * sizeof *list);
    for (size_t i = 0; i < self->count; i++)
        list[i] =
            (snapshot_description){text_copy(arena, world_name(self->items[i].world)), self->items[i].taken_at_ms};
    *ret_list = list;
    *ret_count = self->count;
    pthread_mutex_unlock(&self->lock);
}
