#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/tables/tags.h"

typedef struct tag_request {
    text resource_arn;
    wire_list tags; /* tag */
} tag_request;

static const wire_member members[] = {
    {"ResourceArn", wire_read_text, offsetof(tag_request, resource_arn), NULL},
    {"Tags", wire_read_list, offsetof(tag_request, tags), &tag_struct},
};
WIRE_STRUCT(request_struct, tag_request, members);

static const gabi_error *check(arena *arena, const tag_request *request) {
    constraints found = CONSTRAINTS(arena);
    constraint_not_null(&found, "resourceArn", request->resource_arn.data != NULL);
    constraint_not_null(&found, "tags", request->tags.is_present);
    TRY(constraints_error(&found));
    if (request->tags.count == 0)
        return validation_error(arena, "Atleast one Tag needs to be provided as Input.");
    return tags_check(arena, &request->tags);
}

static const gabi_error *add(world *world, arena *arena, const tag_request *request) {
    const table *table;
    wire_list tags;
    TRY(tags_find_table(world, arena, request->resource_arn, &table));
    TRY(tags_with(arena, &table->settings.tags, &request->tags, &tags));
    return tags_save(world, arena, table, &tags);
}

const gabi_error *tag_resource(op_call *call) {
    store *store = world_store(call->owner);
    tag_request request = {0};
    TRY(wire_read_body(call->arena, call->request->body.bytes, &request_struct, &request));
    TRY(check(call->arena, &request));
    TRY(store_begin(store, call->arena, STORE_WRITE));
    TRY(store_end(store, call->arena, add(call->owner, call->arena, &request)));
    reply(call, TEXT(""));
    return NULL;
}
