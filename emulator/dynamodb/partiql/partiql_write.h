/* PartiQL writes: INSERT, UPDATE, DELETE and EXISTS as changes of items (item_change.h). Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html */
#ifndef GABI_DYNAMODB_PARTIQL_WRITE_H
#define GABI_DYNAMODB_PARTIQL_WRITE_H

#include "dynamodb/items/item_change.h"
#include "dynamodb/partiql/partiql_source.h"
#include "dynamodb/partiql/partiql_value.h"

/* What the statement changes of its table. A key that is not whole, or of the wrong types, is refused here, but in a
 * transaction, where it is found when the change is prepared, and is a reason. */
const gabi_error *partiql_write_plan(const partiql_scope *scope, const partiql_statement *statement, const table *table,
                                     bool is_in_transaction, item_change *ret_change);

/* EXISTS(SELECT …): a check, in transactions alone. */
const gabi_error *partiql_exists_plan(const partiql_scope *scope, const partiql_statement *select, const table *table,
                                      item_change *ret_change);

/* What RETURNING asks for of a change that has been made; count 0: nothing. */
table_item partiql_returned(arena *arena, const partiql_statement *statement, const item_change *change);

#endif
