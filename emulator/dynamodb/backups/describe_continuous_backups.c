#include "dynamodb/backups/recovery.h"
#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/tables/arn.h"

typedef struct describe_continuous_backups_request {
    text table_name;
} describe_continuous_backups_request;

static const wire_member members[] = {
    {"TableName", wire_read_text, offsetof(describe_continuous_backups_request, table_name), NULL},
};
WIRE_STRUCT(request_struct, describe_continuous_backups_request, members);

static const gabi_error *describe(world *world, arena *arena, const void *input, json_writer *writer) {
    const describe_continuous_backups_request *request = input;
    const table *table;
    TRY(recovery_find_table(world, arena, request->table_name, &table));
    recovery_describe(writer, &table->settings, world_now_ms(world));
    return NULL;
}

const gabi_error *describe_continuous_backups(op_call *call) {
    constraints found = CONSTRAINTS(call->arena);
    describe_continuous_backups_request request = {0};
    TRY(wire_read_body(call->arena, call->request->body.bytes, &request_struct, &request));
    TRY(table_name_of(&found, request.table_name, &request.table_name));
    TRY(constraints_error(&found));
    return reply_from_store(call, STORE_READ, describe, &request);
}
