#include "dynamodb/backups/recovery.h"
#include "dynamodb/backups/transfer_request.h"
#include "dynamodb/operations.h"
#include "dynamodb/tables/arn.h"

#define MOST_ARN_BYTES 1024
#define MOST_PREFIX_BYTES 1024

typedef struct incremental_request {
    optional_integer from_ms;
    optional_integer to_ms;
    text view_type;
} incremental_request;

typedef struct export_request {
    text table_arn;
    text client_token;
    text bucket;
    text bucket_owner;
    text prefix;
    text encryption;
    text encryption_key;
    text format;
    text type;
    optional_integer time_ms;
    incremental_request *incremental;
} export_request;

static const wire_member incremental_members[] = {
    WIRE_MEMBER(incremental_request, "ExportFromTime", time, from_ms),
    WIRE_MEMBER(incremental_request, "ExportToTime", time, to_ms),
    WIRE_MEMBER(incremental_request, "ExportViewType", text, view_type),
};
WIRE_STRUCT(incremental_struct, incremental_request, incremental_members);

static const wire_member members[] = {
    WIRE_MEMBER(export_request, "TableArn", text, table_arn),
    WIRE_MEMBER(export_request, "ClientToken", text, client_token),
    WIRE_MEMBER(export_request, "S3Bucket", text, bucket),
    WIRE_MEMBER(export_request, "S3BucketOwner", text, bucket_owner),
    WIRE_MEMBER(export_request, "S3Prefix", text, prefix),
    WIRE_MEMBER(export_request, "S3SseAlgorithm", text, encryption),
    WIRE_MEMBER(export_request, "S3SseKmsKeyId", text, encryption_key),
    WIRE_MEMBER(export_request, "ExportFormat", text, format),
    WIRE_MEMBER(export_request, "ExportType", text, type),
    WIRE_MEMBER(export_request, "ExportTime", time, time_ms),
    {"IncrementalExportSpecification", wire_read_object, offsetof(export_request, incremental), &incremental_struct},
};
WIRE_STRUCT(request_struct, export_request, members);

static const gabi_error *check_members(arena *arena, const export_request *request) {
    constraints found = CONSTRAINTS(arena);
    constraint_not_null(&found, "tableArn", request->table_arn.data != NULL);
    if (request->table_arn.data)
        constraint_length(&found, "tableArn", request->table_arn, 1, MOST_ARN_BYTES);
    constraint_bucket(&found, "", request->bucket, request->bucket_owner);
    if (request->prefix.data)
        constraint_length(&found, "s3Prefix", request->prefix, 0, MOST_PREFIX_BYTES);
    constraint_enum(&found, "s3SseAlgorithm", request->encryption, "[AES256, KMS]");
    constraint_enum(&found, "exportFormat", request->format, "[DYNAMODB_JSON, ION]");
    constraint_enum(&found, "exportType", request->type, "[FULL_EXPORT, INCREMENTAL_EXPORT]");
    if (request->incremental)
        constraint_enum(&found, "incrementalExportSpecification.exportViewType", request->incremental->view_type,
                        "[NEW_IMAGE, NEW_AND_OLD_IMAGES]");
    return constraints_error(&found);
}

static bool is_incremental(const export_request *request) {
    return text_equal(request->type, TEXT("INCREMENTAL_EXPORT"));
}

static const gabi_error *check_together(arena *arena, const export_request *request) {
    if (request->encryption_key.data && !text_equal(request->encryption, TEXT("KMS")))
        return validation_error(arena, "Invalid Request: KMS Key Id is not supported for this encryption type");
    if (request->incremental && !request->type.data)
        return validation_error(arena, "Invalid Request: Export Type expected to be Incremental Export when "
                                       "incremental export specification is provided");
    if (request->incremental && !is_incremental(request))
        return validation_error(arena, "Invalid Request: When Export Type is Full Export , Incremental Export "
                                       "Specification should not be provided");
    if (is_incremental(request) && !request->incremental)
        return validation_error(arena, "Invalid Request: Incremental Export Specification expected when export type "
                                       "is set as Incremental Export");
    if (request->incremental && !request->incremental->from_ms.is_present)
        return validation_error(arena,
                                "Invalid Request: ExportFromTime must be provided in IncrementalExportSpecification");
    return NULL;
}

static const gabi_error *read_table(arena *arena, const export_request *request, text *ret_name) {
    arn parsed;
    if (!arn_parse(request->table_arn, &parsed))
        return parameter_error(arena, "tableArn is not a valid ARN");
    if (parsed.kind.data)
        return validation_error(arena, "Invalid Request: Table ARN is invalid.");
    *ret_name = parsed.table;
    return arn_check_account(arena, &parsed);
}

static const gabi_error *invalid_time(arena *arena, const char *message) {
    return error_new(arena, ERROR_INVALID, "InvalidExportTimeException", "%s", message);
}

/* What is to be exported must be there, and be as old as the request says. */
static const gabi_error *check_table(world *world, arena *arena, const export_request *request, text name) {
    const table *table;
    int64_t now_ms = world_now_ms(world);
    TRY(table_find_or_null(world, arena, name, &table));
    if (!table || settings_are_of_restoring(&table->settings))
        return error_new(arena, ERROR_NOT_FOUND, "TableNotFoundException", "Table not found: %.*s",
                         TEXT_ARGS(request->table_arn));
    if (!recovery_is_on(&table->settings))
        return error_new(arena, ERROR_CONFLICT, "PointInTimeRecoveryUnavailableException",
                         "Point in time recovery is not enabled for table '%.*s'", TEXT_ARGS(name));
    if (request->time_ms.is_present &&
        (request->time_ms.value > now_ms || request->time_ms.value < recovery_earliest_ms(&table->settings, now_ms)))
        return invalid_time(arena, "Export Time is invalid");
    return NULL;
}

const gabi_error *export_table_to_point_in_time(op_call *call) {
    text name;
    export_request request = {0};
    store *store = world_store(call->owner);
    TRY(wire_read_body(call->arena, call->request->body.bytes, &request_struct, &request));
    TRY(check_members(call->arena, &request));
    TRY(check_together(call->arena, &request));
    TRY(read_table(call->arena, &request, &name));
    TRY(store_begin(store, call->arena, STORE_READ));
    TRY(store_end(store, call->arena, check_table(call->owner, call->arena, &request, name)));
    return transfer_not_emulated(call->arena, "ExportTableToPointInTime");
}
