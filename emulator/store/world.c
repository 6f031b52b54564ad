#include "store/world.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include "core/crypto.h"
#include "core/identifiers.h"

#define MOST_STATES 16
#define WORLD_CEILING_BYTES ((size_t)64 * 1024)

/* Invocations are numbered from here up in each boot of a store. */
#define INVOCATIONS_A_BOOT ((uint64_t)1 << 40)

typedef struct state_slot {
    _Atomic(const world_state *) key; /* set last, when state is ready */
    void *state;
} state_slot;

struct world {
    arena *arena;
    text name;
    uint64_t seed;
    world_clock clock;
    _Atomic int64_t frozen_now_ms;
    _Atomic uint64_t invocations;
    _Atomic int64_t due_ms;
    atomic_uint watches;
    store *store;
    transport *transport;
    pthread_mutex_t opening; /* of states */
    state_slot states[MOST_STATES];
};

static _Thread_local invocation *current_invocation;

static world *world_alloc(text name, uint64_t seed, world_clock clock, int64_t frozen_at_ms, store *store) {
    arena *owner = arena_new(WORLD_CEILING_BYTES);
    world *self = arena_zalloc(owner, sizeof *self);
    self->arena = owner;
    self->name = text_copy(owner, name);
    self->seed = seed;
    self->clock = clock;
    self->store = store;
    atomic_init(&self->frozen_now_ms, frozen_at_ms);
    pthread_mutex_init(&self->opening, NULL);
    return self;
}

static const gabi_error *count_boot(arena *arena, store *store, int64_t *ret_boots) {
    TRY(store_execute(store, arena,
                      "CREATE TABLE IF NOT EXISTS world (boots INTEGER NOT NULL);"
                      "INSERT INTO world SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM world);"));
    statement *update = store_prepare(store, "UPDATE world SET boots = boots + 1 RETURNING boots");
    bool has_row;
    TRY(statement_step(update, arena, &has_row));
    *ret_boots = has_row ? column_integer(update, 0) : 0;
    statement_reset(update);
    return NULL;
}

const gabi_error *world_new(arena *arena, const world_options *options, store *store, world **ret_world) {
    int64_t boots = 0;
    TRY(store_begin(store, arena, STORE_WRITE));
    TRY(store_end(store, arena, count_boot(arena, store, &boots)));
    world *self = world_alloc(options->name, options->seed, options->clock, options->frozen_at_ms, store);
    atomic_init(&self->invocations, (uint64_t)boots * INVOCATIONS_A_BOOT);
    atomic_init(&self->watches, ~0u);
    *ret_world = self;
    return NULL;
}

const gabi_error *world_fork(arena *arena, world *origin, text name, world **ret_world) {
    store *store;
    TRY(store_fork(arena, origin->store, &store));
    world *self = world_alloc(name, origin->seed, origin->clock, atomic_load(&origin->frozen_now_ms), store);
    atomic_init(&self->invocations, atomic_load(&origin->invocations));
    atomic_init(&self->watches, atomic_load(&origin->watches));
    *ret_world = self;
    return NULL;
}

void world_free(world *self) {
    if (!self)
        return;
    for (size_t i = 0; i < MOST_STATES; i++) {
        const world_state *key = atomic_load(&self->states[i].key);
        if (key && key->close)
            key->close(self->states[i].state);
    }
    store_close(self->store);
    pthread_mutex_destroy(&self->opening);
    arena_free(self->arena);
}

text world_name(const world *self) { return self->name; }

store *world_store(world *self) { return self->store; }

uint64_t world_seed(const world *self) { return self->seed; }

bool world_has(const world *self, enum world_watch what) { return atomic_load(&self->watches) & what; }

void world_watch(world *self, enum world_watch what, bool has) {
    if (has)
        atomic_fetch_or(&self->watches, what);
    else
        atomic_fetch_and(&self->watches, ~(unsigned)what);
}

/* ---- time ---- */

int64_t world_host_now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t world_now_ms(world *self) {
    return self->clock == WORLD_CLOCK_FROZEN ? atomic_load(&self->frozen_now_ms) : world_host_now_ms();
}

int64_t world_due_ms(const world *self) { return atomic_load(&self->due_ms); }

void world_note_due(world *self, int64_t at_ms) {
    int64_t known = atomic_load(&self->due_ms);
    while (at_ms < known && !atomic_compare_exchange_weak(&self->due_ms, &known, at_ms))
        ;
}

void world_clear_due(world *self) { atomic_store(&self->due_ms, INT64_MAX); }

void world_sleep_ms(world *self, int64_t duration_ms) {
    if (self->clock == WORLD_CLOCK_FROZEN) {
        atomic_fetch_add(&self->frozen_now_ms, duration_ms);
        return;
    }
    struct timespec duration = {.tv_sec = duration_ms / 1000, .tv_nsec = duration_ms % 1000 * 1000000};
    nanosleep(&duration, NULL);
}

/* ---- chance ---- */

void world_begin_invocation(world *self, invocation *storage) {
    invocation *outer = current_invocation;
    *storage = (invocation){.world = self, .caller = TEXT("outside"), .outer = outer};
    if (!outer || outer->world != self) {
        storage->number = atomic_fetch_add(&self->invocations, 1);
        if (self->clock == WORLD_CLOCK_FROZEN)
            atomic_fetch_add(&self->frozen_now_ms, 1);
    } else {
        storage->number = outer->number;
        storage->draws = outer->draws;
        storage->caller = outer->caller;
    }
    current_invocation = storage;
}

void world_end_invocation(invocation *storage) {
    assert(current_invocation == storage);
    current_invocation = storage->outer;
    if (storage->outer && storage->outer->world == storage->world)
        storage->outer->draws = storage->draws;
}

text world_caller(void) { return current_invocation ? current_invocation->caller : TEXT("outside"); }

text world_call_as(text caller) {
    text before = world_caller();
    if (current_invocation)
        current_invocation->caller = caller;
    return before;
}

void world_draw(world *self, void *ret_bytes, size_t size) {
    invocation *current = current_invocation;
    assert(current && current->world == self && "draws belong to an invocation");
    assert(size <= SHA256_BYTES);
    uint64_t key[3] = {self->seed, current->number, ++current->draws};
    sha256_digest digest = sha256((text){(const char *)key, sizeof key});
    memcpy(ret_bytes, digest.bytes, size);
}

text world_uuid(world *self, arena *arena) {
    unsigned char bytes[16];
    world_draw(self, bytes, sizeof bytes);
    return uuid_of_bytes(arena, bytes);
}

/* ---- what fakes keep ---- */

void *world_state_of(world *self, const world_state *key) {
    size_t i = 0;
    for (; i < MOST_STATES; i++) {
        const world_state *present = atomic_load_explicit(&self->states[i].key, memory_order_acquire);
        if (present == key)
            return self->states[i].state;
        if (!present)
            break;
    }
    pthread_mutex_lock(&self->opening);
    for (; i < MOST_STATES; i++) {
        const world_state *present = atomic_load(&self->states[i].key);
        if (present == key)
            break;
        if (!present) {
            self->states[i].state = key->open(self);
            atomic_store_explicit(&self->states[i].key, key, memory_order_release);
            break;
        }
    }
    assert(i < MOST_STATES);
    void *state = self->states[i].state;
    pthread_mutex_unlock(&self->opening);
    return state;
}

transport *world_transport(world *self) { return self->transport; }

void world_set_transport(world *self, transport *transport) { self->transport = transport; }
