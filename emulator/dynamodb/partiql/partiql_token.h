/* NextToken: where the next page of a SELECT begins, bound to its statement and parameters. */
#ifndef GABI_DYNAMODB_PARTIQL_TOKEN_H
#define GABI_DYNAMODB_PARTIQL_TOKEN_H

#include "dynamodb/partiql/partiql_request.h"
#include "dynamodb/partiql/partiql_select.h"

text partiql_token_write(arena *arena, const partiql_request *request, const partiql_start *start);

/* ERROR_INVALID, code "ValidationException", for what is no token, or one of another request. */
const gabi_error *partiql_token_read(arena *arena, const partiql_request *request, text token,
                                     partiql_start *ret_start);

#endif
