/* What the functions of a gabi-emu's world have warned of: why a scenario has failed often stands there. */
#ifndef GABI_WORLD_LOGS_H
#define GABI_WORLD_LOGS_H

#include "transport/transport.h"

/* A line for each warning and error, from the oldest to the newest: "TIME LEVEL FUNCTION EVENT name=value …"; empty
 * when there are none, or they cannot be had. client is the world's, address that of its control API. */
text world_logs(arena *arena, transport *client, text address);

#endif
