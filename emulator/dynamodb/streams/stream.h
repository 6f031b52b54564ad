/* Streams: for each table that has one, its changes of the last 24 hours, in shards. All with the store's lock held.
 *
 * A stream has one open shard, which is closed after four hours and followed by a child, as on AWS; of several at a
 * time there is no need. A stream that is disabled, or whose table is deleted, stays readable for 24 hours. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
#ifndef GABI_DYNAMODB_STREAM_H
#define GABI_DYNAMODB_STREAM_H

#include "dynamodb/tables/stream_specification.h"
#include "dynamodb/tables/table.h"

/* How long records are kept, and shards and streams after they are closed. */
#define STREAM_KEPT_MS ((int64_t)24 * 60 * 60 * 1000)

typedef struct stream {
    int64_t id;
    text arn;
    text label; /* when it was made, "2015-05-20T20:51:10.252" */
    text table_name;
    text view;
    text key; /* JSON: the table's KeySchema */
    int64_t created_at_ms;
    bool is_enabled;
} stream;

typedef struct shard {
    int64_t id;
    text name;   /* "shardId-00000001414562045508-2bac9cd2" */
    text parent; /* empty: none */
    int64_t first_sequence;
    int64_t last_sequence; /* once it is closed */
    int64_t readable_from; /* what came before has been trimmed */
    bool is_closed;
} shard;

/* Makes the SQL tables where they are not there yet. */
const gabi_error *streams_prepare(world *world, arena *arena);

/* Gives the table a new stream, or disables the one it has; *ret_table is the table as it is then, good until the
 * catalog is read again. */
const gabi_error *stream_enable(world *world, arena *arena, const table *table, text view,
                                const struct table **ret_table);
const gabi_error *stream_disable(world *world, arena *arena, const table *table, const struct table **ret_table);

/* What UpdateTable is told to do, with its checks; the specification has passed stream_specification_constrain. */
const gabi_error *stream_change(world *world, arena *arena, const table *table,
                                const stream_specification *specification, const struct table **ret_table);

/* Closes the stream of a table that is being dropped, if it has one. */
const gabi_error *stream_close(world *world, arena *arena, const table *table);

/* The members of TableDescription that tell of the stream. */
void stream_describe(json_writer *writer, const table *table);

/* The ARN of the table's latest stream; NULL data when it never had one. */
text stream_latest_arn(arena *arena, const table *table);

/* ---- reading ---- */

/* ERROR_INVALID for what is no ARN of a stream; ERROR_NOT_FOUND, code "ResourceNotFoundException". */
const gabi_error *stream_find(world *world, arena *arena, text arn, stream *ret_stream);

/* Up to limit streams in the order they were made, behind the one with that id, of one table (NULL data: of all). */
const gabi_error *stream_list(world *world, arena *arena, text table_name, int64_t after, size_t limit,
                              stream *ret_streams, size_t *ret_count);

/* Up to limit shards in their order, behind the one of that name; only the children of parent, if it has data. */
const gabi_error *stream_shards(world *world, arena *arena, const stream *stream, text after, text parent, size_t limit,
                                shard *ret_shards, size_t *ret_count);

/* ERROR_NOT_FOUND, code "ResourceNotFoundException". */
const gabi_error *stream_find_shard(world *world, arena *arena, const stream *stream, text name, shard *ret_shard);

/* Code "TrimmedDataAccessException", when records of the shard from that one on have been trimmed. */
const gabi_error *shard_check_trimmed(arena *arena, const shard *shard, int64_t sequence);

/* The number that the next record of this world will have at least. */
const gabi_error *stream_next_sequence(world *world, arena *arena, int64_t *ret_sequence);

/* Sequence numbers as the API spells them: 21 digits, whose order is that of the records. */
text sequence_to_text(arena *arena, int64_t sequence);
bool sequence_of_text(text value, int64_t *ret_sequence);

/* ---- time ---- */

/* Does what is due: trims records, closes and follows shards, forgets what was closed 24 hours ago. Without the lock,
 * which it takes for a page at a time. */
const gabi_error *streams_settle(world *world, arena *arena);

#endif
