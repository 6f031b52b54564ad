/* Reseed: a scenario's requests as they are, but those that run together (POST /_gabi/together) with another seed; and
 * what was sent, for a replay. */
#ifndef GABI_RESEED_H
#define GABI_RESEED_H

#include "transport/transport.h"

typedef struct sent_request {
    text method;
    text url;
    http_fields headers;
    text body;
} sent_request;

typedef struct sent_list {
    sent_request *items;
    size_t count;
    size_t capacity;
} sent_list;

/* A transport that does what inner does, with that seed and without requests as *left_out says at the time
 * (together_without), and adds to the list. It lives in the arena, as does what it adds. */
transport *reseed(arena *arena, transport *inner, uint64_t seed, const uint64_t *left_out, sent_list *list);

#endif
