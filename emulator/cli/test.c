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

/* A world as the runner has it. */
typedef struct guest {
    cloud *cloud;
    arena *arena;
    text name;
} guest;

typedef struct visit {
    arena *arena;
    int64_t time_ms; /* that it is, or that shall pass */
    text uuid;
} visit;

static void read_clock(void *context, world *world) { ((visit *)context)->time_ms = world_now_ms(world); }
static void let_pass(void *context, world *world) { world_sleep_ms(world, ((visit *)context)->time_ms); }

static void draw_uuid(void *context, world *world) {
    visit *visit = context;
    invocation invocation;
    world_begin_invocation(world, &invocation);
    visit->uuid = world_uuid(world, visit->arena);
    world_end_invocation(&invocation);
}

/* A world that cannot be had (there are too many) says so to the request that comes next. */
static visit pay_visit(const guest *guest, visit visit, void (*act)(void *context, world *world)) {
    const gabi_error *error = cloud_visit(guest->cloud, guest->arena, guest->name, act, &visit);
    (void)error;
    return visit;
}

static int64_t now_ms(void *owner) { return pay_visit(owner, (visit){0}, read_clock).time_ms; }
static void sleep_ms(void *owner, int64_t duration_ms) { pay_visit(owner, (visit){.time_ms = duration_ms}, let_pass); }
static text uuid(void *owner, arena *arena) { return pay_visit(owner, (visit){.arena = arena}, draw_uuid).uuid; }

static const gabi_error *open_world(void *owner, arena *arena, text name, runner_world *ret_world) {
    guest *made = arena_alloc(arena, sizeof *made);
    *made = (guest){owner, arena, text_copy(arena, name)};
    *ret_world = (runner_world){cloud_client(owner, arena, name), made, now_ms, sleep_ms, uuid};
    return NULL;
}

static void close_world(void *owner, text name) { cloud_drop(owner, name); }

/* The addresses, then what files say, then what the command line says: later ones win. */
static const gabi_error *add_variables(arena *arena, const test_line *line, given_variables *variables) {
    given_add_string(arena, variables, TEXT("api"), TEXT(API_ADDRESS));
    given_add_string(arena, variables, TEXT("aws"), TEXT(AWS_ADDRESS));
    for (size_t i = 0; i < line->variables_files.count; i++)
        TRY(given_add_file(arena, variables, line->variables_files.items[i], false));
    for (size_t i = 0; i < line->variables.count; i++)
        TRY(given_add(arena, variables, text_of(line->variables.items[i]), false));
    for (size_t i = 0; i < line->secrets_files.count; i++)
        TRY(given_add_file(arena, variables, line->secrets_files.items[i], true));
    for (size_t i = 0; i < line->secrets.count; i++)
        TRY(given_add(arena, variables, text_of(line->secrets.items[i]), true));
    return NULL;
}

static bool is_coloured(const test_line *line) {
    return line->has_colour || (!line->has_no_colour && isatty(STDOUT_FILENO) && !getenv("NO_COLOR"));
}

static const gabi_error *make_options(arena *arena, const command_line *line, runner_options *ret_options) {
    const test_line *test = &line->test;
    runner_options options = {
        .paths = (const char *const *)line->paths,
        .path_count = (size_t)line->path_count,
        .globs = test->globs.items,
        .glob_count = test->globs.count,
        .shard_number = (size_t)test->shard.number,
        .shard_count = (size_t)test->shard.count,
        .repeat = (size_t)test->repeat,
        .jobs = (size_t)test->jobs,
        .is_shuffled = test->is_shuffled,
        .shuffle_seed = test->shuffle_seed,
        .execution = {.request = default_options},
        .output = stdout,
        .is_coloured = is_coloured(test),
        .progress = test->shows_progress || isatty(STDERR_FILENO) ? stderr : NULL,
        .transcript = test->transcript,
    };
    TRY(add_variables(arena, test, &options.variables));
    *ret_options = options;
    return NULL;
}

/* Boots a cloud and runs the scenarios in it. */
static const gabi_error *run(arena *arena, const command_line *line, runner_options *options,
                             enum runner_status *ret_status) {
    boot_options boot_options = {
        .line = line,
        .seed = line->has_seed ? line->seed : 0,
        .clock = WORLD_CLOCK_FROZEN,
        .frozen_at_ms = FROZEN_AT_MS,
        .has_sample = true,
    };
    booted booted;
    TRY(boot(arena, &boot_options, &booted));
    options->host = (runner_host){booted.cloud, open_world, close_world};
    const gabi_error *error = runner_run(arena, options, ret_status);
    cloud_close(booted.cloud);
    TRY(error);
    warnings_print(booted.warnings, stderr);
    return NULL;
}

const gabi_error *test(arena *arena, const command_line *line, int *ret_status) {
    runner_options options;
    enum runner_status status = RUNNER_ALL_PASSED;
    TRY(make_options(arena, line, &options));
    if (line->test.lists_only)
        TRY(runner_list(arena, &options));
    else
        TRY(run(arena, line, &options, &status));
    *ret_status = status;
    return NULL;
}
