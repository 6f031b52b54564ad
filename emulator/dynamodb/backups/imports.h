/* Imports, as far as they go without S3. */
#ifndef GABI_DYNAMODB_IMPORTS_H
#define GABI_DYNAMODB_IMPORTS_H

#include "dynamodb/backups/transfer_request.h"

extern const transfer_kind imports;

#endif
