/* Identifiers and random tokens, all drawn from the ids port. */
#ifndef GABI_CORE_IDENTIFIERS_H
#define GABI_CORE_IDENTIFIERS_H

#include "core/arena.h"
#include "core/text.h"
#include "ports/ids.h"

/* A version 4 UUID (RFC 9562) in its 36 characters. */
text new_uuid(arena *arena, ids_port *ids);

/* A secret of size bytes in base64url: 32 bytes give 43 characters. */
text new_secret(arena *arena, ids_port *ids, size_t size);

/* The UUID made of 16 given bytes, with version and variant set. */
text uuid_of_bytes(arena *arena, const unsigned char bytes[16]);

#endif
