/* Shard iterators: a place in a shard, as GetShardIterator and GetRecords give it to clients. All that there is to know
 * stands in the text itself. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html */
#ifndef GABI_DYNAMODB_SHARD_ITERATOR_H
#define GABI_DYNAMODB_SHARD_ITERATOR_H

#include "core/arena.h"
#include "core/error.h"

#define SHARD_ITERATOR_GOOD_MS ((int64_t)15 * 60 * 1000)

typedef struct shard_iterator {
    text stream_arn;
    text shard_name;
    int64_t sequence; /* of the next record, at least */
    int64_t made_at_ms;
} shard_iterator;

/* "arn:aws:dynamodb:…/stream/…|1|c2hhcmRJZC0w…" */
text shard_iterator_to_text(arena *arena, const shard_iterator *self);

/* ERROR_INVALID, code "ValidationException". */
const gabi_error *shard_iterator_of_text(arena *arena, text value, shard_iterator *ret_iterator);

#endif
