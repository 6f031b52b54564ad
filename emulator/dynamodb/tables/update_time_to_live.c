#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/tables/arn.h"
#include "dynamodb/tables/table_request.h"
#include "dynamodb/tables/table_state.h"
#include "dynamodb/tables/time_to_live.h"

#define LONGEST_ATTRIBUTE_NAME 255

/* After a change AWS takes no other for a while: "may take up to one hour" in its documentation, half an hour as
 * measured. Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html */
#define CHANGE_INTERVAL_MS ((int64_t)30 * 60 * 1000)

typedef struct specification {
    text attribute;
    optional_boolean is_enabled;
} specification;

static const wire_member specification_members[] = {
    {"AttributeName", wire_read_text, offsetof(specification, attribute), NULL},
    {"Enabled", wire_read_boolean, offsetof(specification, is_enabled), NULL},
};
WIRE_STRUCT(specification_struct, specification, specification_members);

typedef struct update_request {
    text table_name;
    specification *specification;
} update_request;

static const wire_member request_members[] = {
    {"TableName", wire_read_text, offsetof(update_request, table_name), NULL},
    {"TimeToLiveSpecification", wire_read_object, offsetof(update_request, specification), &specification_struct},
};
WIRE_STRUCT(request_struct, update_request, request_members);

static void constrain(const specification *self, constraints *found) {
    const char *name = "timeToLiveSpecification.attributeName";
    arena *arena = found->problems.arena;
    constraint_not_null(found, "timeToLiveSpecification", self != NULL);
    if (!self)
        return;
    text shown = text_format(arena, "'%.*s'", TEXT_ARGS(self->attribute));
    constraint_not_null(found, name, self->attribute.data != NULL);
    if (self->attribute.data && self->attribute.length == 0)
        constraint_failed(found, name, shown, "Member must have length greater than or equal to 1");
    if (self->attribute.length > LONGEST_ATTRIBUTE_NAME)
        constraint_failed(found, name, shown, "Member must have length less than or equal to 255");
    constraint_not_null(found, "timeToLiveSpecification.enabled", self->is_enabled.is_present);
}

static const gabi_error *read_request(const op_call *call, update_request *ret_request) {
    constraints found = CONSTRAINTS(call->arena);
    update_request request = {0};
    TRY(wire_read_body(call->arena, call->request->body.bytes, &request_struct, &request));
    if (is_arn(request.table_name))
        TRY(table_name_of(&found, request.table_name, &request.table_name));
    TRY(check_table_name(&found, request.table_name, 1));
    constrain(request.specification, &found);
    TRY(constraints_error(&found));
    *ret_request = request;
    return NULL;
}

static const gabi_error *check(arena *arena, const table_settings *settings, const specification *wanted,
                               int64_t now_ms) {
    bool is_enabled = settings->time_to_live.data != NULL;
    if (is_enabled && !text_equal(settings->time_to_live, wanted->attribute))
        return validation_error(arena,
                                "TimeToLive is active on a different AttributeName: current AttributeName is %.*s",
                                TEXT_ARGS(settings->time_to_live));
    if (is_enabled == wanted->is_enabled.value)
        return validation_error(arena, "TimeToLive is already %s", is_enabled ? "enabled" : "disabled");
    if (settings->time_to_live_changed_at_ms.is_present &&
        now_ms < settings->time_to_live_changed_at_ms.value + CHANGE_INTERVAL_MS)
        return validation_error(arena, "Time to live has been modified multiple times within a fixed interval");
    return NULL;
}

static const gabi_error *update(world *world, arena *arena, const update_request *request) {
    const specification *wanted = request->specification;
    const table *table;
    TRY(table_request_find(world, arena, request->table_name, &table));
    if (is_state(table_status(table, world_now_ms(world)), STATE_CREATING))
        return table_in_use(arena, "Table %.*s is being created", TEXT_ARGS(table->name));
    TRY(check(arena, &table->settings, wanted, world_now_ms(world)));
    return time_to_live_set(world, arena, table, wanted->is_enabled.value ? wanted->attribute : (text){0});
}

const gabi_error *update_time_to_live(op_call *call) {
    update_request request;
    store *store = world_store(call->owner);
    TRY(read_request(call, &request));
    TRY(store_begin(store, call->arena, STORE_WRITE));
    TRY(store_end(store, call->arena, update(call->owner, call->arena, &request)));
    TRY(time_to_live_backfill(call->owner, call->arena));
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_name(&writer, TEXT("TimeToLiveSpecification"));
    json_begin_object(&writer);
    json_string_member(&writer, "AttributeName", request.specification->attribute);
    json_boolean_member(&writer, "Enabled", request.specification->is_enabled.value);
    json_end_object(&writer);
    json_end_object(&writer);
    reply(call, buffer_text(&out));
    return NULL;
}
