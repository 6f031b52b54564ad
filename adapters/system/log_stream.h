/* The log port on a stream: a line of JSON a record, as CloudWatch Logs takes it from a function's standard error. */
#ifndef GABI_LOG_STREAM_H
#define GABI_LOG_STREAM_H

#include <stdio.h>

#include "core/arena.h"
#include "ports/clock.h"
#include "ports/log.h"

/* Lives in the arena; clock and stream outlive it. Records below least are left out. */
log_port *log_stream_new(arena *arena, clock_port *clock, FILE *stream, log_level least);

#endif
