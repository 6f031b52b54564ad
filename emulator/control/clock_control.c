#include "control/clock_control.h"

#include "core/civil_time.h"
#include "core/service.h"

#define DAY_MS INT64_C(86400000)

/* What falls due in a hundred years can take seconds to be done. */
#define MOST_DAYS 36600
#define MOST_OFFSET_MS (MOST_DAYS * DAY_MS)
#define YEAR_10000_MS INT64_C(253402300800000)

/* A world that has something due at once so many times in a row will never have done. */
#define MOST_ROUNDS 1000

static const gabi_error *invalid(arena *arena, const char *what) {
    return error_new(arena, ERROR_INVALID, "invalid_clock", "%s", what);
}

/* ---- showing ---- */

static const char *mode_of(const world *world) {
    if (world_clock_of(world) == WORLD_CLOCK_FROZEN)
        return "frozen";
    return world_offset_ms(world) ? "running" : "host";
}

void clock_write(json_writer *writer, arena *arena, world *world) {
    int64_t now_ms = world_now_ms(world), due_ms = world_due_ms(world);
    json_begin_object(writer);
    json_string_member(writer, "mode", text_of(mode_of(world)));
    json_string_member(writer, "now", time_to_sortable(arena, now_ms));
    json_integer_member(writer, "now_ms", now_ms);
    if (world_clock_of(world) == WORLD_CLOCK_HOST)
        json_integer_member(writer, "offset_ms", world_offset_ms(world));
    json_name(writer, TEXT("due"));
    if (due_ms == INT64_MAX)
        json_null(writer);
    else
        json_string(writer, time_to_sortable(arena, due_ms));
    json_end_object(writer);
}

static const gabi_error *show(op_call *call) {
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    clock_write(&writer, call->arena, call->owner);
    respond_json(call, 200, buffer_text(&out));
    return NULL;
}

/* ---- moving ---- */

static const char too_far[] = "A clock moves ahead by a hundred years at most";

/* Lets the world live through what falls due up to the target, each at its time. */
static const gabi_error *advance_to(op_call *call, int64_t target_ms) {
    control_host *host = ((const control_call *)call->caller)->host;
    world *world = call->owner;
    for (unsigned rounds = 0; rounds < MOST_ROUNDS; rounds++) {
        TRY(host->settle(host, call->arena, world));
        int64_t now_ms = world_now_ms(world), due_ms = world_due_ms(world);
        if (due_ms > target_ms && now_ms >= target_ms)
            return world_keep(world, call->arena);
        if (due_ms <= now_ms)
            continue;
        world_jump_to_ms(world, due_ms < target_ms ? due_ms : target_ms);
        rounds = 0;
    }
    return error_new(call->arena, ERROR_INTERNAL, "unsettled",
                     "The world does not settle: something is due again at once, each time it is done");
}

static const gabi_error *check(arena *arena, const clock_wish *wish) {
    static const char *const modes[] = {"frozen", "running", "host"};
    int64_t now_ms = 0;
    if (!text_is_empty(wish->mode) && !text_is_one_of(wish->mode, modes, sizeof modes / sizeof *modes))
        return invalid(arena, "\"mode\" must be \"frozen\", \"running\" or \"host\"");
    if (!text_is_empty(wish->now) && (!time_from_iso8601(wish->now, &now_ms) || now_ms < 0 || now_ms >= YEAR_10000_MS))
        return invalid(arena, "\"now\" must be an instant since 1970, such as \"2026-01-05T08:00:00Z\"");
    if (wish->offset_ms && !text_is_empty(wish->now))
        return invalid(arena, "\"now\" and \"offset_ms\" say the same thing: give one of them");
    if (wish->offset_ms && !text_equal(wish->mode, TEXT("running")))
        return invalid(arena, "\"offset_ms\" is of a clock whose \"mode\" is \"running\"");
    if (!text_is_empty(wish->now) && text_equal(wish->mode, TEXT("host")))
        return invalid(arena, "The \"host\"'s clock cannot be set; \"running\" goes on from \"now\"");
    return NULL;
}

static const schema_field wish_fields[] = {
    {"mode", SCHEMA_TEXT, SCHEMA_OFFSET(clock_wish, mode), .required = false},
    {"now", SCHEMA_TEXT, SCHEMA_OFFSET(clock_wish, now), .required = false},
    {"offset_ms", SCHEMA_INTEGER, SCHEMA_OFFSET(clock_wish, offset_ms), .least = -MOST_OFFSET_MS,
     .most = MOST_OFFSET_MS},
};
SCHEMA(clock_wish, wish_fields);

const gabi_error *clock_read(arena *arena, text document, const clock_wish **ret_wish) {
    const void *wish;
    TRY(schema_bind(arena, &clock_wish_schema, document, &wish));
    TRY(check(arena, wish));
    *ret_wish = wish;
    return NULL;
}

/* The time that it is to be; a clock whose mode alone changes goes on from where it stands. */
static int64_t wished_ms(world *world, const clock_wish *wish) {
    int64_t now_ms = world_now_ms(world);
    if (text_equal(wish->mode, TEXT("host")) || wish->offset_ms)
        now_ms = world_host_now_ms() + wish->offset_ms;
    if (!text_is_empty(wish->now))
        time_from_iso8601(wish->now, &now_ms);
    return now_ms;
}

const gabi_error *clock_change(op_call *call, const clock_wish *wish) {
    world *world = call->owner;
    int64_t target_ms = wished_ms(world, wish);
    if (target_ms - world_now_ms(world) > MOST_DAYS * DAY_MS)
        return invalid(call->arena, too_far);
    if (text_equal(wish->mode, TEXT("frozen")))
        world_freeze(world);
    else if (!text_is_empty(wish->mode))
        world_run(world, world_now_ms(world) - world_host_now_ms());
    if (target_ms < world_now_ms(world))
        world_jump_to_ms(world, target_ms);
    TRY(advance_to(call, target_ms));
    if (text_equal(wish->mode, TEXT("host")) || wish->offset_ms)
        world_run(world, wish->offset_ms);
    return world_keep(world, call->arena);
}

static const gabi_error *set(op_call *call) {
    const clock_wish *wish;
    TRY(clock_read(call->arena, call->request->body.bytes, &wish));
    TRY(clock_change(call, wish));
    return show(call);
}

/* ---- advancing ---- */

typedef struct advance_input {
    int64_t days, hours, minutes, seconds, milliseconds;
    text to;
} advance_input;

static const schema_field advance_fields[] = {
    {"days", SCHEMA_INTEGER, SCHEMA_OFFSET(advance_input, days), .most = MOST_DAYS},
    {"hours", SCHEMA_INTEGER, SCHEMA_OFFSET(advance_input, hours), .most = MOST_DAYS * 24},
    {"minutes", SCHEMA_INTEGER, SCHEMA_OFFSET(advance_input, minutes), .most = MOST_DAYS * 24 * 60},
    {"seconds", SCHEMA_INTEGER, SCHEMA_OFFSET(advance_input, seconds), .most = MOST_DAYS * DAY_MS / 1000},
    {"milliseconds", SCHEMA_INTEGER, SCHEMA_OFFSET(advance_input, milliseconds), .most = MOST_DAYS * DAY_MS},
    {"to", SCHEMA_TEXT, SCHEMA_OFFSET(advance_input, to), .required = false},
};
SCHEMA(advance_input, advance_fields);

static const gabi_error *target_of(arena *arena, const advance_input *input, int64_t now_ms, int64_t *ret_target_ms) {
    int64_t duration_ms = input->days * DAY_MS + input->hours * 3600000 + input->minutes * 60000 +
                          input->seconds * 1000 + input->milliseconds;
    int64_t target_ms = now_ms + duration_ms;
    if (!text_is_empty(input->to) && (duration_ms || !time_from_iso8601(input->to, &target_ms)))
        return invalid(arena, "\"to\" must be an instant, such as \"2026-01-05T08:00:00Z\", and stand alone");
    if (target_ms < now_ms)
        return invalid(arena, "A clock is advanced to what lies ahead; PUT /_gabi/clock sets it back");
    if (target_ms - now_ms > MOST_DAYS * DAY_MS)
        return invalid(arena, too_far);
    *ret_target_ms = target_ms;
    return NULL;
}

static const gabi_error *advance(op_call *call) {
    const void *input;
    int64_t target_ms;
    TRY(schema_bind(call->arena, &advance_input_schema, call->request->body.bytes, &input));
    TRY(target_of(call->arena, input, world_now_ms(call->owner), &target_ms));
    TRY(advance_to(call, target_ms));
    return show(call);
}

static const gabi_op ops[] = {
    {"ShowClock", "GET /_gabi/clock", ANYONE, show, NULL},
    {"SetClock", "PUT /_gabi/clock", ANYONE, set, NULL},
    {"AdvanceClock", "POST /_gabi/clock/advance", ANYONE, advance, NULL},
};

/* A request that is under way has signed with the time that it was. */
const control_part clock_control = {.ops = ops, .op_count = sizeof ops / sizeof *ops, .changes_alone = true};
