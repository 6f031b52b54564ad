#include "cli/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/boot.h"
#include "runner/runner.h"

/* A Monday morning. */
#define FROZEN_AT_MS INT64_C(1767600000000) /* 2026-01-05T08:00:00Z */

#define API_ADDRESS "http://localhost:3000"
#define AWS_ADDRESS "http://localhost:4566"

static const gabi_error *open_world(void *owner, arena *arena, text name, transport **ret_client) {
    *ret_client = cloud_client(owner, arena, name);
    return NULL;
}

static void close_world(void *owner, text name) { cloud_drop(owner, name); }

static const gabi_error *run(arena *arena, const command_line *line, const booted *booted,
                             enum runner_status *ret_status) {
    const runner_variable variables[] = {{TEXT("api"), TEXT(API_ADDRESS)}, {TEXT("aws"), TEXT(AWS_ADDRESS)}};
    runner_options options = {
        .paths = (const char *const *)line->paths,
        .path_count = (size_t)line->path_count,
        .host = {booted->cloud, open_world, close_world},
        .variables = variables,
        .variable_count = sizeof variables / sizeof *variables,
        .jobs = (size_t)line->jobs,
        .output = stdout,
        .is_coloured = isatty(STDOUT_FILENO) && !getenv("NO_COLOR"),
    };
    return runner_run(arena, &options, ret_status);
}

const gabi_error *test(arena *arena, const command_line *line, int *ret_status) {
    boot_options options = {
        .line = line,
        .seed = line->has_seed ? line->seed : 0,
        .clock = WORLD_CLOCK_FROZEN,
        .frozen_at_ms = FROZEN_AT_MS,
        .has_sample = true,
    };
    booted booted;
    enum runner_status status;
    TRY(boot(arena, &options, &booted));
    const gabi_error *error = run(arena, line, &booted, &status);
    cloud_close(booted.cloud);
    TRY(error);
    warnings_print(booted.warnings, stderr);
    *ret_status = status;
    return NULL;
}
