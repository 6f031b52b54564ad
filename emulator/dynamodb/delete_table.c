#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/table_request.h"

static const gabi_error *delete (world *world, arena *arena, text name, json_writer *writer) {
    const table *table;
    TRY(table_request_find(world, arena, name, &table));
    if (table->definition->deletion_protection.value)
        return validation_error(
            arena, "Resource cannot be deleted as it is currently protected against deletion. Disable deletion "
                   "protection first.");
    TRY(table_describe(world, arena, table, "DELETING", writer));
    return table_drop(world, arena, table);
}

const gabi_error *delete_table(op_call *call) {
    text name;
    store *store = world_store(call->owner);
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    TRY(table_request_read(call, &name));
    json_begin_object(&writer);
    json_name(&writer, TEXT("TableDescription"));
    TRY(store_begin(store, call->arena, STORE_WRITE));
    TRY(store_end(store, call->arena, delete (call->owner, call->arena, name, &writer)));
    json_end_object(&writer);
    reply(call, buffer_text(&out));
    return NULL;
}
