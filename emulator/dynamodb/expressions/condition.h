/* Conditions: whether an item meets one. What an item lacks makes a comparison false, but "<>" true (even of two that
 * it lacks), and never an error. */
#ifndef GABI_DYNAMODB_CONDITION_H
#define GABI_DYNAMODB_CONDITION_H

#include "dynamodb/expressions/expression.h"

const condition *condition_new(arena *arena, condition value);

/* Conditions joined by AND or OR; NULL when there are none. In halves, so that however many there are, the tree is not
 * deep. */
const condition *condition_join(arena *arena, condition_kind kind, const condition *const *conditions, size_t count);

/* condition NULL: true. */
bool condition_holds(arena *arena, const condition *condition, const table_item *item);

/* Whether a name stands at the beginning of a path anywhere in the condition. */
bool condition_mentions(const condition *condition, text name);

#endif
