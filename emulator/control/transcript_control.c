#include "control/transcript_control.h"

#include "core/encoding.h"
#include "core/json_writer.h"
#include "core/schema.h"
#include "core/service.h"
#include "records/transcript_hurl.h"

typedef struct transcript_input {
    bool enabled;
} transcript_input;

static const schema_field input_fields[] = {
    {"enabled", SCHEMA_BOOLEAN, SCHEMA_OFFSET(transcript_input, enabled), .required = true},
};
SCHEMA(transcript_input, input_fields);

static const char *const door_names[] = {[DOOR_API] = "api", [DOOR_AWS] = "aws", [DOOR_CONTROL] = "control"};

static void write_headers(json_writer *writer, const char *name, const http_fields *headers) {
    json_name(writer, text_of(name));
    json_begin_array(writer);
    for (size_t i = 0; i < headers->count; i++) {
        json_begin_array(writer);
        json_string(writer, headers->items[i].name);
        json_string(writer, headers->items[i].value);
        json_end_array(writer);
    }
    json_end_array(writer);
}

/* A text as it is; bytes that are none in base64, as a member of another name. */
static void write_body(json_writer *writer, arena *arena, const char *name, text body) {
    if (text_is_utf8(body))
        json_string_member(writer, name, body);
    else
        json_string_member(writer, arena_printf(arena, "%sBase64", name), base64_encode(arena, body));
}

static void write_exchange(json_writer *writer, arena *arena, const recorded_exchange *exchange) {
    json_begin_object(writer);
    json_integer_member(writer, "number", exchange->number);
    json_string_member(writer, "door", text_of(door_names[exchange->door]));
    json_boolean_member(writer, "together", exchange->is_together);
    if (exchange->fault)
        json_integer_member(writer, "fault", exchange->fault);
    json_integer_member(writer, "beginMs", exchange->begin_ms);
    json_integer_member(writer, "endMs", exchange->end_ms);
    json_boolean_member(writer, "cut", exchange->is_cut);
    json_string_member(writer, "method", exchange->method);
    json_string_member(writer, "target", exchange->target);
    write_headers(writer, "requestHeaders", &exchange->request_headers);
    write_body(writer, arena, "requestBody", exchange->request_body);
    json_integer_member(writer, "status", exchange->status);
    write_headers(writer, "responseHeaders", &exchange->response_headers);
    write_body(writer, arena, "responseBody", exchange->response_body);
    json_end_object(writer);
}

static text to_json(op_call *call, const recorded_exchange *exchanges, size_t count) {
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_boolean_member(&writer, "enabled", transcript_is_on(call->owner));
    json_name(&writer, TEXT("exchanges"));
    json_begin_array(&writer);
    for (size_t i = 0; i < count; i++)
        write_exchange(&writer, call->arena, &exchanges[i]);
    json_end_array(&writer);
    json_end_object(&writer);
    return buffer_text(&out);
}

static const gabi_error *show(op_call *call) {
    text format = TEXT("json");
    recorded_exchange *exchanges;
    size_t count;
    http_query_get(call->arena, call->request->query, TEXT("format"), &format);
    transcript_read(call->owner, call->arena, &exchanges, &count);
    if (text_equal(format, TEXT("hurl")))
        http_respond(call->arena, call->response, 200, TEXT("text/plain; charset=utf-8"),
                     transcript_to_hurl(call->arena, exchanges, count));
    else if (text_equal(format, TEXT("json")))
        respond_json(call, 200, to_json(call, exchanges, count));
    else
        return error_new(call->arena, ERROR_INVALID, "invalid_query", "format is json or hurl, not %.*s",
                         TEXT_ARGS(format));
    return NULL;
}

static const gabi_error *change(op_call *call) {
    const void *input;
    TRY(schema_bind(call->arena, &transcript_input_schema, call->request->body.bytes, &input));
    transcript_switch(call->owner, ((const transcript_input *)input)->enabled);
    respond_json(call, 204, TEXT(""));
    return NULL;
}

static const gabi_error *clear(op_call *call) {
    transcript_clear(call->owner);
    respond_json(call, 204, TEXT(""));
    return NULL;
}

static const gabi_op ops[] = {
    {"ShowTranscript", "GET /_gabi/transcript", ANYONE, show, NULL},
    {"SwitchTranscript", "PUT /_gabi/transcript", ANYONE, change, NULL},
    {"ClearTranscript", "DELETE /_gabi/transcript", ANYONE, clear, NULL},
};

const control_part transcript_control = {.ops = ops, .op_count = sizeof ops / sizeof *ops};
