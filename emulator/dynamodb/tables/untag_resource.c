#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/tables/tags.h"

typedef struct untag_request {
    text resource_arn;
    wire_list keys; /* texts */
} untag_request;

static const wire_member members[] = {
    {"ResourceArn", wire_read_text, offsetof(untag_request, resource_arn), NULL},
    {"TagKeys", wire_read_list, offsetof(untag_request, keys), NULL},
};
WIRE_STRUCT(request_struct, untag_request, members);

static const gabi_error *check(arena *arena, const untag_request *request) {
    constraints found = CONSTRAINTS(arena);
    constraint_not_null(&found, "resourceArn", request->resource_arn.data != NULL);
    constraint_not_null(&found, "tagKeys", request->keys.is_present);
    TRY(constraints_error(&found));
    if (request->keys.count == 0)
        return validation_error(arena, "Atleast one Tag Key needs to be provided as Input.");
    return tag_keys_check(arena, &request->keys);
}

static const gabi_error *take(world *world, arena *arena, const untag_request *request) {
    const table *table;
    TRY(tags_find_table(world, arena, request->resource_arn, &table));
    wire_list rest = tags_without(arena, &table->settings.tags, &request->keys);
    return tags_save(world, arena, table, &rest);
}

const gabi_error *untag_resource(op_call *call) {
    store *store = world_store(call->owner);
    untag_request request = {0};
    TRY(wire_read_body(call->arena, call->request->body.bytes, &request_struct, &request));
    TRY(check(call->arena, &request));
    TRY(store_begin(store, call->arena, STORE_WRITE));
    TRY(store_end(store, call->arena, take(call->owner, call->arena, &request)));
    reply(call, TEXT(""));
    return NULL;
}
