/* Stream records: one for each change of an item in a table with a stream, written in the transaction of the change.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html */
#ifndef GABI_DYNAMODB_STREAM_RECORD_H
#define GABI_DYNAMODB_STREAM_RECORD_H

#include "dynamodb/streams/stream.h"

/* Who changed the item. */
typedef enum stream_actor {
    STREAM_ACTOR_CLIENT,
    STREAM_ACTOR_EXPIRY, /* the service itself, as the item had expired */
} stream_actor;

/* Appends what became of an item (count 0: there was, or is, none) to the table's stream, which is enabled. A write
 * that changes nothing leaves no record. */
const gabi_error *stream_append(world *world, arena *arena, const table *table, const table_item *old,
                                const table_item *item, stream_actor actor);

typedef struct stream_page {
    size_t count;
    int64_t next; /* the sequence number to go on with */
} stream_page;

/* Writes records of the shard from that sequence number on as an array's elements: up to limit, and about 1 MB. */
const gabi_error *stream_read(world *world, arena *arena, const shard *shard, int64_t from, size_t limit,
                              json_writer *writer, stream_page *ret_page);

#endif
