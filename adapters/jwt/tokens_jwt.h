/* The tokens port on libjwt: HS256 and nothing else. This folder alone includes jwt.h. */
#ifndef GABI_TOKENS_JWT_H
#define GABI_TOKENS_JWT_H

#include "ports/tokens.h"

/* Lives in the arena. */
tokens_port *tokens_jwt_new(arena *arena);

#endif
