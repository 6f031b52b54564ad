/* Reports: what came of all runs, as files for other programs and for people, in the forms of Hurl 8. A report that is
 * there already is added to. Each fails with ERROR_INVALID, code "Unwritable", when its file cannot be written, or
 * holds something else than such a report. No secret is in any of them. */
#ifndef GABI_RUNNER_REPORT_H
#define GABI_RUNNER_REPORT_H

#include "runner/file_run.h"

typedef struct run_list {
    const file_run *items;
    size_t count;
} run_list;

/* JUnit's XML: one suite, and a case for each run. */
const gabi_error *report_junit(arena *arena, const char *path, run_list runs);

/* Test Anything Protocol, version 13 (https://testanything.org/tap-version-13-specification.html). */
const gabi_error *report_tap(arena *arena, const char *path, run_list runs);

/* A folder with report.json, which has every request, answer, assert and capture, and the answers' bodies in store/. */
const gabi_error *report_json(arena *arena, const char *folder, run_list runs);

/* A folder with index.html, a list of the runs, and in store/ for each of them its source, a time-line and what was
 * sent and answered. The pages need nothing from the network. */
const gabi_error *report_html(arena *arena, const char *folder, run_list runs);

/* The same JSON, a line for each run and without bodies. "-" as the path is the standard output; here, in this and in
 * all that follow, what was there before is gone. */
const gabi_error *report_json_lines(arena *arena, const char *path, run_list runs);

/* The body of the last answer of each run that passed, one behind the other; also with its status and headers before
 * it. "-" likewise. */
const gabi_error *report_bodies(arena *arena, const char *path, run_list runs);
const gabi_error *report_answers(arena *arena, const char *path, run_list runs);

/* The cookies that each run ended with, in Netscape's format. */
const gabi_error *report_cookies(arena *arena, const char *path, run_list runs);

/* A curl command for each request. */
const gabi_error *report_curl(arena *arena, const char *path, run_list runs);

/* The runs' transcripts (see transcript.h), each below the name of its file. */
const gabi_error *report_transcript(arena *arena, const char *path, run_list runs);

#endif
