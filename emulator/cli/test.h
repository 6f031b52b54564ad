/* gabi-emu test: scenarios in this process, each in a world of its own. */
#ifndef GABI_TEST_H
#define GABI_TEST_H

#include "cli/command_line.h"

/* Returns the exit status: 0 all passed, 1 a scenario failed, 2 bad usage or the cloud could not start. */
int test(arena *arena, const command_line *line);

#endif
