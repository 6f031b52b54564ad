/* Trial: a scenario's requests made once in a world of its own, with the faults and the interleaving of a seed, and
 * what did not hold afterwards. */
#ifndef GABI_TRIAL_H
#define GABI_TRIAL_H

#include "explore/impersonation.h"
#include "explore/reseed.h"
#include "explore/schedule.h"
#include "runner/runner.h"

#define TRIAL_MOST_CLIENTS 16
#define TRIAL_WITHOUT_ENTRY UINT64_MAX

/* Something that does not hold, as GET /_gabi/invariants tells it. */
typedef struct violation {
    text invariant;
    text what;
} violation;

/* What comes before the entries that are explored, as somebody did it. */
typedef struct prelude {
    variables variables; /* as they were then */
    sent_list sent;
} prelude;

/* The scenario that is explored. */
typedef struct exploration {
    arena *arena; /* that it lives in */
    runner_host host;
    text aws_address;
    source source;
    scenario scenario;
    size_t first_entry; /* from 0: where faults and interleaving begin; what comes before is as it always is */
    size_t clients;     /* that run the rest at once, interleaved by the seed */
    login_list logins;
    prelude preludes[TRIAL_MOST_CLIENTS]; /* by the scenario's own logins, by those one after them, … */
    size_t prelude_count;
    fault_kinds kinds;
} exploration;

typedef struct trial {
    uint64_t seed;
    uint64_t order; /* the seed of how requests interleave; the same one to begin with */
    schedule schedule;
    size_t clients[TRIAL_MOST_CLIENTS]; /* which of the exploration's, from 0 */
    size_t client_count;
    /* Of each entry that is explored, from first_entry on, which of the requests that it runs together are left out
     * (together_without), or TRIAL_WITHOUT_ENTRY; NULL: none of any. */
    const uint64_t *left_out;
    violation *violations;
    size_t violation_count;
    outcome outcome; /* of the entries that are explored, of the first client */
    sent_list *sent; /* by each client */
} trial;

/* An entry as it stands in the scenario, up to the next one. */
text exploration_entry(const exploration *self, size_t index);

/* How many requests the entry of that index makes, counted from first_entry on: those that it runs together, or one.
 */
size_t trial_requests(const exploration *self, size_t index);

/* The trial of a seed, before it was run. */
trial trial_of_seed(const exploration *self, uint64_t seed);

/* Does what comes before the first entry that is explored, in a world of which each trial's is a fork, and which
 * trials_end closes, and looks which calls the rest makes. ERROR_INVALID, code "ScenarioFails", when what comes before
 * fails, for the rest is then not worth exploring. */
const gabi_error *trials_begin(exploration *self, arena *arena, const given_variables *given);
void trials_end(const exploration *self);

/* Runs a trial; all of it lives in the arena. Any number of threads may. */
const gabi_error *trial_run(const exploration *self, arena *arena, trial *trial);

/* What is asked of the control API before and after a trial's requests, and in a replay of it. */
typedef struct trial_step {
    const char *method;
    const char *path;
    text body;
    int status;
} trial_step;
size_t trial_steps_before(arena *arena, const trial *trial, trial_step **ret_steps);
size_t trial_steps_after(const exploration *self, arena *arena, trial_step **ret_steps);

#endif
