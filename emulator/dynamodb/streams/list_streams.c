#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/streams/stream.h"
#include "dynamodb/streams/stream_request.h"

typedef struct list_request {
    text table_name;
    text after; /* an ARN */
    optional_integer limit;
} list_request;

static const wire_member members[] = {
    {"TableName", wire_read_text, offsetof(list_request, table_name), NULL},
    {"ExclusiveStartStreamArn", wire_read_text, offsetof(list_request, after), NULL},
    {"Limit", wire_read_integer, offsetof(list_request, limit), NULL},
};
WIRE_STRUCT(list_request_struct, list_request, members);

static const gabi_error *read_request(const op_call *call, list_request *ret_request) {
    constraints found = CONSTRAINTS(call->arena);
    list_request request = {0};
    TRY(wire_read_body(call->arena, call->request->body.bytes, &list_request_struct, &request));
    if (request.table_name.data)
        TRY(check_table_name(&found, request.table_name, 3));
    TRY(check_stream_request(&found, request.limit, STREAM_PAGE_MOST));
    *ret_request = request;
    return NULL;
}

static void write_stream(json_writer *writer, const stream *stream) {
    json_begin_object(writer);
    json_string_member(writer, "StreamArn", stream->arn);
    json_string_member(writer, "StreamLabel", stream->label);
    json_string_member(writer, "TableName", stream->table_name);
    json_end_object(writer);
}

static const gabi_error *list(world *world, arena *arena, const void *input, json_writer *writer) {
    const list_request *request = input;
    size_t limit = request->limit.is_present ? (size_t)request->limit.value : STREAM_PAGE_MOST, count;
    stream streams[STREAM_PAGE_MOST + 1], after = {0};
    if (request->after.data)
        TRY(stream_find(world, arena, request->after, &after));
    /* One more than wanted tells whether there are more. */
    TRY(stream_list(world, arena, request->table_name, after.id, limit + 1, streams, &count));
    if (count > limit)
        json_string_member(writer, "LastEvaluatedStreamArn", streams[limit - 1].arn);
    json_name(writer, TEXT("Streams"));
    json_begin_array(writer);
    for (size_t i = 0; i < count && i < limit; i++)
        write_stream(writer, &streams[i]);
    json_end_array(writer);
    return NULL;
}

const gabi_error *list_streams(op_call *call) {
    list_request request;
    TRY(read_request(call, &request));
    return reply_from_store(call, STORE_READ, list, &request);
}
