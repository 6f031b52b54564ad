#include "dynamodb/tables/time_to_live.h"

#include "dynamodb/items/item_store.h"
#include "dynamodb/streams/stream_record.h"
#include "dynamodb/tables/expiry_index.h"
#include "dynamodb/tables/world_settings.h"
#include "dynamodb/values/attribute.h"
#include "store/paged_work.h"

/* Items that are deleted with the lock held. */
#define EXPIRY_PAGE 64

const gabi_error *time_to_live_set(world *world, arena *arena, const table *table, text attribute) {
    table_settings settings = table->settings;
    TRY(expiries_drop(world, arena, table));
    settings.time_to_live = attribute;
    settings.time_to_live_changed_at_ms = (optional_integer){true, world_now_ms(world)};
    if (attribute.data)
        TRY(expiries_begin_backfill(world, arena, table));
    return table_save_settings(world, arena, table, &settings);
}

static const gabi_error *backfill_page(void *world, arena *arena, bool *ret_is_done) {
    return expiries_backfill_page(world, arena, ret_is_done);
}

const gabi_error *time_to_live_backfill(world *world, arena *arena) {
    return store_work(world_store(world), arena, STORE_WRITE, backfill_page, world);
}

/* ---- expiring ---- */

/* The table whose next expiry is the earliest, and how far it may go before it is another table's turn. */
typedef struct next_expiry {
    const table *table; /* NULL: no item of any table expires */
    int64_t at_s;
    int64_t upto_s;
} next_expiry;

static const gabi_error *find_next(world *world, arena *arena, next_expiry *ret_next) {
    const table *const *tables;
    size_t table_count;
    next_expiry next = {NULL, INT64_MAX, INT64_MAX};
    TRY(table_all(world, arena, &tables, &table_count));
    for (size_t i = 0; i < table_count; i++) {
        expiry first = {0};
        size_t count = 0;
        if (tables[i]->settings.time_to_live.data)
            TRY(expiries_due(world, arena, tables[i], INT64_MAX, 1, &first, &count));
        if (count > 0 && first.at_s < next.at_s)
            next = (next_expiry){tables[i], first.at_s, next.at_s};
        else if (count > 0 && first.at_s < next.upto_s)
            next.upto_s = first.at_s;
    }
    *ret_next = next;
    return NULL;
}

static const gabi_error *expire(world *world, arena *arena, const table *table, text key) {
    const table_item nothing = {0};
    text json;
    TRY(items_get(world_store(world), arena, table, key, &json));
    table_item old = item_of_json(arena, json);
    TRY(items_remove(world, arena, table, key, &old));
    return table->settings.stream_view.data ? stream_append(world, arena, table, &old, &nothing, STREAM_ACTOR_EXPIRY)
                                            : NULL;
}

static const gabi_error *expire_page(void *work, arena *arena, bool *ret_is_done) {
    world *world = work;
    int64_t delay_ms, now_ms = world_now_ms(world);
    expiry expiries[EXPIRY_PAGE];
    next_expiry next;
    size_t count = 0;
    TRY(world_setting_get(world, arena, SETTING_TTL_DELAY_MS, &delay_ms));
    TRY(find_next(world, arena, &next));
    int64_t expired_s = (now_ms - delay_ms) / 1000;
    *ret_is_done = !next.table || next.at_s > expired_s;
    if (next.table && *ret_is_done)
        world_note_due(world, next.at_s * 1000 + delay_ms);
    if (*ret_is_done)
        return NULL;
    TRY(expiries_due(world, arena, next.table, next.upto_s < expired_s ? next.upto_s : expired_s, EXPIRY_PAGE, expiries,
                     &count));
    for (size_t i = 0; i < count; i++)
        TRY(expire(world, arena, next.table, expiries[i].key));
    return NULL;
}

const gabi_error *time_to_live_settle(world *world, arena *arena) {
    TRY(time_to_live_backfill(world, arena));
    return store_work(world_store(world), arena, STORE_WRITE, expire_page, world);
}
