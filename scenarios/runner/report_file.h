/* What reports have in common: their files, and the texts in them. */
#ifndef GABI_RUNNER_REPORT_FILE_H
#define GABI_RUNNER_REPORT_FILE_H

#include "runner/file_run.h"

/* A report's content; empty when it is not there. */
const gabi_error *report_read(arena *arena, const char *path, text *ret_content);

/* Puts the content into the file, in place of what was there. Folders above it that are not there are made. */
const gabi_error *report_write(arena *arena, const char *path, text content);

/* The same, where "-" is the standard output. */
const gabi_error *report_print(arena *arena, const char *path, text content);

/* Whether a file, or a folder with files in it, could be written there, as far as that can be told before. */
const gabi_error *report_check_place(arena *arena, const char *path, bool is_folder);

/* That the file at path is no report of that form. */
const gabi_error *report_refuse(arena *arena, const char *path, const char *form);

/* A name for the files of a run that is the position-th in a report, in the form of a UUID. */
text report_id(arena *arena, size_t position, text path);

/* The text as it stands in XML or HTML, between tags and in an attribute. What XML has no place for becomes U+FFFD. */
void report_escape(buffer *out, text plain);
void report_escape_attribute(buffer *out, text plain);

#endif
