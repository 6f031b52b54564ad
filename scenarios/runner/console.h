/* Console: what people see of a run. Results come in the order of the files' names, however the files run, each as soon
 * as those before it are there; in between a line may tell how far the run is. Called from several threads at once. */
#ifndef GABI_RUNNER_CONSOLE_H
#define GABI_RUNNER_CONSOLE_H

#include "runner/file_run.h"

typedef struct console console;

/* What came of all runs together. */
typedef struct tally {
    size_t files;
    size_t failed;
    size_t requests;
    enum runner_status worst;
} tally;

/* A console for these runs, of which none has begun. Runs that need not be kept are released as soon as their result
 * stands there. It lives in the arena. */
console *console_new(arena *arena, const runner_options *options, file_run *runs, size_t count, bool keeps_runs);

/* The run has come to its entry-th request of last. */
void console_tell_entry(console *self, size_t run, size_t entry, size_t last);

/* The run has ended. */
void console_end_run(console *self, size_t run);

/* Prints what has ended behind one that has not, when no further run will, and adds all that have to the tally. */
void console_close(console *self, tally *tally);

/* Whether the run has ended. */
bool console_has_ended(const console *self, size_t run);

/* Prints the summary, as `hurl --test` has it. */
void console_summarize(const runner_options *options, const tally *tally, int64_t duration_us);

#endif
