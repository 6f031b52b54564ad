/* Rows of the control API that switch a table's throttling. */
#ifndef GABI_DYNAMODB_THROTTLING_CONTROL_H
#define GABI_DYNAMODB_THROTTLING_CONTROL_H

#include "core/op.h"

/* GET: the table's throttling as it is. */
const gabi_error *throttling_show(op_call *call);

/* PUT: switches it, and fills the buckets. */
const gabi_error *throttling_switch(op_call *call);

#endif
