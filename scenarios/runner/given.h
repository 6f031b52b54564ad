/* Given: the variables, secrets and options that whoever starts the runner gives it, as text. */
#ifndef GABI_RUNNER_GIVEN_H
#define GABI_RUNNER_GIVEN_H

#include "core/error.h"
#include "runner/options.h"

/* What files refer to as {{name}}. */
typedef struct given_variable {
    text name;
    const value *value;
    bool is_secret; /* not to be shown */
} given_variable;

typedef struct given_variables {
    given_variable *items;
    size_t count;
    size_t capacity;
} given_variables;

/* Adds a variable whose value is a string, whatever it looks like. */
void given_add_string(arena *arena, given_variables *self, text name, text string);

/* Adds `name=value`. The value is of the type that it looks like (true, null, 12, 1.5, "12" for a string, anything else
 * a string too); of a secret it is always a string. ERROR_INVALID, code "BadVariable", for what has no name or no `=`,
 * for a quote that does not end, a function's name, and a secret that is given twice. */
const gabi_error *given_add(arena *arena, given_variables *self, text definition, bool is_secret);

/* The variables that a file begins with. */
variables given_begin(arena *arena, const given_variables *self);

/* Adds the lines of a file; empty ones and those that begin with # are passed over. Also "Unreadable". */
const gabi_error *given_add_file(arena *arena, given_variables *self, const char *path, bool is_secret);

/* Adds what the environment (NAME=value each, up to NULL) has of HURL_VARIABLE_name and HURL_SECRET_name. */
const gabi_error *given_add_environment(arena *arena, given_variables *self, const char *const *environment);

/* Changes the options of all requests, as a line `name: value` of [Options] changes those of one. ERROR_INVALID, code
 * "BadOption", for a value that is none. */
const gabi_error *given_set_option(arena *arena, request_options *options, text name, text value);

#endif
