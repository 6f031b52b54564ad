/* Key paths: key attributes are scalars, so no path may go into one, neither of the table's key nor of an index's. In
 * AWS's words and order. */
#ifndef GABI_DYNAMODB_KEY_PATHS_H
#define GABI_DYNAMODB_KEY_PATHS_H

#include "dynamodb/expressions/expression.h"
#include "dynamodb/tables/table.h"

/* ERROR_INVALID, code "ValidationException". */
const gabi_error *check_paths_of_projection(arena *arena, const table *table, const projection *projection);
const gabi_error *check_paths_of_condition(arena *arena, const table *table, const condition *condition);
const gabi_error *check_paths_of_update(arena *arena, const table *table, const update *update);

#endif
