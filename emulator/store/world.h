/* World: one emulated cloud with all its state: a store, a clock, a seed. A process holds many, and they do not see
 * each other. */
#ifndef GABI_WORLD_H
#define GABI_WORLD_H

#include <stdint.h>

#include "core/arena.h"
#include "core/error.h"
#include "core/text.h"
#include "store/store.h"
#include "transport/transport.h"

typedef struct world world;

/* How a world tells time. */
typedef enum world_clock {
    WORLD_CLOCK_HOST,   /* the host's, and an offset that is 0 in the beginning */
    WORLD_CLOCK_FROZEN, /* stands still; each invocation adds 1 ms, so that nothing ties */
} world_clock;

typedef struct world_options {
    text name;
    uint64_t seed;
    world_clock clock;
    int64_t frozen_at_ms; /* where a frozen clock starts */
} world_options;

/* A world on the given store, which it then owns. Counts the boots of a store, so that a world that is opened again
 * does not repeat its ids. What the store keeps of a clock and a seed goes before the options. */
const gabi_error *world_new(arena *arena, const world_options *options, store *store, world **ret_world);

/* A copy of origin in memory (store_fork) under another name: its state, clock and seed. */
const gabi_error *world_fork(arena *arena, world *origin, text name, world **ret_world);

/* Replaces all of the world, but its name and its transport, by what is in origin, as a fork would have it. Nobody may
 * be working in either. */
const gabi_error *world_become(world *self, arena *arena, world *origin);

/* Closes the store and what the fakes keep. Nobody may be using the world any more. */
void world_free(world *self);

text world_name(const world *self);
store *world_store(world *self);

/* What ids are made of. It can be changed before the first invocation. */
uint64_t world_seed(const world *self);
void world_set_seed(world *self, uint64_t seed);

int64_t world_now_ms(world *self);

/* The host's own time, for what is about the host: the age of a signature that a client of today made. */
int64_t world_host_now_ms(void);

/* When something of the world falls due next, for all that is known: 0 in a world that has not been asked yet,
 * INT64_MAX when nothing will. Whoever schedules something notes it. */
int64_t world_due_ms(const world *self);
void world_note_due(world *self, int64_t at_ms);

/* Before whatever is due is done: from here on nothing is known of what falls due. */
void world_clear_due(world *self);

/* What falls due in a fork is what does in its origin, and nothing is left half made. Only true of an origin that
 * nobody was working in when it was forked. */
void world_fork_at_rest(world *self, world *origin);

world_clock world_clock_of(const world *self);
int64_t world_offset_ms(const world *self); /* of a clock that runs */

/* Change the clock: at once, and after world_keep for good. Nothing is done here of what falls due. */
void world_freeze(world *self);
void world_run(world *self, int64_t offset_ms);
void world_jump_to_ms(world *self, int64_t now_ms);

/* Keeps the clock and the seed in the store. */
const gabi_error *world_keep(world *self, arena *arena);

/* The same, and where it is in the sequence of ids: whoever opens the store next goes on there. */
const gabi_error *world_keep_exactly(world *self, arena *arena);

/* Lets time pass, as long as somebody has patience (store/patience.h): a frozen clock jumps ahead, the host's is waited
 * for, until somebody wakes who sleeps here. */
void world_sleep_ms(world *self, int64_t duration_ms);
void world_wake(world *self);

/* The same, and nobody falls asleep until it is told that they may. */
void world_keep_awake(world *self, bool is_kept_awake);

/* What a world may have that each request must look for, as bits: what it does not have costs a request one load. A
 * world that is opened may have everything, until somebody who looks finds nothing; a fork has what its origin has. */
enum world_watch {
    WORLD_HAS_FAULTS = 1 << 0,     /* faults/faults.h */
    WORLD_HAS_TRANSCRIPT = 1 << 1, /* records/transcript.h */
    WORLD_HAS_TRACES = 1 << 3,     /* records/traces.h */
    WORLD_ECHOES_LOGS = 1 << 4,    /* what functions warn of is also written to the standard error */
    WORLD_HAS_LEFTOVERS = 1 << 2,  /* what a process, or an origin that somebody worked in, left half made */
};
bool world_has(const world *self, enum world_watch what);
void world_watch(world *self, enum world_watch what, bool has);

/* An invocation is one request from outside with all it causes. Ids are a keyed hash of (seed, invocation, draw), so
 * that an extra draw in one invocation shifts nothing in another. It belongs to the calling thread until it ends;
 * nested ones (a function that calls a service of its world) join the outer one. */
typedef struct invocation {
    world *world;
    uint64_t number;
    uint32_t draws;
    uint32_t spans; /* begun so far */
    uint32_t span;  /* that is under way; 0: none */
    text caller;
    int64_t fault; /* the last one in front of the functions that it met; 0: none */
    bool is_nested;
    struct invocation *outer;
} invocation;

/* Begins an invocation in storage that the caller provides and ends with world_end_invocation. */
void world_begin_invocation(world *self, invocation *storage);
void world_end_invocation(invocation *storage);

/* The number of the current invocation; 0 outside of any. */
uint64_t world_invocation_number(void);

/* Whether it was begun by world_begin_upkeep. */
bool world_is_upkeep(void);

/* A span is one call of a service within an invocation. They are numbered from 1, and 0 is no span. */
typedef struct world_span {
    uint32_t id;
    uint32_t parent; /* the span that it is a part of */
} world_span;

world_span world_begin_span(void);
void world_end_span(world_span span);

/* Who makes the calls of the current invocation: "outside", or the name of a service or function of this world. */
text world_caller(void);

/* Lets the calls from here on be another's; returns whose they were, to be put back. */
text world_call_as(text caller);

/* A fault (faults/faults.h) in front of the functions decides what the current invocation is answered: 0 is none. */
void world_note_fault(int64_t id);
int64_t world_noted_fault(void);

/* The same for what the current invocation, if there is one, is not to blame for: it is no part of it. It has a number
 * of its own, the occasion's, which shifts no ids of requests: occasions are told apart by numbers below 2^48. */
void world_begin_detached(world *self, invocation *storage, uint64_t occasion);

/* The same for what is no request, but has to draw: it moves no clock and shifts no ids of later requests. */
void world_begin_upkeep(world *self, invocation *storage);

/* The next size (at most 32) bytes of the current invocation. */
void world_draw(world *self, void *ret_bytes, size_t size);

/* A UUID of the current invocation, e.g. a request id. */
text world_uuid(world *self, arena *arena);

/* State that a fake keeps with a world besides the store (caches, function instances), made on first use and shared by
 * all threads. key is the address of the fake's own description of it. open must not touch the store, whose lock the
 * caller may be holding. */
typedef struct world_state {
    void *(*open)(world *world);
    void (*close)(void *state);

    /* What a fork of origin, in which nobody is working, begins with; what it shares with origin's never changes.
     * NULL: a fork opens its own. */
    void *(*fork)(void *state, world *origin);
} world_state;
void *world_state_of(world *self, const world_state *key);

/* The way from a function or fake of this world to the services of this world, without a socket. */
transport *world_transport(world *self);
void world_set_transport(world *self, transport *transport);

#endif
