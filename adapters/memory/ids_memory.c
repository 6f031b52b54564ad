#include "memory/ids_memory.h"

#include "core/crypto.h"

typedef struct ids_memory {
    ids_port port;
    struct {
        uint64_t seed;
        uint64_t block; /* how many were drawn */
    } state;
} ids_memory;

static void draw(ids_port *port, void *ret_bytes, size_t size) {
    ids_memory *self = (ids_memory *)port;
    unsigned char *to = ret_bytes;
    for (size_t done = 0; done < size;) {
        self->state.block++;
        sha256_digest block = sha256((text){(const char *)&self->state, sizeof self->state});
        size_t part = size - done < sizeof block.bytes ? size - done : sizeof block.bytes;
        memcpy(to + done, block.bytes, part);
        done += part;
    }
}

ids_port *ids_memory_new(arena *arena, uint64_t seed) {
    ids_memory *self = arena_zalloc(arena, sizeof *self);
    self->port.draw = draw;
    self->state.seed = seed;
    return &self->port;
}
