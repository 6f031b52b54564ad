#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/streams/stream.h"
#include "dynamodb/tables/arn.h"
#include "dynamodb/tables/resource_policy.h"
#include "dynamodb/tables/table_state.h"
#include "dynamodb/tables/tags.h"
#include "dynamodb/tables/world_settings.h"

typedef struct creation {
    table_definition definition;
    wire_list tags;
    text policy;
    bool has_global_source;
    bool has_vector_indexes;
} creation;

static const wire_member members[] = {
    {"Tags", wire_read_list, offsetof(creation, tags), &tag_struct},
    {"ResourcePolicy", wire_read_text, offsetof(creation, policy), NULL},
    {"GlobalTableSourceArn", wire_read_presence, offsetof(creation, has_global_source), NULL},
    {"GlobalTableSettingsReplicationMode", wire_read_presence, offsetof(creation, has_global_source), NULL},
    {"VectorIndexes", wire_read_presence, offsetof(creation, has_vector_indexes), NULL},
};
WIRE_STRUCT(creation_struct, creation, members);

static const gabi_error *read_creation(arena *arena, text body, creation *ret_creation) {
    constraints found = CONSTRAINTS(arena);
    creation creation = {0};
    table_definition *definition = &creation.definition;
    TRY(definition_read(arena, body, definition));
    if (is_arn(definition->name))
        TRY(table_name_of(&found, definition->name, &definition->name));
    TRY(definition_check(definition, arena));
    TRY(wire_read_body(arena, body, &creation_struct, &creation));
    TRY(tags_check(arena, &creation.tags));
    if (creation.policy.data)
        TRY(resource_policy_check(arena, creation.policy));
    if (creation.has_vector_indexes)
        return vector_indexes_not_emulated(arena);
    if (creation.has_global_source)
        return validation_error(arena,
                                "gabi-emu is one region: it has no replicas, and takes no GlobalTableSourceArn or "
                                "GlobalTableSettingsReplicationMode");
    *ret_creation = creation;
    return NULL;
}

static const gabi_error *begin_life(world *world, arena *arena, const table *table, const creation *creation) {
    table_settings settings = table->settings;
    int64_t delay_ms;
    TRY(world_setting_get(world, arena, SETTING_TABLE_CREATION_MS, &delay_ms));
    settings.change = TEXT(STATE_CREATING);
    settings.change_until_ms = (optional_integer){true, world_now_ms(world) + delay_ms};
    settings.tags = creation->tags;
    if (creation->policy.data)
        resource_policy_set(world, arena, creation->policy, &settings);
    return table_save_settings(world, arena, table, &settings);
}

static const gabi_error *create(world *world, arena *arena, const void *request, json_writer *writer) {
    const creation *creation = request;
    const table_definition *definition = &creation->definition;
    const table *table;
    int64_t beginning_ms = STATE_AT_BEGINNING(world_now_ms(world));
    TRY(table_find_or_null(world, arena, definition->name, &table));
    if (table && is_state(table_status(table, world_now_ms(world)), STATE_CREATING))
        return table_check_present(world, arena, table);
    if (table)
        return error_new(arena, ERROR_CONFLICT, "ResourceInUseException",
                         settings_are_of_restoring(&table->settings) ? "Table is being used: %.*s"
                                                                     : "Table already exists: %.*s",
                         TEXT_ARGS(definition->name));
    TRY(table_create(world, arena, definition, &table));
    TRY(begin_life(world, arena, table, creation));
    TRY(table_find_or_null(world, arena, definition->name, &table));
    if (definition->stream && definition->stream->is_enabled.value)
        TRY(stream_enable(world, arena, table, definition->stream->view, &table));
    json_name(writer, TEXT("TableDescription"));
    return table_describe(world, arena, table, beginning_ms, writer);
}

const gabi_error *create_table(op_call *call) {
    creation creation;
    TRY(read_creation(call->arena, call->request->body.bytes, &creation));
    return reply_from_store(call, STORE_WRITE, create, &creation);
}
