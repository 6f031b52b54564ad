/* Events: what is to be delivered in a world without anybody waiting for it: an asynchronous invocation of a function,
 * later mail, webhooks, the records of streams. They are part of the world's state, are delivered when the world
 * settles, each in an invocation of its own, and can be held, released, duplicated, reordered and dropped. */
#ifndef GABI_EVENTS_H
#define GABI_EVENTS_H

#include "store/world.h"

/* Of an event that is dropped in the end, how often it was tried. */
#define EVENT_MOST_ATTEMPTS 8

typedef struct event {
    int64_t id; /* from 1 up in each world */
    text kind;  /* an event_kind's name */
    text target;
    text payload;
    int64_t created_ms;
    int64_t due_ms;   /* not before */
    int64_t attempts; /* so far */
    bool is_dropped;  /* no more attempts will be made */
    text error;       /* of the last attempt; empty: none has failed */
} event;

/* How events of a kind are delivered. */
typedef struct event_kind {
    const char *name; /* "lambda.invoke" */

    /* A failure is tried again. Without a lock, and within an invocation. */
    const gabi_error *(*deliver)(world *world, arena *arena, const event *event);

    /* How long after the first attempt, the second, … the next is made; 0: there is none. */
    int64_t retry_after_ms[EVENT_MOST_ATTEMPTS];
} event_kind;

/* Adds an event of which kind, target and payload are given, due at once. */
const gabi_error *events_add(world *world, arena *arena, const event *event);

/* All that are pending in the order of their delivery, and then those that were dropped, of which the newest
 * EVENTS_MOST_DROPPED are kept. */
#define EVENTS_MOST_DROPPED 1000
const gabi_error *events_list(world *world, arena *arena, event **ret_events, size_t *ret_count);

typedef struct event_settings {
    bool are_held;      /* nothing is delivered but what is released */
    bool has_seed;      /* of those that are due, which is next is drawn */
    int64_t order_seed; /* … from this */
} event_settings;

const gabi_error *events_settings(world *world, arena *arena, event_settings *ret_settings);
const gabi_error *events_set(world *world, arena *arena, const event_settings *settings);

/* Lets a pending event, or with id 0 all of them, be delivered, though it is held or not yet due. ERROR_NOT_FOUND,
 * code "event_not_found", as of those that follow. */
const gabi_error *events_release(world *world, arena *arena, int64_t id);

/* Adds the same event once more, right behind it. */
const gabi_error *events_duplicate(world *world, arena *arena, int64_t id, int64_t *ret_id);

/* Puts the events with these ids before all others, in this order. */
const gabi_error *events_reorder(world *world, arena *arena, const int64_t *ids, size_t count);

/* Removes an event, or with id 0 all of them. */
const gabi_error *events_remove(world *world, arena *arena, int64_t id);

/* Delivers what is due, and notes (world_note_due) when the next will be. */
const gabi_error *events_settle(world *world, arena *arena, const event_kind *const *kinds, size_t count);

#endif
