/* Conditions and values of the model in PartiQL, as DynamoDB has it. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html */
#ifndef GABI_DYNAMODB_MODEL_PARTIQL_H
#define GABI_DYNAMODB_MODEL_PARTIQL_H

#include "dynamodb/model/run.h"

/* A statement under way, and its parameters. */
typedef struct partiql {
    run *run;
    buffer statement;
    buffer parameters;
    json_writer parameter_writer;
    int parameter_count;
} partiql;

partiql *partiql_begin(run *run);

/* The request with the statement. */
message *partiql_end(partiql *self);

void partiql_path(partiql *self, const model_path *path);

/* As a literal, or a parameter. */
void partiql_value(partiql *self, const model_value *value);
void partiql_condition(partiql *self, const model_condition *condition);

#endif
