#include "dynamodb/backups/backup.h"
#include "dynamodb/backups/backup_settle.h"
#include "dynamodb/backups/recovery.h"
#include "dynamodb/backups/table_copy.h"
#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/tables/metrics.h"

#define LEAST_NAME_BYTES 3

typedef struct create_backup_request {
    text table_name;
    text backup_name;
} create_backup_request;

static const wire_member members[] = {
    {"TableName", wire_read_text, offsetof(create_backup_request, table_name), NULL},
    {"BackupName", wire_read_text, offsetof(create_backup_request, backup_name), NULL},
};
WIRE_STRUCT(create_backup_request_struct, create_backup_request, members);

static const gabi_error *read_request(const op_call *call, create_backup_request *ret_request) {
    constraints found = CONSTRAINTS(call->arena);
    create_backup_request request = {0};
    TRY(wire_read_body(call->arena, call->request->body.bytes, &create_backup_request_struct, &request));
    constraint_not_null(&found, "backupName", request.backup_name.data != NULL);
    if (request.backup_name.data)
        constraint_name(&found, "backupName", request.backup_name, LEAST_NAME_BYTES);
    TRY(table_name_of(&found, request.table_name, &request.table_name));
    TRY(constraints_error(&found));
    *ret_request = request;
    return NULL;
}

typedef struct making {
    const backup *backup;
    rows_copy copy;
} making;

static const gabi_error *begin(world *world, arena *arena, const create_backup_request *request, making *ret_making) {
    const table *table;
    TRY(recovery_find_created_table(world, arena, request->table_name, &table));
    return backup_begin(world, arena, table, request->backup_name, &ret_making->backup, &ret_making->copy);
}

static const gabi_error *give_up(world *world, arena *arena, const backup *backup) {
    TRY(table_end_copy(world, arena, backup->table_name));
    return backup_drop(world, arena, backup);
}

static const gabi_error *make(world *world, arena *arena, const making *making) {
    store *store = world_store(world);
    const gabi_error *error = rows_copy_run(world, arena, &making->copy);
    TRY(store_begin(store, arena, STORE_WRITE));
    TRY(store_end(store, arena,
                  error ? give_up(world, arena, making->backup) : backup_finish(world, arena, making->backup)));
    return error;
}

/* The backup is made when this answers; waiters ask until they hear AVAILABLE, and then do not wait. */
const gabi_error *create_backup(op_call *call) {
    create_backup_request request;
    making making = {0};
    store *store = world_store(call->owner);
    TRY(read_request(call, &request));
    TRY(backups_discard_leftovers(call->owner, call->arena));
    TRY(metrics_measure(call->owner, call->arena, request.table_name));
    TRY(store_begin(store, call->arena, STORE_WRITE));
    TRY(store_end(store, call->arena, begin(call->owner, call->arena, &request, &making)));
    TRY(make(call->owner, call->arena, &making));
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_name(&writer, TEXT("BackupDetails"));
    backup_write_details(&writer, making.backup, backup_status(making.backup));
    json_end_object(&writer);
    reply(call, buffer_text(&out));
    return NULL;
}
