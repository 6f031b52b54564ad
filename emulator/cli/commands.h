/* Commands: what gabi-emu can do, and the options of each. A new command is a row and a table of its options. */
#ifndef GABI_COMMANDS_H
#define GABI_COMMANDS_H

#include "cli/command_line.h"

#define MOST_OPTION_GROUPS 9

typedef struct command_form {
    command command;
    const char *name;
    const char *usage;       /* behind the program's name */
    const char *summary;     /* a line of the list of commands */
    const char *description; /* paragraphs of its own help, wrapped; NULL: none */
    bool takes_paths;
    const char *const *choices; /* the words of which one stands behind it, up to NULL; NULL: none does */
    const option_group *groups[MOST_OPTION_GROUPS]; /* up to the first NULL */
} command_form;

/* The command of that name, or NULL. */
const command_form *command_find(text name);

/* All of them, up to a row without a name. */
extern const command_form commands[];

/* The option of that name among all that the command has, or NULL. */
const option *command_option(const command_form *command, text name);

#endif
