/* Exports, as far as they go without S3. */
#ifndef GABI_DYNAMODB_EXPORTS_H
#define GABI_DYNAMODB_EXPORTS_H

#include "dynamodb/backups/transfer_request.h"

extern const transfer_kind exports;

#endif
