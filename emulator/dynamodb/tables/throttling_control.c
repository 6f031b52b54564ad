#include "dynamodb/tables/throttling_control.h"

#include "core/json_writer.h"
#include "core/service.h"
#include "dynamodb/tables/table_request.h"
#include "dynamodb/tables/throttling.h"

typedef struct throttling_input {
    bool enabled;
    bool hot_partitions;
} throttling_input;

static const schema_field input_fields[] = {
    {"enabled", SCHEMA_BOOLEAN, SCHEMA_OFFSET(throttling_input, enabled), .required = true},
    {"hot_partitions", SCHEMA_BOOLEAN, SCHEMA_OFFSET(throttling_input, hot_partitions), .required = false},
};
SCHEMA(throttling_input, input_fields);

static const gabi_error *find(op_call *call, throttling_input *ret_throttling) {
    const table *table;
    TRY(table_request_find(call->owner, call->arena, op_parameter(call, "table"), &table));
    *ret_throttling = (throttling_input){table->settings.throttled.value, table->settings.hot_partitions.value};
    return NULL;
}

static const gabi_error *save(op_call *call, const throttling_input *input) {
    const table *table;
    TRY(table_request_find(call->owner, call->arena, op_parameter(call, "table"), &table));
    table_settings settings = table->settings;
    settings.throttled = (optional_boolean){true, input->enabled};
    settings.hot_partitions = (optional_boolean){true, input->enabled && input->hot_partitions};
    throttling_refill(call->owner, table->id);
    return table_save(call->owner, call->arena, table, table->definition, &settings);
}

const gabi_error *throttling_show(op_call *call) {
    store *store = world_store(call->owner);
    throttling_input throttling;
    TRY(store_begin(store, call->arena, STORE_READ));
    TRY(store_end(store, call->arena, find(call, &throttling)));
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_boolean_member(&writer, "enabled", throttling.enabled);
    json_boolean_member(&writer, "hot_partitions", throttling.hot_partitions);
    json_end_object(&writer);
    respond_json(call, 200, buffer_text(&out));
    return NULL;
}

const gabi_error *throttling_switch(op_call *call) {
    store *store = world_store(call->owner);
    const void *input;
    TRY(schema_bind(call->arena, &throttling_input_schema, call->request->body.bytes, &input));
    TRY(store_begin(store, call->arena, STORE_WRITE));
    TRY(store_end(store, call->arena, save(call, input)));
    return throttling_show(call);
}
