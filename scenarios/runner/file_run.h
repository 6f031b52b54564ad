/* File run: one scenario file, run once in a world of its own, and what came of it. */
#ifndef GABI_RUNNER_FILE_RUN_H
#define GABI_RUNNER_FILE_RUN_H

#include "runner/runner.h"

typedef struct file_run {
    arena *arena;  /* of all that follows */
    text world;    /* the name of its world */
    source source; /* the content once it was read */
    scenario scenario;
    outcome outcome;
    enum runner_status status;
    text report;     /* of what is wrong, for people; without secrets, as is the next */
    text transcript; /* when one is asked for */
    int64_t duration_us;
} file_run;

/* Reads the file of self->source.path, runs it, and fills in what came of it. */
void file_run_execute(file_run *self, const runner_options *options);

#endif
