#include "dynamodb/tables/resource.h"

#include "dynamodb/backups/recovery.h"
#include "dynamodb/backups/recovery_request.h"
#include "dynamodb/streams/stream.h"
#include "dynamodb/tables/table.h"
#include "dynamodb/tables/tags.h"
#include "dynamodb/tables/time_to_live.h"

static const char *const known[] = {
    "TableName",
    "AttributeDefinitions",
    "KeySchema",
    "GlobalSecondaryIndexes",
    "LocalSecondaryIndexes",
    "BillingMode",
    "ProvisionedThroughput",
    "OnDemandThroughput",
    "WarmThroughput",
    "TableClass",
    "DeletionProtectionEnabled",
    "StreamSpecification",
    "TimeToLiveSpecification",
    "PointInTimeRecoverySpecification",
    "SSESpecification",
    "Tags",
};

/* The properties that are kept beside the definition. */
typedef struct table_properties {
    recovery_request *recovery;
    wire_list tags;
} table_properties;

static const wire_member property_members[] = {
    {"PointInTimeRecoverySpecification", wire_read_object, offsetof(table_properties, recovery),
     &recovery_request_struct},
    {"Tags", wire_read_list, offsetof(table_properties, tags), &tag_struct},
};
WIRE_STRUCT(properties_struct, table_properties, property_members);

/* Gives the table the template's tags, beside those that it has. */
static const gabi_error *provision_tags(provision_context *context, const resource *resource, const table *table) {
    arena *arena = context->arena;
    table_properties properties = {0};
    TRY(wire_read_body(arena, json_print(arena, resource->properties), &properties_struct, &properties));
    if (properties.tags.count == 0)
        return NULL;
    TRY(tags_check(arena, &properties.tags));
    table_settings settings = table->settings;
    TRY(tags_with(arena, &settings.tags, &properties.tags, &settings.tags));
    return table_save_settings(context->world, arena, table, &settings);
}

/* Switches recovery as the template wants it, if it is otherwise. */
static const gabi_error *provision_recovery(provision_context *context, const resource *resource, const table *table) {
    arena *arena = context->arena;
    constraints found = CONSTRAINTS(arena);
    table_properties properties = {0};
    TRY(wire_read_body(arena, json_print(arena, resource->properties), &properties_struct, &properties));
    recovery_request none = {.is_enabled = {true, false}}, *wanted = properties.recovery ? properties.recovery : &none;
    TRY(recovery_request_check(wanted, &found));
    int64_t days = wanted->days.is_present ? wanted->days.value : RECOVERY_MOST_DAYS;
    bool is_on = recovery_is_on(&table->settings), wants_on = wanted->is_enabled.value;
    if (is_on == wants_on && (!is_on || table->settings.recovery_days.value == days))
        return NULL;
    return recovery_switch(context->world, arena, table, wants_on, wanted->days);
}

#define KEPT_AS_IT_IS                                                                                                  \
    "is another table now than the one that is kept here: it stays as it was made, with its items. To have the new "   \
    "one, delete the table (aws dynamodb delete-table) and start again"

static bool is_other(arena *arena, const table *kept, const table_definition *definition) {
    const stream_specification *stream = definition->stream;
    text view = kept->settings.stream_view;
    return (stream && view.data && !text_equal(view, stream->view)) ||
           !text_equal(definition_to_json(arena, kept->definition), definition_to_json(arena, definition));
}

/* Gives a table that has no time to live the one that the template says. */
static const gabi_error *provision_time_to_live(provision_context *context, const resource *resource,
                                                const table *table) {
    const json *specification = json_member(resource->properties, "TimeToLiveSpecification");
    text attribute = json_member_text(specification, "AttributeName"), kept = table->settings.time_to_live;
    const json *enabled = json_member(specification, "Enabled");
    if (!json_is_true(enabled) && !text_equal(json_text(enabled), TEXT("true")))
        return NULL;
    if (text_is_empty(attribute))
        return validation_error(context->arena, "TimeToLiveSpecification has no AttributeName");
    if (kept.data && !text_equal(kept, attribute))
        context->warn(context->reporter, resource, KEPT_AS_IT_IS);
    return kept.data ? NULL
                     : time_to_live_set(context->world, context->arena, table, text_copy(context->arena, attribute));
}

static const gabi_error *provision(provision_context *context, const resource *resource,
                                   const table_definition *definition, resource_result *ret_result) {
    const table *table;
    arena *arena = context->arena;
    TRY(table_find_or_null(context->world, arena, definition->name, &table));
    if (!table)
        TRY(table_create(context->world, arena, definition, &table));
    else if (is_other(arena, table, definition))
        context->warn(context->reporter, resource, KEPT_AS_IT_IS);
    if (definition->stream && !table->settings.stream_view.data)
        TRY(stream_enable(context->world, arena, table, definition->stream->view, &table));
    *ret_result = (resource_result){.reference = text_copy(arena, table->name)};
    http_fields_add(arena, &ret_result->attributes, TEXT("Arn"), text_copy(arena, table->arn));
    text stream_arn = stream_latest_arn(arena, table);
    if (stream_arn.data)
        http_fields_add(arena, &ret_result->attributes, TEXT("StreamArn"), stream_arn);
    TRY(provision_tags(context, resource, table));
    TRY(table_find(context->world, arena, definition->name, &table)); /* as it is after that */
    TRY(provision_recovery(context, resource, table));
    TRY(table_find(context->world, arena, definition->name, &table)); /* as it is after that */
    return provision_time_to_live(context, resource, table);
}

const gabi_error *table_provision(provision_context *context, const resource *resource, resource_result *ret_result) {
    arena *arena = context->arena;
    store *store = world_store(context->world);
    table_definition definition;
    provision_warn_unknown(context, resource, known, sizeof known / sizeof *known);
    TRY(definition_read(arena, json_print(arena, resource->properties), &definition));
    if (!definition.name.data)
        definition.name =
            text_format(arena, "%.*s-%.*s", TEXT_ARGS(resource->stack_name), TEXT_ARGS(resource->logical_id));
    if (definition.stream) /* which templates do not say */
        definition.stream->is_enabled = (optional_boolean){true, true};
    TRY(definition_check(&definition, arena));
    TRY(store_begin(store, arena, STORE_WRITE));
    return store_end(store, arena, provision(context, resource, &definition, ret_result));
}
