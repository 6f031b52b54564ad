/* The operations on global tables and on the auto scaling of replicas: this is one region, without any. */
#include "core/json_writer.h"
#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/tables/table_request.h"
#include "dynamodb/tables/table_state.h"

typedef struct global_request {
    text name;
} global_request;

static const wire_member members[] = {
    {"GlobalTableName", wire_read_text, offsetof(global_request, name), NULL},
};
WIRE_STRUCT(global_request_struct, global_request, members);

static const gabi_error *read_name(const op_call *call, text *ret_name) {
    constraints found = CONSTRAINTS(call->arena);
    global_request request = {0};
    TRY(wire_read_body(call->arena, call->request->body.bytes, &global_request_struct, &request));
    constraint_not_null(&found, "globalTableName", request.name.data != NULL);
    if (request.name.data)
        constraint_name(&found, "globalTableName", request.name, 3);
    TRY(constraints_error(&found));
    *ret_name = request.name;
    return NULL;
}

/* AWS does not make global tables of the first kind any more. */
const gabi_error *create_global_table(op_call *call) {
    text name;
    TRY(read_name(call, &name));
    return parameter_error(call->arena,
                           "DynamoDB global tables version 2017.11.29 is not supported. We recommend using "
                           "DynamoDB global tables version 2019.11.21, instead of version 2017.11.29 "
                           "(Legacy).");
}

const gabi_error *update_global_table(op_call *call) { return create_global_table(call); }

const gabi_error *describe_global_table(op_call *call) {
    text name;
    TRY(read_name(call, &name));
    return error_new(call->arena, ERROR_NOT_FOUND, "GlobalTableNotFoundException",
                     "Global table with name: '%.*s' does not exist", TEXT_ARGS(name));
}

const gabi_error *describe_global_table_settings(op_call *call) { return describe_global_table(call); }

const gabi_error *update_global_table_settings(op_call *call) { return describe_global_table(call); }

const gabi_error *list_global_tables(op_call *call) {
    global_request request = {0};
    TRY(wire_read_body(call->arena, call->request->body.bytes, &global_request_struct, &request));
    reply(call, TEXT("{\"GlobalTables\":[]}"));
    return NULL;
}

/* ---- auto scaling ---- */

static const gabi_error *describe(world *world, arena *arena, const void *name, json_writer *writer) {
    const table *table;
    TRY(table_request_find(world, arena, *(const text *)name, &table));
    json_name(writer, TEXT("TableAutoScalingDescription"));
    json_begin_object(writer);
    json_raw_member(writer, "Replicas", TEXT("[]"));
    json_string_member(writer, "TableName", table->name);
    json_string_member(writer, "TableStatus", text_of(table_status(table, world_now_ms(world))));
    json_end_object(writer);
    return NULL;
}

const gabi_error *describe_table_replica_auto_scaling(op_call *call) {
    text name;
    TRY(table_request_read(call, &name));
    return reply_from_store(call, STORE_READ, describe, &name);
}

const gabi_error *update_table_replica_auto_scaling(op_call *call) {
    text name;
    TRY(table_request_read(call, &name));
    return validation_error(call->arena, "gabi-emu does not emulate auto scaling, and its tables have no replicas");
}
