/* Updates: an update expression applied to an item. */
#ifndef GABI_DYNAMODB_UPDATE_H
#define GABI_DYNAMODB_UPDATE_H

#include "dynamodb/expressions/expression.h"

/* The item after the update; the given one is left as it is. Every operand is read from the item before.
 * ERROR_INVALID, code "ValidationException", when an operand is absent or of the wrong type, or a path leads nowhere.
 */
const gabi_error *update_apply(arena *arena, const update *update, const table_item *item, table_item *ret_item);

/* Whether it does something, but nothing that could make an item where there is none. */
bool update_only_removes(const update *update);

/* What the update's own paths lead to in the item, before or after it. */
table_item update_part(arena *arena, const update *update, const table_item *item);

#endif
