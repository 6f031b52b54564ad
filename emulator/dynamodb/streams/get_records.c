#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/streams/shard_iterator.h"
#include "dynamodb/streams/stream_record.h"
#include "dynamodb/streams/stream_request.h"

#define MOST_RECORDS 1000

typedef struct records_request {
    text iterator;
    optional_integer limit;
} records_request;

static const wire_member members[] = {
    {"ShardIterator", wire_read_text, offsetof(records_request, iterator), NULL},
    {"Limit", wire_read_integer, offsetof(records_request, limit), NULL},
};
WIRE_STRUCT(records_request_struct, records_request, members);

static const gabi_error *check_age(arena *arena, const shard_iterator *iterator, int64_t now_ms) {
    return now_ms - iterator->made_at_ms > SHARD_ITERATOR_GOOD_MS
               ? error_new(arena, ERROR_INVALID, "ExpiredIteratorException",
                           "The shard iterator has expired and can no longer be used to retrieve stream records. A "
                           "shard iterator expires 15 minutes after it is retrieved.")
               : NULL;
}

/* What is read. */
typedef struct reading {
    shard_iterator from;
    size_t limit;
} reading;

static const gabi_error *read_request(const op_call *call, reading *ret_reading) {
    constraints found = CONSTRAINTS(call->arena);
    records_request request = {0};
    shard_iterator from;
    TRY(wire_read_body(call->arena, call->request->body.bytes, &records_request_struct, &request));
    constraint_not_null(&found, "shardIterator", request.iterator.data != NULL);
    constrain_length(&found, "shardIterator", request.iterator, 1, 2048);
    TRY(check_stream_request(&found, request.limit, MOST_RECORDS));
    TRY(shard_iterator_of_text(call->arena, request.iterator, &from));
    TRY(check_age(call->arena, &from, world_now_ms(call->owner)));
    *ret_reading = (reading){from, request.limit.is_present ? (size_t)request.limit.value : MOST_RECORDS};
    return NULL;
}

/* A closed shard that has been read to its end has no next iterator. */
static const gabi_error *read_records(world *world, arena *arena, const void *request, json_writer *writer) {
    const reading *reading = request;
    const shard_iterator *iterator = &reading->from;
    stream stream;
    shard shard;
    stream_page page;
    TRY(stream_find(world, arena, iterator->stream_arn, &stream));
    TRY(stream_find_shard(world, arena, &stream, iterator->shard_name, &shard));
    TRY(shard_check_trimmed(arena, &shard, iterator->sequence));
    json_name(writer, TEXT("Records"));
    json_begin_array(writer);
    TRY(stream_read(world, arena, &shard, iterator->sequence, reading->limit, writer, &page));
    json_end_array(writer);
    if (shard.is_closed && (page.count == 0 || page.next > shard.last_sequence))
        return NULL;
    shard_iterator next = {iterator->stream_arn, iterator->shard_name, page.next, world_now_ms(world)};
    json_string_member(writer, "NextShardIterator", shard_iterator_to_text(arena, &next));
    return NULL;
}

const gabi_error *get_records(op_call *call) {
    reading reading;
    TRY(read_request(call, &reading));
    return reply_from_store(call, STORE_READ, read_records, &reading);
}
