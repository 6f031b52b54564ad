/* The command line of gabi-emu as a struct. */
#ifndef GABI_COMMAND_LINE_H
#define GABI_COMMAND_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/error.h"

typedef enum command { COMMAND_SERVE, COMMAND_TEST, COMMAND_HELP, COMMAND_VERSION } command;

typedef struct command_line {
    command command;
    int port;                /* of the AWS services; 0: any free one */
    int api_port;            /* of the studio's API */
    const char *data_folder; /* NULL: in memory */
    bool is_durable;
    const char *template_path;    /* NULL: the project's, if there is one */
    const char *credentials_path; /* NULL: none */
    bool is_strict_auth;
    bool has_sample;
    bool has_seed;
    uint64_t seed;
    int jobs;           /* of test; 0: one a core */
    char *const *paths; /* of test */
    int path_count;
} command_line;

/* Reads the arguments behind the program's name. ERROR_INVALID, code "Usage", with one line that says what is wrong. */
const gabi_error *command_line_parse(arena *arena, int count, char *const *arguments, command_line *ret_line);

/* What --help prints. */
extern const char command_line_help[];

#endif
