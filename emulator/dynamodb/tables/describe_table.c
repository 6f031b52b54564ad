#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/tables/metrics.h"
#include "dynamodb/tables/table_request.h"

static const gabi_error *describe(world *world, arena *arena, const void *name, json_writer *writer) {
    const table *table;
    TRY(table_request_find_any(world, arena, *(const text *)name, &table));
    json_name(writer, TEXT("Table"));
    return table_describe(world, arena, table, world_now_ms(world), writer);
}

const gabi_error *describe_table(op_call *call) {
    text name;
    TRY(table_request_read(call, &name));
    TRY(metrics_measure(call->owner, call->arena, name));
    return reply_from_store(call, STORE_READ, describe, &name);
}
