#include "core/civil_time.h"
#include "dynamodb/backups/backup_request.h"
#include "dynamodb/operations.h"

static const gabi_error *delete (world *world, arena *arena, text arn, const backup **ret_backup) {
    const backup *found;
    TRY(backup_find(world, arena, arn, &found));
    if (found->is_of_system)
        return validation_error(arena,
                                "Invalid Request: User is not allowed to delete the system backup with arn %.*s. It "
                                "will automatically expire on %.*s",
                                TEXT_ARGS(found->arn), TEXT_ARGS(time_to_iso8601(arena, found->expires_at_ms)));
    if (!found->is_complete)
        return error_new(arena, ERROR_CONFLICT, "BackupInUseException", "Backup is being created: %.*s",
                         TEXT_ARGS(found->arn));
    if (found->is_restoring)
        return error_new(arena, ERROR_CONFLICT, "BackupInUseException", "Backup is being used to restore table: %.*s",
                         TEXT_ARGS(found->arn));
    *ret_backup = found;
    return backup_drop(world, arena, found);
}

const gabi_error *delete_backup(op_call *call) {
    text arn;
    const backup *backup;
    store *store = world_store(call->owner);
    TRY(backup_request_read(call, &arn));
    TRY(store_begin(store, call->arena, STORE_WRITE));
    TRY(store_end(store, call->arena, delete (call->owner, call->arena, arn, &backup)));
    backup_reply(call, backup, "DELETED");
    return NULL;
}
