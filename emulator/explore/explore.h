/* Explore: looks for a seed with which a scenario leaves the studio in a state that must not be. Each seed is a trial
 * with faults and an interleaving of its own; a violation is made as small as it goes, and written as a scenario file
 * that shows it again. */
#ifndef GABI_EXPLORE_H
#define GABI_EXPLORE_H

#include "explore/trial.h"

#define EXPLORE_MOST_CLIENTS TRIAL_MOST_CLIENTS

typedef struct explore_options {
    const char *path; /* of the scenario */
    uint64_t first_seed;
    uint64_t seed_count;
    size_t jobs;    /* trials at a time; 0: one a processor */
    size_t clients; /* that run the scenario at once in each trial; 0: one, at most EXPLORE_MOST_CLIENTS */
    runner_host host;
    login_list logins;         /* whom several clients may be, besides those that the scenario logs in as */
    given_variables variables; /* with "api" and "aws" */
    const char *replay_path;   /* NULL: "<scenario>-seed-<seed>.hurl" in this folder */
    FILE *output;
    FILE *progress; /* for a line on how far it is; NULL: none */
} explore_options;

/* *ret_holds tells that no seed breaks an invariant; otherwise it is the least of those that do which was looked into.
 * ERROR_INVALID, code "Unreadable", "ScenarioInvalid" or "ScenarioFails". */
const gabi_error *explore(arena *arena, const explore_options *options, bool *ret_holds);

#endif
