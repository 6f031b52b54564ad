/* gabi-emu test: scenarios in this process, each in a world of its own. */
#ifndef GABI_TEST_H
#define GABI_TEST_H

#include "cli/command_line.h"

/* *ret_status is the exit status: 0 all passed, 1 a scenario failed, 2 one cannot be read, 130 the run
 * was interrupted. */
const gabi_error *test(arena *arena, const command_line *line, int *ret_status);

#endif
