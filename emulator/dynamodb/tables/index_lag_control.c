#include "dynamodb/tables/index_lag_control.h"

#include "core/json_writer.h"
#include "core/service.h"
#include "dynamodb/tables/index_lag.h"
#include "dynamodb/tables/table_request.h"

typedef struct index_lag_input {
    int64_t milliseconds;
} index_lag_input;

static const schema_field input_fields[] = {
    {"milliseconds", SCHEMA_INTEGER, SCHEMA_OFFSET(index_lag_input, milliseconds), .required = true, .least = 0,
     .most = INDEX_LAG_MOST_MS},
};
SCHEMA(index_lag_input, input_fields);

static const gabi_error *find(op_call *call, int64_t *ret_lag_ms) {
    const table *table;
    TRY(table_request_find(call->owner, call->arena, op_parameter(call, "table"), &table));
    *ret_lag_ms = table->settings.index_lag_ms.value;
    return NULL;
}

static const gabi_error *save(op_call *call, int64_t lag_ms) {
    const table *table;
    store *store = world_store(call->owner);
    TRY(table_request_find(call->owner, call->arena, op_parameter(call, "table"), &table));
    table_settings settings = table->settings;
    settings.index_lag_ms = (optional_integer){true, lag_ms};
    if (lag_ms > 0 && !indexes_lag(table))
        TRY(index_lag_begin(store, call->arena, table));
    if (lag_ms == 0 && indexes_lag(table))
        TRY(index_lag_end(store, call->arena, table));
    return table_save(call->owner, call->arena, table, table->definition, &settings);
}

const gabi_error *index_lag_show(op_call *call) {
    store *store = world_store(call->owner);
    int64_t lag_ms;
    TRY(store_begin(store, call->arena, STORE_READ));
    TRY(store_end(store, call->arena, find(call, &lag_ms)));
    respond_json(call, 200, text_format(call->arena, "{\"milliseconds\":%lld}", (long long)lag_ms));
    return NULL;
}

const gabi_error *index_lag_set(op_call *call) {
    store *store = world_store(call->owner);
    const void *input;
    TRY(schema_bind(call->arena, &index_lag_input_schema, call->request->body.bytes, &input));
    TRY(store_begin(store, call->arena, STORE_WRITE));
    TRY(store_end(store, call->arena, save(call, ((const index_lag_input *)input)->milliseconds)));
    return index_lag_show(call);
}
