#include "dynamodb/metrics.h"
#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/table_request.h"

static const gabi_error *describe(world *world, arena *arena, text name, json_writer *writer) {
    const table *table;
    TRY(table_request_find_any(world, arena, name, &table));
    return table_describe(world, arena, table, world_now_ms(world), writer);
}

const gabi_error *describe_table(op_call *call) {
    text name;
    store *store = world_store(call->owner);
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    TRY(table_request_read(call, &name));
    TRY(metrics_measure(call->owner, call->arena, name));
    json_begin_object(&writer);
    json_name(&writer, TEXT("Table"));
    TRY(store_begin(store, call->arena, STORE_READ));
    TRY(store_end(store, call->arena, describe(call->owner, call->arena, name, &writer)));
    json_end_object(&writer);
    reply(call, buffer_text(&out));
    return NULL;
}
