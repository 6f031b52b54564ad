#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/stream.h"

static const gabi_error *create(world *world, arena *arena, const table_definition *definition, json_writer *writer) {
    const table *table;
    TRY(table_find_or_null(world, arena, definition->name, &table));
    if (table)
        return error_new(arena, ERROR_CONFLICT, "ResourceInUseException",
                         settings_are_of_restoring(&table->settings) ? "Table is being used: %.*s"
                                                                     : "Table already exists: %.*s",
                         TEXT_ARGS(definition->name));
    TRY(table_create(world, arena, definition, &table));
    if (definition->stream && definition->stream->is_enabled.value)
        TRY(stream_enable(world, arena, table, definition->stream->view, &table));
    /* The table is there at once; SDKs' waiters ask until they hear ACTIVE, and then do not wait. */
    return table_describe(world, arena, table, "CREATING", writer);
}

const gabi_error *create_table(op_call *call) {
    table_definition definition;
    store *store = world_store(call->owner);
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    TRY(definition_read(call->arena, call->request->body.bytes, &definition));
    TRY(definition_check(&definition, call->arena));
    json_begin_object(&writer);
    json_name(&writer, TEXT("TableDescription"));
    TRY(store_begin(store, call->arena, STORE_WRITE));
    TRY(store_end(store, call->arena, create(call->owner, call->arena, &definition, &writer)));
    json_end_object(&writer);
    reply(call, buffer_text(&out));
    return NULL;
}
