#include "records/transcript.h"

#include "records/ring.h"
#include "store/interleaving.h"

static void *open_ring(world *world) {
    (void)world;
    return ring_new((ring_limits){TRANSCRIPT_MOST_EXCHANGES, TRANSCRIPT_MOST_BYTES});
}

static const world_state ring_state = {.open = open_ring, .close = ring_free};

static ring *ring_of(world *world) { return world_state_of(world, &ring_state); }

void transcript_switch(world *world, bool is_on) {
    ring_switch(ring_of(world), is_on);
    world_watch(world, WORLD_HAS_TRANSCRIPT, is_on);
}

bool transcript_is_on(world *world) { return ring_is_on(ring_of(world)); }

void transcript_clear(world *world) { ring_clear(ring_of(world)); }

/* ---- recording ---- */

static text copy_body(arena *arena, text body, bool *is_cut) {
    *is_cut |= body.length > TRANSCRIPT_MOST_BODY_BYTES;
    return text_copy(arena, text_upto(body, TRANSCRIPT_MOST_BODY_BYTES));
}

static http_fields copy_fields(arena *arena, const http_fields *fields) {
    http_fields copy = {0};
    for (size_t i = 0; i < fields->count; i++)
        http_fields_add(arena, &copy, text_copy(arena, fields->items[i].name),
                        text_copy(arena, fields->items[i].value));
    return copy;
}

static recorded_exchange copy_exchange(arena *arena, const recorded_exchange *exchange) {
    recorded_exchange copy = *exchange;
    copy.method = text_copy(arena, exchange->method);
    copy.target = text_copy(arena, exchange->target);
    copy.request_headers = copy_fields(arena, &exchange->request_headers);
    copy.request_body = copy_body(arena, exchange->request_body, &copy.is_cut);
    copy.response_headers = copy_fields(arena, &exchange->response_headers);
    copy.response_body = copy_body(arena, exchange->response_body, &copy.is_cut);
    return copy;
}

static void *keep(arena *arena, const void *given) {
    recorded_exchange *kept = arena_alloc(arena, sizeof *kept);
    *kept = copy_exchange(arena, given);
    return kept;
}

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
    ring_add(ring, keep, &given);
}

/* ---- reading ---- */

typedef struct reading {
    arena *arena;
    recorded_exchange *items;
    size_t count;
} reading;

static void read_one(void *context, int64_t number, const void *record) {
    reading *self = context;
    self->items = arena_grow(self->arena, self->items, self->count * sizeof *self->items,
                             (self->count + 1) * sizeof *self->items);
    recorded_exchange *copy = &self->items[self->count++];
    *copy = copy_exchange(self->arena, record);
    copy->number = number;
}

void transcript_read(world *world, arena *arena, recorded_exchange **ret_exchanges, size_t *ret_count) {
    reading all = {.arena = arena};
    ring_visit(ring_of(world), read_one, &all);
    *ret_exchanges = all.items;
    *ret_count = all.count;
}
