/* Conditions and values of the model in PartiQL, as DynamoDB has it. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html */
#ifndef GABI_DYNAMODB_MODEL_PARTIQL_H
#define GABI_DYNAMODB_MODEL_PARTIQL_H

#include "dynamodb/model/condition.h"

/* A statement under way, and its parameters. */
typedef struct partiql {
    arena *arena;
    chance *chance;
    buffer statement;
    buffer parameters; /* a JSON array */
    json_writer parameter_writer;
    int parameter_count;
} partiql;

partiql *partiql_begin(arena *arena, chance *chance);

/* The members Statement and, where there are any, Parameters. */
void partiql_end(partiql *self, json_writer *writer);

void partiql_path(partiql *self, const model_path *path);

/* As a literal, or a parameter. */
void partiql_value(partiql *self, const model_value *value);

/* {'a': 1, 'b': ?, …} */
void partiql_item(partiql *self, const model_value *item);

void partiql_condition(partiql *self, const model_condition *condition);

#endif
