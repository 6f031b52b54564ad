#include "core/json_writer.h"
#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/tables/tags.h"

typedef struct list_request {
    text resource_arn;
} list_request;

static const wire_member members[] = {
    {"ResourceArn", wire_read_text, offsetof(list_request, resource_arn), NULL},
};
WIRE_STRUCT(request_struct, list_request, members);

static const gabi_error *list(world *world, arena *arena, const void *input, json_writer *writer) {
    const list_request *request = input;
    const table *table;
    TRY(tags_find_table(world, arena, request->resource_arn, &table));
    const tag *tags = table->settings.tags.items;
    json_name(writer, TEXT("Tags"));
    json_begin_array(writer);
    for (size_t i = 0; i < table->settings.tags.count; i++) {
        json_begin_object(writer);
        json_string_member(writer, "Key", tags[i].key);
        json_string_member(writer, "Value", tags[i].value);
        json_end_object(writer);
    }
    json_end_array(writer);
    return NULL;
}

/* All tags that a table may have are one page. */
const gabi_error *list_tags_of_resource(op_call *call) {
    constraints found = CONSTRAINTS(call->arena);
    list_request request = {0};
    TRY(wire_read_body(call->arena, call->request->body.bytes, &request_struct, &request));
    constraint_not_null(&found, "resourceArn", request.resource_arn.data != NULL);
    TRY(constraints_error(&found));
    return reply_from_store(call, STORE_READ, list, &request);
}
