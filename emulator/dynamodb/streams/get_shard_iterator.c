#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/streams/shard_iterator.h"
#include "dynamodb/streams/stream.h"
#include "dynamodb/streams/stream_request.h"

typedef struct iterator_request {
    text arn;
    text shard_id;
    text type;
    text sequence_number;
} iterator_request;

static const wire_member members[] = {
    {"StreamArn", wire_read_text, offsetof(iterator_request, arn), NULL},
    {"ShardId", wire_read_text, offsetof(iterator_request, shard_id), NULL},
    {"ShardIteratorType", wire_read_text, offsetof(iterator_request, type), NULL},
    {"SequenceNumber", wire_read_text, offsetof(iterator_request, sequence_number), NULL},
};
WIRE_STRUCT(iterator_request_struct, iterator_request, members);

static bool wants(const iterator_request *request, const char *type) {
    return text_equal(request->type, text_of(type));
}

static bool goes_by_number(const iterator_request *request) {
    return wants(request, "AT_SEQUENCE_NUMBER") || wants(request, "AFTER_SEQUENCE_NUMBER");
}

static const gabi_error *read_request(const op_call *call, iterator_request *ret_request) {
    constraints found = CONSTRAINTS(call->arena);
    iterator_request request = {0};
    TRY(wire_read_body(call->arena, call->request->body.bytes, &iterator_request_struct, &request));
    constraint_not_null(&found, "streamArn", request.arn.data != NULL);
    constraint_not_null(&found, "shardId", request.shard_id.data != NULL);
    constrain_shard_id(&found, "shardId", request.shard_id);
    constraint_not_null(&found, "shardIteratorType", request.type.data != NULL);
    constraint_enum(&found, "shardIteratorType", request.type,
                    "[AFTER_SEQUENCE_NUMBER, LATEST, AT_SEQUENCE_NUMBER, TRIM_HORIZON]");
    constrain_length(&found, "sequenceNumber", request.sequence_number, 21, 40);
    TRY(constraints_error(&found));
    if (goes_by_number(&request) && !request.sequence_number.data)
        return parameter_error(call->arena, "SequenceNumber must be specified when ShardIteratorType is %.*s",
                               TEXT_ARGS(request.type));
    if (!goes_by_number(&request) && request.sequence_number.data)
        return parameter_error(call->arena, "SequenceNumber must not be specified when ShardIteratorType is %.*s",
                               TEXT_ARGS(request.type));
    *ret_request = request;
    return NULL;
}

/* Where a sequence number leads: it lies between those of the shard's first record and of its last. */
static const gabi_error *place_of_number(arena *arena, const iterator_request *request, const shard *shard,
                                         int64_t next_sequence, int64_t *ret_sequence) {
    int64_t sequence, last = shard->is_closed ? shard->last_sequence : next_sequence;
    if (!sequence_of_text(request->sequence_number, &sequence) || sequence < shard->first_sequence || sequence > last)
        return parameter_error(arena, "SequenceNumber %.*s is not of shard %.*s", TEXT_ARGS(request->sequence_number),
                               TEXT_ARGS(shard->name));
    *ret_sequence = sequence + wants(request, "AFTER_SEQUENCE_NUMBER");
    return shard_check_trimmed(arena, shard, *ret_sequence);
}

static const gabi_error *find(world *world, arena *arena, const iterator_request *request, int64_t *ret_sequence) {
    stream stream;
    shard shard;
    int64_t next_sequence;
    TRY(stream_find(world, arena, request->arn, &stream));
    TRY(stream_find_shard(world, arena, &stream, request->shard_id, &shard));
    TRY(stream_next_sequence(world, arena, &next_sequence));
    if (goes_by_number(request))
        return place_of_number(arena, request, &shard, next_sequence, ret_sequence);
    if (wants(request, "TRIM_HORIZON"))
        *ret_sequence = shard.readable_from;
    else
        *ret_sequence = shard.is_closed ? shard.last_sequence + 1 : next_sequence;
    return NULL;
}

const gabi_error *get_shard_iterator(op_call *call) {
    iterator_request request;
    int64_t sequence;
    store *store = world_store(call->owner);
    TRY(read_request(call, &request));
    TRY(store_begin(store, call->arena, STORE_READ));
    TRY(store_end(store, call->arena, find(call->owner, call->arena, &request, &sequence)));
    shard_iterator iterator = {request.arn, request.shard_id, sequence, world_now_ms(call->owner)};
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_string_member(&writer, "ShardIterator", shard_iterator_to_text(call->arena, &iterator));
    json_end_object(&writer);
    reply(call, buffer_text(&out));
    return NULL;
}
