/* The command line of gabi-emu as a struct. */
#ifndef GABI_COMMAND_LINE_H
#define GABI_COMMAND_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/option.h"

typedef enum command {
    COMMAND_SERVE,
    COMMAND_TEST,
    COMMAND_EXPLORE,
    COMMAND_COMPLETION,
    COMMAND_HELP,
    COMMAND_VERSION
} command;

/* What `test` is told besides. */
typedef struct test_line {
    string_list globs;
    int jobs;   /* 0: one a core */
    int repeat; /* -1: without end */
    option_part shard;
    bool is_shuffled;
    uint64_t shuffle_seed;
    int from_entry; /* 0: from the first */
    int to_entry;   /* 0: to the last */
    bool continues_on_error;
    bool ignores_asserts;
    bool ignores_cookies;
    const char *cookie_file;     /* NULL: none */
    const char *cookie_jar;      /* NULL: none */
    const char *file_root;       /* NULL: the scenario's own folder */
    const char *no_proxy;        /* NULL: none */
    const char *user_agent;      /* NULL: gabi-emu's */
    string_list request_options; /* name: value */
    bool lists_only;
    bool watches;
    bool steps;
    const char *against;   /* NULL: the cloud in this process */
    string_list variables; /* name=value */
    string_list variables_files;
    string_list secrets;
    string_list secrets_files;
    const char *report_junit; /* NULL: none, and so on */
    const char *report_tap;
    const char *report_json;
    const char *report_html;
    const char *transcript;
    const char *curl_file;
    const char *output_file;  /* "-": the standard output */
    bool prints_headers;      /* there, too */
    bool prints_json;         /* there, of the runs */
    uint64_t most_body_bytes; /* 0: as many as come */
    const char *error_format; /* "short" (or NULL) or "long" */
    bool has_colour;          /* neither: on a terminal */
    bool has_no_colour;
    bool shows_progress; /* even where there is no terminal */
} test_line;

/* What `explore` is told besides. */
typedef struct explore_line {
    uint64_t seed_count;
    int jobs;    /* 0: one a core */
    int clients; /* 0: one */
    const char *replay_path;
} explore_line;

typedef struct command_line {
    command command;
    const char *topic;       /* of COMMAND_HELP: the command that is asked about; NULL: all of them */
    int port;                /* of the AWS services; 0: any free one */
    int api_port;            /* of the studio's API */
    const char *data_folder; /* NULL: in memory */
    bool is_durable;
    const char *template_path;    /* NULL: the project's, if there is one */
    const char *archive_path;     /* NULL: none */
    const char *credentials_path; /* NULL: none */
    bool is_strict_auth;
    bool has_sample;
    bool has_seed;
    uint64_t seed;
    test_line test;
    explore_line explore;
    char *const *paths; /* of test and explore */
    int path_count;
    const char *choice; /* of COMMAND_COMPLETION: the shell */
} command_line;

/* Reads the arguments behind the program's name. ERROR_INVALID, code "Usage", with one line that says what is wrong. */
const gabi_error *command_line_parse(arena *arena, int count, char *const *arguments, command_line *ret_line);

/* What --help prints: of the command named topic, or of all when it is NULL. */
text command_line_help(arena *arena, const char *topic);

#endif
