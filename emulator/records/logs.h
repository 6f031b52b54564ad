/* Logs: what the functions of a world have logged. In memory: the newest LOGS_MOST_RECORDS of LOGS_MOST_BYTES in all,
 * of each value the first LOGS_MOST_VALUE_BYTES. */
#ifndef GABI_RECORDS_LOGS_H
#define GABI_RECORDS_LOGS_H

#include "ports/log.h"
#include "store/world.h"

#define LOGS_MOST_RECORDS 2000
#define LOGS_MOST_BYTES ((size_t)4 * 1024 * 1024)
#define LOGS_MOST_VALUE_BYTES ((size_t)64 * 1024)

typedef struct logged_record {
    int64_t number;      /* from 1 up in each world */
    uint64_t invocation; /* in which it was logged */
    int64_t at_ms;       /* by the world's clock */
    log_level level;
    text function;
    text event;
    const log_field *fields;
    size_t field_count;
} logged_record;

/* Keeps a record of the current invocation. */
void logs_note(world *world, text function, log_level level, const char *event, const log_field *fields,
               size_t field_count);

/* A copy of what is kept, from the oldest to the newest. */
void logs_read(world *world, arena *arena, logged_record **ret_records, size_t *ret_count);

void logs_clear(world *world);

#endif
