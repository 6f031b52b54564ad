#include "dynamodb/backups/restore.h"
#include "dynamodb/operations.h"
#include "store/account.h"

static const gabi_error *read_request(const op_call *call, restore_request *ret_request) {
    constraints found = CONSTRAINTS(call->arena);
    arn parsed;
    restore_request request;
    TRY(restore_request_read(call, &found, &request));
    constraint_not_null(&found, "backupArn", request.backup_arn.data != NULL);
    TRY(constraints_error(&found));
    TRY(backup_check_arn(call->arena, request.backup_arn));
    if (arn_parse(request.backup_arn, &parsed) && !text_equal(parsed.region, TEXT(ACCOUNT_REGION)) &&
        !request.has_encryption)
        return validation_error(call->arena,
                                "Invalid Request: sseSpecificationOverride must be provided for cross-region restores");
    *ret_request = request;
    return NULL;
}

static const gabi_error *begin(world *world, arena *arena, const restore_request *request, json_writer *writer,
                               restore *ret_restore) {
    const backup *backup;
    TRY(backup_find(world, arena, request->backup_arn, &backup));
    if (!backup->is_complete)
        return error_new(arena, ERROR_CONFLICT, "BackupInUseException", "Backup is being created: %.*s",
                         TEXT_ARGS(backup->arn));
    if (backup->is_restoring)
        return error_new(arena, ERROR_CONFLICT, "BackupInUseException",
                         "Backup is being used to restore another table: %.*s", TEXT_ARGS(backup->arn));
    restore_source source = {.backup = backup, .time_ms = backup->created_at_ms};
    return restore_begin(world, arena, request, &source, writer, ret_restore);
}

const gabi_error *restore_table_from_backup(op_call *call) {
    restore_request request;
    TRY(read_request(call, &request));
    return restore_answer(call, &request, begin);
}
