#include "cli/guest.h"

#include "cli/control_client.h"
#include "cli/world_logs.h"

#define FROZEN_AT_MS INT64_C(1767600000000) /* 2026-01-05T08:00:00Z */

#define API_ADDRESS "http://localhost:3000"

const text guest_aws_address = TEXT_INIT("http://localhost:4566");

/* A world as the runner has it. */
typedef struct guest {
    cloud *cloud;
    arena *arena;
    text name;
    transport *client;
} guest;

typedef struct visit {
    arena *arena;
    int64_t time_ms;
    text uuid;
} visit;

static void read_clock(void *context, world *world) { ((visit *)context)->time_ms = world_now_ms(world); }

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

static const gabi_error *sleep_ms(void *owner, int64_t duration_ms) {
    guest *self = owner;
    return control_advance(self->client, self->arena, guest_aws_address, duration_ms);
}

static text uuid(void *owner, arena *arena) { return pay_visit(owner, (visit){.arena = arena}, draw_uuid).uuid; }

static text warnings(void *owner, arena *arena) {
    const guest *self = owner;
    return world_logs(arena, self->client, guest_aws_address);
}

static const gabi_error *open_world(void *owner, arena *arena, text name, runner_world *ret_world) {
    guest *made = arena_alloc(arena, sizeof *made);
    *made = (guest){owner, arena, text_copy(arena, name), cloud_client(owner, arena, name)};
    *ret_world = (runner_world){
        .client = made->client,
        .owner = made,
        .now_ms = now_ms,
        .sleep_ms = sleep_ms,
        .uuid = uuid,
        .warnings = warnings,
        .onlooker = made->client,
    };
    return NULL;
}

static void close_world(void *owner, text name) { cloud_drop(owner, name); }

runner_host guest_host(cloud *cloud) { return (runner_host){cloud, open_world, close_world}; }

void guest_add_addresses(arena *arena, given_variables *variables) {
    given_add_string(arena, variables, TEXT("api"), TEXT(API_ADDRESS));
    given_add_string(arena, variables, TEXT("aws"), guest_aws_address);
}

const gabi_error *guest_boot(arena *arena, const command_line *line, uint64_t seed, booted *ret_booted) {
    boot_options options = {
        .line = line,
        .seed = seed,
        .clock = WORLD_CLOCK_FROZEN,
        .frozen_at_ms = FROZEN_AT_MS,
        .sample = BOOT_SAMPLE_IF_THERE,
    };
    arena_keep_freed_memory(); /* each scenario needs what the one before it has freed */
    TRY(boot(arena, &options, ret_booted));
    cloud_keep_logs_quiet(ret_booted->cloud);
    return NULL;
}
