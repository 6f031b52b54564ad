/* Expression checks: what AWS refuses of a tree's nodes before it looks at any item. label is the request's member,
 * "ConditionExpression" and so on, that messages begin with; NULL for statements of PartiQL, which have none.
 * ERROR_INVALID, code "ValidationException". */
#ifndef GABI_DYNAMODB_EXPRESSION_CHECK_H
#define GABI_DYNAMODB_EXPRESSION_CHECK_H

#include "dynamodb/expressions/expression.h"

/* "Invalid LABEL: " and the message. */
const gabi_error *expression_error(arena *arena, const char *label, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Of a function where none of its kind may stand. */
const gabi_error *misused_function_error(arena *arena, const char *label, text name);

/* Whether the operands of a comparison, BETWEEN, IN or function are as many as it takes, and of its types. */
const gabi_error *condition_check(arena *arena, const char *label, const condition *condition);

/* The same for the operands of a function or sum. */
const gabi_error *operand_check(arena *arena, const char *label, const operand *operand);

/* The same path, or one the beginning of the other ("overlap"), or a name where the other has an index ("conflict"). */
const gabi_error *paths_check(arena *arena, const char *label, path one, path two, bool *ret_conflict);

#endif
