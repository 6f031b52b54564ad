/* Trial: a scenario's requests made once in a world of its own, with the faults and the interleaving of a seed, and
 * what did not hold afterwards. */
#ifndef GABI_TRIAL_H
#define GABI_TRIAL_H

#include "explore/reseed.h"
#include "explore/schedule.h"
#include "runner/runner.h"

/* Something that does not hold, as GET /_gabi/invariants tells it. */
typedef struct violation {
    text invariant;
    text what;
} violation;

/* The scenario that is explored. */
typedef struct exploration {
    runner_host host;
    text aws_address;
    source source;
    scenario scenario;
    size_t first_entry;  /* from 0: where faults and interleaving begin; what comes before is as it always is */
    variables variables; /* as they were then */
    size_t clients;      /* that run the rest at once, interleaved by the seed */
} exploration;

typedef struct trial {
    uint64_t seed;
    schedule schedule;
    violation *violations;
    size_t violation_count;
    outcome outcome; /* of the entries from first_entry on, of the first client */
    sent_list *sent; /* by each client */
} trial;

/* Does what comes before the first entry that is explored, in a world of which each trial's is a fork, and which
 * trials_end closes. ERROR_INVALID, code "ScenarioFails", when it fails, for the rest is then not worth exploring. */
const gabi_error *trials_begin(exploration *self, arena *arena, const given_variables *given);
void trials_end(const exploration *self);

/* Runs a trial; all of it lives in the arena. Any number of threads may. */
const gabi_error *trial_run(const exploration *self, arena *arena, trial *trial);

#endif
