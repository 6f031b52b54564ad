#include "memory/secrets_memory.h"

typedef struct secrets_memory {
    secrets_port port;
    const http_fields *secrets;
} secrets_memory;

static const gabi_error *get(secrets_port *port, arena *arena, text id, text *ret_value) {
    const http_fields *secrets = ((secrets_memory *)port)->secrets;
    for (size_t i = 0; i < secrets->count; i++) {
        if (text_equal(secrets->items[i].name, id)) {
            *ret_value = secrets->items[i].value;
            return NULL;
        }
    }
    return error_new(arena, ERROR_INTERNAL, "secret_not_found", "there is no secret %.*s", TEXT_ARGS(id));
}

secrets_port *secrets_memory_new(arena *arena, const http_fields *secrets) {
    secrets_memory *self = arena_zalloc(arena, sizeof *self);
    self->port.get = get;
    self->secrets = secrets;
    return &self->port;
}
