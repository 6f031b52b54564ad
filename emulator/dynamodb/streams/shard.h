/* Shards: how one is opened and closed. With the store's lock held. */
#ifndef GABI_DYNAMODB_SHARD_H
#define GABI_DYNAMODB_SHARD_H

#include "store/world.h"

/* Opens a shard that begins at that time, after parent (empty: the stream's first). */
const gabi_error *shard_open(world *world, arena *arena, int64_t stream_id, text parent, int64_t at_ms);

/* Closes a shard, or all of a stream. */
const gabi_error *shard_close(world *world, arena *arena, int64_t id, int64_t at_ms);
const gabi_error *shards_close(world *world, arena *arena, int64_t stream_id, int64_t at_ms);

#endif
