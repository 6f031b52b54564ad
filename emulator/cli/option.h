/* Options: what a command can be told, as tables. Arguments are read and help is printed from the same rows. */
#ifndef GABI_OPTION_H
#define GABI_OPTION_H

#include <stddef.h>

#include "core/buffer.h"
#include "core/error.h"

/* What an option's value is, and the field that it goes to. */
typedef enum option_type {
    OPTION_FLAG,       /* no value; a bool */
    OPTION_NOTHING,    /* no value, and no field: what it says is so anyway */
    OPTION_PORT,       /* an int from 0 to 65535 */
    OPTION_COUNT,      /* an int from 1 to OPTION_MOST_COUNT */
    OPTION_TIMES,      /* the same, or -1: without end */
    OPTION_NUMBER,     /* a uint64_t */
    OPTION_PATH,       /* a const char *, not empty */
    OPTION_ADDRESS,    /* a const char *, http://… or https://… */
    OPTION_PATHS,      /* one more item of a string_list, not empty */
    OPTION_DEFINITION, /* one more item of a string_list, name=value */
    OPTION_PART,       /* "2/5"; an option_part */
    OPTION_TEXT,       /* a const char * */
    OPTION_REQUEST,    /* one more item of a string_list, "name: value" as a scenario's [Options] have it */
    OPTION_SECONDS,    /* the same, a time in seconds where it has no unit */
    OPTION_SWITCH,     /* the same, "name: true"; no value */
    OPTION_REFUSED,    /* no field: help says why there cannot be such an option; no value */
} option_type;

#define OPTION_MOST_COUNT 1024

typedef struct string_list {
    const char **items;
    size_t count;
} string_list;

/* One of so many parts; none when count is 0. */
typedef struct option_part {
    int number; /* from 1 to count */
    int count;
} option_part;

typedef struct option {
    const char *name; /* "--port" */
    option_type type;
    size_t offset;        /* of its field */
    size_t given_offset;  /* of a bool that says it was given; 0: none */
    const char *argument; /* how help names its value, "N"; NULL for flags */
    const char *help;     /* as a sentence without capital and full stop */
    char letter;          /* the short name; 0: none */
} option;

typedef struct option_group {
    const char *title; /* "Reports" */
    const option *items;
    size_t count;
} option_group;

/* Whether the option stands alone, without a value. */
bool option_is_alone(const option *option);

/* The option of that name ("--port" or "-p") in the group, or NULL. */
const option *option_find(const option_group *group, text name);

/* Puts the value where the option wants it, in the struct that the offsets count from; NULL is the value of flags.
 * ERROR_INVALID, code "Usage", for a value that is none. */
const gabi_error *option_store(arena *arena, const option *option, const char *value, void *fields);

/* The group as help shows it: its title, and a paragraph for each option. */
void option_describe(buffer *out, const option_group *group);

#endif
