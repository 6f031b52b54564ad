/* Reports: what came of all runs, as files for other programs and for people. Each fails with ERROR_INVALID, code
 * "Unwritable", when its file cannot be written, or holds something else than such a report. */
#ifndef GABI_RUNNER_REPORT_H
#define GABI_RUNNER_REPORT_H

#include "runner/file_run.h"

/* Writes the runs' transcripts, each below the name of its file. */
const gabi_error *report_transcript(arena *arena, const char *path, const file_run *runs, size_t count);

/* Puts the content into the file, in place of what was there. */
const gabi_error *report_write(arena *arena, const char *path, text content);

#endif
