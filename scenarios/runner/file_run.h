/* File run: one scenario file, run once in a world of its own, and what came of it. */
#ifndef GABI_RUNNER_FILE_RUN_H
#define GABI_RUNNER_FILE_RUN_H

#include "runner/runner.h"

typedef struct file_run {
    arena *arena;  /* of all that follows */
    text world;    /* the name of its world */
    source source; /* the content once it was read; of the standard input from the beginning */
    scenario scenario;
    outcome outcome;
    enum runner_status status;
    const gabi_error *error;    /* why it could not be run at all, or NULL */
    const problem *parse_error; /* why it cannot be understood, or NULL */
    text warnings;              /* of the world, when the file has failed: a line each; without secrets */
    text transcript;            /* when one is asked for; without secrets */
    int64_t started_ms;         /* on the host, since 1970 */
    int64_t duration_us;
} file_run;

/* Something that is wrong with the file or with an answer, as people read it; without secrets. */
typedef struct finding {
    text message;               /* one or more lines, without the last one's end */
    size_t line;                /* of the file; 0: of none */
    const entry_result *result; /* of which request; NULL: of none */
    bool is_assert; /* an answer is not as expected; false: the request could not even be sent, and the like */
} finding;

typedef struct finding_list {
    finding *items;
    size_t count;
    size_t capacity;
} finding_list;

/* Reads the file of self->source.path, runs it, and fills in what came of it. */
void file_run_execute(file_run *self, const runner_options *options);

/* Gives back the memory of all but the path, the status and the number of requests. */
void file_run_release(file_run *self);

/* How many requests to the control API were not sent, because what is tested does not have it. */
size_t file_run_skipped(const file_run *self);

/* All that is wrong, in the order of the file. */
finding_list file_run_findings(const file_run *self, arena *arena, bool is_coloured);

/* A problem of the entry (NULL: of none), as people read it. */
text file_run_message(const file_run *self, arena *arena, const problem *problem, const entry *entry, bool is_coloured);

/* What a request that failed was answered, with the command line that sends it again; without secrets. */
text file_run_context(const file_run *self, arena *arena, const entry_result *result);

/* What is shown of plain: with `***` for each secret in it. */
text file_run_redact(const file_run *self, arena *arena, text plain);

#endif
