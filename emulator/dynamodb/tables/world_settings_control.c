#include "dynamodb/tables/world_settings_control.h"

#include "core/json.h"
#include "core/json_writer.h"
#include "core/schema.h"
#include "core/service.h"
#include "dynamodb/tables/table.h"
#include "dynamodb/tables/world_settings.h"

#define BODY_MOST_DEPTH 2

/* Ten years. */
#define MOST_DELAY_MS ((int64_t)10 * 366 * 24 * 60 * 60 * 1000)

typedef struct settings_input {
    int64_t ttl_delay_ms;
    int64_t table_creation_ms;
    int64_t table_update_ms;
    int64_t table_deletion_ms;
    int64_t index_creation_ms;
    int64_t index_deletion_ms;
} settings_input;

#define DELAY(name_, field_)                                                                                           \
    {                                                                                                                  \
        name_, SCHEMA_INTEGER, SCHEMA_OFFSET(settings_input, field_), .required = false, .least = 0,                   \
                                                                      .most = MOST_DELAY_MS                            \
    }

static const schema_field input_fields[] = {
    DELAY(SETTING_TTL_DELAY_MS, ttl_delay_ms),           DELAY(SETTING_TABLE_CREATION_MS, table_creation_ms),
    DELAY(SETTING_TABLE_UPDATE_MS, table_update_ms),     DELAY(SETTING_TABLE_DELETION_MS, table_deletion_ms),
    DELAY(SETTING_INDEX_CREATION_MS, index_creation_ms), DELAY(SETTING_INDEX_DELETION_MS, index_deletion_ms),
};
SCHEMA(settings_input, input_fields);

#define SETTINGS (sizeof input_fields / sizeof *input_fields)

static const gabi_error *read(world *world, arena *arena, int64_t *ret_values) {
    TRY(tables_prepare(world, arena));
    for (size_t i = 0; i < SETTINGS; i++)
        TRY(world_setting_get(world, arena, input_fields[i].name, &ret_values[i]));
    return NULL;
}

/* Those that the body names, as the schema has bound them. */
static const gabi_error *write(world *world, arena *arena, const json *body, const void *input) {
    TRY(tables_prepare(world, arena));
    for (size_t i = 0; i < SETTINGS; i++)
        if (json_member(body, input_fields[i].name))
            TRY(world_setting_put(world, arena, input_fields[i].name,
                                  *(const int64_t *)((const char *)input + input_fields[i].offset)));
    return NULL;
}

const gabi_error *world_settings_show(op_call *call) {
    store *store = world_store(call->owner);
    int64_t values[SETTINGS];
    TRY(store_begin(store, call->arena, STORE_WRITE));
    TRY(store_end(store, call->arena, read(call->owner, call->arena, values)));
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    for (size_t i = 0; i < SETTINGS; i++)
        json_integer_member(&writer, input_fields[i].name, values[i]);
    json_end_object(&writer);
    respond_json(call, 200, buffer_text(&out));
    return NULL;
}

const gabi_error *world_settings_change(op_call *call) {
    store *store = world_store(call->owner);
    const void *input;
    const json *body;
    text bytes = call->request->body.bytes;
    TRY(schema_bind(call->arena, &settings_input_schema, bytes, &input));
    TRY(json_parse(call->arena, text_is_empty(bytes) ? TEXT("{}") : bytes, BODY_MOST_DEPTH, &body));
    TRY(store_begin(store, call->arena, STORE_WRITE));
    TRY(store_end(store, call->arena, write(call->owner, call->arena, body, input)));
    world_note_due(call->owner, world_now_ms(call->owner)); /* what is due may be so at another time now */
    return world_settings_show(call);
}
