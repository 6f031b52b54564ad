#include "records/logs.h"

#include <stddef.h>

#include "records/ring.h"

static void own(arena *arena, void *record) {
    logged_record *self = record;
    log_field *fields = arena_alloc(arena, self->field_count * sizeof *fields);
    for (size_t i = 0; i < self->field_count; i++)
        fields[i] = (log_field){arena_copy(arena, self->fields[i].name, strlen(self->fields[i].name)),
                                text_copy(arena, text_upto(self->fields[i].value, LOGS_MOST_VALUE_BYTES))};
    self->fields = fields;
    self->function = text_copy(arena, self->function);
    self->event = text_copy(arena, self->event);
}

static const ring_form form = {
    .record_bytes = sizeof(logged_record),
    .number_offset = offsetof(logged_record, number),
    .most_records = LOGS_MOST_RECORDS,
    .most_bytes = LOGS_MOST_BYTES,
    .own = own,
};

static void *open_ring(world *world) {
    (void)world;
    return ring_new(&form);
}

static const world_state ring_state = {.open = open_ring, .close = ring_free};

static ring *ring_of(world *world) { return world_state_of(world, &ring_state); }

void logs_note(world *world, text function, log_level level, const char *event, const log_field *fields,
               size_t field_count) {
    const logged_record record = {
        .invocation = world_invocation_number(),
        .at_ms = world_now_ms(world),
        .level = level,
        .function = function,
        .event = text_of(event),
        .fields = fields,
        .field_count = field_count,
    };
    ring_add(ring_of(world), &record);
}

void logs_read(world *world, arena *arena, logged_record **ret_records, size_t *ret_count) {
    *ret_records = ring_read(ring_of(world), arena, ret_count);
}

void logs_clear(world *world) { ring_clear(ring_of(world)); }
