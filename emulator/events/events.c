#include <stdio.h>

#include "core/random.h"
#include "events/event_rows.h"
#include "records/logs.h"

/* Whoever settles lets requests be answered after so many. */
#define MOST_DELIVERIES 1000

static const gabi_error *not_found(arena *arena, int64_t id) {
    return error_new(arena, ERROR_NOT_FOUND, "event_not_found", "No event with the id %lld is pending", (long long)id);
}

/* Runs what needs the store's lock. */
#define IN_STORE(world_, arena_, expression_)                                                                          \
    do {                                                                                                               \
        TRY(store_begin(world_store(world_), (arena_), STORE_WRITE));                                                  \
        return store_end(world_store(world_), (arena_), (expression_));                                                \
    } while (0)

/* ---- adding and listing ---- */

static const gabi_error *add(world *world, arena *arena, const event *event) {
    struct event added = *event;
    added.created_ms = added.due_ms = world_now_ms(world);
    TRY(event_rows_prepare(world_store(world), arena));
    TRY(event_row_insert(world_store(world), arena, &added, &added.id));
    world_note_due(world, added.due_ms);
    return NULL;
}

const gabi_error *events_add(world *world, arena *arena, const event *event) {
    IN_STORE(world, arena, add(world, arena, event));
}

const gabi_error *events_list(world *world, arena *arena, event **ret_events, size_t *ret_count) {
    IN_STORE(world, arena, event_rows_read(world_store(world), arena, ret_events, ret_count));
}

/* ---- settings ---- */

const gabi_error *events_settings(world *world, arena *arena, event_settings *ret_settings) {
    IN_STORE(world, arena, event_settings_read(world_store(world), arena, ret_settings));
}

static const gabi_error *set(world *world, arena *arena, const event_settings *settings) {
    TRY(event_settings_write(world_store(world), arena, settings));
    world_note_due(world, world_now_ms(world)); /* what was held may be due */
    return NULL;
}

const gabi_error *events_set(world *world, arena *arena, const event_settings *settings) {
    IN_STORE(world, arena, set(world, arena, settings));
}

/* ---- what is done to pending events ---- */

static const gabi_error *release(world *world, arena *arena, int64_t id) {
    int64_t count;
    TRY(event_rows_release(world_store(world), arena, id, world_now_ms(world), &count));
    world_note_due(world, world_now_ms(world));
    return count || id == 0 ? NULL : not_found(arena, id);
}

const gabi_error *events_release(world *world, arena *arena, int64_t id) {
    IN_STORE(world, arena, release(world, arena, id));
}

static const gabi_error *duplicate(world *world, arena *arena, int64_t id, int64_t *ret_id) {
    bool is_found;
    TRY(event_row_duplicate(world_store(world), arena, id, &is_found, ret_id));
    world_note_due(world, world_now_ms(world));
    return is_found ? NULL : not_found(arena, id);
}

const gabi_error *events_duplicate(world *world, arena *arena, int64_t id, int64_t *ret_id) {
    IN_STORE(world, arena, duplicate(world, arena, id, ret_id));
}

/* Those that are put first, last first, each come before all others. */
static const gabi_error *reorder(world *world, arena *arena, const int64_t *ids, size_t count) {
    for (size_t i = count; i-- > 0;) {
        int64_t moved;
        TRY(event_row_move_first(world_store(world), arena, ids[i], &moved));
        if (!moved)
            return not_found(arena, ids[i]);
    }
    return NULL;
}

const gabi_error *events_reorder(world *world, arena *arena, const int64_t *ids, size_t count) {
    IN_STORE(world, arena, reorder(world, arena, ids, count));
}

static const gabi_error *remove_rows(world *world, arena *arena, int64_t id) {
    int64_t count;
    TRY(event_rows_delete(world_store(world), arena, id, &count));
    return count || id == 0 ? NULL : not_found(arena, id);
}

const gabi_error *events_remove(world *world, arena *arena, int64_t id) {
    IN_STORE(world, arena, remove_rows(world, arena, id));
}

/* ---- what is under way ---- */

#define MOST_UNDER_WAY 128

/* Events that somebody delivers just now; guarded by the store's lock. They are not in the store: what was under way
 * when its process died, or its world was forked, is delivered again, at least once as on AWS. */
typedef struct under_way {
    arena *arena;
    int64_t ids[MOST_UNDER_WAY];
    size_t count;
} under_way;

static void *open_under_way(world *world) {
    arena *owner = arena_new((size_t)8192);
    under_way *self = arena_zalloc(owner, sizeof *self);
    (void)world;
    self->arena = owner;
    return self;
}

static void close_under_way(void *self) { arena_free(((under_way *)self)->arena); }

static const world_state under_way_state = {.open = open_under_way, .close = close_under_way};

static bool is_under_way(const under_way *self, int64_t id) {
    for (size_t i = 0; i < self->count; i++)
        if (self->ids[i] == id)
            return true;
    return false;
}

static void end_under_way(under_way *self, int64_t id) {
    for (size_t i = 0; i < self->count; i++)
        if (self->ids[i] == id)
            self->ids[i] = self->ids[--self->count];
}

/* Leaves those out that somebody delivers, and all when there is no room for another. */
static size_t leave_out(const under_way *self, int64_t *ids, size_t count) {
    size_t left = 0;
    for (size_t i = 0; i < count && self->count < MOST_UNDER_WAY; i++)
        if (!is_under_way(self, ids[i]))
            ids[left++] = ids[i];
    return left;
}

/* ---- delivering ---- */

/* Takes the event that is next of those that are due, so that nobody else delivers it; *ret_is_any false when none is,
 * and then notes when one will be. */
static const gabi_error *take_next(world *world, arena *arena, bool *ret_is_any, event *ret_event) {
    store *store = world_store(world);
    event_settings settings;
    size_t count;
    int64_t *ids, next_due_ms = INT64_MAX;
    under_way *under_way = world_state_of(world, &under_way_state);
    TRY(event_settings_read(store, arena, &settings));
    TRY(event_rows_due(store, arena, world_now_ms(world), settings.are_held, &ids, &count, &next_due_ms));
    count = leave_out(under_way, ids, count);
    *ret_is_any = count > 0;
    if (count == 0) {
        world_note_due(world, next_due_ms);
        return NULL;
    }
    size_t chosen = 0;
    if (settings.has_seed) {
        uint64_t random = (uint64_t)settings.order_seed++;
        chosen = (size_t)random_below(&random, count);
        TRY(event_settings_write(store, arena, &settings));
    }
    TRY(event_row_take(store, arena, ids[chosen], ret_event));
    under_way->ids[under_way->count++] = ids[chosen];
    return NULL;
}

static const gabi_error *take(world *world, arena *arena, bool *ret_is_any, event *ret_event) {
    IN_STORE(world, arena, take_next(world, arena, ret_is_any, ret_event));
}

/* What becomes of an event whose attempt has failed. */
static event after_failure(world *world, arena *arena, const event_kind *kind, const event *event,
                           const gabi_error *failure) {
    bool has_retry = kind && event->attempts <= EVENT_MOST_ATTEMPTS;
    int64_t retry_after_ms = has_retry ? kind->retry_after_ms[event->attempts - 1] : 0;
    struct event after = *event;
    after.error = error_describe(arena, failure);
    after.is_dropped = retry_after_ms == 0;
    after.due_ms = world_now_ms(world) + retry_after_ms;
    return after;
}

static const gabi_error *end_attempt(world *world, arena *arena, const event *after, bool is_delivered) {
    end_under_way(world_state_of(world, &under_way_state), after->id);
    if (is_delivered)
        return event_rows_delete(world_store(world), arena, after->id, &(int64_t){0});
    if (!after->is_dropped)
        world_note_due(world, after->due_ms);
    return event_row_put_back(world_store(world), arena, after);
}

static const gabi_error *put_back(world *world, arena *arena, const event *after, bool is_delivered) {
    IN_STORE(world, arena, end_attempt(world, arena, after, is_delivered));
}

/* There is no queue for dead letters: that an event is dropped must be heard. */
static void tell_dropped(world *world, const event *event) {
    const log_field fields[] = {{"kind", event->kind}, {"error", event->error}};
    logs_note(world, event->target, LOG_ERROR, "event.dropped", fields, sizeof fields / sizeof *fields);
    if (world_has(world, WORLD_ECHOES_LOGS))
        fprintf(stderr, "gabi-emu: event %lld (%.*s, %.*s) is dropped after %lld attempts: %.*s\n",
                (long long)event->id, TEXT_ARGS(event->kind), TEXT_ARGS(event->target), (long long)event->attempts,
                TEXT_ARGS(event->error));
}

static const gabi_error *deliver(world *world, arena *arena, const event_kind *kind, const event *event) {
    if (!kind)
        return error_new(arena, ERROR_UNSUPPORTED, "NotEmulatedException", "Nobody delivers events of the kind %.*s",
                         TEXT_ARGS(event->kind));
    invocation invocation;
    world_begin_detached(world, &invocation, (uint64_t)(event->id * (EVENT_MOST_ATTEMPTS + 2) + event->attempts));
    const gabi_error *error = kind->deliver(world, arena, event);
    world_end_invocation(&invocation);
    return error;
}

static const event_kind *find_kind(const event_kind *const *kinds, size_t count, text name) {
    for (size_t i = 0; i < count; i++)
        if (text_equal(name, text_of(kinds[i]->name)))
            return kinds[i];
    return NULL;
}

const gabi_error *events_settle(world *world, arena *arena, const event_kind *const *kinds, size_t count) {
    for (size_t i = 0; i < MOST_DELIVERIES; i++) {
        event event;
        bool is_any;
        TRY(take(world, arena, &is_any, &event));
        if (!is_any)
            return NULL;
        const event_kind *kind = find_kind(kinds, count, event.kind);
        const gabi_error *failure = deliver(world, arena, kind, &event);
        if (failure)
            event = after_failure(world, arena, kind, &event, failure);
        TRY(put_back(world, arena, &event, !failure));
        if (event.is_dropped)
            tell_dropped(world, &event);
    }
    world_note_due(world, world_now_ms(world));
    return NULL;
}
