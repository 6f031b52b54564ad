/* Execute: sends the requests of a scenario and looks at the answers. */
#ifndef GABI_RUNNER_EXECUTE_H
#define GABI_RUNNER_EXECUTE_H

#include "runner/scenario.h"
#include "transport/transport.h"

/* A problem of the answer to one request. */
typedef struct failure {
    const problem *problem;
    const entry *entry;
    const struct failure *next;
} failure;

typedef struct outcome {
    const failure *failures; /* all of the first request that failed, in the order of the file; NULL: all passed */
    size_t request_count;    /* that were sent */
} outcome;

/* Runs the entries in their order up to the first that fails. All lives in the arena. */
outcome scenario_execute(arena *arena, const scenario *scenario, transport *client, variables variables);

#endif
