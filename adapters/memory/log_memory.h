/* The log port for unit tests: keeps what was logged. */
#ifndef GABI_LOG_MEMORY_H
#define GABI_LOG_MEMORY_H

#include "core/arena.h"
#include "ports/log.h"

typedef struct log_record {
    log_level level;
    const char *event;
    const log_field *fields; /* copies */
    size_t field_count;
} log_record;

typedef struct log_memory {
    log_port port;
    arena *arena;
    log_record *records;
    size_t count;
} log_memory;

log_memory *log_memory_new(arena *arena);

/* The last record of that event, or NULL. */
const log_record *log_memory_last(const log_memory *self, const char *event);

/* The value of a record's field; empty when it has none of that name. */
text log_record_get(const log_record *self, const char *name);

#endif
