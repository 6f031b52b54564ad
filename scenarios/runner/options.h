/* Options: how requests are sent, as hurl's command line and the [Options] of an entry say. */
#ifndef GABI_RUNNER_OPTIONS_H
#define GABI_RUNNER_OPTIONS_H

#include "core/http.h"
#include "runner/template.h"

#define WITHOUT_LIMIT (-1)

typedef enum verbosity { VERBOSITY_NONE, VERBOSITY_BRIEF, VERBOSITY_VERBOSE, VERBOSITY_DEBUG } verbosity;

typedef struct request_options {
    int64_t delay_ms;          /* before the request, by the world's clock */
    int64_t repeat;            /* times; 0 is to skip it, or WITHOUT_LIMIT */
    int64_t retry;             /* at most, when something fails; 0, or WITHOUT_LIMIT */
    int64_t retry_interval_ms; /* by the world's clock */
    int64_t max_redirects;     /* or WITHOUT_LIMIT */
    int64_t max_time_ms;       /* of an exchange, on the host */
    bool is_skipped;
    bool follows_redirects;
    bool trusts_redirects; /* credentials go along to other hosts */
    bool is_compressed;    /* asks for compressed answers */
    bool is_path_as_is;    /* keeps /../ and /./ */
    text user;             /* "name:password" or empty */
    text user_agent;       /* or empty */
    text output;           /* a file for the answer's body, "-" for the standard output, or empty */
    http_fields headers;   /* sent with each request */
    verbosity verbosity;
} request_options;

/* What hurl does when nothing else is asked for. */
extern const request_options default_options;

#endif
