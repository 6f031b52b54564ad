#include "dynamodb/backups/backup_request.h"
#include "dynamodb/operations.h"

const gabi_error *describe_backup(op_call *call) {
    text arn;
    const backup *backup;
    store *store = world_store(call->owner);
    TRY(backup_request_read(call, &arn));
    TRY(store_begin(store, call->arena, STORE_READ));
    TRY(store_end(store, call->arena, backup_find(call->owner, call->arena, arn, &backup)));
    backup_reply(call, backup, backup_status(backup));
    return NULL;
}
