#include "store/interleaving.h"

#include <assert.h>
#include <pthread.h>

#include "core/random.h"

#define NOBODY ((size_t)-1)

typedef struct interleaving interleaving;

typedef struct participant {
    interleaving *owner;
    size_t index;
    interleaving_task task;
    pthread_t thread;
    pthread_cond_t has_baton;
    bool is_done;
} participant;

struct interleaving {
    pthread_mutex_t lock;
    participant *participants;
    size_t count;
    size_t holder; /* of the baton */
    uint64_t random_state;
    arena *arena; /* of the turns; used with the lock held only */
    size_t *turns;
    size_t turn_count;
};

static _Thread_local participant *current;

/* Hands the baton to one of those that are not done. */
static void pass_baton(interleaving *self) {
    size_t waiting = 0;
    for (size_t i = 0; i < self->count; i++)
        waiting += !self->participants[i].is_done;
    self->holder = NOBODY;
    if (waiting == 0)
        return;
    size_t chosen = (size_t)random_below(&self->random_state, waiting);
    size_t index = 0;
    while (self->participants[index].is_done || chosen-- > 0)
        index++;
    self->holder = index;
    self->turns = arena_grow(self->arena, self->turns, self->turn_count * sizeof *self->turns,
                             (self->turn_count + 1) * sizeof *self->turns);
    self->turns[self->turn_count++] = index;
    pthread_cond_signal(&self->participants[index].has_baton);
}

static void await_baton(participant *self) {
    while (self->owner->holder != self->index)
        pthread_cond_wait(&self->has_baton, &self->owner->lock);
}

bool interleaving_is_under_way(void) { return current != NULL; }

void interleaving_yield(void) {
    participant *self = current;
    if (!self)
        return;
    pthread_mutex_lock(&self->owner->lock);
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
