#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/table_request.h"

static const gabi_error *describe(world *world, arena *arena, text name, json_writer *writer) {
    const table *table;
    TRY(table_request_find(world, arena, name, &table));
    text attribute = table->settings.time_to_live;
    if (attribute.data)
        json_string_member(writer, "AttributeName", attribute);
    json_string_member(writer, "TimeToLiveStatus", attribute.data ? TEXT("ENABLED") : TEXT("DISABLED"));
    return NULL;
}

const gabi_error *describe_time_to_live(op_call *call) {
    text name;
    store *store = world_store(call->owner);
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    TRY(table_request_read(call, &name));
    json_begin_object(&writer);
    json_name(&writer, TEXT("TimeToLiveDescription"));
    json_begin_object(&writer);
    TRY(store_begin(store, call->arena, STORE_READ));
    TRY(store_end(store, call->arena, describe(call->owner, call->arena, name, &writer)));
    json_end_object(&writer);
    json_end_object(&writer);
    reply(call, buffer_text(&out));
    return NULL;
}
