#include "system/clock_system.h"

#include <errno.h>
#include <time.h>

static int64_t now_ms(clock_port *port) {
    (void)port;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void sleep_ms(clock_port *port, int64_t duration_ms) {
    (void)port;
    struct timespec rest = {.tv_sec = (time_t)(duration_ms / 1000), .tv_nsec = (long)(duration_ms % 1000) * 1000000};
    while (nanosleep(&rest, &rest) != 0 && errno == EINTR)
        continue;
}

static int64_t deadline_ms(clock_port *port) {
    (void)port;
    return INT64_MAX;
}

clock_port *clock_system_new(arena *arena) {
    clock_port *self = arena_alloc(arena, sizeof *self);
    *self = (clock_port){.now_ms = now_ms, .sleep_ms = sleep_ms, .deadline_ms = deadline_ms};
    return self;
}
