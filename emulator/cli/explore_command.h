/* gabi-emu explore: a scenario under many seeds, each with faults and an interleaving of its own. */
#ifndef GABI_EXPLORE_COMMAND_H
#define GABI_EXPLORE_COMMAND_H

#include "cli/command_line.h"

/* *ret_status is the exit status: 0 all invariants hold, 1 one is broken. */
const gabi_error *explore_command(arena *arena, const command_line *line, int *ret_status);

#endif
