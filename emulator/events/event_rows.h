/* The rows that events and their settings are kept in. With the store's lock held. */
#ifndef GABI_EVENT_ROWS_H
#define GABI_EVENT_ROWS_H

#include "events/events.h"

/* Makes the SQL tables where they are not there yet; those that change or read them all do. */
const gabi_error *event_rows_prepare(store *store, arena *arena);

const gabi_error *event_row_insert(store *store, arena *arena, const event *event, int64_t *ret_id);
const gabi_error *event_rows_read(store *store, arena *arena, event **ret_events, size_t *ret_count);

/* The ids of those that may be delivered, in order, and when the first of the others will be due (INT64_MAX: none). */
const gabi_error *event_rows_due(store *store, arena *arena, int64_t now_ms, bool are_held, int64_t **ret_ids,
                                 size_t *ret_count, int64_t *ret_next_due_ms);

/* Counts an attempt, and reads the event. */
const gabi_error *event_row_take(store *store, arena *arena, int64_t id, event *ret_event);

/* After an attempt that failed. Of those that are dropped only the newest are kept. */
const gabi_error *event_row_put_back(store *store, arena *arena, const event *event);

/* With id 0 all that are pending. */
const gabi_error *event_rows_release(store *store, arena *arena, int64_t id, int64_t now_ms, int64_t *ret_count);

/* With id 0 all, those that are dropped too. */
const gabi_error *event_rows_delete(store *store, arena *arena, int64_t id, int64_t *ret_count);

const gabi_error *event_row_duplicate(store *store, arena *arena, int64_t id, bool *ret_is_found, int64_t *ret_id);
const gabi_error *event_row_move_first(store *store, arena *arena, int64_t id, int64_t *ret_count);

const gabi_error *event_settings_read(store *store, arena *arena, event_settings *ret_settings);
const gabi_error *event_settings_write(store *store, arena *arena, const event_settings *settings);

#endif
