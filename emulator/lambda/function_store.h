/* The functions of a world, as templates made them. */
#ifndef GABI_FUNCTION_STORE_H
#define GABI_FUNCTION_STORE_H

#include "core/service.h"
#include "store/world.h"

typedef struct function {
    text name;
    text handler;     /* the service's name */
    text environment; /* JSON: {"NAME":"value",…} */
    int64_t timeout_s;
} function;

/* Keeps a function under its name, in place of what was there. */
const gabi_error *function_put(arena *arena, world *world, const function *function);

/* The function with that name; *ret_found false when there is none. */
const gabi_error *function_find(arena *arena, world *world, text name, bool *ret_found, function *ret_function);

/* The names of all of them. */
const gabi_error *function_names(arena *arena, world *world, const char ***ret_names, size_t *ret_count);

#endif
