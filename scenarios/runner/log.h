/* Log: what `verbose` and the like tell of a run. */
#ifndef GABI_RUNNER_LOG_H
#define GABI_RUNNER_LOG_H

#include "runner/execute.h"
#include "runner/request.h"

/* What is told whatever the verbosity. */
void log_warning(buffer *log, const char *format, ...) __attribute__((format(printf, 2, 3)));

void log_entry(buffer *log, verbosity verbosity, size_t index);
void log_options(buffer *log, const request_options *options, const source *source,
                 const option_setting_list *settings);
void log_delay(buffer *log, const request_options *options, size_t index);
void log_request(buffer *log, verbosity verbosity, const request *request, const cookie_list *cookies, text curl);

/* The exchange and the redirects before it; NULL is none. */
void log_exchanges(buffer *log, verbosity verbosity, const exchange *last);

/* Secrets are left to whoever shows the log. */
void log_captures(buffer *log, verbosity verbosity, const entry_result *result, const variables *variables);

/* That an entry has failed, why, and that it is tried again; or that it will not be. */
void log_retry(buffer *log, const request_options *options, const source *source, const entry_result *result,
               int64_t count);
void log_last_retry(buffer *log, const request_options *options);

#endif
