/* GET /_gabi/dynamodb/tables: which tables there are, all at once and without a call of DynamoDB's
 * (docs/control-api.md).
 */
#ifndef GABI_DYNAMODB_TABLES_CONTROL_H
#define GABI_DYNAMODB_TABLES_CONTROL_H

#include "core/op.h"

const gabi_error *tables_show(op_call *call);

#endif
