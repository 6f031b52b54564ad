/* The world that a file runs in, as the runner sees it: who answers its requests, and the time and chance it goes by.
 */
#ifndef GABI_RUNNER_WORLD_H
#define GABI_RUNNER_WORLD_H

#include "transport/connection.h"
#include "transport/transport.h"

typedef struct runner_world {
    transport *client;
    void *owner;
    /* Milliseconds since 1970, by the world's clock. */
    int64_t (*now_ms)(void *owner);
    /* Lets time pass: `delay` and `retry-interval`. A frozen clock jumps ahead, and what is due in between is done. */
    const gabi_error *(*sleep_ms)(void *owner, int64_t duration_ms);
    /* A UUID, the same for the same seed. */
    text (*uuid)(void *owner, arena *arena);
    /* Makes the next request go over such a connection; NULL where they go over none. */
    void (*connect)(void *owner, const connection *connection);
    /* What has been warned of in the world, a line each, for whoever asks why a file has failed. NULL: nothing is
     * known. */
    text (*warnings)(void *owner, arena *arena);
    /* For whoever looks on while a file runs: what is asked here is no request of the file's. May be NULL. */
    transport *onlooker;
} runner_world;

#endif
