#include "control/events_control.h"

#include "core/civil_time.h"
#include "core/encoding.h"
#include "core/json_reader.h"
#include "core/json_writer.h"
#include "core/service.h"
#include "events/events.h"

#define MOST_NESTING 4
#define MOST_IDS 1000

/* JSON as it is, other texts as a string, other bytes in base64 under another name. */
static void write_payload(json_writer *writer, arena *arena, text payload) {
    if (json_check(arena, payload) == NULL)
        json_raw_member(writer, "payload", payload);
    else if (text_is_utf8(payload))
        json_string_member(writer, "payload", payload);
    else
        json_string_member(writer, "payloadBase64", base64_encode(arena, payload));
}

static void write_event(json_writer *writer, arena *arena, const event *event) {
    json_begin_object(writer);
    json_integer_member(writer, "id", event->id);
    json_string_member(writer, "kind", event->kind);
    json_string_member(writer, "target", event->target);
    json_string_member(writer, "state", event->is_dropped ? TEXT("dropped") : TEXT("pending"));
    json_integer_member(writer, "attempts", event->attempts);
    json_string_member(writer, "created", time_to_iso8601(arena, event->created_ms));
    if (!event->is_dropped)
        json_string_member(writer, "due", time_to_iso8601(arena, event->due_ms));
    if (!text_is_empty(event->error))
        json_string_member(writer, "error", event->error);
    write_payload(writer, arena, event->payload);
    json_end_object(writer);
}

static const gabi_error *list(op_call *call) {
    event *events;
    size_t count;
    event_settings settings;
    TRY(events_settings(call->owner, call->arena, &settings));
    TRY(events_list(call->owner, call->arena, &events, &count));
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_boolean_member(&writer, "held", settings.are_held);
    if (settings.has_seed)
        json_integer_member(&writer, "seed", settings.order_seed);
    json_name(&writer, TEXT("events"));
    json_begin_array(&writer);
    for (size_t i = 0; i < count; i++)
        write_event(&writer, call->arena, &events[i]);
    json_end_array(&writer);
    json_end_object(&writer);
    respond_json(call, 200, buffer_text(&out));
    return NULL;
}

/* ---- changing ---- */

/* What has become due by it is delivered before the answer. */
static const gabi_error *settle_and_respond(op_call *call) {
    control_host *host = ((const control_call *)call->caller)->host;
    TRY(host->settle(host, call->arena, call->owner));
    respond_json(call, 204, TEXT(""));
    return NULL;
}

typedef struct settings_input {
    bool held;
    const json *seed;
} settings_input;

static const schema_field settings_fields[] = {
    {"held", SCHEMA_BOOLEAN, SCHEMA_OFFSET(settings_input, held), .required = true},
    {"seed", SCHEMA_ANY, SCHEMA_OFFSET(settings_input, seed), .required = false},
};
SCHEMA(settings_input, settings_fields);

static const gabi_error *change(op_call *call) {
    const void *bound;
    TRY(schema_bind(call->arena, &settings_input_schema, call->request->body.bytes, &bound));
    const settings_input *input = bound;
    event_settings settings = {.are_held = input->held, .has_seed = input->seed != NULL};
    if (input->seed && (!json_to_int64(input->seed, &settings.order_seed) || settings.order_seed < 0))
        return error_new(call->arena, ERROR_INVALID, "invalid_seed", "\"seed\" must be a whole number from 0 up");
    TRY(events_set(call->owner, call->arena, &settings));
    return settle_and_respond(call);
}

/* The id in the path; -1, which no event has, for anything else. */
static int64_t id_of(const op_call *call) {
    int64_t id;
    return text_to_int64(op_parameter(call, "id"), &id) && id > 0 ? id : -1;
}

static const gabi_error *release_one(op_call *call) {
    TRY(events_release(call->owner, call->arena, id_of(call)));
    return settle_and_respond(call);
}

static const gabi_error *release_all(op_call *call) {
    TRY(events_release(call->owner, call->arena, 0));
    return settle_and_respond(call);
}

static const gabi_error *duplicate(op_call *call) {
    int64_t id;
    TRY(events_duplicate(call->owner, call->arena, id_of(call), &id));
    respond_json(call, 201, text_format(call->arena, "{\"id\":%lld}", (long long)id));
    return NULL;
}

static const gabi_error *reorder(op_call *call) {
    const json *body;
    int64_t ids[MOST_IDS];
    size_t count = 0;
    TRY(json_parse(call->arena, call->request->body.bytes, MOST_NESTING, &body));
    const json *given = json_member(body, "ids");
    if (json_kind_of(given) != JSON_KIND_ARRAY || json_count(given) == 0 || json_count(given) > MOST_IDS)
        return error_new(call->arena, ERROR_INVALID, "invalid_order", "\"ids\" must be a list of 1 to %d ids",
                         MOST_IDS);
    for (const json *each = json_first(given); each; each = json_after(each))
        if (!json_to_int64(each, &ids[count++]))
            return error_new(call->arena, ERROR_INVALID, "invalid_order", "\"ids\" must be whole numbers");
    TRY(events_reorder(call->owner, call->arena, ids, count));
    respond_json(call, 204, TEXT(""));
    return NULL;
}

static const gabi_error *remove_one(op_call *call) {
    TRY(events_remove(call->owner, call->arena, id_of(call)));
    respond_json(call, 204, TEXT(""));
    return NULL;
}

static const gabi_error *remove_all(op_call *call) {
    TRY(events_remove(call->owner, call->arena, 0));
    respond_json(call, 204, TEXT(""));
    return NULL;
}

static const gabi_op ops[] = {
    {"ListEvents", "GET /_gabi/events", ANYONE, list, NULL},
    {"ChangeEvents", "PUT /_gabi/events", ANYONE, change, NULL},
    {"RemoveEvents", "DELETE /_gabi/events", ANYONE, remove_all, NULL},
    {"RemoveEvent", "DELETE /_gabi/events/{id}", ANYONE, remove_one, NULL},
    {"ReleaseEvents", "POST /_gabi/events/release", ANYONE, release_all, NULL},
    {"ReleaseEvent", "POST /_gabi/events/{id}/release", ANYONE, release_one, NULL},
    {"DuplicateEvent", "POST /_gabi/events/{id}/duplicate", ANYONE, duplicate, NULL},
    {"ReorderEvents", "PUT /_gabi/events/order", ANYONE, reorder, NULL},
};

const control_part events_control = {.ops = ops, .op_count = sizeof ops / sizeof *ops};
