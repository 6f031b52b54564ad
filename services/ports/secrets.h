/* Port: secrets by name, e.g. the key that signs tokens. */
#ifndef GABI_PORTS_SECRETS_H
#define GABI_PORTS_SECRETS_H

#include "core/arena.h"
#include "core/error.h"
#include "core/text.h"

typedef struct secrets_port secrets_port;

struct secrets_port {
    /* The current value of the secret with that name or ARN. ERROR_INTERNAL, code "secret_not_found",
     * when there is none: whoever runs us forgot it. */
    const gabi_error *(*get)(secrets_port *self, arena *arena, text id, text *ret_value);
};

#endif
