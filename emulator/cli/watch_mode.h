/* Watch mode: gabi-emu test --watch. */
#ifndef GABI_WATCH_MODE_H
#define GABI_WATCH_MODE_H

#include "cli/command_line.h"
#include "runner/runner.h"

/* Runs the scenarios, and again what changes, for as long as the process lives. When the template or the sample data
 * changes, a new cloud is booted; when the program itself does, it takes over: the services are part of it. Returns
 * only what prevents the first run. */
const gabi_error *watch_mode(arena *arena, const command_line *line, const runner_options *options);

#endif
