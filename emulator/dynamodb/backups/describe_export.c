#include "dynamodb/backups/exports.h"
#include "dynamodb/operations.h"

const gabi_error *describe_export(op_call *call) { return transfer_describe(call, &exports); }
