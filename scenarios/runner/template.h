/* Templates: text with {{placeholders}}, and the variables that fill them. */
#ifndef GABI_RUNNER_TEMPLATE_H
#define GABI_RUNNER_TEMPLATE_H

#include "runner/problem.h"
#include "runner/runner_world.h"
#include "runner/value.h"

typedef enum template_part_kind {
    PART_TEXT,           /* stands as it is */
    PART_VARIABLE,       /* a variable's value */
    PART_IN_JSON_STRING, /* the same, escaped for the JSON string that it stands in */
    PART_JSON_VALUE,     /* the same, standing as a JSON value of its own: a number, boolean or null */
} template_part_kind;

typedef struct template_part {
    template_part_kind kind;
    text text; /* what stands, or the variable's name */
    span span;
} template_part;

typedef struct template {
    template_part *parts;
    size_t count;
    size_t capacity;
    span span;
}
template;

/* Adds a part behind the others. */
void template_add(arena *arena, template *self, template_part part);

/* Variables by name; a new value hides an older one. Start with nothing but the world. */
typedef struct variables {
    const struct variable *newest;
    const runner_world *world; /* of the time and chance that functions ask for */
} variables;

typedef struct variable {
    text name;
    const value *value;
    bool is_secret; /* a string that no report shows */
    const struct variable *older;
} variable;

/* The name and value must live as long as the arena. */
void variables_set(arena *arena, variables *self, text name, const value *value);
void variables_set_secret(arena *arena, variables *self, text name, text secret);

/* The value, or NULL. */
const value *variables_get(const variables *self, text name);

/* What is shown of plain: with `***` for each secret in it. */
text variables_redact(arena *arena, const variables *self, text plain);

/* The value of a placeholder, in its own type. "Undefined variable" when there is none. */
const problem *placeholder_evaluate(arena *arena, const variables *variables, const template_part *placeholder,
                                    const value **ret_value);

const problem *template_render(arena *arena, const variables *variables, const template *template, text *ret_text);

#endif
