#include "explore/shrink.h"

#include <string.h>

#define MOST_ORDERS 16

typedef struct shrinking {
    const exploration *exploration;
    trial smallest;
    text invariant;     /* that stays broken */
    uint64_t *left_out; /* the smallest's */
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
        self->smallest.order = smaller.order;
        self->smallest.schedule = smaller.schedule;
        memcpy(self->smallest.clients, smaller.clients, sizeof smaller.clients);
        self->smallest.client_count = smaller.client_count;
        self->has_progress = true;
    }
    arena_free(arena);
    return error;
}

/* Fewer calls interleave otherwise: what needs an order of theirs may need another one now. */
static const gabi_error *attempt_in_some_order(shrinking *self, trial smaller, bool *ret_breaks) {
    uint64_t order = smaller.order;
    *ret_breaks = false;
    for (uint64_t i = 0; i < MOST_ORDERS && !*ret_breaks; i++) {
        smaller.order = order + i;
        TRY(attempt(self, smaller, ret_breaks));
    }
    return NULL;
}

/* Tries what is left out of an entry to be that, too. */
static const gabi_error *leave_out(shrinking *self, size_t entry, uint64_t left_out) {
    uint64_t before = self->left_out[entry];
    bool breaks;
    if ((before | left_out) == before)
        return NULL;
    self->left_out[entry] = before | left_out;
    TRY(attempt_in_some_order(self, self->smallest, &breaks));
    if (!breaks)
        self->left_out[entry] = before;
    return NULL;
}

static const gabi_error *leave_out_requests(shrinking *self) {
    for (size_t i = self->entry_count; i-- > 0;) {
        TRY(leave_out(self, i, TRIAL_WITHOUT_ENTRY));
        size_t count = trial_requests(self->exploration, i);
        for (size_t j = count; j-- > 0 && count > 1;)
            TRY(leave_out(self, i, UINT64_C(1) << j));
    }
    return NULL;
}

static trial without_client(const trial *self, size_t index) {
    trial made = *self;
    made.client_count--;
    memmove(&made.clients[index], &made.clients[index + 1], (made.client_count - index) * sizeof *made.clients);
    return made;
}

static const gabi_error *leave_out_clients(shrinking *self) {
    for (size_t i = self->smallest.client_count; i-- > 0 && self->smallest.client_count > 1;) {
        bool breaks;
        TRY(attempt_in_some_order(self, without_client(&self->smallest, i), &breaks));
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
    self.left_out = arena_zalloc(arena, (self.entry_count + 1) * sizeof *self.left_out);
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
