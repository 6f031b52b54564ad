#include "explore/shrink.h"

typedef struct shrinking {
    const exploration *exploration;
    trial smallest;
    text invariant; /* that stays broken */
    bool *left_out; /* the smallest's */
    size_t entry_count;
    bool has_progress;
} shrinking;

static bool breaks(const trial *trial, text invariant) {
    for (size_t i = 0; i < trial->violation_count; i++)
        if (text_equal(trial->violations[i].invariant, invariant))
            return true;
    return false;
}

/* Whether the trial still breaks the invariant; it is then the smallest. */
static const gabi_error *attempt(shrinking *self, trial smaller, bool *ret_breaks) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES); /* for there may be hundreds of them */
    const gabi_error *error = trial_run(self->exploration, arena, &smaller);
    *ret_breaks = !error && breaks(&smaller, self->invariant);
    if (error)
        error = error_new(self->exploration->arena, error->kind, error->code, "%s", error->message);
    else if (*ret_breaks) {
        self->smallest.schedule = smaller.schedule;
        self->smallest.clients = smaller.clients;
        self->has_progress = true;
    }
    arena_free(arena);
    return error;
}

static const gabi_error *leave_out_requests(shrinking *self) {
    for (size_t i = self->entry_count; i-- > 0;) {
        if (self->left_out[i])
            continue;
        self->left_out[i] = true;
        TRY(attempt(self, self->smallest, &self->left_out[i]));
    }
    return NULL;
}

static const gabi_error *leave_out_clients(shrinking *self) {
    bool breaks = true;
    while (breaks && self->smallest.clients > 1) {
        trial smaller = self->smallest;
        smaller.clients--;
        TRY(attempt(self, smaller, &breaks));
    }
    return NULL;
}

static const gabi_error *leave_out_faults(shrinking *self) {
    for (size_t i = self->smallest.schedule.count; i-- > 0;) {
        trial smaller = self->smallest;
        bool breaks;
        smaller.schedule = schedule_without(&self->smallest.schedule, i);
        TRY(attempt(self, smaller, &breaks));
    }
    return NULL;
}

static const gabi_error *fire_once(shrinking *self) {
    for (size_t i = 0; i < self->smallest.schedule.count; i++) {
        trial smaller = self->smallest;
        bool breaks;
        if (smaller.schedule.items[i].times == 1)
            continue;
        smaller.schedule.items[i].times = 1;
        TRY(attempt(self, smaller, &breaks));
    }
    return NULL;
}

const gabi_error *shrink(const exploration *exploration, arena *arena, trial *trial) {
    shrinking self = {.exploration = exploration, .smallest = *trial, .invariant = trial->violations[0].invariant};
    self.entry_count = exploration->scenario.count - exploration->first_entry;
    self.left_out = arena_zalloc(arena, self.entry_count + 1);
    self.smallest.left_out = self.left_out;
    do {
        self.has_progress = false;
        TRY(leave_out_faults(&self));
        TRY(leave_out_clients(&self));
        TRY(leave_out_requests(&self));
        TRY(fire_once(&self));
    } while (self.has_progress);
    *trial = self.smallest;
    return trial_run(exploration, arena, trial);
}
