#include "store/world.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include "core/crypto.h"
#include "core/identifiers.h"
#include "store/interleaving.h"
#include "store/patience.h"
#include "store/sleepers.h"

#define MOST_STATES 16
#define WORLD_CEILING_BYTES ((size_t)64 * 1024)

/* Invocations are numbered from here up in each boot of a store, upkeep apart from them, … */
#define INVOCATIONS_A_BOOT ((uint64_t)1 << 40)
#define FIRST_UPKEEP ((uint64_t)1 << 63)

/* … and occasions from here up, which numbers of JSON still hold exactly. */
#define FIRST_OCCASION ((uint64_t)1 << 52)

typedef struct state_slot {
    _Atomic(const world_state *) key; /* set last, when state is ready */
    void *state;
} state_slot;

struct world {
    arena *arena;
    text name;
    uint64_t seed;
    _Atomic world_clock clock;
    _Atomic int64_t frozen_now_ms;
    _Atomic int64_t offset_ms;
    _Atomic uint64_t invocations;
    _Atomic uint64_t upkeeps;
    _Atomic int64_t due_ms;
    atomic_uint watches;
    store *store;
    transport *transport;
    sleepers sleepers;       /* while its clock is the host's */
    pthread_mutex_t opening; /* of states */
    state_slot states[MOST_STATES];
};

static _Thread_local invocation *current_invocation;

static world *world_alloc(text name, store *store) {
    arena *owner = arena_new(WORLD_CEILING_BYTES);
    world *self = arena_zalloc(owner, sizeof *self);
    self->arena = owner;
    self->name = text_copy(owner, name);
    self->store = store;
    sleepers_open(&self->sleepers);
    pthread_mutex_init(&self->opening, NULL);
    return self;
}

/* Besides what services remember the store keeps numbers of the world itself, each by its name. */
#define CREATE_NUMBERS                                                                                                 \
    "CREATE TABLE IF NOT EXISTS world (boots INTEGER NOT NULL);"                                                       \
    "INSERT INTO world SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM world);"                                               \
    "CREATE TABLE IF NOT EXISTS world_numbers (name TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;"

/* Leaves *ret_number alone when the store keeps none of that name. */
static const gabi_error *read_number(store *store, arena *arena, const char *name, int64_t *ret_number) {
    statement *select = store_prepare(store, "SELECT number FROM world_numbers WHERE name = ?1");
    bool has_row;
    bind_text(select, 1, text_of(name));
    TRY(statement_step(select, arena, &has_row));
    if (!has_row)
        return NULL;
    *ret_number = column_integer(select, 0);
    statement_reset(select);
    return NULL;
}

/* The same, and it is not kept any longer. */
static const gabi_error *take_number(store *store, arena *arena, const char *name, int64_t *ret_number) {
    TRY(read_number(store, arena, name, ret_number));
    statement *delete = store_prepare(store, "DELETE FROM world_numbers WHERE name = ?1");
    bind_text(delete, 1, text_of(name));
    return statement_run(delete, arena);
}

static const gabi_error *write_number(store *store, arena *arena, const char *name, int64_t number) {
    statement *insert = store_prepare(store, "INSERT INTO world_numbers VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE "
                                             "SET number = excluded.number");
    bind_text(insert, 1, text_of(name));
    bind_integer(insert, 2, number);
    return statement_run(insert, arena);
}

static const gabi_error *count_boot(arena *arena, store *store, int64_t *ret_boots) {
    statement *update = store_prepare(store, "UPDATE world SET boots = boots + 1 RETURNING boots");
    bool has_row;
    TRY(statement_step(update, arena, &has_row));
    *ret_boots = has_row ? column_integer(update, 0) : 0;
    statement_reset(update);
    return NULL;
}

static const gabi_error *read_numbers(world *self, arena *arena, const world_options *options) {
    int64_t boots, seed = (int64_t)options->seed, is_frozen = options->clock == WORLD_CLOCK_FROZEN;
    int64_t frozen_now_ms = options->frozen_at_ms, offset_ms = 0;
    TRY(store_execute(self->store, arena, CREATE_NUMBERS));
    TRY(count_boot(arena, self->store, &boots));
    int64_t invocations = (int64_t)((uint64_t)boots * INVOCATIONS_A_BOOT);
    TRY(take_number(self->store, arena, "invocations", &invocations));
    TRY(read_number(self->store, arena, "seed", &seed));
    TRY(read_number(self->store, arena, "is_frozen", &is_frozen));
    TRY(read_number(self->store, arena, "frozen_now_ms", &frozen_now_ms));
    TRY(read_number(self->store, arena, "offset_ms", &offset_ms));
    self->seed = (uint64_t)seed;
    atomic_init(&self->clock, is_frozen ? WORLD_CLOCK_FROZEN : WORLD_CLOCK_HOST);
    atomic_init(&self->frozen_now_ms, frozen_now_ms);
    atomic_init(&self->offset_ms, offset_ms);
    atomic_init(&self->invocations, (uint64_t)invocations);
    atomic_init(&self->watches, ~0u);
    return NULL;
}

static const gabi_error *write_numbers(world *self, arena *arena) {
    TRY(write_number(self->store, arena, "seed", (int64_t)self->seed));
    TRY(write_number(self->store, arena, "is_frozen", atomic_load(&self->clock) == WORLD_CLOCK_FROZEN));
    TRY(write_number(self->store, arena, "frozen_now_ms", atomic_load(&self->frozen_now_ms)));
    return write_number(self->store, arena, "offset_ms", atomic_load(&self->offset_ms));
}

static const gabi_error *write_all_numbers(world *self, arena *arena) {
    TRY(write_numbers(self, arena));
    return write_number(self->store, arena, "invocations", (int64_t)atomic_load(&self->invocations));
}

const gabi_error *world_keep(world *self, arena *arena) {
    TRY(store_begin(self->store, arena, STORE_WRITE));
    return store_end(self->store, arena, write_numbers(self, arena));
}

const gabi_error *world_keep_exactly(world *self, arena *arena) {
    TRY(store_begin(self->store, arena, STORE_WRITE));
    return store_end(self->store, arena, write_all_numbers(self, arena));
}

const gabi_error *world_new(arena *arena, const world_options *options, store *store, world **ret_world) {
    TRY(store_begin(store, arena, STORE_WRITE));
    world *self = world_alloc(options->name, store);
    const gabi_error *error = store_end(store, arena, read_numbers(self, arena, options));
    if (error) { /* the store stays the caller's */
        self->store = NULL;
        world_free(self);
        return error;
    }
    *ret_world = self;
    return NULL;
}

static void copy_numbers(world *self, const world *origin) {
    self->seed = origin->seed;
    atomic_store(&self->clock, atomic_load(&origin->clock));
    atomic_store(&self->frozen_now_ms, atomic_load(&origin->frozen_now_ms));
    atomic_store(&self->offset_ms, atomic_load(&origin->offset_ms));
    atomic_store(&self->invocations, atomic_load(&origin->invocations));
    atomic_store(&self->upkeeps, atomic_load(&origin->upkeeps));
    atomic_store(&self->watches, atomic_load(&origin->watches));
}

const gabi_error *world_fork(arena *arena, world *origin, text name, world **ret_world) {
    store *store;
    TRY(store_fork(arena, origin->store, &store));
    *ret_world = world_alloc(name, store);
    copy_numbers(*ret_world, origin);
    world_watch(*ret_world, WORLD_HAS_LEFTOVERS, true);
    return NULL;
}

static void close_states(world *self) {
    for (size_t i = 0; i < MOST_STATES; i++) {
        const world_state *key = atomic_load(&self->states[i].key);
        if (key && key->close)
            key->close(self->states[i].state);
        atomic_store(&self->states[i].key, NULL);
    }
}

const gabi_error *world_become(world *self, arena *arena, world *origin) {
    close_states(self);
    TRY(store_copy(arena, origin->store, self->store));
    copy_numbers(self, origin);
    world_fork_at_rest(self, origin);
    return NULL;
}

void world_free(world *self) {
    if (!self)
        return;
    close_states(self);
    store_close(self->store);
    sleepers_close(&self->sleepers);
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

void world_set_seed(world *self, uint64_t seed) { self->seed = seed; }

/* ---- time ---- */

int64_t world_host_now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t world_now_ms(world *self) {
    return world_clock_of(self) == WORLD_CLOCK_FROZEN ? atomic_load(&self->frozen_now_ms)
                                                      : world_host_now_ms() + atomic_load(&self->offset_ms);
}

world_clock world_clock_of(const world *self) { return atomic_load(&self->clock); }

int64_t world_offset_ms(const world *self) { return atomic_load(&self->offset_ms); }

void world_freeze(world *self) {
    if (world_clock_of(self) == WORLD_CLOCK_FROZEN)
        return;
    atomic_store(&self->frozen_now_ms, world_now_ms(self));
    atomic_store(&self->clock, WORLD_CLOCK_FROZEN);
}

void world_run(world *self, int64_t offset_ms) {
    atomic_store(&self->offset_ms, offset_ms);
    atomic_store(&self->clock, WORLD_CLOCK_HOST);
}

void world_jump_to_ms(world *self, int64_t now_ms) {
    if (world_clock_of(self) == WORLD_CLOCK_FROZEN)
        atomic_store(&self->frozen_now_ms, now_ms);
    else
        atomic_store(&self->offset_ms, now_ms - world_host_now_ms());
}

int64_t world_due_ms(const world *self) { return atomic_load(&self->due_ms); }

void world_note_due(world *self, int64_t at_ms) {
    int64_t known = atomic_load(&self->due_ms);
    while (at_ms < known && !atomic_compare_exchange_weak(&self->due_ms, &known, at_ms))
        ;
}

void world_clear_due(world *self) { atomic_store(&self->due_ms, INT64_MAX); }

static void fork_states(world *self, world *origin) {
    size_t count = 0;
    for (size_t i = 0; i < MOST_STATES; i++) {
        const world_state *key = atomic_load(&origin->states[i].key);
        if (!key || !key->fork)
            continue;
        self->states[count].state = key->fork(origin->states[i].state, origin);
        atomic_store(&self->states[count++].key, key);
    }
}

void world_fork_at_rest(world *self, world *origin) {
    fork_states(self, origin);
    atomic_store(&self->due_ms, world_due_ms(origin));
    world_watch(self, WORLD_HAS_LEFTOVERS, world_has(origin, WORLD_HAS_LEFTOVERS));
}

/* Of those that sleep at once the last to wake decides. */
static void advance_frozen(world *self, int64_t end_ms) {
    int64_t now_ms = atomic_load(&self->frozen_now_ms);
    while (now_ms < end_ms && !atomic_compare_exchange_weak(&self->frozen_now_ms, &now_ms, end_ms))
        continue;
}

void world_sleep_ms(world *self, int64_t duration_ms) {
    int64_t passing_ms = patience_spend(duration_ms), end_ms = world_now_ms(self) + passing_ms;
    interleaving_sleep(passing_ms);
    if (world_clock_of(self) == WORLD_CLOCK_FROZEN)
        advance_frozen(self, end_ms);
    else
        sleepers_sleep(&self->sleepers, end_ms - world_now_ms(self));
}

void world_wake(world *self) { sleepers_wake(&self->sleepers); }

void world_keep_awake(world *self, bool is_kept_awake) { sleepers_keep_awake(&self->sleepers, is_kept_awake); }

/* ---- chance ---- */

/* Begins an invocation; one that is no part of another has the number that numbers has next. */
static bool begin(world *self, invocation *storage, _Atomic uint64_t *numbers) {
    invocation *outer = current_invocation;
    bool is_nested = outer && outer->world == self;
    *storage = (invocation){
        .world = self,
        .number = is_nested ? outer->number : atomic_fetch_add(numbers, 1),
        .draws = is_nested ? outer->draws : 0,
        .spans = is_nested ? outer->spans : 0,
        .span = is_nested ? outer->span : 0,
        .caller = is_nested ? outer->caller : TEXT("outside"),
        .is_nested = is_nested,
        .outer = outer,
    };
    current_invocation = storage;
    return !is_nested;
}

static void tick(world *self) {
    if (world_clock_of(self) == WORLD_CLOCK_FROZEN)
        atomic_fetch_add(&self->frozen_now_ms, 1);
}

void world_begin_invocation(world *self, invocation *storage) {
    if (begin(self, storage, &self->invocations))
        tick(self);
}

void world_begin_detached(world *self, invocation *storage, uint64_t occasion) {
    *storage = (invocation){
        .world = self, .number = FIRST_OCCASION + occasion, .caller = TEXT("outside"), .outer = current_invocation};
    current_invocation = storage;
    tick(self);
}

void world_begin_upkeep(world *self, invocation *storage) {
    if (begin(self, storage, &self->upkeeps))
        storage->number += FIRST_UPKEEP;
}

void world_end_invocation(invocation *storage) {
    assert(current_invocation == storage);
    current_invocation = storage->outer;
    if (!storage->is_nested)
        return;
    storage->outer->draws = storage->draws;
    storage->outer->spans = storage->spans;
}

uint64_t world_invocation_number(void) { return current_invocation ? current_invocation->number : 0; }

bool world_is_upkeep(void) { return world_invocation_number() >= FIRST_UPKEEP; }

world_span world_begin_span(void) {
    invocation *current = current_invocation;
    if (!current)
        return (world_span){0};
    world_span begun = {++current->spans, current->span};
    current->span = begun.id;
    return begun;
}

void world_end_span(world_span span) {
    if (current_invocation)
        current_invocation->span = span.parent;
}

text world_caller(void) { return current_invocation ? current_invocation->caller : TEXT("outside"); }

text world_call_as(text caller) {
    text before = world_caller();
    if (current_invocation)
        current_invocation->caller = caller;
    return before;
}

void world_note_fault(int64_t id) {
    if (current_invocation)
        current_invocation->fault = id;
}

int64_t world_noted_fault(void) { return current_invocation ? current_invocation->fault : 0; }

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
