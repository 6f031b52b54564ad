#include "records/traces.h"

#include <time.h>

#include "records/ring.h"

static void *open_ring(world *world) {
    (void)world;
    return ring_new((ring_limits){TRACES_MOST_CALLS, TRACES_MOST_BYTES});
}

static const world_state ring_state = {.open = open_ring, .close = ring_free};

static ring *ring_of(world *world) { return world_state_of(world, &ring_state); }

void traces_switch(world *world, bool is_on) {
    ring_switch(ring_of(world), is_on);
    world_watch(world, WORLD_HAS_TRACES, is_on);
}

bool traces_are_on(world *world) { return ring_is_on(ring_of(world)); }

void traces_clear(world *world) { ring_clear(ring_of(world)); }

/* ---- recording ---- */

static int64_t now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static traced_call copy_call(arena *arena, const traced_call *call) {
    traced_call copy = *call;
    copy.caller = text_copy(arena, call->caller);
    copy.service = text_copy(arena, call->service);
    copy.operation = text_copy(arena, call->operation);
    copy.resources = arena_alloc(arena, call->resource_count * sizeof *copy.resources);
    for (size_t i = 0; i < call->resource_count; i++)
        copy.resources[i] = text_copy(arena, call->resources[i]);
    return copy;
}

bool traces_begin(world *world, text service, traced_call *ret_call) {
    if (!ring_is_on(ring_of(world))) {
        world_watch(world, WORLD_HAS_TRACES, false);
        return false;
    }
    if (world_is_upkeep())
        return false;
    *ret_call = (traced_call){
        .invocation = world_invocation_number(),
        .span = world_begin_span(),
        .caller = world_caller(),
        .service = service,
        .begin_ms = world_now_ms(world),
        .duration_us = -now_us(),
    };
    return true;
}

static void *keep(arena *arena, const void *given) {
    traced_call *kept = arena_alloc(arena, sizeof *kept);
    *kept = copy_call(arena, given);
    return kept;
}

void traces_end(world *world, traced_call *call) {
    call->end_ms = world_now_ms(world);
    call->duration_us += now_us();
    world_end_span(call->span);
    ring_add(ring_of(world), keep, call);
}

/* ---- reading ---- */

typedef struct reading {
    arena *arena;
    traced_call *items;
    size_t count;
} reading;

static void read_one(void *context, int64_t number, const void *record) {
    reading *self = context;
    (void)number;
    self->items = arena_grow(self->arena, self->items, self->count * sizeof *self->items,
                             (self->count + 1) * sizeof *self->items);
    self->items[self->count++] = copy_call(self->arena, record);
}

void traces_read(world *world, arena *arena, traced_call **ret_calls, size_t *ret_count) {
    reading all = {.arena = arena};
    ring_visit(ring_of(world), read_one, &all);
    *ret_calls = all.items;
    *ret_count = all.count;
}
