/* Console: what people see of a run. Results come in the order of the files' names, however the files run, each as soon
 * as those before it are there; in between a line may tell how far the run is. Called from several threads at once. */
#ifndef GABI_RUNNER_CONSOLE_H
#define GABI_RUNNER_CONSOLE_H

#include "runner/file_run.h"

typedef struct console console;

/* A console for these runs, of which none has begun. It lives in the arena. */
console *console_new(arena *arena, const runner_options *options, const file_run *runs, size_t count);

/* The run has begun; it has ended. */
void console_begin_run(console *self, size_t run);
void console_end_run(console *self, size_t run);

/* Prints the summary. All runs must have ended. */
void console_summarize(console *self, int64_t duration_us);

#endif
