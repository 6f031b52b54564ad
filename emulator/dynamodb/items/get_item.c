#include "dynamodb/items/item_lookup.h"
#include "dynamodb/operations.h"
#include "dynamodb/reply.h"

const gabi_error *get_item(op_call *call) {
    item_request request;
    item_lookup lookup;
    store *store = world_store(call->owner);
    text json;
    TRY(item_request_read(call, VALUE_READER_SECOND, &request));
    TRY(item_lookup_parse(call->arena, &request, &lookup));
    lookup.meter = capacity_meter_new(call->arena, request.return_consumed_capacity);
    TRY(store_begin(store, call->arena, STORE_READ));
    TRY(store_end(store, call->arena, item_lookup_run(call->owner, call->arena, &lookup, &json)));
    buffer out = BUFFER(call->arena);
    buffer_reserve(&out, json.length + sizeof "{\"Item\":}");
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    capacity_write(lookup.meter, &writer);
    if (!text_is_empty(json))
        json_raw_member(&writer, "Item", json);
    json_end_object(&writer);
    reply(call, buffer_text(&out));
    return NULL;
}
