#include "dynamodb/streams/stream.h"

#define ARN_PREFIX "arn:aws:dynamodb:"

#define STREAM_COLUMNS "id, arn, label, table_name, view, key, created_at_ms, disabled_at_ms"
#define SHARD_COLUMNS "id, name, parent, first_sequence, last_sequence, readable_from, closed_at_ms"

static stream stream_of_row(arena *arena, statement *row) {
    return (stream){
        .id = column_integer(row, 0),
        .arn = text_copy(arena, column_text(row, 1)),
        .label = text_copy(arena, column_text(row, 2)),
        .table_name = text_copy(arena, column_text(row, 3)),
        .view = text_copy(arena, column_text(row, 4)),
        .key = text_copy(arena, column_text(row, 5)),
        .created_at_ms = column_integer(row, 6),
        .is_enabled = column_is_null(row, 7),
    };
}

static shard shard_of_row(arena *arena, statement *row) {
    return (shard){
        .id = column_integer(row, 0),
        .name = text_copy(arena, column_text(row, 1)),
        .parent = text_copy(arena, column_text(row, 2)),
        .first_sequence = column_integer(row, 3),
        .last_sequence = column_integer(row, 4),
        .readable_from = column_integer(row, 5),
        .is_closed = !column_is_null(row, 6),
    };
}

/* Makes sure that there are SQL tables. */
static const gabi_error *load_catalog(world *world, arena *arena) {
    const table *const *tables;
    size_t count;
    return table_all(world, arena, &tables, &count);
}

const gabi_error *stream_find(world *world, arena *arena, text arn, stream *ret_stream) {
    bool is_row;
    if (!text_starts_with(arn, TEXT(ARN_PREFIX)) || text_find(arn, TEXT("/stream/")) == TEXT_NOT_FOUND)
        return validation_error(arena, "Invalid StreamArn");
    TRY(load_catalog(world, arena));
    statement *select =
        store_prepare(world_store(world), "SELECT " STREAM_COLUMNS " FROM dynamodb_streams WHERE arn = ?1");
    bind_text(select, 1, arn);
    TRY(statement_step(select, arena, &is_row));
    if (!is_row)
        return error_new(arena, ERROR_NOT_FOUND, "ResourceNotFoundException",
                         "Requested resource not found: Stream: %.*s not found", TEXT_ARGS(arn));
    *ret_stream = stream_of_row(arena, select);
    statement_reset(select);
    return NULL;
}

const gabi_error *stream_list(world *world, arena *arena, text table_name, int64_t after, size_t limit,
                              stream *ret_streams, size_t *ret_count) {
    TRY(load_catalog(world, arena));
    statement *select = store_prepare(world_store(world), "SELECT " STREAM_COLUMNS " FROM dynamodb_streams WHERE id > "
                                                          "?1 AND (?2 IS NULL OR table_name = ?2) ORDER BY id LIMIT "
                                                          "?3");
    bind_integer(select, 1, after);
    if (table_name.data)
        bind_text(select, 2, table_name);
    else
        bind_null(select, 2);
    bind_integer(select, 3, (int64_t)limit);
    for (*ret_count = 0;; (*ret_count)++) {
        bool is_row;
        TRY(statement_step(select, arena, &is_row));
        if (!is_row)
            return NULL;
        ret_streams[*ret_count] = stream_of_row(arena, select);
    }
}

const gabi_error *stream_shards(world *world, arena *arena, const stream *stream, text after, text parent, size_t limit,
                                shard *ret_shards, size_t *ret_count) {
    statement *select = store_prepare(world_store(world), "SELECT " SHARD_COLUMNS " FROM dynamodb_shards WHERE "
                                                          "stream_id = ?1 AND name > ?2 AND (?3 IS NULL OR parent = "
                                                          "?3) ORDER BY name LIMIT ?4");
    bind_integer(select, 1, stream->id);
    bind_text(select, 2, after);
    if (parent.data)
        bind_text(select, 3, parent);
    else
        bind_null(select, 3);
    bind_integer(select, 4, (int64_t)limit);
    for (*ret_count = 0;; (*ret_count)++) {
        bool is_row;
        TRY(statement_step(select, arena, &is_row));
        if (!is_row)
            return NULL;
        ret_shards[*ret_count] = shard_of_row(arena, select);
    }
}

const gabi_error *stream_find_shard(world *world, arena *arena, const stream *stream, text name, shard *ret_shard) {
    bool is_row;
    statement *select = store_prepare(world_store(world), "SELECT " SHARD_COLUMNS
                                                          " FROM dynamodb_shards WHERE stream_id = ?1 AND name = ?2");
    bind_integer(select, 1, stream->id);
    bind_text(select, 2, name);
    TRY(statement_step(select, arena, &is_row));
    if (!is_row)
        return error_new(arena, ERROR_NOT_FOUND, "ResourceNotFoundException",
                         "Requested resource not found: Shard does not exist");
    *ret_shard = shard_of_row(arena, select);
    statement_reset(select);
    return NULL;
}

const gabi_error *shard_check_trimmed(arena *arena, const shard *shard, int64_t sequence) {
    return sequence < shard->readable_from ? error_new(arena, ERROR_INVALID, "TrimmedDataAccessException",
                                                       "The data you are trying to access has been trimmed")
                                           : NULL;
}
