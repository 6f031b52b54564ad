/* PartiQL requests: a statement with its parameters, as ExecuteStatement, BatchExecuteStatement and ExecuteTransaction
 * take it. Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ParameterizedStatement.html */
#ifndef GABI_DYNAMODB_PARTIQL_REQUEST_H
#define GABI_DYNAMODB_PARTIQL_REQUEST_H

#include "dynamodb/partiql/partiql_parser.h"
#include "dynamodb/partiql/partiql_value.h"
#include "dynamodb/values/constraints.h"
#include "dynamodb/values/wire.h"

typedef struct partiql_request {
    text statement;
    wire_list parameters; /* attribute values */
    optional_boolean consistent_read;
    text return_values_on_condition_check_failure;
} partiql_request;

/* Its members, of a struct that has it at prefix_ ("statement.", or nothing where it is the struct itself). */
#define PARTIQL_REQUEST_MEMBERS(struct_, prefix_)                                                                      \
    {"Statement", wire_read_text, offsetof(struct_, prefix_ statement), NULL},                                         \
        {"Parameters", wire_read_operands, offsetof(struct_, prefix_ parameters), NULL},                               \
        {"ConsistentRead", wire_read_boolean, offsetof(struct_, prefix_ consistent_read), NULL}, {                     \
        "ReturnValuesOnConditionCheckFailure", wire_read_text,                                                         \
            offsetof(struct_, prefix_ return_values_on_condition_check_failure), NULL                                  \
    }

/* prefix: "statements.1.member." or nothing. */
void partiql_request_constrain(const partiql_request *self, const char *prefix, constraints *found);

/* ERROR_INVALID, code "ValidationException". */
const gabi_error *partiql_request_parse(const partiql_request *self, arena *arena, partiql_statement *ret_statement,
                                        partiql_scope *ret_scope);

/* Whether a condition that fails is to show the item. */
bool partiql_request_shows_old(const partiql_request *self);

#endif
