/* Runner: runs scenario files (plain Hurl, https://hurl.dev) against whatever answers HTTP behind a transport.
 *
 * Every file runs in a world of its own, which the host opens and closes; files run in parallel. A file stops at its
 * first failing request. What the grammar does not know is a parse error that says where, never ignored. */
#ifndef GABI_RUNNER_H
#define GABI_RUNNER_H

#include <stdio.h>

#include "core/error.h"
#include "runner/execute.h"
#include "runner/given.h"

enum runner_status {
    RUNNER_ALL_PASSED = 0,
    RUNNER_SOME_FAILED = 1,
    RUNNER_UNUSABLE_INPUT = 2, /* a file that cannot be read or parsed */
    RUNNER_INTERRUPTED = 130,  /* as shells tell of a SIGINT */
};

/* Whoever provides the worlds. Called from several threads at once. */
typedef struct runner_host {
    void *owner;
    /* A fresh world of that name; it lives in the arena until close_world. */
    const gabi_error *(*open_world)(void *owner, arena *arena, text name, runner_world *ret_world);
    void (*close_world)(void *owner, text name);
} runner_host;

/* How answers are written. */
typedef enum answer_form { ANSWER_BODIES, ANSWER_WITH_HEADERS, ANSWER_RUNS_AS_JSON } answer_form;

/* What to run, how, and where to tell of it. What is zero or NULL is left out, unless it says otherwise. */
typedef struct runner_options {
    const char *const *paths; /* files, folders that are searched for *.hurl, "-" for the standard input */
    size_t path_count;
    const char *const *globs; /* patterns, see collect_glob */
    size_t glob_count;
    size_t shard_number; /* from 1: which of shard_count parts of the files */
    size_t shard_count;  /* 0: all of them */
    size_t repeat;       /* how often all files are run; 0 is 1 */
    bool is_endless;     /* until interrupted, in rounds; no report is written */
    size_t jobs;         /* files that run at once; 0: as many as there are processors */
    bool is_shuffled;    /* files begin in an order that shuffle_seed decides */
    uint64_t shuffle_seed;
    execution_options execution; /* of each file */
    runner_host host;
    given_variables variables;
    FILE *output;
    bool is_coloured;
    bool shows_answers;       /* with what is wrong, the whole answer */
    FILE *progress;           /* for a line on how far a long run is; NULL: none */
    const char *report_junit; /* files, and folders for the last two, see report.h; NULL: none */
    const char *report_tap;
    const char *report_json;
    const char *report_html;
    const char *report_cookies;
    const char *report_curl;
    const char *transcript;
    const char *answers; /* where the last answer of each file goes, "-": the standard output */
    answer_form answer_form;
} runner_options;

/* Runs all files and prints what came of each, in the order of their names, and a summary. When the
 * execution is interrupted it tells of the files that had begun until then. ERROR_INVALID, code
 * "NoScenarios", and nothing is run, when there is none at a path; code "Unwritable" when a report cannot be written.
 */
const gabi_error *runner_run(arena *arena, const runner_options *options, enum runner_status *ret_status);

/* Runs all files, and again whichever changes, or all of them when a file changes below the paths that is no scenario.
 * Returns when one of the others changes, which is told in *ret_other (an index), and not before. The errors of
 * runner_run in the first run, and "NoWatch" for a path that cannot be watched. */
const gabi_error *runner_watch(arena *arena, const runner_options *options, const char *const *others,
                               size_t other_count, size_t *ret_other);

/* Prints the names of the files that runner_run would run. */
const gabi_error *runner_list(arena *arena, const runner_options *options);

#endif
