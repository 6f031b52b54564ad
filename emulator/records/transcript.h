/* Transcript: what a world was asked from outside, and what it answered, while that is recorded. In memory: the newest
 * of it, up to TRANSCRIPT_MOST_EXCHANGES of TRANSCRIPT_MOST_BYTES in all. */
#ifndef GABI_RECORDS_TRANSCRIPT_H
#define GABI_RECORDS_TRANSCRIPT_H

#include "core/http.h"
#include "store/world.h"

#define TRANSCRIPT_MOST_EXCHANGES 1000
#define TRANSCRIPT_MOST_BYTES ((size_t)32 * 1024 * 1024)

/* Of a body no more than this is kept. */
#define TRANSCRIPT_MOST_BODY_BYTES ((size_t)256 * 1024)

typedef enum transcript_door {
    DOOR_API,     /* the studio's API */
    DOOR_AWS,     /* the services */
    DOOR_CONTROL, /* /_gabi/… */
} transcript_door;

typedef struct recorded_exchange {
    int64_t number; /* from 1 up in each world */
    transcript_door door;
    bool is_together; /* one of the requests of a POST /_gabi/together, which is recorded behind them */
    int64_t fault;    /* in front of the functions (world_note_fault); 0: none */
    int64_t begin_ms; /* by the world's clock */
    int64_t end_ms;
    text method;
    text target;
    http_fields request_headers;
    text request_body;
    int status; /* or HTTP_NO_ANSWER */
    http_fields response_headers;
    text response_body;
    bool is_cut; /* a body was longer than what is kept of it */
} recorded_exchange;

/* Begins to record, or stops; what is recorded stays until transcript_clear. */
void transcript_switch(world *world, bool is_on);
bool transcript_is_on(world *world);
void transcript_clear(world *world);

/* Records an exchange, if that is on. Only worth calling where world_has(world, WORLD_HAS_TRANSCRIPT). */
void transcript_note(world *world, transcript_door door, int64_t begin_ms, const http_request *request,
                     const http_response *response);

/* A copy of what is recorded, from the oldest to the newest. */
void transcript_read(world *world, arena *arena, recorded_exchange **ret_exchanges, size_t *ret_count);

#endif
