#include "dynamodb/backups/imports.h"
#include "dynamodb/operations.h"

const gabi_error *list_imports(op_call *call) { return transfer_list(call, &imports); }
