/* Fixture: DynamoDB's operations called in-process, past the edge, for tests and fuzz targets that make very many
 * calls. Failures abort the process. */
#ifndef GABI_OPERATION_FIXTURE_H
#define GABI_OPERATION_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>

#include "dynamodb/dynamodb.h"

/* A world with nothing in it, its clock frozen at 2026-01-05T08:00:00Z. */
static inline world *operation_fixture_world(arena *arena) {
    const world_options options = {
        .name = TEXT("operations"), .clock = WORLD_CLOCK_FROZEN, .frozen_at_ms = INT64_C(1767600000000)};
    store *store = NULL;
    world *world = NULL;
    const gabi_error *error = store_open_memory(arena, &store);
    if (!error)
        error = world_new(arena, &options, store, &world);
    if (!error)
        return world;
    fprintf(stderr, "operation_fixture: %s\n", error->message);
    abort();
}

/* The answer, or the error as DynamoDB renders it. */
static inline http_response operation_fixture_call(world *world, arena *arena, const char *operation, text body) {
    const http_request request = {.body = HTTP_BODY_BYTES(body)};
    http_response response = {0};
    op_call call = {.arena = arena, .request = &request, .owner = world, .response = &response};
    invocation invocation;
    for (size_t i = 0; i < dynamodb_fake.op_count; i++)
        if (strcmp(dynamodb_fake.ops[i].name, operation) == 0)
            call.op = &dynamodb_fake.ops[i];
    if (!call.op) {
        fprintf(stderr, "operation_fixture: no operation %s\n", operation);
        abort();
    }
    world_begin_invocation(world, &invocation);
    const gabi_error *error = call.op->handle(&call);
    if (error)
        dynamodb_fake.render_error(&call, error);
    world_end_invocation(&invocation);
    return response;
}

#endif
