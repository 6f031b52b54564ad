/* Index lag: global indexes that show a write only some time after it was made, as they may on AWS; off unless the
 * control API sets it for a table. An index then shows each item as it was that long ago.
 *
 * A write of a table whose indexes lag leaves its global indexes alone and keeps the item as it was before. Reading an
 * index takes the oldest such image in place of the item; when it falls due, the index moves on to the next. */
#ifndef GABI_DYNAMODB_INDEX_LAG_H
#define GABI_DYNAMODB_INDEX_LAG_H

#include "dynamodb/tables/table.h"

#define INDEX_LAG_MOST_MS ((int64_t)24 * 60 * 60 * 1000)

static inline bool indexes_lag(const table *table) { return table->settings.index_lag_ms.value > 0; }

/* With the store's lock, as all but index_lag_settle. Makes the place for images of the table's items; or brings its
 * indexes up to date, and removes it. */
const gabi_error *index_lag_begin(store *store, arena *arena, const table *table);
const gabi_error *index_lag_end(store *store, arena *arena, const table *table);

/* Keeps the item as it was (count 0: there was none) before a write that is being made. */
const gabi_error *index_lag_note(world *world, arena *arena, const table *table, text key, const table_item *old);

/* What the indexes show yet of an item that is there: the oldest image of it, or the item itself; empty for nothing. */
const gabi_error *index_lag_shown(store *store, arena *arena, const table *table, text key, text *ret_json);

/* The SQL expression for the item of the row i (key, base) of an index, t being the row of the table or NULL. */
const char *index_lag_item_sql(arena *arena, int64_t table_id);

/* Without the lock: lets indexes show what is due. */
const gabi_error *index_lag_settle(world *world, arena *arena);

#endif
