#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/tables/table.h"

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

static const gabi_error *list(world *world, arena *arena, const void *input, json_writer *writer) {
    const list_request *request = input;
    size_t limit = (size_t)request->limit.value, count;
    text names[MOST_NAMES + 1];
    /* One more than wanted tells whether there are more. */
    TRY(table_list(world, arena, request->after, limit + 1, names, &count));
    if (count > limit)
        json_string_member(writer, "LastEvaluatedTableName", names[limit - 1]);
    json_name(writer, TEXT("TableNames"));
    json_begin_array(writer);
    for (size_t i = 0; i < count && i < limit; i++)
        json_string(writer, names[i]);
    json_end_array(writer);
    return NULL;
}

const gabi_error *list_tables(op_call *call) {
    list_request request;
    TRY(read_request(call, &request));
    return reply_from_store(call, STORE_READ, list, &request);
}
