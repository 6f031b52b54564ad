#include "dynamodb/item_lookup.h"
#include "dynamodb/operations.h"
#include "dynamodb/reply.h"

const gabi_error *get_item(op_call *call) {
    item_request request;
    item_lookup lookup;
    store *store = world_store(call->owner);
    text json;
    TRY(item_request_read(call, &request));
    TRY(item_lookup_parse(call->arena, &request, &lookup));
    TRY(store_begin(store, call->arena, STORE_READ));
    TRY(store_end(store, call->arena, item_lookup_run(call->owner, call->arena, &lookup, &json)));
    buffer out = BUFFER(call->arena);
    buffer_reserve(&out, json.length + sizeof "{\"Item\":}");
    buffer_append(&out, text_is_empty(json) ? TEXT("{") : TEXT("{\"Item\":"));
    buffer_append(&out, json);
    buffer_append_char(&out, '}');
    reply(call, buffer_text(&out));
    return NULL;
}
