#include "dynamodb/items/item_collection_control.h"

#include "core/service.h"
#include "dynamodb/items/item_collection.h"
#include "dynamodb/tables/table_request.h"

typedef struct limit_input {
    int64_t bytes;
} limit_input;

static const schema_field input_fields[] = {
    {"bytes", SCHEMA_INTEGER, SCHEMA_OFFSET(limit_input, bytes), .required = true, .least = 1,
     .most = ITEM_COLLECTION_MOST_BYTES},
};
SCHEMA(limit_input, input_fields);

static const gabi_error *find(op_call *call, int64_t *ret_bytes) {
    const table *table;
    TRY(table_request_find(call->owner, call->arena, op_parameter(call, "table"), &table));
    *ret_bytes = item_collection_limit_bytes(table);
    return NULL;
}

static const gabi_error *save(op_call *call, int64_t bytes) {
    const table *table;
    TRY(table_request_find(call->owner, call->arena, op_parameter(call, "table"), &table));
    table_settings settings = table->settings;
    settings.collection_limit_bytes = (optional_integer){true, bytes};
    return table_save_settings(call->owner, call->arena, table, &settings);
}

const gabi_error *item_collection_limit_show(op_call *call) {
    store *store = world_store(call->owner);
    int64_t bytes;
    TRY(store_begin(store, call->arena, STORE_READ));
    TRY(store_end(store, call->arena, find(call, &bytes)));
    respond_json(call, 200, text_format(call->arena, "{\"bytes\":%lld}", (long long)bytes));
    return NULL;
}

const gabi_error *item_collection_limit_set(op_call *call) {
    store *store = world_store(call->owner);
    const void *input;
    TRY(schema_bind(call->arena, &limit_input_schema, call->request->body.bytes, &input));
    TRY(store_begin(store, call->arena, STORE_WRITE));
    TRY(store_end(store, call->arena, save(call, ((const limit_input *)input)->bytes)));
    return item_collection_limit_show(call);
}
