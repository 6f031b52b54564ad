#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/table.h"

#define MOST_NAMES 100

typedef struct list_request {
    text after;
    optional_integer limit;
} list_request;

static const wire_member members[] = {
    {"ExclusiveStartTableName", wire_read_text, offsetof(list_request, after), NULL},
    {"Limit", wire_read_integer, offsetof(list_request, limit), NULL},
};
WIRE_STRUCT(list_request_struct, list_request, members);

static const gabi_error *read_request(const op_call *call, list_request *ret_request) {
    constraints found = CONSTRAINTS(call->arena);
    list_request request = {0};
    TRY(wire_read_body(call->arena, call->request->body.bytes, &list_request_struct, &request));
    int64_t limit = request.limit.is_present ? request.limit.value : MOST_NAMES;
    constraint_range(&found, "limit", limit, 1, MOST_NAMES);
    if (request.after.data)
        constraint_name(&found, "exclusiveStartTableName", request.after, 3);
    TRY(constraints_error(&found));
    *ret_request = (list_request){request.after, {true, limit}};
    return NULL;
}

const gabi_error *list_tables(op_call *call) {
    list_request request;
    store *store = world_store(call->owner);
    text names[MOST_NAMES + 1];
    size_t count;
    TRY(read_request(call, &request));
    size_t limit = (size_t)request.limit.value;
    TRY(store_begin(store, call->arena, STORE_READ));
    /* One more than wanted tells whether there are more. */
    TRY(store_end(store, call->arena, table_list(call->owner, call->arena, request.after, limit + 1, names, &count)));
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    if (count > limit)
        json_string_member(&writer, "LastEvaluatedTableName", names[limit - 1]);
    json_name(&writer, TEXT("TableNames"));
    json_begin_array(&writer);
    for (size_t i = 0; i < count && i < limit; i++)
        json_string(&writer, names[i]);
    json_end_array(&writer);
    json_end_object(&writer);
    reply(call, buffer_text(&out));
    return NULL;
}
