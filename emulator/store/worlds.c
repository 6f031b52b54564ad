#include "store/worlds.h"

#include <ctype.h>
#include <pthread.h>
#include <stdlib.h>

#include "store/interleaving.h"

#define BUCKETS 1024
#define PLACE_CEILING_BYTES ((size_t)64 * 1024)

struct world_place {
    world_place *next; /* in its bucket */
    arena *arena;
    text name;
    world *world; /* NULL while it is ended */
    snapshots *snapshots;
    size_t users;
    uint64_t holds; /* how often it was held in all */
    uint64_t names; /* made up from its own */
    bool is_busy;   /* being ended or made another */
};

struct worlds {
    worlds_options options;
    pthread_mutex_t lock; /* of all below, and of what places say */
    pthread_cond_t changed;
    size_t count;
    world_place *buckets[BUCKETS];
};

worlds *worlds_new(arena *arena, const worlds_options *options) {
    worlds *self = arena_zalloc(arena, sizeof *self);
    self->options = *options;
    self->lock = (pthread_mutex_t)PTHREAD_ADAPTIVE_MUTEX_INITIALIZER_NP; /* held for microseconds */
    pthread_cond_init(&self->changed, NULL);
    return self;
}

/* What takes time of it, and whose resources the next world of that name may want. */
static void end_world(world_place *self) {
    world_free(self->world);
    self->world = NULL;
    snapshots_close(self->snapshots);
}

void worlds_close(worlds *self) {
    for (size_t i = 0; i < BUCKETS; i++)
        for (world_place *each = self->buckets[i], *next; each; each = next) {
            next = each->next;
            end_world(each);
            arena_free(each->arena);
        }
    pthread_cond_destroy(&self->changed);
    pthread_mutex_destroy(&self->lock);
}

const gabi_error *worlds_check_name(arena *arena, text name) {
    bool is_valid = name.length > 0 && name.length <= WORLDS_LONGEST_NAME;
    for (size_t i = 0; is_valid && i < name.length; i++)
        is_valid = isalnum((unsigned char)name.data[i]) || strchr("._-/", name.data[i]);
    return is_valid ? NULL
                    : error_new(arena, ERROR_INVALID, "invalid_name",
                                "A name has 1 to %d letters, digits, '.', '_', '-' or '/'", WORLDS_LONGEST_NAME);
}

world *place_world(const world_place *self) { return self->world; }

snapshots *place_snapshots(const world_place *self) { return self->snapshots; }

/* ---- places; with the lock held ---- */

static world_place **bucket_of(worlds *self, text name) { return &self->buckets[text_hash(name) % BUCKETS]; }

/* Whether a newcomer need not wait for what is to become of the place. One of several requests that are run together
 * joins the others that still work there: they go on only when it lets them, and so must come before the change. */
static bool is_open(const world_place *self) {
    return !self->is_busy || (self->users > 0 && interleaving_is_under_way());
}

/* The place of that name, once it is open; NULL when there is none. */
static world_place *find_place(worlds *self, text name) {
    for (;;) {
        world_place *each = *bucket_of(self, name);
        while (each && !text_equal(each->name, name))
            each = each->next;
        if (!each || is_open(each))
            return each;
        pthread_cond_wait(&self->changed, &self->lock);
    }
}

static const gabi_error *check_room(const worlds *self, arena *arena) {
    return self->count < WORLDS_MOST
               ? NULL
               : error_new(arena, ERROR_THROTTLED, "too_many_worlds",
                           "There are %d worlds already; drop some (DELETE /_gabi/worlds/{world})", WORLDS_MOST);
}

static world_place *add_place(worlds *self, world *added) {
    arena *arena = arena_new(PLACE_CEILING_BYTES);
    world_place *made = arena_zalloc(arena, sizeof *made);
    world_place **bucket = bucket_of(self, world_name(added));
    made->arena = arena;
    made->name = text_copy(arena, world_name(added));
    made->world = added;
    made->snapshots = snapshots_new(arena);
    made->next = *bucket;
    *bucket = made;
    self->count++;
    self->options.connect(self->options.owner, arena, added);
    return made;
}

static void remove_place(worlds *self, world_place *removed) {
    world_place **link = bucket_of(self, removed->name);
    while (*link != removed)
        link = &(*link)->next;
    *link = removed->next;
    self->count--;
}

static const gabi_error *find_or_make(worlds *self, arena *arena, text name, world_place **ret_place) {
    world *made;
    *ret_place = find_place(self, name);
    if (*ret_place)
        return NULL;
    TRY(check_room(self, arena));
    TRY(self->options.open(self->options.owner, arena, name, &made));
    *ret_place = add_place(self, made);
    return NULL;
}

/* Waits for everybody else to be gone, though not for those who sleep, and keeps newcomers waiting until end_busy. */
static void begin_busy(worlds *self, world_place *place) {
    place->is_busy = true;
    world_keep_awake(place->world, true);
    while (place->users > 0)
        pthread_cond_wait(&self->changed, &self->lock);
}

static void end_busy(worlds *self, world_place *place) {
    place->is_busy = false;
    world_keep_awake(place->world, false);
    pthread_cond_broadcast(&self->changed);
}

/* ---- holding ---- */

static void hold(world_place *place) {
    place->users++;
    place->holds++;
}

const gabi_error *worlds_hold(worlds *self, arena *arena, text name, world_place **ret_place) {
    TRY(worlds_check_name(arena, name));
    pthread_mutex_lock(&self->lock);
    const gabi_error *error = find_or_make(self, arena, name, ret_place);
    if (!error)
        hold(*ret_place);
    pthread_mutex_unlock(&self->lock);
    return error;
}

const gabi_error *worlds_find(worlds *self, arena *arena, text name, world_place **ret_place) {
    pthread_mutex_lock(&self->lock);
    world_place *found = find_place(self, name);
    if (found)
        hold(found);
    pthread_mutex_unlock(&self->lock);
    if (!found)
        return error_new(arena, ERROR_NOT_FOUND, "world_not_found", "There is no world \"%.*s\"", TEXT_ARGS(name));
    *ret_place = found;
    return NULL;
}

void worlds_release(worlds *self, world_place *place) {
    pthread_mutex_lock(&self->lock);
    place->users--;
    if (place->is_busy && place->users == 0)
        pthread_cond_broadcast(&self->changed);
    pthread_mutex_unlock(&self->lock);
}

const gabi_error *worlds_hold_alone(worlds *self, arena *arena, text name, world_place **ret_place) {
    TRY(worlds_check_name(arena, name));
    pthread_mutex_lock(&self->lock);
    const gabi_error *error = find_or_make(self, arena, name, ret_place);
    if (!error)
        begin_busy(self, *ret_place);
    pthread_mutex_unlock(&self->lock);
    return error;
}

void worlds_release_alone(worlds *self, world_place *place) {
    pthread_mutex_lock(&self->lock);
    end_busy(self, place);
    pthread_mutex_unlock(&self->lock);
}

/* ---- making and ending ---- */

static const gabi_error *check_free(worlds *self, arena *arena, text name) {
    return find_place(self, name)
               ? error_new(arena, ERROR_CONFLICT, "world_exists", "There is a world \"%.*s\" already", TEXT_ARGS(name))
               : check_room(self, arena);
}

const gabi_error *worlds_make(worlds *self, arena *arena, text name, const uint64_t *seed) {
    world *made;
    TRY(worlds_check_name(arena, name));
    pthread_mutex_lock(&self->lock);
    const gabi_error *error = check_free(self, arena, name);
    if (!error)
        error = self->options.open(self->options.owner, arena, name, &made);
    if (!error && seed)
        world_set_seed(made, *seed);
    if (!error)
        add_place(self, made);
    pthread_mutex_unlock(&self->lock);
    return error;
}

const gabi_error *worlds_fork(worlds *self, arena *arena, const world_place *origin, text name, world **ret_world) {
    pthread_mutex_lock(&self->lock);
    uint64_t holds = origin->holds;
    bool is_alone = origin->users == 1;
    pthread_mutex_unlock(&self->lock);
    TRY(world_fork(arena, origin->world, name, ret_world));
    pthread_mutex_lock(&self->lock);
    if (is_alone && origin->holds == holds)
        world_fork_at_rest(*ret_world, origin->world);
    pthread_mutex_unlock(&self->lock);
    return NULL;
}

const gabi_error *worlds_add(worlds *self, arena *arena, world *added) {
    TRY(worlds_check_name(arena, world_name(added)));
    pthread_mutex_lock(&self->lock);
    const gabi_error *error = check_free(self, arena, world_name(added));
    if (!error)
        add_place(self, added);
    pthread_mutex_unlock(&self->lock);
    return error;
}

/* Newcomers wait until nothing is left of the world: a new one of that name may be on the same file. */
bool worlds_drop(worlds *self, text name) {
    pthread_mutex_lock(&self->lock);
    world_place *place = find_place(self, name);
    if (place)
        begin_busy(self, place);
    pthread_mutex_unlock(&self->lock);
    if (!place)
        return false;
    end_world(place);
    pthread_mutex_lock(&self->lock);
    remove_place(self, place);
    pthread_cond_broadcast(&self->changed);
    pthread_mutex_unlock(&self->lock);
    arena_free(place->arena);
    return true;
}

const gabi_error *worlds_become(worlds *self, arena *arena, text name, world *origin) {
    world_place *place;
    TRY(worlds_hold_alone(self, arena, name, &place));
    const gabi_error *error = world_become(place->world, arena, origin);
    worlds_release_alone(self, place);
    return error;
}

text worlds_free_name(worlds *self, arena *arena, world_place *place) {
    text name;
    pthread_mutex_lock(&self->lock);
    do
        name = text_format(arena, "%.*s-%llu", TEXT_ARGS(place->name), (unsigned long long)++place->names);
    while (find_place(self, name));
    pthread_mutex_unlock(&self->lock);
    return name;
}

static int by_text(const void *a, const void *b) { return text_compare(*(const text *)a, *(const text *)b); }

void worlds_list(worlds *self, arena *arena, text **ret_names, size_t *ret_count) {
    size_t count = 0;
    pthread_mutex_lock(&self->lock);
    text *names = arena_alloc(arena, self->count * sizeof *names);
    for (size_t i = 0; i < BUCKETS; i++)
        for (const world_place *each = self->buckets[i]; each; each = each->next)
            names[count++] = text_copy(arena, each->name);
    pthread_mutex_unlock(&self->lock);
    qsort(names, count, sizeof *names, by_text);
    *ret_names = names;
    *ret_count = count;
}
