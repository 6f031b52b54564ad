/* gabi-emu serve: the cloud on two ports until it is interrupted. */
#ifndef GABI_SERVE_H
#define GABI_SERVE_H

#include "cli/command_line.h"

/* Returns after SIGINT or SIGTERM, or with what kept the cloud from starting. */
const gabi_error *serve(arena *arena, const command_line *line);

#endif
