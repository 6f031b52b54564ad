#include "system/ids_system.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

/* Without random numbers every id and token would be guessable: better no answer at all. */
static void draw(ids_port *port, void *ret_bytes, size_t size) {
    (void)port;
    for (size_t done = 0; done < size;) {
        ssize_t got = getrandom((char *)ret_bytes + done, size - done, 0);
        if (got < 0 && errno != EINTR) {
            perror("gabi: the kernel gives no random numbers");
            abort();
        }
        done += got > 0 ? (size_t)got : 0;
    }
}

ids_port *ids_system_new(arena *arena) {
    ids_port *self = arena_alloc(arena, sizeof *self);
    self->draw = draw;
    return self;
}
