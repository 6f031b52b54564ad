#include "dynamodb/backups/recovery.h"
#include "dynamodb/backups/recovery_request.h"
#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/tables/arn.h"

typedef struct update_continuous_backups_request {
    text table_name;
    recovery_request *recovery;
} update_continuous_backups_request;

static const wire_member members[] = {
    {"TableName", wire_read_text, offsetof(update_continuous_backups_request, table_name), NULL},
    {"PointInTimeRecoverySpecification", wire_read_object, offsetof(update_continuous_backups_request, recovery),
     &recovery_request_struct},
};
WIRE_STRUCT(request_struct, update_continuous_backups_request, members);

static const gabi_error *read_request(const op_call *call, update_continuous_backups_request *ret_request) {
    constraints found = CONSTRAINTS(call->arena);
    update_continuous_backups_request request = {0};
    TRY(wire_read_body(call->arena, call->request->body.bytes, &request_struct, &request));
    constraint_not_null(&found, "pointInTimeRecoverySpecification", request.recovery != NULL);
    TRY(table_name_of(&found, request.table_name, &request.table_name));
    TRY(request.recovery ? recovery_request_check(request.recovery, &found) : constraints_error(&found));
    *ret_request = request;
    return NULL;
}

static const gabi_error *update(world *world, arena *arena, const void *input, json_writer *writer) {
    const update_continuous_backups_request *request = input;
    const table *table;
    TRY(recovery_find_created_table(world, arena, request->table_name, &table));
    TRY(recovery_switch(world, arena, table, request->recovery->is_enabled.value, request->recovery->days));
    TRY(recovery_find_table(world, arena, request->table_name, &table));
    recovery_describe(writer, &table->settings, world_now_ms(world));
    return NULL;
}

const gabi_error *update_continuous_backups(op_call *call) {
    update_continuous_backups_request request;
    TRY(read_request(call, &request));
    return reply_from_store(call, STORE_WRITE, update, &request);
}
