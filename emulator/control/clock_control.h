/* /_gabi/clock: the clock of a world is shown and moved. */
#ifndef GABI_CLOCK_CONTROL_H
#define GABI_CLOCK_CONTROL_H

#include "control/control.h"
#include "core/json_writer.h"

extern const control_part clock_control;

/* What a clock is told; texts that are empty change nothing. */
typedef struct clock_wish {
    text mode; /* "frozen", "running", "host" */
    text now;  /* RFC 3339 */
    int64_t offset_ms;
} clock_wish;

/* Reads a JSON object of these members. ERROR_INVALID, code "invalid_clock", for what cannot be. */
const gabi_error *clock_read(arena *arena, text document, const clock_wish **ret_wish);

/* For an op in a world: does what was wished, and all that falls due thereby, in order; then the world is settled. */
const gabi_error *clock_change(op_call *call, const clock_wish *wish);

/* The object that describes the clock. */
void clock_write(json_writer *writer, arena *arena, world *world);

#endif
