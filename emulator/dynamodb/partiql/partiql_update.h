/* PartiQL updates: SET and REMOVE as an update, in the form of every other. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.update.html */
#ifndef GABI_DYNAMODB_PARTIQL_UPDATE_H
#define GABI_DYNAMODB_PARTIQL_UPDATE_H

#include "dynamodb/partiql/partiql_value.h"

const gabi_error *partiql_update_of(const partiql_scope *scope, const partiql_statement *statement, update *ret_update);

#endif
