#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/stream.h"
#include "dynamodb/stream_request.h"

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

/* One more than wanted tells whether there are more. */
static const gabi_error *list(world *world, arena *arena, const list_request *request, size_t limit, stream *streams,
                              size_t *ret_count) {
    stream after = {0};
    if (request->after.data)
        TRY(stream_find(world, arena, request->after, &after));
    return stream_list(world, arena, request->table_name, after.id, limit + 1, streams, ret_count);
}

static void write_stream(json_writer *writer, const stream *stream) {
    json_begin_object(writer);
    json_string_member(writer, "StreamArn", stream->arn);
    json_string_member(writer, "StreamLabel", stream->label);
    json_string_member(writer, "TableName", stream->table_name);
    json_end_object(writer);
}

const gabi_error *list_streams(op_call *call) {
    list_request request;
    store *store = world_store(call->owner);
    stream streams[STREAM_PAGE_MOST + 1];
    size_t count;
    TRY(read_request(call, &request));
    size_t limit = request.limit.is_present ? (size_t)request.limit.value : STREAM_PAGE_MOST;
    TRY(store_begin(store, call->arena, STORE_READ));
    TRY(store_end(store, call->arena, list(call->owner, call->arena, &request, limit, streams, &count)));
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    if (count > limit)
        json_string_member(&writer, "LastEvaluatedStreamArn", streams[limit - 1].arn);
    json_name(&writer, TEXT("Streams"));
    json_begin_array(&writer);
    for (size_t i = 0; i < count && i < limit; i++)
        write_stream(&writer, &streams[i]);
    json_end_array(&writer);
    json_end_object(&writer);
    reply(call, buffer_text(&out));
    return NULL;
}
