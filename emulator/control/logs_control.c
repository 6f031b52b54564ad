#include "control/logs_control.h"

#include "core/civil_time.h"
#include "core/json_writer.h"
#include "core/service.h"
#include "records/logs.h"

static const char *const level_names[] = {
    [LOG_DEBUG] = "debug", [LOG_INFO] = "info", [LOG_WARNING] = "warning", [LOG_ERROR] = "error"};

#define LEVELS (sizeof level_names / sizeof *level_names)

/* Which records are wanted: texts that are empty stand for any. */
typedef struct log_filter {
    log_level least;
    text function;
    text event;
    text invocation;
} log_filter;

static const gabi_error *read_filter(const op_call *call, log_filter *ret_filter) {
    log_filter filter = {0};
    text level = TEXT("debug"), query = call->request->query;
    http_query_get(call->arena, query, TEXT("level"), &level);
    http_query_get(call->arena, query, TEXT("function"), &filter.function);
    http_query_get(call->arena, query, TEXT("event"), &filter.event);
    http_query_get(call->arena, query, TEXT("invocation"), &filter.invocation);
    size_t i = 0;
    while (i < LEVELS && !text_equal(level, text_of(level_names[i])))
        i++;
    if (i == LEVELS)
        return error_new(call->arena, ERROR_INVALID, "invalid_query",
                         "level is debug, info, warning or error, not %.*s", TEXT_ARGS(level));
    filter.least = (log_level)i;
    *ret_filter = filter;
    return NULL;
}

static bool is_wanted(arena *arena, const log_filter *filter, const logged_record *record) {
    text invocation = text_format(arena, "%llu", (unsigned long long)record->invocation);
    return record->level >= filter->least &&
           (text_is_empty(filter->function) || text_equal(filter->function, record->function)) &&
           (text_is_empty(filter->event) || text_equal(filter->event, record->event)) &&
           (text_is_empty(filter->invocation) || text_equal(filter->invocation, invocation));
}

static void write_record(json_writer *writer, arena *arena, const logged_record *record) {
    json_begin_object(writer);
    json_integer_member(writer, "number", record->number);
    json_integer_member(writer, "invocation", (int64_t)record->invocation);
    json_string_member(writer, "time", time_to_iso8601(arena, record->at_ms));
    json_string_member(writer, "level", text_of(level_names[record->level]));
    json_string_member(writer, "function", record->function);
    json_string_member(writer, "event", record->event);
    json_name(writer, TEXT("fields"));
    json_begin_object(writer);
    for (size_t i = 0; i < record->field_count; i++)
        json_string_member(writer, record->fields[i].name, record->fields[i].value);
    json_end_object(writer);
    json_end_object(writer);
}

static const gabi_error *show(op_call *call) {
    log_filter filter;
    logged_record *records;
    size_t count;
    TRY(read_filter(call, &filter));
    logs_read(call->owner, call->arena, &records, &count);
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_boolean_member(&writer, "echo", world_has(call->owner, WORLD_ECHOES_LOGS));
    json_name(&writer, TEXT("records"));
    json_begin_array(&writer);
    for (size_t i = 0; i < count; i++)
        if (is_wanted(call->arena, &filter, &records[i]))
            write_record(&writer, call->arena, &records[i]);
    json_end_array(&writer);
    json_end_object(&writer);
    respond_json(call, 200, buffer_text(&out));
    return NULL;
}

typedef struct logs_input {
    bool echo;
} logs_input;

static const schema_field input_fields[] = {
    {"echo", SCHEMA_BOOLEAN, SCHEMA_OFFSET(logs_input, echo), .required = true},
};
SCHEMA(logs_input, input_fields);

static const gabi_error *change(op_call *call) {
    const void *input;
    TRY(schema_bind(call->arena, &logs_input_schema, call->request->body.bytes, &input));
    world_watch(call->owner, WORLD_ECHOES_LOGS, ((const logs_input *)input)->echo);
    respond_json(call, 204, TEXT(""));
    return NULL;
}

static const gabi_error *clear(op_call *call) {
    logs_clear(call->owner);
    respond_json(call, 204, TEXT(""));
    return NULL;
}

static const gabi_op ops[] = {
    {"ShowLogs", "GET /_gabi/logs", ANYONE, show, NULL},
    {"ChangeLogs", "PUT /_gabi/logs", ANYONE, change, NULL},
    {"ClearLogs", "DELETE /_gabi/logs", ANYONE, clear, NULL},
};

const control_part logs_control = {.ops = ops, .op_count = sizeof ops / sizeof *ops};
