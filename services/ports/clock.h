/* Port: what time it is, and waiting. Nothing else in the services asks either. */
#ifndef GABI_PORTS_CLOCK_H
#define GABI_PORTS_CLOCK_H

#include <stdint.h>

typedef struct clock_port clock_port;

struct clock_port {
    /* Milliseconds since 1970-01-01T00:00:00Z. */
    int64_t (*now_ms)(clock_port *self);

    /* Lets duration_ms pass: real time in production, the world's in the emulator. */
    void (*sleep_ms)(clock_port *self, int64_t duration_ms);

    /* When whoever is answered now gives up, as a function's time-out is; INT64_MAX where nobody does. */
    int64_t (*deadline_ms)(clock_port *self);
};

#endif
