#include "dynamodb/backups/exports.h"
#include "dynamodb/operations.h"

const gabi_error *list_exports(op_call *call) { return transfer_list(call, &exports); }
