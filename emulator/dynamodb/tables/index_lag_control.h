/* Rows of the control API that let a table's global indexes lag behind. */
#ifndef GABI_DYNAMODB_INDEX_LAG_CONTROL_H
#define GABI_DYNAMODB_INDEX_LAG_CONTROL_H

#include "core/op.h"

/* GET: the lag as it is. */
const gabi_error *index_lag_show(op_call *call);

/* PUT: sets it. Without any the indexes show at once what they did not yet. */
const gabi_error *index_lag_set(op_call *call);

#endif
