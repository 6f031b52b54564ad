/* Execute: sends the requests of a scenario, looks at the answers, and keeps what was sent, got and found for whoever
 * reports it. */
#ifndef GABI_RUNNER_EXECUTE_H
#define GABI_RUNNER_EXECUTE_H

#include <stdatomic.h>

#include "runner/cookies.h"
#include "runner/exchange.h"
#include "runner/options.h"
#include "runner/runner_world.h"
#include "runner/scenario.h"

/* How a file is run, besides what it says itself. */
typedef struct execution_options {
    request_options request; /* what each entry begins with; its [Options] change it */
    text file_root;          /* what `file,…;` and `output` name is below it; empty: below the scenario's folder */
    text cookie_lines;       /* of a Netscape cookie file, to begin with */
    size_t from_entry;       /* counted from 1; 0: from the first */
    size_t to_entry;         /* 0: to the last */
    bool continues_on_error; /* with the next entry, after one that failed */
    bool ignores_asserts;
    bool ignores_cookies;              /* answers' cookies are not sent again */
    bool skips_control;                /* requests to /_gabi/… are not sent: a deployed stage does not know them */
    const atomic_bool *is_interrupted; /* it becomes true: the request under way is the last; may be NULL */

    /* Is told of each entry that begins, for a progress line; may be NULL. */
    void (*on_entry)(void *listener, size_t index, size_t last, size_t retries);
    void *listener;

    const struct stepping *stepping; /* NULL: nobody goes through the file step by step */
} execution_options;

/* An assert, and what came of it. A status, version, header or body that is expected is an assert too. */
typedef struct assert_result {
    size_t start;           /* where it stands in the file */
    const problem *problem; /* NULL: it holds */
} assert_result;

typedef struct assert_result_list {
    assert_result *items;
    size_t count;
    size_t capacity;
} assert_result_list;

/* Whether it holds and the next one stands in the same line, as a status behind its version: one of them is enough to
 * show. */
bool assert_is_told_by_next(const source *source, const assert_result_list *asserts, size_t index);

typedef struct capture_result {
    text name;
    const value *value;
} capture_result;

typedef struct capture_result_list {
    capture_result *items;
    size_t count;
    size_t capacity;
} capture_result_list;

/* Problems in the order of the file. */
typedef struct problem_list {
    const problem **items;
    size_t count;
    size_t capacity;
} problem_list;

/* What came of an entry, each time that it was run. */
typedef struct entry_result {
    const entry *entry;
    size_t index;                  /* in the file, from 1 */
    const exchange *last_exchange; /* with the redirects before it; NULL: no answer came */
    capture_result_list captures;
    assert_result_list asserts;
    problem_list problems;   /* all, those of asserts too; none: it passed */
    int64_t transfer_us;     /* of all its exchanges */
    text curl;               /* the command line that sends the same request */
    bool is_retried;         /* its problems do not count: it was run again */
    bool is_skipped_control; /* was not sent, by skips_control */
} entry_result;

typedef struct entry_result_list {
    entry_result *items;
    size_t count;
    size_t capacity;
} entry_result_list;

typedef struct outcome {
    entry_result_list entries;
    bool has_passed;
    size_t request_count; /* that were sent, redirects included */
    cookie_list cookies;  /* at the end */
    variables variables;  /* at the end, secrets marked */
    int64_t begin_ms;     /* by the world's clock */
    int64_t duration_us;  /* on the host */
    text output;          /* what `output: -` wrote */
    text log;             /* what `verbose` and the like tell, for the standard error */
} outcome;

/* A request that is about to be sent, and where the file is with it. */
typedef struct stop {
    const source *source;
    const runner_world *world;
    const variables *variables;
    const entry *entry;
    size_t index; /* its own, from 1 */
    size_t last_index;
    size_t attempt;              /* from 1: how often it is sent */
    const http_request *message; /* as it goes out; NULL when it cannot be made */
    text url;                    /* where to */
} stop;

/* Whoever goes through a file step by step. Requests that redirects lead to are steps, too. */
typedef struct stepping {
    void *owner;
    bool (*before)(void *owner, const stop *stop); /* false: it is not sent, and the file ends */
    void (*after)(void *owner, const stop *stop, const entry_result *result);
} stepping;

/* Runs the entries in their order up to the first that fails. All lives in the arena. variables are those that the
 * file begins with. */
outcome scenario_execute(arena *arena, const source *source, const scenario *scenario, const runner_world *world,
                         const execution_options *options, variables variables);

#endif
