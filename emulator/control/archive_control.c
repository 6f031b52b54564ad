#include "control/archive_control.h"

#include "store/archive.h"

#define ARCHIVE_TYPE "application/vnd.sqlite3"

static worlds *worlds_of(const op_call *call) { return ((const control_call *)call->caller)->host->worlds; }

static text name_of(const op_call *call) { return ((const control_call *)call->caller)->world; }

/* A fork is archived, so that others go on working in the world. */
static const gabi_error *fork_world(op_call *call, world **ret_fork) {
    world_place *place;
    TRY(worlds_hold(worlds_of(call), call->arena, name_of(call), &place));
    const gabi_error *error = worlds_fork(worlds_of(call), call->arena, place, TEXT("archive"), ret_fork);
    worlds_release(worlds_of(call), place);
    return error;
}

static const gabi_error *read(op_call *call) {
    world *fork;
    text bytes;
    TRY(fork_world(call, &fork));
    const gabi_error *error = archive_write(call->arena, fork, &bytes);
    world_free(fork);
    TRY(error);
    http_respond(call->arena, call->response, 200, TEXT(ARCHIVE_TYPE), bytes);
    http_fields_add(call->arena, &call->response->headers, TEXT("Content-Disposition"),
                    TEXT("attachment; filename=\"world.gabi\""));
    return NULL;
}

static const gabi_error *restore(op_call *call) {
    world *archived;
    TRY(control_may_wait(call));
    TRY(archive_read(call->arena, call->request->body.bytes, TEXT("archive"), &archived));
    const gabi_error *error = worlds_become(worlds_of(call), call->arena, name_of(call), archived);
    world_free(archived);
    TRY(error);
    http_respond(call->arena, call->response, 204, TEXT(ARCHIVE_TYPE), TEXT(""));
    return NULL;
}

static const gabi_op ops[] = {
    {"ReadArchive", "GET /_gabi/archive", ANYONE, read, NULL},
    {"RestoreArchive", "PUT /_gabi/archive", ANYONE, restore, NULL},
};

const control_part archive_control = {
    .ops = ops, .op_count = sizeof ops / sizeof *ops, .body_limit_bytes = ARCHIVE_MOST_BYTES};
