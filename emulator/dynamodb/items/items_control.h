/* GET /_gabi/dynamodb/tables/{table}/items and POST …/items/assert: what a table has in it, as a test wants to see it
 * (docs/control-api.md). */
#ifndef GABI_DYNAMODB_ITEMS_CONTROL_H
#define GABI_DYNAMODB_ITEMS_CONTROL_H

#include "core/op.h"

const gabi_error *items_show(op_call *call);
const gabi_error *items_assert(op_call *call);

#endif
