#include "records/logs.h"

#include "records/ring.h"

static void *open_ring(world *world) {
    (void)world;
    return ring_new((ring_limits){LOGS_MOST_RECORDS, LOGS_MOST_BYTES});
}

static const world_state ring_state = {.open = open_ring, .close = ring_free};

static ring *ring_of(world *world) { return world_state_of(world, &ring_state); }

void logs_clear(world *world) { ring_clear(ring_of(world)); }

static logged_record copy_record(arena *arena, const logged_record *record) {
    logged_record copy = *record;
    copy.function = text_copy(arena, record->function);
    copy.event = text_copy(arena, record->event);
    log_field *fields = arena_alloc(arena, record->field_count * sizeof *fields);
    for (size_t i = 0; i < record->field_count; i++)
        fields[i] = (log_field){arena_copy(arena, record->fields[i].name, strlen(record->fields[i].name)),
                                text_copy(arena, record->fields[i].value)};
    copy.fields = fields;
    return copy;
}

static void *keep(arena *arena, const void *given) {
    logged_record *kept = arena_alloc(arena, sizeof *kept);
    *kept = copy_record(arena, given);
    return kept;
}

void logs_note(world *world, text function, log_level level, const char *event, const log_field *fields,
               size_t field_count) {
    const logged_record given = {
        .invocation = world_invocation_number(),
        .at_ms = world_now_ms(world),
        .level = level,
        .function = function,
        .event = text_of(event),
        .fields = fields,
        .field_count = field_count,
    };
    ring_add(ring_of(world), keep, &given);
}

/* ---- reading ---- */

typedef struct reading {
    arena *arena;
    logged_record *items;
    size_t count;
} reading;

static void read_one(void *context, int64_t number, const void *record) {
    reading *self = context;
    self->items = arena_grow(self->arena, self->items, self->count * sizeof *self->items,
                             (self->count + 1) * sizeof *self->items);
    logged_record *copy = &self->items[self->count++];
    *copy = copy_record(self->arena, record);
    copy->number = number;
}

void logs_read(world *world, arena *arena, logged_record **ret_records, size_t *ret_count) {
    reading all = {.arena = arena};
    ring_visit(ring_of(world), read_one, &all);
    *ret_records = all.items;
    *ret_count = all.count;
}
