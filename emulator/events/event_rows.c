#include "events/event_rows.h"

/* The states of a row, as the SQL below has them too. */
enum { PENDING = 0, RELEASED = 1, DROPPED = 2 };

#define COLUMNS "id, kind, target, payload, created_ms, due_ms, attempts, state, error"

const gabi_error *event_rows_prepare(store *store, arena *arena) {
    return store_execute(
        store, arena,
        "CREATE TABLE IF NOT EXISTS events (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, target TEXT NOT "
        "NULL, payload BLOB NOT NULL, created_ms INTEGER NOT NULL, due_ms INTEGER NOT NULL, attempts INTEGER NOT NULL, "
        "state INTEGER NOT NULL, error TEXT NOT NULL, place REAL NOT NULL);"
        "CREATE TABLE IF NOT EXISTS event_settings (are_held INTEGER NOT NULL, order_seed INTEGER);");
}

static event row_of(arena *arena, statement *row) {
    return (event){
        .id = column_integer(row, 0),
        .kind = text_copy(arena, column_text(row, 1)),
        .target = text_copy(arena, column_text(row, 2)),
        .payload = text_copy(arena, column_blob(row, 3)),
        .created_ms = column_integer(row, 4),
        .due_ms = column_integer(row, 5),
        .attempts = column_integer(row, 6),
        .is_dropped = column_integer(row, 7) == DROPPED,
        .error = text_copy(arena, column_text(row, 8)),
    };
}

const gabi_error *event_row_insert(store *store, arena *arena, const event *event, int64_t *ret_id) {
    statement *insert = store_prepare(store, "INSERT INTO events VALUES (NULL, ?1, ?2, ?3, ?4, ?5, 0, 0, '', (SELECT "
                                             "coalesce(max(place), 0) + 1 FROM events)) RETURNING id");
    bool is_row;
    bind_text(insert, 1, event->kind);
    bind_text(insert, 2, event->target);
    bind_blob(insert, 3, event->payload);
    bind_integer(insert, 4, event->created_ms);
    bind_integer(insert, 5, event->due_ms);
    TRY(statement_step(insert, arena, &is_row));
    *ret_id = column_integer(insert, 0);
    statement_reset(insert);
    return NULL;
}

const gabi_error *event_rows_read(store *store, arena *arena, event **ret_events, size_t *ret_count) {
    TRY(event_rows_prepare(store, arena));
    statement *select = store_prepare(store, "SELECT " COLUMNS " FROM events ORDER BY state = 2, place");
    event *events = NULL;
    size_t count = 0;
    for (;;) {
        bool is_row;
        TRY(statement_step(select, arena, &is_row));
        if (!is_row)
            break;
        events = arena_grow_by_one(arena, events, count, sizeof *events);
        events[count++] = row_of(arena, select);
    }
    *ret_events = events;
    *ret_count = count;
    return NULL;
}

/* ---- delivering ---- */

static const gabi_error *read_next_due(store *store, arena *arena, bool are_held, int64_t *ret_due_ms) {
    bool is_row;
    statement *select = store_prepare(store, "SELECT min(due_ms) FROM events WHERE state = 0 AND NOT ?1");
    bind_integer(select, 1, are_held);
    TRY(statement_step(select, arena, &is_row));
    *ret_due_ms = column_is_null(select, 0) ? INT64_MAX : column_integer(select, 0);
    statement_reset(select);
    return NULL;
}

const gabi_error *event_rows_due(store *store, arena *arena, int64_t now_ms, bool are_held, int64_t **ret_ids,
                                 size_t *ret_count, int64_t *ret_next_due_ms) {
    TRY(event_rows_prepare(store, arena));
    statement *select = store_prepare(store, "SELECT id FROM events WHERE state = 1 OR (state = 0 AND due_ms <= ?1 AND "
                                             "NOT ?2) ORDER BY place");
    int64_t *ids = NULL;
    size_t count = 0;
    bind_integer(select, 1, now_ms);
    bind_integer(select, 2, are_held);
    for (;;) {
        bool is_row;
        TRY(statement_step(select, arena, &is_row));
        if (!is_row)
            break;
        ids = arena_grow_by_one(arena, ids, count, sizeof *ids);
        ids[count++] = column_integer(select, 0);
    }
    *ret_ids = ids;
    *ret_count = count;
    return count ? NULL : read_next_due(store, arena, are_held, ret_next_due_ms);
}

const gabi_error *event_row_take(store *store, arena *arena, int64_t id, event *ret_event) {
    bool is_row;
    statement *update =
        store_prepare(store, "UPDATE events SET attempts = attempts + 1 WHERE id = ?1 RETURNING " COLUMNS);
    bind_integer(update, 1, id);
    TRY(statement_step(update, arena, &is_row));
    *ret_event = row_of(arena, update);
    statement_reset(update);
    return NULL;
}

static const gabi_error *forget_oldest_dropped(store *store, arena *arena) {
    statement *delete = store_prepare(store, "DELETE FROM events WHERE id IN (SELECT id FROM events WHERE state = 2 "
                                             "ORDER BY id DESC LIMIT -1 OFFSET ?1)");
    bind_integer(delete, 1, EVENTS_MOST_DROPPED);
    return statement_run(delete, arena);
}

const gabi_error *event_row_put_back(store *store, arena *arena, const event *event) {
    statement *update = store_prepare(store, "UPDATE events SET state = ?2, due_ms = ?3, error = ?4 WHERE id = ?1");
    bind_integer(update, 1, event->id);
    bind_integer(update, 2, event->is_dropped ? DROPPED : PENDING);
    bind_integer(update, 3, event->due_ms);
    bind_text(update, 4, event->error);
    TRY(statement_run(update, arena));
    return event->is_dropped ? forget_oldest_dropped(store, arena) : NULL;
}

/* ---- what is done to events ---- */

const gabi_error *event_rows_release(store *store, arena *arena, int64_t id, int64_t now_ms, int64_t *ret_count) {
    TRY(event_rows_prepare(store, arena));
    statement *update = store_prepare(store, "UPDATE events SET state = 1, due_ms = ?2 WHERE state = 0 AND (id = ?1 OR "
                                             "?1 = 0)");
    bind_integer(update, 1, id);
    bind_integer(update, 2, now_ms);
    TRY(statement_run(update, arena));
    *ret_count = store_changes(store);
    return NULL;
}

const gabi_error *event_rows_delete(store *store, arena *arena, int64_t id, int64_t *ret_count) {
    TRY(event_rows_prepare(store, arena));
    statement *delete = store_prepare(store, "DELETE FROM events WHERE id = ?1 OR ?1 = 0");
    bind_integer(delete, 1, id);
    TRY(statement_run(delete, arena));
    *ret_count = store_changes(store);
    return NULL;
}

const gabi_error *event_row_duplicate(store *store, arena *arena, int64_t id, bool *ret_is_found, int64_t *ret_id) {
    TRY(event_rows_prepare(store, arena));
    /* Halfway to the one that is next. */
    statement *insert = store_prepare(
        store, "INSERT INTO events SELECT NULL, kind, target, payload, created_ms, due_ms, 0, 0, '', (place + (SELECT "
               "coalesce(min(place), events.place + 1) FROM events AS later WHERE later.place > events.place)) / 2 "
               "FROM events WHERE id = ?1 AND state = 0 RETURNING id");
    bind_integer(insert, 1, id);
    TRY(statement_step(insert, arena, ret_is_found));
    if (!*ret_is_found)
        return NULL;
    *ret_id = column_integer(insert, 0);
    statement_reset(insert);
    return NULL;
}

const gabi_error *event_row_move_first(store *store, arena *arena, int64_t id, int64_t *ret_count) {
    TRY(event_rows_prepare(store, arena));
    statement *update = store_prepare(store, "UPDATE events SET place = (SELECT min(place) FROM events) - 1 WHERE id = "
                                             "?1 AND state = 0");
    bind_integer(update, 1, id);
    TRY(statement_run(update, arena));
    *ret_count = store_changes(store);
    return NULL;
}

/* ---- settings ---- */

const gabi_error *event_settings_read(store *store, arena *arena, event_settings *ret_settings) {
    bool is_row;
    TRY(event_rows_prepare(store, arena));
    statement *select = store_prepare(store, "SELECT are_held, order_seed FROM event_settings");
    TRY(statement_step(select, arena, &is_row));
    *ret_settings = (event_settings){0};
    if (!is_row)
        return NULL;
    *ret_settings = (event_settings){
        .are_held = column_integer(select, 0) != 0,
        .has_seed = !column_is_null(select, 1),
        .order_seed = column_integer(select, 1),
    };
    statement_reset(select);
    return NULL;
}

const gabi_error *event_settings_write(store *store, arena *arena, const event_settings *settings) {
    TRY(event_rows_prepare(store, arena));
    TRY(store_execute(store, arena, "DELETE FROM event_settings"));
    statement *insert = store_prepare(store, "INSERT INTO event_settings VALUES (?1, ?2)");
    bind_integer(insert, 1, settings->are_held);
    if (settings->has_seed)
        bind_integer(insert, 2, settings->order_seed);
    else
        bind_null(insert, 2);
    return statement_run(insert, arena);
}
