#include "dynamodb/streams/shard.h"
#include "dynamodb/streams/stream.h"
#include "store/paged_work.h"

#define SHARD_OPEN_MS ((int64_t)4 * 60 * 60 * 1000)

/* Records are trimmed within a minute of their due, so that a stream in use is not looked through at every request. */
#define TRIM_DELAY_MS ((int64_t)60 * 1000)

/* Records that are trimmed with the lock held. */
#define TRIM_PAGE 256

/* ---- records ---- */

/* The last record of the oldest page that is older than horizon; 0 when there is none. */
static const gabi_error *last_to_trim(store *store, arena *arena, int64_t horizon_ms, int64_t *ret_sequence) {
    bool is_row;
    statement *select =
        store_prepare(store, "SELECT coalesce(max(sequence), 0) FROM (SELECT sequence, created_at_ms FROM "
                             "dynamodb_stream_records ORDER BY sequence LIMIT ?2) WHERE created_at_ms <= ?1");
    bind_integer(select, 1, horizon_ms);
    bind_integer(select, 2, TRIM_PAGE);
    TRY(statement_step(select, arena, &is_row));
    *ret_sequence = column_integer(select, 0);
    statement_reset(select);
    return NULL;
}

static const gabi_error *run_upto(store *store, arena *arena, const char *sql, int64_t sequence) {
    statement *change = store_prepare(store, sql);
    bind_integer(change, 1, sequence);
    return statement_run(change, arena);
}

static const gabi_error *trim_page(void *work, arena *arena, bool *ret_is_done) {
    world *world = work;
    store *store = world_store(world);
    int64_t last;
    TRY(last_to_trim(store, arena, world_now_ms(world) - STREAM_KEPT_MS, &last));
    *ret_is_done = last == 0;
    if (last == 0)
        return NULL;
    TRY(run_upto(store, arena,
                 "UPDATE dynamodb_shards SET readable_from = 1 + (SELECT max(sequence) FROM dynamodb_stream_records "
                 "WHERE shard_id = dynamodb_shards.id AND sequence <= ?1) WHERE id IN (SELECT shard_id FROM "
                 "dynamodb_stream_records WHERE sequence <= ?1)",
                 last));
    return run_upto(store, arena, "DELETE FROM dynamodb_stream_records WHERE sequence <= ?1", last);
}

/* ---- shards ---- */

typedef struct open_shard {
    int64_t id;
    int64_t stream_id;
    text name;
    int64_t opened_at_ms;
} open_shard;

static const gabi_error *oldest_open(store *store, arena *arena, bool *ret_found, open_shard *ret_shard) {
    statement *select = store_prepare(store, "SELECT id, stream_id, name, opened_at_ms FROM dynamodb_shards WHERE "
                                             "closed_at_ms IS NULL ORDER BY opened_at_ms, id LIMIT 1");
    TRY(statement_step(select, arena, ret_found));
    if (!*ret_found)
        return NULL;
    *ret_shard = (open_shard){column_integer(select, 0), column_integer(select, 1),
                              text_copy(arena, column_text(select, 2)), column_integer(select, 3)};
    statement_reset(select);
    return NULL;
}

/* When a shard that has been open long enough is followed by the next. Generations of which nothing would be left are
 * passed over. */
static int64_t end_of(const open_shard *shard, int64_t now_ms) {
    int64_t end_ms = shard->opened_at_ms + SHARD_OPEN_MS, gone_ms = now_ms - STREAM_KEPT_MS;
    return end_ms >= gone_ms ? end_ms : end_ms + (gone_ms - end_ms) / SHARD_OPEN_MS * SHARD_OPEN_MS;
}

static const gabi_error *roll_over(world *world, arena *arena, int64_t now_ms) {
    for (;;) {
        bool is_found;
        open_shard shard;
        TRY(oldest_open(world_store(world), arena, &is_found, &shard));
        if (!is_found || shard.opened_at_ms + SHARD_OPEN_MS > now_ms)
            return NULL;
        int64_t end_ms = end_of(&shard, now_ms);
        TRY(shard_close(world, arena, shard.id, end_ms));
        TRY(shard_open(world, arena, shard.stream_id, shard.name, end_ms));
    }
}

static const gabi_error *forget(store *store, arena *arena, int64_t horizon_ms) {
    TRY(run_upto(store, arena, "DELETE FROM dynamodb_shards WHERE closed_at_ms <= ?1", horizon_ms));
    return run_upto(store, arena, "DELETE FROM dynamodb_streams WHERE disabled_at_ms <= ?1", horizon_ms);
}

static const gabi_error *note_next(world *world, arena *arena) {
    bool is_row;
    statement *select = store_prepare(
        world_store(world),
        "SELECT min(at) FROM (SELECT (SELECT created_at_ms FROM dynamodb_stream_records ORDER BY sequence LIMIT 1) + "
        "?1 AS at UNION ALL SELECT min(opened_at_ms) + ?2 FROM dynamodb_shards WHERE closed_at_ms IS NULL UNION ALL "
        "SELECT min(closed_at_ms) + ?3 FROM dynamodb_shards UNION ALL SELECT min(disabled_at_ms) + ?3 FROM "
        "dynamodb_streams)");
    bind_integer(select, 1, STREAM_KEPT_MS + TRIM_DELAY_MS);
    bind_integer(select, 2, SHARD_OPEN_MS);
    bind_integer(select, 3, STREAM_KEPT_MS);
    TRY(statement_step(select, arena, &is_row));
    if (!column_is_null(select, 0))
        world_note_due(world, column_integer(select, 0));
    statement_reset(select);
    return NULL;
}

static const gabi_error *settle_shards(world *world, arena *arena, int64_t now_ms) {
    TRY(roll_over(world, arena, now_ms));
    TRY(forget(world_store(world), arena, now_ms - STREAM_KEPT_MS));
    return note_next(world, arena);
}

static const gabi_error *find_any_stream(store *store, arena *arena, bool *ret_found) {
    statement *select = store_prepare(store, "SELECT 1 FROM dynamodb_streams LIMIT 1");
    TRY(statement_step(select, arena, ret_found));
    statement_reset(select);
    return NULL;
}

const gabi_error *streams_settle(world *world, arena *arena) {
    store *store = world_store(world);
    int64_t now_ms = world_now_ms(world);
    bool is_any;
    TRY(store_begin(store, arena, STORE_READ));
    TRY(store_end(store, arena, find_any_stream(store, arena, &is_any)));
    if (!is_any)
        return NULL;
    TRY(store_work(store, arena, STORE_WRITE, trim_page, world));
    TRY(store_begin(store, arena, STORE_WRITE));
    return store_end(store, arena, settle_shards(world, arena, now_ms));
}
