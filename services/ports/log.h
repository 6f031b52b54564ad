/* Port: structured log records. No secret, password or token may be put in one. */
#ifndef GABI_PORTS_LOG_H
#define GABI_PORTS_LOG_H

#include <stddef.h>

#include "core/text.h"

typedef enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR } log_level;

typedef struct log_field {
    const char *name;
    text value;
} log_field;

typedef struct log_port log_port;

struct log_port {
    /* event is a constant name such as "booking.full"; fields are read before the call returns. */
    void (*emit)(log_port *self, log_level level, const char *event, const log_field *fields, size_t field_count);
};

#endif
