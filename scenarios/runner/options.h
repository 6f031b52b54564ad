/* Options: how requests are sent, as hurl's command line and the [Options] of an entry say. */
#ifndef GABI_RUNNER_OPTIONS_H
#define GABI_RUNNER_OPTIONS_H

#include "core/http.h"
#include "runner/template.h"
#include "transport/connection.h"

#define WITHOUT_LIMIT (-1)

typedef enum verbosity { VERBOSITY_NONE, VERBOSITY_BRIEF, VERBOSITY_VERBOSE, VERBOSITY_DEBUG } verbosity;

typedef struct request_options {
    int64_t delay_ms;          /* before the request, by the world's clock */
    int64_t repeat;            /* times; 0 is to skip it, or WITHOUT_LIMIT */
    int64_t retry;             /* at most, when something fails; 0, or WITHOUT_LIMIT */
    int64_t retry_interval_ms; /* by the world's clock */
    int64_t max_redirects;     /* or WITHOUT_LIMIT */
    int64_t max_time_ms;       /* of an exchange, on the host; 0: without limit */
    int64_t most_body_bytes;   /* of an answer; 0: as many as come */
    bool is_skipped;
    bool follows_redirects;
    bool trusts_redirects;  /* credentials go along to other hosts */
    bool is_compressed;     /* asks for compressed answers */
    bool is_path_as_is;     /* keeps /../ and /./ */
    text user;              /* "name:password" or empty */
    text aws_sigv4;         /* see signature.h, or empty */
    bool has_netrc;         /* credentials stand in ~/.netrc, */
    bool is_netrc_optional; /* unless the URL has some, */
    text netrc_file;        /* or in this file */
    text user_agent;        /* or empty */
    text output;            /* a file for the answer's body, "-" for the standard output, or empty */
    span output_span;
    bool has_network;      /* requests go over connections, */
    connection connection; /* such ones; without a network what it says is without effect */
    http_fields headers;   /* sent with each request */
    verbosity verbosity;
} request_options;

/* What hurl does when nothing else is asked for. */
extern const request_options default_options;

/* How an option's value is written. */
typedef enum entry_option_form {
    ENTRY_OPTION_BOOLEAN,
    ENTRY_OPTION_COUNT,    /* -1 is without limit */
    ENTRY_OPTION_NATURAL,  /* a whole number */
    ENTRY_OPTION_DURATION, /* 10, 10s, 10ms, 10m, 10h: milliseconds */
    ENTRY_OPTION_TEXT,
    ENTRY_OPTION_FILE,
    ENTRY_OPTION_FILE_AND_PASSWORD, /* file:password */
    ENTRY_OPTION_VERBOSITY,
    ENTRY_OPTION_VARIABLE, /* name=value */
} entry_option_form;

typedef struct option_setting option_setting;

/* What options are changed by a setting. */
typedef struct option_target {
    arena *arena;
    variables *variables;
    request_options *options;
} option_target;

typedef struct entry_option {
    const char *name;
    entry_option_form form;
    /* What it changes: one member of the request_options (its offset), or more than that. value is of the form's
     * type. */
    bool has_member;
    bool needs_network; /* without one the request would be another: it is refused */
    size_t member;
    const problem *(*apply)(const option_target *target, const option_setting *setting, const value *value);
} entry_option;

/* The option of that name, or NULL. */
const entry_option *entry_option_find(text name);

/* What is said of a name that no option has: the one that was meant, or all. */
const char *entry_option_suggest(arena *arena, text name);

/* A line of [Options]. */
struct option_setting {
    const entry_option *option;
    text name;            /* of a variable */
    const value *literal; /* or NULL */
    bool is_placeholder;  /* a value in its own type: the template's only part */
    template template;
    span span;
};

typedef struct option_setting_list {
    option_setting *items;
    size_t count;
    size_t capacity;
} option_setting_list;

/* Changes options as an entry's settings say, and sets its variables. */
const problem *options_apply(const option_target *target, const option_setting_list *settings);

#endif
