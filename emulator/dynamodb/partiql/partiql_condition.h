/* PartiQL conditions: a WHERE clause as a condition, in the form of every other. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-functions.html */
#ifndef GABI_DYNAMODB_PARTIQL_CONDITION_H
#define GABI_DYNAMODB_PARTIQL_CONDITION_H

#include "dynamodb/partiql/partiql_value.h"

/* node NULL gives no condition. */
const gabi_error *partiql_condition_of(const partiql_scope *scope, const partiql_node *node,
                                       const condition **ret_condition);

#endif
