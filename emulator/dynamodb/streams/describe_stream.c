#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/streams/stream.h"
#include "dynamodb/streams/stream_request.h"

typedef struct shard_filter {
    text type;
    text shard_id;
} shard_filter;

static const wire_member filter_members[] = {
    {"Type", wire_read_text, offsetof(shard_filter, type), NULL},
    {"ShardId", wire_read_text, offsetof(shard_filter, shard_id), NULL},
};
WIRE_STRUCT(filter_struct, shard_filter, filter_members);

typedef struct describe_request {
    text arn;
    text after; /* a shard's id */
    optional_integer limit;
    shard_filter *filter;
} describe_request;

static const wire_member members[] = {
    {"StreamArn", wire_read_text, offsetof(describe_request, arn), NULL},
    {"ExclusiveStartShardId", wire_read_text, offsetof(describe_request, after), NULL},
    {"Limit", wire_read_integer, offsetof(describe_request, limit), NULL},
    {"ShardFilter", wire_read_object, offsetof(describe_request, filter), &filter_struct},
};
WIRE_STRUCT(describe_request_struct, describe_request, members);

static const gabi_error *read_request(const op_call *call, describe_request *ret_request) {
    constraints found = CONSTRAINTS(call->arena);
    describe_request request = {0};
    TRY(wire_read_body(call->arena, call->request->body.bytes, &describe_request_struct, &request));
    constraint_not_null(&found, "streamArn", request.arn.data != NULL);
    constrain_shard_id(&found, "exclusiveStartShardId", request.after);
    if (request.filter) {
        constraint_not_null(&found, "shardFilter.type", request.filter->type.data != NULL);
        constraint_enum(&found, "shardFilter.type", request.filter->type, "[CHILD_SHARDS]");
        constraint_not_null(&found, "shardFilter.shardId", request.filter->shard_id.data != NULL);
        constrain_shard_id(&found, "shardFilter.shardId", request.filter->shard_id);
    }
    TRY(check_stream_request(&found, request.limit, STREAM_PAGE_MOST));
    *ret_request = request;
    return NULL;
}

static void write_shard(json_writer *writer, const shard *shard) {
    arena *arena = writer->out->arena;
    json_begin_object(writer);
    if (!text_is_empty(shard->parent))
        json_string_member(writer, "ParentShardId", shard->parent);
    json_name(writer, TEXT("SequenceNumberRange"));
    json_begin_object(writer);
    if (shard->is_closed)
        json_string_member(writer, "EndingSequenceNumber", sequence_to_text(arena, shard->last_sequence));
    json_string_member(writer, "StartingSequenceNumber", sequence_to_text(arena, shard->first_sequence));
    json_end_object(writer);
    json_string_member(writer, "ShardId", shard->name);
    json_end_object(writer);
}

static void write_stream(json_writer *writer, const stream *stream) {
    json_raw_member(writer, "CreationRequestDateTime",
                    text_format(writer->out->arena, "%lld.%03d", (long long)(stream->created_at_ms / 1000),
                                (int)(stream->created_at_ms % 1000)));
    json_raw_member(writer, "KeySchema", stream->key);
    json_string_member(writer, "StreamArn", stream->arn);
    json_string_member(writer, "StreamLabel", stream->label);
    json_string_member(writer, "StreamStatus", stream->is_enabled ? TEXT("ENABLED") : TEXT("DISABLED"));
    json_string_member(writer, "StreamViewType", stream->view);
    json_string_member(writer, "TableName", stream->table_name);
}

static const gabi_error *describe(world *world, arena *arena, const void *input, json_writer *writer) {
    const describe_request *request = input;
    size_t limit = request->limit.is_present ? (size_t)request->limit.value : STREAM_PAGE_MOST, count;
    text parent = request->filter ? request->filter->shard_id : (text){0};
    shard shards[STREAM_PAGE_MOST + 1];
    stream stream;
    TRY(stream_find(world, arena, request->arn, &stream));
    /* One more than wanted tells whether there are more. */
    TRY(stream_shards(world, arena, &stream, request->after.data ? request->after : TEXT(""), parent, limit + 1, shards,
                      &count));
    json_name(writer, TEXT("StreamDescription"));
    json_begin_object(writer);
    write_stream(writer, &stream);
    if (count > limit)
        json_string_member(writer, "LastEvaluatedShardId", shards[limit - 1].name);
    json_name(writer, TEXT("Shards"));
    json_begin_array(writer);
    for (size_t i = 0; i < count && i < limit; i++)
        write_shard(writer, &shards[i]);
    json_end_array(writer);
    json_end_object(writer);
    return NULL;
}

const gabi_error *describe_stream(op_call *call) {
    describe_request request;
    TRY(read_request(call, &request));
    return reply_from_store(call, STORE_READ, describe, &request);
}
