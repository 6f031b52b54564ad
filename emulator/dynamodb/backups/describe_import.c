#include "dynamodb/backups/imports.h"
#include "dynamodb/operations.h"

const gabi_error *describe_import(op_call *call) { return transfer_describe(call, &imports); }
