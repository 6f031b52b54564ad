#include "memory/clock_memory.h"

static int64_t now_ms(clock_port *port) { return ((clock_memory *)port)->now_ms; }

static void sleep_ms(clock_port *port, int64_t duration_ms) {
    clock_memory *self = (clock_memory *)port;
    self->now_ms += duration_ms;
    self->slept_ms += duration_ms;
}

static int64_t deadline_ms(clock_port *port) { return ((clock_memory *)port)->deadline_ms; }

clock_memory *clock_memory_new(arena *arena, int64_t now) {
    clock_memory *self = arena_zalloc(arena, sizeof *self);
    self->port = (clock_port){.now_ms = now_ms, .sleep_ms = sleep_ms, .deadline_ms = deadline_ms};
    self->now_ms = now;
    self->deadline_ms = INT64_MAX;
    return self;
}
