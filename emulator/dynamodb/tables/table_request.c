#include "dynamodb/tables/table_request.h"

#include "dynamodb/tables/arn.h"

typedef struct table_request {
    text table_name;
} table_request;

static const wire_member members[] = {
    {"TableName", wire_read_text, offsetof(table_request, table_name), NULL},
};
WIRE_STRUCT(table_request_struct, table_request, members);

const gabi_error *table_request_read(const op_call *call, text *ret_name) {
    constraints found = CONSTRAINTS(call->arena);
    table_request request = {0};
    TRY(wire_read_body(call->arena, call->request->body.bytes, &table_request_struct, &request));
    if (!request.table_name.data)
        return validation_error(call->arena,
                                "The parameter 'TableName' is required but was not present in the request");
    return table_name_of(&found, request.table_name, ret_name);
}

static const gabi_error *not_found(arena *arena, text name) {
    return error_new(arena, ERROR_NOT_FOUND, "ResourceNotFoundException",
                     "Requested resource not found: Table: %.*s not found", TEXT_ARGS(name));
}

const gabi_error *table_request_find_any(world *world, arena *arena, text name, const table **ret_table) {
    const table *table;
    TRY(table_find_or_null(world, arena, name, &table));
    if (!table)
        return not_found(arena, name);
    *ret_table = table;
    return NULL;
}

const gabi_error *table_request_find(world *world, arena *arena, text name, const table **ret_table) {
    const table *table;
    TRY(table_request_find_any(world, arena, name, &table));
    if (settings_are_of_restoring(&table->settings))
        return not_found(arena, name);
    *ret_table = table;
    return NULL;
}
