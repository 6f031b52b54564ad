/* Journals: what items were before each write, so that a table can be told as it was at an earlier instant. A table
 * keeps one while its point-in-time recovery is on, and while it is copied; otherwise writes pay nothing for it. All
 * with the store's lock held. */
#ifndef GABI_DYNAMODB_JOURNAL_H
#define GABI_DYNAMODB_JOURNAL_H

#include "store/world.h"

/* Makes the table's journal, empty; or drops it. */
const gabi_error *journal_begin(store *store, arena *arena, int64_t table_id);
const gabi_error *journal_end(store *store, arena *arena, int64_t table_id);

/* The SQL text that adds the item with key ?2, as it is before it is written at the time ?1. */
const char *journal_statement(arena *arena, int64_t table_id);

/* Adds the item; statement is the table's. In the transaction of the write, before it. */
const gabi_error *journal_add(world *world, arena *arena, const char *statement, text key);

/* Where the journal ends now: later writes get greater positions. 0: it is empty. */
const gabi_error *journal_position(store *store, arena *arena, int64_t table_id, int64_t *ret_position);

/* Where it ended at time_ms: the last position of what was written until then; 0 when there is none. */
const gabi_error *journal_position_at(store *store, arena *arena, int64_t table_id, int64_t time_ms,
                                      int64_t *ret_position);

/* Forgets writes until time_ms, the oldest first and so many at most that the lock is held shortly. *ret_next_ms is the
 * time of the oldest that is left; INT64_MAX when there is none. */
const gabi_error *journal_trim(store *store, arena *arena, int64_t table_id, int64_t time_ms, int64_t *ret_next_ms);

#endif
