/* The secrets port for unit tests: a list. */
#ifndef GABI_SECRETS_MEMORY_H
#define GABI_SECRETS_MEMORY_H

#include "core/http.h"
#include "ports/secrets.h"

/* The secrets, id and value each, must outlive it. */
secrets_port *secrets_memory_new(arena *arena, const http_fields *secrets);

#endif
