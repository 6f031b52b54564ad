/* Rows of the control API that lower how large a table's item collections may be, so that it can be tried what happens
 * then. */
#ifndef GABI_DYNAMODB_ITEM_COLLECTION_CONTROL_H
#define GABI_DYNAMODB_ITEM_COLLECTION_CONTROL_H

#include "core/op.h"

/* GET: the limit as it is. */
const gabi_error *item_collection_limit_show(op_call *call);

/* PUT: sets it. */
const gabi_error *item_collection_limit_set(op_call *call);

#endif
