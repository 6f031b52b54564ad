#include "dynamodb/streams/shard.h"

#include "core/encoding.h"
#include "dynamodb/streams/stream.h"

const gabi_error *stream_next_sequence(world *world, arena *arena, int64_t *ret_sequence) {
    bool is_row;
    statement *select =
        store_prepare(world_store(world), "SELECT seq FROM sqlite_sequence WHERE name = 'dynamodb_stream_records'");
    TRY(statement_step(select, arena, &is_row));
    *ret_sequence = is_row ? column_integer(select, 0) + 1 : 1;
    if (is_row)
        statement_reset(select);
    return NULL;
}

/* The time, padded, and what tells shards of one moment apart. */
static text new_name(world *world, arena *arena, int64_t at_ms) {
    unsigned char bytes[4];
    world_draw(world, bytes, sizeof bytes);
    text suffix = hex_encode(arena, (text){(const char *)bytes, sizeof bytes});
    return text_format(arena, "shardId-%020lld-%.*s", (long long)at_ms, TEXT_ARGS(suffix));
}

const gabi_error *shard_open(world *world, arena *arena, int64_t stream_id, text parent, int64_t at_ms) {
    int64_t sequence;
    TRY(stream_next_sequence(world, arena, &sequence));
    statement *insert =
        store_prepare(world_store(world), "INSERT INTO dynamodb_shards (stream_id, name, parent, opened_at_ms, "
                                          "first_sequence, readable_from) VALUES (?1, ?2, ?3, ?4, ?5, ?5)");
    bind_integer(insert, 1, stream_id);
    bind_text(insert, 2, new_name(world, arena, at_ms));
    bind_text(insert, 3, parent);
    bind_integer(insert, 4, at_ms);
    bind_integer(insert, 5, sequence);
    return statement_run(insert, arena);
}

#define CLOSE                                                                                                          \
    "UPDATE dynamodb_shards SET closed_at_ms = ?2, last_sequence = max(first_sequence, readable_from - 1, coalesce("   \
    "(SELECT max(sequence) FROM dynamodb_stream_records WHERE shard_id = dynamodb_shards.id), 0)) WHERE "

static const gabi_error *close_where(world *world, arena *arena, const char *sql, int64_t id, int64_t at_ms) {
    statement *update = store_prepare(world_store(world), sql);
    bind_integer(update, 1, id);
    bind_integer(update, 2, at_ms);
    return statement_run(update, arena);
}

const gabi_error *shard_close(world *world, arena *arena, int64_t id, int64_t at_ms) {
    return close_where(world, arena, CLOSE "id = ?1", id, at_ms);
}

const gabi_error *shards_close(world *world, arena *arena, int64_t stream_id, int64_t at_ms) {
    return close_where(world, arena, CLOSE "stream_id = ?1 AND closed_at_ms IS NULL", stream_id, at_ms);
}
