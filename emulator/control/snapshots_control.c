#include "control/snapshots_control.h"

#include "core/civil_time.h"
#include "core/json_writer.h"
#include "core/service.h"

static worlds *worlds_of(const op_call *call) { return ((const control_call *)call->caller)->host->worlds; }

static const gabi_error *hold(op_call *call, world_place **ret_place) {
    return worlds_hold(worlds_of(call), call->arena, ((const control_call *)call->caller)->world, ret_place);
}

static const gabi_error *not_found(op_call *call, text name) {
    return error_new(call->arena, ERROR_NOT_FOUND, "snapshot_not_found", "The world has no snapshot \"%.*s\"",
                     TEXT_ARGS(name));
}

static void write_snapshot(json_writer *writer, arena *arena, text name, int64_t taken_at_ms) {
    json_begin_object(writer);
    json_string_member(writer, "name", name);
    json_string_member(writer, "taken_at", time_to_sortable(arena, taken_at_ms));
    json_end_object(writer);
}

static const gabi_error *list(op_call *call) {
    world_place *place;
    snapshot_description *snapshots;
    size_t count;
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    TRY(hold(call, &place));
    snapshots_list(place_snapshots(place), call->arena, &snapshots, &count);
    worlds_release(worlds_of(call), place);
    json_begin_object(&writer);
    json_integer_member(&writer, "most", SNAPSHOTS_MOST);
    json_name(&writer, TEXT("snapshots"));
    json_begin_array(&writer);
    for (size_t i = 0; i < count; i++)
        write_snapshot(&writer, call->arena, snapshots[i].name, snapshots[i].taken_at_ms);
    json_end_array(&writer);
    json_end_object(&writer);
    respond_json(call, 200, buffer_text(&out));
    return NULL;
}

static const gabi_error *keep(op_call *call, world_place *place, bool *ret_is_new) {
    world *fork;
    TRY(worlds_fork(worlds_of(call), call->arena, place, op_parameter(call, "snapshot"), &fork));
    const gabi_error *error = snapshots_keep(place_snapshots(place), call->arena, fork, ret_is_new);
    if (error)
        world_free(fork);
    return error;
}

static const gabi_error *take(op_call *call) {
    world_place *place;
    bool is_new;
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    TRY(worlds_check_name(call->arena, op_parameter(call, "snapshot")));
    TRY(hold(call, &place));
    const gabi_error *error = keep(call, place, &is_new);
    write_snapshot(&writer, call->arena, op_parameter(call, "snapshot"), world_now_ms(place_world(place)));
    worlds_release(worlds_of(call), place);
    TRY(error);
    respond_json(call, is_new ? 201 : 200, buffer_text(&out));
    return NULL;
}

static const gabi_error *fork_snapshot(op_call *call, world **ret_world) {
    world_place *place;
    TRY(hold(call, &place));
    const gabi_error *error = snapshots_fork(place_snapshots(place), call->arena, op_parameter(call, "snapshot"),
                                             TEXT("restored"), ret_world);
    worlds_release(worlds_of(call), place);
    return error;
}

static const gabi_error *restore(op_call *call) {
    world *fork;
    TRY(control_may_wait(call));
    TRY(fork_snapshot(call, &fork));
    const gabi_error *error =
        worlds_become(worlds_of(call), call->arena, ((const control_call *)call->caller)->world, fork);
    world_free(fork);
    TRY(error);
    respond_json(call, 204, TEXT(""));
    return NULL;
}

static const gabi_error *drop(op_call *call) {
    world_place *place;
    text name = op_parameter(call, "snapshot");
    TRY(hold(call, &place));
    bool was_there = snapshots_drop(place_snapshots(place), name);
    worlds_release(worlds_of(call), place);
    if (!was_there)
        return not_found(call, name);
    respond_json(call, 204, TEXT(""));
    return NULL;
}

static const gabi_op ops[] = {
    {"ListSnapshots", "GET /_gabi/snapshots", ANYONE, list, NULL},
    {"TakeSnapshot", "PUT /_gabi/snapshots/{snapshot}", ANYONE, take, NULL},
    {"RestoreSnapshot", "POST /_gabi/snapshots/{snapshot}/restore", ANYONE, restore, NULL},
    {"DropSnapshot", "DELETE /_gabi/snapshots/{snapshot}", ANYONE, drop, NULL},
};

const control_part snapshots_control = {.ops = ops, .op_count = sizeof ops / sizeof *ops};
