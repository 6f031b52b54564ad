#include "memory/log_memory.h"

#include <string.h>

static void emit(log_port *port, log_level level, const char *event, const log_field *fields, size_t field_count) {
    log_memory *self = (log_memory *)port;
    log_field *copies = arena_alloc(self->arena, field_count * sizeof *copies);
    for (size_t i = 0; i < field_count; i++)
        copies[i] = (log_field){fields[i].name, text_copy(self->arena, fields[i].value)};
    self->records = arena_grow_by_one(self->arena, self->records, self->count, sizeof *self->records);
    self->records[self->count++] = (log_record){level, event, copies, field_count};
}

log_memory *log_memory_new(arena *arena) {
    log_memory *self = arena_zalloc(arena, sizeof *self);
    self->port.emit = emit;
    self->arena = arena;
    return self;
}

const log_record *log_memory_last(const log_memory *self, const char *event) {
    for (size_t i = self->count; i > 0; i--)
        if (strcmp(self->records[i - 1].event, event) == 0)
            return &self->records[i - 1];
    return NULL;
}

text log_record_get(const log_record *self, const char *name) {
    for (size_t i = 0; i < self->field_count; i++)
        if (strcmp(self->fields[i].name, name) == 0)
            return self->fields[i].value;
    return (text){"", 0};
}
