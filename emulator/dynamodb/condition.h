/* Conditions: whether an item meets one. What an item lacks makes a comparison false, but "<>" true (even of two that
 * it lacks), and never an error. */
#ifndef GABI_DYNAMODB_CONDITION_H
#define GABI_DYNAMODB_CONDITION_H

#include "dynamodb/expression.h"

/* condition NULL: true. */
bool condition_holds(arena *arena, const condition *condition, const table_item *item);

/* Whether a name stands at the beginning of a path anywhere in the condition. */
bool condition_mentions(const condition *condition, text name);

#endif
