/* The pages of an HTML report that belong to one run. */
#ifndef GABI_RUNNER_REPORT_HTML_H
#define GABI_RUNNER_REPORT_HTML_H

#include "runner/file_run.h"

/* Begins a page with its title and style, up to where its content goes, which begins
 * with <main>; ends it. */
void html_begin(buffer *out, text title);
void html_end(buffer *out);

/* Begins a table that can be scrolled where it is wider than the page; ends it. label says what is in it. */
void html_begin_table(buffer *out, const char *label);
void html_end_table(buffer *out);

/* "success" or "failure", as classes and texts have it. */
const char *html_status(const file_run *run);

/* The run's pages: the file with its numbered lines, a bar for each call, and all that was sent and answered. id is
 * what their names begin with. */
text html_source_page(arena *arena, const file_run *run, text id);
text html_timeline_page(arena *arena, const file_run *run, text id);
text html_run_page(arena *arena, const file_run *run, text id);

#endif
