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
