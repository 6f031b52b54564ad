/* Restore requests: what RestoreTableFromBackup and RestoreTableToPointInTime have in common, and what the new table is
 * defined as. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableFromBackup.html */
#ifndef GABI_DYNAMODB_RESTORE_REQUEST_H
#define GABI_DYNAMODB_RESTORE_REQUEST_H

#include "core/op.h"
#include "dynamodb/tables/definition.h"

typedef struct restore_request {
    text target_name;
    text backup_arn;
    text source_name;
    text source_arn;
    optional_integer time_ms;
    optional_boolean use_latest;
    text billing_mode;
    wire_list global_indexes; /* index_definition */
    wire_list local_indexes;
    throughput *throughput;
    throughput *on_demand;
    bool has_encryption;
} restore_request;

/* Reads the body, and reports what is wrong with single members. */
const gabi_error *restore_request_read(const op_call *call, constraints *found, restore_request *ret_request);

/* The definition of the new table: the source's, but for what the request overrides and what a restore leaves behind.
 * ERROR_INVALID, code "ValidationException", when an override does not fit. */
const gabi_error *restore_request_define(const restore_request *self, arena *arena, const table_definition *source,
                                         table_definition *ret_definition);

#endif
