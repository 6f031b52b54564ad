#include "store/interleaving.h"

#include <assert.h>
#include <pthread.h>

#include "core/random.h"

#define NOBODY ((size_t)-1)

/* One in so many turns is slow, and takes so long; the others take no time. Who sleeps short may so be faster than who
 * works, but nobody works for as long as others sleep and try and sleep again. */
#define SLOW_TURN 4
#define SLOW_TURN_MS 20

typedef struct interleaving interleaving;

typedef struct participant {
    interleaving *owner;
    size_t index;
    interleaving_task task;
    pthread_t thread;
    pthread_cond_t has_baton;
    int64_t wakes_at_ms;
    bool is_done;
} participant;

struct interleaving {
    pthread_mutex_t lock;
    participant *participants;
    size_t count;
    size_t holder; /* of the baton */
    int64_t now_ms;
    uint64_t random_state;
    arena *arena; /* of the turns; used with the lock held only */
    size_t *turns;
    size_t turn_count;
};

static _Thread_local participant *current;

static bool can_move(const participant *self) { return !self->is_done && self->wakes_at_ms <= self->owner->now_ms; }

static size_t count_movable(const interleaving *self) {
    size_t count = 0;
    for (size_t i = 0; i < self->count; i++)
        count += can_move(&self->participants[i]);
    return count;
}

/* When the first of those that sleep wakes up; INT64_MAX when nobody sleeps. */
static int64_t first_to_wake(const interleaving *self) {
    int64_t first_ms = INT64_MAX;
    for (size_t i = 0; i < self->count; i++) {
        const participant *each = &self->participants[i];
        if (!each->is_done && !can_move(each) && each->wakes_at_ms < first_ms)
            first_ms = each->wakes_at_ms;
    }
    return first_ms;
}

/* Time passes at once when nobody else can move, and sometimes a little when others can, which are slow then. */
static void let_time_pass(interleaving *self) {
    int64_t first_ms = first_to_wake(self);
    if (first_ms == INT64_MAX)
        return;
    if (count_movable(self) == 0)
        self->now_ms = first_ms;
    else if (random_below(&self->random_state, SLOW_TURN) == 0)
        self->now_ms = first_ms < self->now_ms + SLOW_TURN_MS ? first_ms : self->now_ms + SLOW_TURN_MS;
}

/* Hands the baton to one of those that can move. */
static void pass_baton(interleaving *self) {
    let_time_pass(self);
    size_t movable = count_movable(self);
    self->holder = NOBODY;
    if (movable == 0)
        return;
    size_t chosen = (size_t)random_below(&self->random_state, movable);
    size_t index = 0;
    while (!can_move(&self->participants[index]) || chosen-- > 0)
        index++;
    self->holder = index;
    self->turns = arena_grow_by_one(self->arena, self->turns, self->turn_count, sizeof *self->turns);
    self->turns[self->turn_count++] = index;
    pthread_cond_signal(&self->participants[index].has_baton);
}

static void await_baton(participant *self) {
    while (self->owner->holder != self->index)
        pthread_cond_wait(&self->has_baton, &self->owner->lock);
}

bool interleaving_is_under_way(void) { return current != NULL; }

void interleaving_yield(void) { interleaving_sleep(0); }

void interleaving_sleep(int64_t duration_ms) {
    participant *self = current;
    if (!self)
        return;
    pthread_mutex_lock(&self->owner->lock);
    self->wakes_at_ms = self->owner->now_ms + duration_ms;
    pass_baton(self->owner);
    await_baton(self);
    pthread_mutex_unlock(&self->owner->lock);
}

static void *participate(void *argument) {
    participant *self = current = argument;
    pthread_mutex_lock(&self->owner->lock);
    await_baton(self);
    pthread_mutex_unlock(&self->owner->lock);
    self->task.run(self->task.context);
    pthread_mutex_lock(&self->owner->lock);
    self->is_done = true;
    pass_baton(self->owner);
    pthread_mutex_unlock(&self->owner->lock);
    return NULL;
}

const gabi_error *interleaving_run(arena *arena, uint64_t seed, const interleaving_task *tasks, size_t count,
                                   interleaving_turns *ret_turns) {
    assert(count <= INTERLEAVING_MOST_TASKS);
    interleaving self = {.random_state = seed, .arena = arena, .holder = NOBODY};
    self.participants = arena_zalloc(arena, count * sizeof *self.participants);
    pthread_mutex_init(&self.lock, NULL);
    const gabi_error *error = NULL;
    size_t started = 0;
    for (; started < count && !error; started++) {
        participant *each = &self.participants[started];
        *each = (participant){.owner = &self, .index = started, .task = tasks[started]};
        pthread_cond_init(&each->has_baton, NULL);
        if (pthread_create(&each->thread, NULL, participate, each) != 0) {
            error = error_new(arena, ERROR_UNAVAILABLE, "NoThreads", "Cannot start %zu threads", count);
            break;
        }
    }
    pthread_mutex_lock(&self.lock);
    self.count = started; /* with too few threads those that did start run to their end */
    pass_baton(&self);
    pthread_mutex_unlock(&self.lock);
    for (size_t i = 0; i < started; i++) {
        pthread_join(self.participants[i].thread, NULL);
        pthread_cond_destroy(&self.participants[i].has_baton);
    }
    pthread_mutex_destroy(&self.lock);
    if (!error)
        *ret_turns = (interleaving_turns){self.turns, self.turn_count};
    return error;
}
