#include "control/worlds_control.h"

#include "control/clock_control.h"
#include "core/service.h"

static worlds *worlds_of(const op_call *call) { return ((const control_call *)call->caller)->host->worlds; }

static void write_world(json_writer *writer, arena *arena, world *world) {
    json_begin_object(writer);
    json_string_member(writer, "name", world_name(world));
    json_integer_member(writer, "seed", (int64_t)world_seed(world));
    json_name(writer, TEXT("clock"));
    clock_write(writer, arena, world);
    json_end_object(writer);
}

static void respond_world(op_call *call, int status, world *world) {
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    write_world(&writer, call->arena, world);
    respond_json(call, status, buffer_text(&out));
}

/* ---- showing ---- */

/* A world that was dropped since it was listed is left out. */
static void write_world_of(json_writer *writer, op_call *call, text name) {
    world_place *place;
    if (worlds_find(worlds_of(call), call->arena, name, &place))
        return;
    write_world(writer, call->arena, place_world(place));
    worlds_release(worlds_of(call), place);
}

/* Those whose names begin with the query's prefix, so that a test-suite sees its own alone. */
static const gabi_error *list(op_call *call) {
    text *names, prefix = TEXT("");
    size_t count;
    http_query_get(call->arena, call->request->query, TEXT("prefix"), &prefix);
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    worlds_list(worlds_of(call), call->arena, &names, &count);
    json_begin_object(&writer);
    json_integer_member(&writer, "most", WORLDS_MOST);
    json_name(&writer, TEXT("worlds"));
    json_begin_array(&writer);
    for (size_t i = 0; i < count; i++)
        if (text_starts_with(names[i], prefix))
            write_world_of(&writer, call, names[i]);
    json_end_array(&writer);
    json_end_object(&writer);
    respond_json(call, 200, buffer_text(&out));
    return NULL;
}

static const gabi_error *show(op_call *call) {
    world_place *place;
    TRY(worlds_find(worlds_of(call), call->arena, op_parameter(call, "world"), &place));
    respond_world(call, 200, place_world(place));
    worlds_release(worlds_of(call), place);
    return NULL;
}

/* ---- making ---- */

typedef struct create_input {
    text name;
    text from;
    text snapshot;
    const json *seed;
    const json *clock;
} create_input;

static const schema_field create_fields[] = {
    {"name", SCHEMA_TEXT, SCHEMA_OFFSET(create_input, name), .required = false},
    {"from", SCHEMA_TEXT, SCHEMA_OFFSET(create_input, from), .required = false},
    {"snapshot", SCHEMA_TEXT, SCHEMA_OFFSET(create_input, snapshot), .required = false},
    {"seed", SCHEMA_ANY, SCHEMA_OFFSET(create_input, seed), .required = false},
    {"clock", SCHEMA_ANY, SCHEMA_OFFSET(create_input, clock), .required = false},
};
SCHEMA(create_input, create_fields);

/* Of the origin, or of a snapshot of it. */
static const gabi_error *fork_world(op_call *call, const create_input *input, text name, world **ret_world) {
    world_place *place;
    text origin = text_is_empty(input->from) ? ((const control_call *)call->caller)->world : input->from;
    TRY(worlds_find(worlds_of(call), call->arena, origin, &place));
    const gabi_error *error =
        text_is_empty(input->snapshot)
            ? worlds_fork(worlds_of(call), call->arena, place, name, ret_world)
            : snapshots_fork(place_snapshots(place), call->arena, input->snapshot, name, ret_world);
    worlds_release(worlds_of(call), place);
    return error;
}

/* Makes a fork that joins the others. */
static const gabi_error *add_fork(op_call *call, const create_input *input, text name, const uint64_t *seed) {
    world *made;
    TRY(fork_world(call, input, name, &made));
    if (seed)
        world_set_seed(made, *seed);
    const gabi_error *error = worlds_add(worlds_of(call), call->arena, made);
    if (error)
        world_free(made);
    return error;
}

static const gabi_error *make_up_name(op_call *call, text *ret_name) {
    world_place *place;
    TRY(worlds_hold(worlds_of(call), call->arena, ((const control_call *)call->caller)->world, &place));
    *ret_name = worlds_free_name(worlds_of(call), call->arena, place);
    worlds_release(worlds_of(call), place);
    return NULL;
}

static const gabi_error *make(op_call *call, const create_input *input, text name) {
    int64_t seed;
    TRY(worlds_check_name(call->arena, name));
    if (input->seed && !json_to_int64(input->seed, &seed))
        return error_new(call->arena, ERROR_INVALID, "invalid_seed", "\"seed\" must be a whole number below 2^53");
    const uint64_t number = input->seed ? (uint64_t)seed : 0, *given = input->seed ? &number : NULL;
    bool is_fork = !text_is_empty(input->from) || !text_is_empty(input->snapshot);
    return is_fork ? add_fork(call, input, name, given) : worlds_make(worlds_of(call), call->arena, name, given);
}

static const gabi_error *set_clock_and_respond(op_call *call) {
    if (call->input)
        TRY(clock_change(call, call->input));
    respond_world(call, 201, call->owner);
    return NULL;
}

static const gabi_error *create(op_call *call) {
    const void *bound;
    const clock_wish *wish = NULL;
    TRY(schema_bind(call->arena, &create_input_schema, call->request->body.bytes, &bound));
    const create_input *input = bound;
    if (input->clock)
        TRY(clock_read(call->arena, json_print(call->arena, input->clock), &wish));
    text name = input->name;
    if (text_is_empty(name))
        TRY(make_up_name(call, &name));
    TRY(make(call, input, name));
    call->input = wish;
    return wish ? control_alone_in_world(call, name, set_clock_and_respond)
                : control_in_world(call, name, set_clock_and_respond);
}

/* ---- ending and putting back ---- */

static const gabi_error *drop(op_call *call) {
    control_host *host = ((const control_call *)call->caller)->host;
    text name = op_parameter(call, "world");
    TRY(control_may_wait(call));
    if (!worlds_drop(worlds_of(call), name))
        return error_new(call->arena, ERROR_NOT_FOUND, "world_not_found", "There is no world \"%.*s\"",
                         TEXT_ARGS(name));
    TRY(host->ended(host, call->arena, name));
    respond_json(call, 204, TEXT(""));
    return NULL;
}

static const gabi_error *reset(op_call *call) {
    const control_call *control = call->owner;
    TRY(control_may_wait(call));
    TRY(control->host->reset(control->host, call->arena, control->world));
    respond_json(call, 204, TEXT(""));
    return NULL;
}

static const gabi_op ops[] = {
    {"ListWorlds", "GET /_gabi/worlds", ANYONE, list, NULL},
    {"CreateWorld", "POST /_gabi/worlds", ANYONE, create, NULL},
    {"ShowWorld", "GET /_gabi/worlds/{world}", ANYONE, show, NULL},
    {"DropWorld", "DELETE /_gabi/worlds/{world}", ANYONE, drop, NULL},
    {"Reset", "POST /_gabi/reset", ANYONE, reset, NULL},
};

const control_part worlds_control = {.ops = ops, .op_count = sizeof ops / sizeof *ops};
