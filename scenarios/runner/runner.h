/* Runner: runs scenario files (plain Hurl, https://hurl.dev) against whatever answers HTTP behind a transport.
 *
 * Every file runs in a world of its own, which the host opens and closes; files run in parallel. A file stops at its
 * first failing request. What the grammar does not know is a parse error that says where, never ignored. */
#ifndef GABI_RUNNER_H
#define GABI_RUNNER_H

#include <stdio.h>

#include "core/error.h"
#include "runner/runner_world.h"

enum runner_status {
    RUNNER_ALL_PASSED = 0,
    RUNNER_SOME_FAILED = 1,
    RUNNER_UNUSABLE_INPUT = 2, /* a file that cannot be read or parsed */
};

/* Whoever provides the worlds. Called from several threads at once. */
typedef struct runner_host {
    void *owner;
    /* A fresh world of that name; it lives in the arena until close_world. */
    const gabi_error *(*open_world)(void *owner, arena *arena, text name, runner_world *ret_world);
    void (*close_world)(void *owner, text name);
} runner_host;

/* What files refer to as {{name}}. */
typedef struct runner_variable {
    text name;
    text value;
} runner_variable;

typedef struct runner_options {
    const char *const *paths; /* files, and folders that are searched for *.hurl */
    size_t path_count;
    runner_host host;
    const runner_variable *variables;
    size_t variable_count;
    size_t jobs; /* files that run at once; 0: as many as there are processors */
    FILE *output;
    bool is_coloured;
} runner_options;

/* Runs all files and prints what came of each, in the order of their names, and a summary. ERROR_INVALID, code
 * "NoScenarios", and nothing is run, when there is none at a path. */
const gabi_error *runner_run(arena *arena, const runner_options *options, enum runner_status *ret_status);

#endif
