/* The REST APIs of a world, as templates made them. */
#ifndef GABI_API_STORE_H
#define GABI_API_STORE_H

#include "store/world.h"

typedef struct rest_api {
    text id;      /* "a1b2c3d4e5" */
    text name;    /* unique here, so that a template can be deployed again */
    text openapi; /* the document, as JSON */
    text stage;   /* the stage that answers; empty before one was made */
} rest_api;

/* Keeps an API under its name: a new one gets an id, one that is there already the new document. */
const gabi_error *api_put(arena *arena, world *world, text name, text openapi, text *ret_id);

/* Gives the API with that id a stage. */
const gabi_error *api_put_stage(arena *arena, world *world, text id, text stage);

/* The API that was made first; *ret_found false when there is none. */
const gabi_error *api_find_first(arena *arena, world *world, bool *ret_found, rest_api *ret_api);

#endif
