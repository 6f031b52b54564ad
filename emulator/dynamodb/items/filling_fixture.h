/* Fixture: requests with fillings, so that items have the sizes that a test is about. */
#ifndef GABI_FILLING_FIXTURE_H
#define GABI_FILLING_FIXTURE_H

#include <stdlib.h>

#include "core/buffer.h"

/* The body with each "<1000>" made a filling of so many letters. */
static inline const char *filled(arena *arena, const char *body) {
    buffer out = BUFFER(arena);
    for (const char *at = body; *at; at++) {
        char *end;
        long size = *at == '<' ? strtol(at + 1, &end, 10) : 0;
        if (*at != '<') {
            buffer_append_char(&out, *at);
            continue;
        }
        while (size-- > 0)
            buffer_append_char(&out, 'x');
        at = end;
    }
    return buffer_text(&out).data;
}

#endif
