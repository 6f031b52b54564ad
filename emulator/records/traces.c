#include "records/traces.h"

#include <stddef.h>
#include <time.h>

#include "records/ring.h"

static void own(arena *arena, void *record) {
    traced_call *self = record;
    text *resources = arena_alloc(arena, self->resource_count * sizeof *resources);
    for (size_t i = 0; i < self->resource_count; i++)
        resources[i] = text_copy(arena, text_upto(self->resources[i], TRACES_MOST_RESOURCE_BYTES));
    self->resources = resources;
    self->caller = text_copy(arena, self->caller);
    self->service = text_copy(arena, self->service);
    self->operation = text_copy(arena, self->operation);
}

static const ring_form form = {
    .record_bytes = sizeof(traced_call),
    .number_offset = offsetof(traced_call, number),
    .most_records = TRACES_MOST_CALLS,
    .most_bytes = TRACES_MOST_BYTES,
    .own = own,
};

static void *open_ring(world *world) {
    (void)world;
    return ring_new(&form);
}

static const world_state ring_state = {.open = open_ring, .close = ring_free};

static ring *ring_of(world *world) { return world_state_of(world, &ring_state); }

void traces_switch(world *world, bool is_on) {
    ring_switch(ring_of(world), is_on);
    world_watch(world, WORLD_HAS_TRACES, is_on);
}

bool traces_are_on(world *world) { return ring_is_on(ring_of(world)); }

void traces_clear(world *world) { ring_clear(ring_of(world)); }

static int64_t now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
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

void traces_end(world *world, traced_call *call) {
    call->end_ms = world_now_ms(world);
    call->duration_us += now_us();
    world_end_span(call->span);
    ring_add(ring_of(world), call);
}

void traces_read(world *world, arena *arena, traced_call **ret_calls, size_t *ret_count) {
    *ret_calls = ring_read(ring_of(world), arena, ret_count);
}
