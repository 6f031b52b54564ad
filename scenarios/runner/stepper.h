/* Stepper: a scenario request by request, as a debugger goes through a program: what will be sent, then what came of
 * it, and in between a prompt. Commands are lines of input, typed or piped in; `h` lists them. It stops before each
 * request, or runs on to a break point, and stops behind each that failed. Secrets are not shown. */
#ifndef GABI_RUNNER_STEPPER_H
#define GABI_RUNNER_STEPPER_H

#include <stdio.h>

#include "runner/execute.h"

typedef struct stepper stepper;

/* A command that shows something of the world that a file runs in, of which the runner knows nothing but its clock. */
typedef struct stepper_view {
    const char *name;     /* "s" */
    const char *argument; /* how help names its argument, "[TABLE]"; empty without one */
    const char *help;
    const gabi_error *(*show)(void *owner, arena *arena, const runner_world *world, text argument, buffer *out);
    void *owner;
} stepper_view;

typedef struct stepper_options {
    FILE *input;
    FILE *output;
    bool is_typed; /* at a terminal, which shows what is typed */
    const stepper_view *views;
    size_t view_count;
} stepper_options;

/* Lives in the arena; for one file at a time. */
stepper *stepper_new(arena *arena, const stepper_options *options);

/* What takes files through the stepper. */
stepping stepper_listener(stepper *self);

/* Becomes true with `q`, and at the end of the input. */
const atomic_bool *stepper_has_quit(const stepper *self);

#endif
