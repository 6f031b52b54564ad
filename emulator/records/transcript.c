#include "records/transcript.h"

#include <stddef.h>

#include "records/ring.h"
#include "store/interleaving.h"

static text copy_body(arena *arena, text body, bool *is_cut) {
    *is_cut |= body.length > TRANSCRIPT_MOST_BODY_BYTES;
    return text_copy(arena, text_upto(body, TRANSCRIPT_MOST_BODY_BYTES));
}

static void own(arena *arena, void *record) {
    recorded_exchange *self = record;
    self->method = text_copy(arena, self->method);
    self->target = text_copy(arena, self->target);
    self->request_headers = http_fields_copy(arena, &self->request_headers);
    self->request_body = copy_body(arena, self->request_body, &self->is_cut);
    self->response_headers = http_fields_copy(arena, &self->response_headers);
    self->response_body = copy_body(arena, self->response_body, &self->is_cut);
}

static const ring_form form = {
    .record_bytes = sizeof(recorded_exchange),
    .number_offset = offsetof(recorded_exchange, number),
    .most_records = TRANSCRIPT_MOST_EXCHANGES,
    .most_bytes = TRANSCRIPT_MOST_BYTES,
    .own = own,
};

static void *open_ring(world *world) {
    (void)world;
    return ring_new(&form);
}

static const world_state ring_state = {.open = open_ring, .close = ring_free};

static ring *ring_of(world *world) { return world_state_of(world, &ring_state); }

void transcript_switch(world *world, bool is_on) {
    ring_switch(ring_of(world), is_on);
    world_watch(world, WORLD_HAS_TRANSCRIPT, is_on);
}

bool transcript_is_on(world *world) { return ring_is_on(ring_of(world)); }

void transcript_clear(world *world) { ring_clear(ring_of(world)); }

void transcript_note(world *world, transcript_door door, int64_t begin_ms, const http_request *request,
                     const http_response *response) {
    ring *ring = ring_of(world);
    if (!ring_is_on(ring)) {
        world_watch(world, WORLD_HAS_TRANSCRIPT, false);
        return;
    }
    recorded_exchange given = {
        .door = door,
        .is_together = door != DOOR_CONTROL && interleaving_is_under_way(),
        .fault = door != DOOR_CONTROL ? world_noted_fault() : 0,
        .begin_ms = begin_ms,
        .end_ms = world_now_ms(world),
        .method = request->method,
        .target = request->target,
        .request_headers = request->headers,
        .request_body = request->body.bytes,
        .status = response->status,
        .response_headers = response->headers,
        .response_body = response->content.bytes,
    };
    ring_add(ring, &given);
}

void transcript_read(world *world, arena *arena, recorded_exchange **ret_exchanges, size_t *ret_count) {
    *ret_exchanges = ring_read(ring_of(world), arena, ret_count);
}
