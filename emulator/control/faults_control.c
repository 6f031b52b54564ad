#include "control/faults_control.h"

#include "core/json_writer.h"
#include "core/service.h"
#include "faults/faults.h"

/* ---- a rule as JSON ---- */

typedef struct fault_input {
    text service;
    text operation;
    text resource;
    text caller;
    int64_t nth;
    int64_t times;
    double probability;
    text effect;
    text code;
    text message;
    int64_t status;
    int64_t ms;
    int64_t left;
} fault_input;

#define LONGEST_NAME 2048
#define MOST_CALLS INT64_C(1000000000)
#define MOST_DURATION_MS INT64_C(86400000)
#define MOST_LEFT 100

#define NAME_FIELD(name_)                                                                                              \
    { #name_, SCHEMA_TEXT, SCHEMA_OFFSET(fault_input, name_), .required = false, .least = 1, .most = LONGEST_NAME }
#define COUNT_FIELD(name_, least_, most_)                                                                              \
    { #name_, SCHEMA_INTEGER, SCHEMA_OFFSET(fault_input, name_), .required = false, .least = (least_), .most = (most_) }

static const schema_field input_fields[] = {
    NAME_FIELD(service),
    NAME_FIELD(operation),
    NAME_FIELD(resource),
    NAME_FIELD(caller),
    COUNT_FIELD(nth, 1, MOST_CALLS),
    COUNT_FIELD(times, 1, MOST_CALLS),
    {"probability", SCHEMA_NUMBER, SCHEMA_OFFSET(fault_input, probability), .required = false, .least = 0, .most = 1},
    {"effect", SCHEMA_TEXT, SCHEMA_OFFSET(fault_input, effect), .required = true},
    NAME_FIELD(code),
    NAME_FIELD(message),
    COUNT_FIELD(status, 400, 599),
    COUNT_FIELD(ms, 1, MOST_DURATION_MS),
    COUNT_FIELD(left, 1, MOST_LEFT),
};
SCHEMA(fault_input, input_fields);

static void write_optional(json_writer *writer, const char *name, text value) {
    if (!text_is_empty(value))
        json_string_member(writer, name, value);
}

static void write_positive(json_writer *writer, const char *name, int64_t value) {
    if (value > 0)
        json_integer_member(writer, name, value);
}

static void write_rule(json_writer *writer, const fault *rule) {
    json_begin_object(writer);
    json_integer_member(writer, "id", rule->id);
    write_optional(writer, "service", rule->service);
    write_optional(writer, "operation", rule->operation);
    write_optional(writer, "resource", rule->resource);
    write_optional(writer, "caller", rule->caller);
    json_integer_member(writer, "nth", rule->nth);
    write_positive(writer, "times", rule->times);
    json_name(writer, TEXT("probability"));
    json_double(writer, rule->probability);
    json_string_member(writer, "effect", text_of(fault_effect_names[rule->effect]));
    write_optional(writer, "code", rule->code);
    write_optional(writer, "message", rule->message);
    write_positive(writer, "status", rule->status);
    write_positive(writer, "ms", rule->duration_ms);
    write_positive(writer, "left", rule->left);
    json_integer_member(writer, "calls", rule->calls);
    json_integer_member(writer, "hits", rule->hits);
    json_end_object(writer);
}

/* ---- what a rule may say ---- */

static const gabi_error *invalid(op_call *call, const char *member, text value, const char *why) {
    return error_new(call->arena, ERROR_INVALID, "invalid_fault", "\"%s\": \"%.*s\" %s", member, TEXT_ARGS(value), why);
}

static const gabi_error *missing(op_call *call, const char *member, const fault_input *input) {
    return error_new(call->arena, ERROR_INVALID, "invalid_fault", "The effect \"%.*s\" needs \"%s\"",
                     TEXT_ARGS(input->effect), member);
}

static const fake *find_fake(const control_host *host, text name) {
    for (size_t i = 0; i < host->fake_count; i++)
        if (text_equal(name, text_of(host->fakes[i]->name)))
            return host->fakes[i];
    return NULL;
}

/* The names of a fake's operations in this world. */
static const gabi_error *list_operations(op_call *call, const fake *fake, const char ***ret_names, size_t *ret_count) {
    if (fake->list_ops)
        return fake->list_ops(call->owner, call->arena, ret_names, ret_count);
    const char **names = arena_alloc(call->arena, fake->op_count * sizeof *names);
    for (size_t i = 0; i < fake->op_count; i++)
        names[i] = fake->ops[i].name;
    *ret_names = names;
    *ret_count = fake->op_count;
    return NULL;
}

static const gabi_error *check_operation(op_call *call, const fake *fake, text name) {
    const char **names;
    size_t count;
    TRY(list_operations(call, fake, &names, &count));
    return text_is_one_of(name, names, count)
               ? NULL
               : invalid(call, "operation", name, "is no operation that this service has here");
}

static bool has_error(const fake *fake, text code) {
    for (size_t i = 0; i < fake->error_count; i++)
        if (text_equal(code, text_of(fake->errors[i].code)))
            return true;
    return false;
}

static const gabi_error *is_caller(op_call *call, const fake *fake, text name, bool *ret_is) {
    const char **names;
    size_t count = 0;
    *ret_is = text_equal(name, text_of(fake->name));
    if (!fake->list_callers || *ret_is)
        return NULL;
    TRY(fake->list_callers(call->owner, call->arena, &names, &count));
    *ret_is = text_is_one_of(name, names, count);
    return NULL;
}

static const gabi_error *check_caller(op_call *call, text name) {
    const control_host *host = ((const control_call *)call->caller)->host;
    bool is_known = text_is_empty(name) || text_equal(name, TEXT("outside"));
    for (size_t i = 0; i < host->fake_count && !is_known; i++)
        TRY(is_caller(call, host->fakes[i], name, &is_known));
    return is_known ? NULL
                    : invalid(call, "caller", name,
                              "is neither \"outside\" nor a function or service that calls others here");
}

static const gabi_error *check_calls(op_call *call, const fault_input *input, const fake **ret_fake) {
    const control_call *control = call->caller;
    const fake *fake = find_fake(control->host, input->service);
    if (input->service.data && !fake)
        return invalid(call, "service", input->service, "is none of the emulated services; /_gabi/health lists them");
    if (input->operation.data && !fake)
        return error_new(call->arena, ERROR_INVALID, "invalid_fault", "An \"operation\" needs its \"service\"");
    if (input->operation.data)
        TRY(check_operation(call, fake, input->operation));
    *ret_fake = fake;
    return check_caller(call, input->caller);
}

static const gabi_error *check_refusal(op_call *call, const fault_input *input, const fake *fake) {
    if (!fake)
        return missing(call, "service", input);
    if (!input->code.data)
        return missing(call, "code", input);
    if (!has_error(fake, input->code) && (!input->message.data || !input->status))
        return invalid(call, "code", input->code,
                       "is not known of this service: give a \"message\" and a \"status\" too");
    return NULL;
}

static const gabi_error *check_partial(op_call *call, const fault_input *input, const fake *fake) {
    if (!input->left)
        return missing(call, "left", input);
    if (!input->operation.data)
        return missing(call, "operation", input);
    return text_is_one_of(input->operation, fake->batch_ops, fake->batch_op_count)
               ? NULL
               : invalid(call, "operation", input->operation, "cannot be done in part");
}

/* Members of other effects would be passed over. */
static const gabi_error *check_members(op_call *call, const fault_input *input, fault_effect effect) {
    const char *other = NULL;
    if (effect != FAULT_ERROR)
        other = input->code.data ? "code" : input->message.data ? "message" : input->status ? "status" : NULL;
    if (input->ms && effect != FAULT_LATENCY && effect != FAULT_TIMEOUT)
        other = "ms";
    if (input->left && effect != FAULT_PARTIAL)
        other = "left";
    return other ? error_new(call->arena, ERROR_INVALID, "invalid_fault", "The effect \"%s\" has no \"%s\"",
                             fault_effect_names[effect], other)
                 : NULL;
}

static const gabi_error *check_effect(op_call *call, const fault_input *input, const fake *fake,
                                      fault_effect *ret_effect) {
    fault_effect effect = FAULT_NONE + 1;
    while (effect < FAULT_EFFECTS && !text_equal(input->effect, text_of(fault_effect_names[effect])))
        effect++;
    if (effect == FAULT_EFFECTS)
        return invalid(call, "effect", input->effect, "is no effect; see docs/control-api.md");
    TRY(check_members(call, input, effect));
    *ret_effect = effect;
    switch (effect) {
    case FAULT_ERROR: return check_refusal(call, input, fake);
    case FAULT_LATENCY: return input->ms ? NULL : missing(call, "ms", input);
    case FAULT_PARTIAL: return check_partial(call, input, fake);
    default: return NULL;
    }
}

static const gabi_error *rule_of(op_call *call, const fault_input *input, fault *ret_rule) {
    const fake *fake;
    fault_effect effect;
    TRY(check_calls(call, input, &fake));
    TRY(check_effect(call, input, fake, &effect));
    const json *body;
    TRY(json_parse(call->arena, call->request->body.bytes, 1, &body));
    *ret_rule = (fault){
        .service = input->service,
        .operation = input->operation,
        .resource = input->resource,
        .caller = input->caller,
        .nth = input->nth ? input->nth : 1,
        .times = input->times ? input->times
                 : input->nth ? 1
                              : 0,
        .probability = json_member(body, "probability") ? input->probability : 1,
        .effect = effect,
        .code = input->code,
        .message = input->message,
        .status = input->status,
        .duration_ms = input->ms,
        .left = input->left,
    };
    return NULL;
}

/* ---- the rows ---- */

static const gabi_error *add(op_call *call) {
    fault rule;
    int64_t id;
    const void *input;
    TRY(schema_bind(call->arena, &fault_input_schema, call->request->body.bytes, &input));
    TRY(rule_of(call, input, &rule));
    TRY(faults_add(call->owner, call->arena, &rule, &id));
    respond_json(call, 201, text_format(call->arena, "{\"id\":%lld}", (long long)id));
    return NULL;
}

static const gabi_error *list(op_call *call) {
    fault *rules;
    size_t count;
    TRY(faults_list(call->owner, call->arena, &rules, &count));
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_name(&writer, TEXT("faults"));
    json_begin_array(&writer);
    for (size_t i = 0; i < count; i++)
        write_rule(&writer, &rules[i]);
    json_end_array(&writer);
    json_end_object(&writer);
    respond_json(call, 200, buffer_text(&out));
    return NULL;
}

static void write_names(json_writer *writer, const char *member, const char *const *names, size_t count) {
    json_name(writer, text_of(member));
    json_begin_array(writer);
    for (size_t i = 0; i < count; i++)
        json_string(writer, text_of(names[i]));
    json_end_array(writer);
}

/* Whether a service may say so whatever it is asked: a verdict on the request it may not. */
static bool is_passing(const service_error *error) {
    return error->kind != ERROR_INVALID && error->kind != ERROR_CONDITION_FAILED;
}

static const gabi_error *write_possible(op_call *call, json_writer *writer, const fake *fake) {
    arena *arena = call->arena;
    const char **operations;
    const char **errors = arena_alloc(arena, fake->error_count * sizeof *errors);
    const char **passing = arena_alloc(arena, fake->error_count * sizeof *passing);
    size_t operation_count, passing_count = 0;
    TRY(list_operations(call, fake, &operations, &operation_count));
    for (size_t i = 0; i < fake->error_count; i++) {
        errors[i] = fake->errors[i].code;
        if (is_passing(&fake->errors[i]))
            passing[passing_count++] = errors[i];
    }
    json_begin_object(writer);
    json_string_member(writer, "service", text_of(fake->name));
    write_names(writer, "operations", operations, operation_count);
    write_names(writer, "batchOperations", fake->batch_ops, fake->batch_op_count);
    write_names(writer, "errors", errors, fake->error_count);
    write_names(writer, "passingErrors", passing, passing_count);
    json_end_object(writer);
    return NULL;
}

/* What rules can be made of, for programs that make them up. */
static const gabi_error *list_possible(op_call *call) {
    const control_host *host = ((const control_call *)call->caller)->host;
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    write_names(&writer, "effects", fault_effect_names + FAULT_NONE + 1, FAULT_EFFECTS - FAULT_NONE - 1);
    json_name(&writer, TEXT("services"));
    json_begin_array(&writer);
    for (size_t i = 0; i < host->fake_count; i++)
        TRY(write_possible(call, &writer, host->fakes[i]));
    json_end_array(&writer);
    json_end_object(&writer);
    respond_json(call, 200, buffer_text(&out));
    return NULL;
}

static const gabi_error *remove_one(op_call *call) {
    int64_t id;
    if (!text_to_int64(op_parameter(call, "id"), &id))
        id = 0;
    TRY(faults_remove(call->owner, call->arena, id));
    respond_json(call, 204, TEXT(""));
    return NULL;
}

static const gabi_error *remove_all(op_call *call) {
    TRY(faults_clear(call->owner, call->arena));
    respond_json(call, 204, TEXT(""));
    return NULL;
}

static const gabi_op ops[] = {
    {"AddFault", "POST /_gabi/faults", ANYONE, add, NULL},
    {"ListFaults", "GET /_gabi/faults", ANYONE, list, NULL},
    {"ListPossibleFaults", "GET /_gabi/faults/possible", ANYONE, list_possible, NULL},
    {"RemoveFault", "DELETE /_gabi/faults/{id}", ANYONE, remove_one, NULL},
    {"RemoveFaults", "DELETE /_gabi/faults", ANYONE, remove_all, NULL},
};

const control_part faults_control = {.ops = ops, .op_count = sizeof ops / sizeof *ops};
