/* Redaction: what of a text is shown when secrets are in it. */
#ifndef GABI_RUNNER_REDACTION_H
#define GABI_RUNNER_REDACTION_H

#include "core/text.h"

/* Texts that are not shown. */
typedef struct redaction {
    text *items;
    size_t count;
    size_t capacity;
} redaction;

/* Adds a secret, and what becomes of it in a URL, in JSON and in base64. An empty one hides nothing. */
void redaction_add(arena *arena, redaction *self, text secret);

/* The text with `***` wherever a secret stands; where several begin, the longest is hidden. So are the credentials of
 * basic authentication with a secret in them. The text itself when nothing is to be hidden. */
text redaction_apply(arena *arena, const redaction *self, text plain);

#endif
