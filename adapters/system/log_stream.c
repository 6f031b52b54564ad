#include "system/log_stream.h"

#include "core/buffer.h"
#include "core/civil_time.h"
#include "core/json_writer.h"

typedef struct log_stream {
    log_port port;
    clock_port *clock;
    FILE *stream;
    log_level least;
    arena *record; /* of one record, reset behind it */
} log_stream;

static const char *const level_names[] = {
    [LOG_DEBUG] = "debug",
    [LOG_INFO] = "info",
    [LOG_WARNING] = "warning",
    [LOG_ERROR] = "error",
};

static void emit(log_port *port, log_level level, const char *event, const log_field *fields, size_t field_count) {
    log_stream *self = (log_stream *)port;
    if (level < self->least)
        return;
    buffer line = BUFFER(self->record);
    json_writer json = JSON_WRITER(&line);
    json_begin_object(&json);
    json_string_member(&json, "time", time_to_iso8601(self->record, self->clock->now_ms(self->clock)));
    json_string_member(&json, "level", text_of(level_names[level]));
    json_string_member(&json, "event", text_of(event));
    for (size_t i = 0; i < field_count; i++)
        json_string_member(&json, fields[i].name, fields[i].value);
    json_end_object(&json);
    buffer_append_char(&line, '\n');
    fwrite(line.data, 1, line.length, self->stream); /* one write, so that lines of two processes do not mix */
    fflush(self->stream);
    arena_reset(self->record);
}

static void free_record(void *record) { arena_free(record); }

log_port *log_stream_new(arena *arena, clock_port *clock, FILE *stream, log_level least) {
    log_stream *self = arena_zalloc(arena, sizeof *self);
    *self = (log_stream){
        .port = {.emit = emit},
        .clock = clock,
        .stream = stream,
        .least = least,
        .record = arena_new(ARENA_REQUEST_CEILING_BYTES),
    };
    arena_defer(arena, free_record, self->record);
    return &self->port;
}
