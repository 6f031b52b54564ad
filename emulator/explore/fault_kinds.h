/* Fault kinds: which calls of services a scenario makes, and what can go wrong with each, as the control API tells it:
 * what schedules are drawn from. */
#ifndef GABI_FAULT_KINDS_H
#define GABI_FAULT_KINDS_H

#include "core/error.h"
#include "core/text.h"

/* Calls of one operation by one caller. */
typedef struct fault_kind {
    text service;
    text operation;
    text caller;
    size_t calls;        /* that the scenario made */
    const text *effects; /* what can happen to them: members of a rule, as JSON */
    size_t effect_count;
} fault_kind;

typedef struct fault_kinds {
    fault_kind *items;
    size_t count;
} fault_kinds;

/* The kinds of the calls in traces (GET /_gabi/traces), with the effects that possible (GET /_gabi/faults/possible) has
 * for them. ERROR_INVALID for what is no such JSON. */
const gabi_error *fault_kinds_read(arena *arena, text traces, text possible, fault_kinds *ret_kinds);

/* Whether one of them is made by nobody who waits: an event's delivery. */
bool fault_kinds_have_deliveries(const fault_kinds *self);

#endif
