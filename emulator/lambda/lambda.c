#include "lambda/lambda.h"

#include "core/json_writer.h"
#include "lambda/async.h"
#include "lambda/function_store.h"
#include "lambda/host.h"
#include "lambda/resource.h"
#include "store/account.h"

/* Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (6 MB, as the API counts them) */
#define BODY_LIMIT_BYTES ((size_t)6291556)

/* The name in a name, a partial ARN ("123456789012:function:NAME") or an ARN, its version or alias left out. */
static text function_name_of(text identifier) {
    size_t mark = text_find(identifier, TEXT("function:"));
    text name = mark == TEXT_NOT_FOUND ? identifier : text_from(identifier, mark + sizeof "function:" - 1);
    size_t qualifier = text_index(name, ':');
    return qualifier == TEXT_NOT_FOUND ? name : text_upto(name, qualifier);
}

/* Whether an invocation would be let in, without one. */
static const gabi_error *dry_run(op_call *call, text name) {
    TRY(host_check(call->owner, call->arena, name, call->request->body.bytes));
    http_respond(call->arena, call->response, 204, TEXT("application/json"), TEXT(""));
    http_fields_add(call->arena, &call->response->headers, TEXT("x-amzn-RequestId"),
                    world_uuid(call->owner, call->arena));
    return NULL;
}

static void respond(op_call *call, text request_id, text answer, bool has_failed) {
    http_respond(call->arena, call->response, 200, TEXT("application/json"), answer);
    http_fields *headers = &call->response->headers;
    http_fields_add(call->arena, headers, TEXT("x-amzn-RequestId"), request_id);
    http_fields_add(call->arena, headers, TEXT("X-Amz-Executed-Version"), TEXT("$LATEST"));
    if (has_failed)
        http_fields_add(call->arena, headers, TEXT("X-Amz-Function-Error"), TEXT("Unhandled"));
}

static const gabi_error *invoke(op_call *call) {
    arena *arena = call->arena;
    world *world = call->owner;
    text type = http_fields_get(&call->request->headers, TEXT("x-amz-invocation-type"));
    text name = function_name_of(op_parameter(call, "name"));
    if (text_equal(type, TEXT("Event")))
        return async_invoke(call, name);
    if (text_equal(type, TEXT("DryRun")))
        return dry_run(call, name);
    if (!text_is_empty(type) && !text_equal(type, TEXT("RequestResponse")))
        return error_new(arena, ERROR_INVALID, "InvalidParameterValueException",
                         "1 validation error detected: Value '%.*s' at 'invocationType' failed to satisfy constraint: "
                         "Member must satisfy enum value set: [Event, RequestResponse, DryRun]",
                         TEXT_ARGS(type));
    host_invocation invocation = {name, world_uuid(world, arena), call->request->body.bytes};
    text answer;
    bool failed;
    TRY(host_invoke(world, arena, &invocation, &answer, &failed));
    respond(call, invocation.request_id, answer, failed);
    return NULL;
}

static const gabi_error *unknown_operation(op_call *call) {
    return error_new(call->arena, ERROR_UNSUPPORTED, "NotEmulatedException",
                     "gabi-emu does not emulate this operation of Lambda: %.*s %.*s", TEXT_ARGS(call->request->method),
                     TEXT_ARGS(call->request->path));
}

/* What befalls a function itself: Lambda has done its part, and answers with what became of it. */
static bool is_functions_failure(const gabi_error *error) {
    return text_starts_with(text_of(error->code), TEXT("Runtime.")) ||
           text_starts_with(text_of(error->code), TEXT("Sandbox."));
}

static void render_failure(op_call *call, const gabi_error *error) {
    text request_id = world_uuid(call->owner, call->arena);
    const gabi_error *told = error_new(call->arena, error->kind, error->code, "RequestId: %.*s Error: %s",
                                       TEXT_ARGS(request_id), error->message);
    respond(call, request_id, host_failure_text(call->arena, told), true);
}

static void render_error(op_call *call, const gabi_error *error) {
    if (is_functions_failure(error)) {
        render_failure(call, error);
        return;
    }
    bool is_throttled = error->kind == ERROR_THROTTLED;
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    if (is_throttled)
        json_string_member(&writer, "Reason", TEXT("ReservedFunctionConcurrentInvocationLimitExceeded"));
    json_string_member(&writer, "Type", error->kind == ERROR_INTERNAL ? TEXT("Service") : TEXT("User"));
    json_string_member(&writer, is_throttled ? "message" : "Message", text_of(error->message));
    json_end_object(&writer);
    http_respond(call->arena, call->response, error_http_status(error->kind), TEXT("application/json"),
                 buffer_text(&out));
    http_fields *headers = &call->response->headers;
    http_fields_add(call->arena, headers, TEXT("x-amzn-RequestId"), world_uuid(call->owner, call->arena));
    http_fields_add(call->arena, headers, TEXT("x-amzn-ErrorType"), text_of(error->code));
}

static const gabi_op ops[] = {
    {"Invoke", "POST /2015-03-31/functions/{name}/invocations", ANYONE, invoke, NULL},
};

static const gabi_error *list_callers(world *world, arena *arena, const char ***ret_names, size_t *ret_count) {
    return function_names(arena, world, ret_names, ret_count);
}

static void describe(const op_call *call, call_subject *subject) {
    if (call->op)
        subject_add(call->arena, subject, function_name_of(op_parameter(call, "name")));
}

static int64_t timeout_s_of(const op_call *call) {
    function function;
    bool is_found;
    text name = call->op ? function_name_of(op_parameter(call, "name")) : TEXT("");
    return !function_find(call->arena, call->owner, name, &is_found, &function) && is_found ? function.timeout_s : 0;
}

static const gabi_error *function_timeout(const op_call *call) { return host_timeout(call->arena, timeout_s_of(call)); }

/* Source: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors; the last two befall the
 * function. */
static const service_error errors[] = {
    {"TooManyRequestsException", ERROR_THROTTLED, "Rate Exceeded.", NULL},
    {"ServiceException", ERROR_INTERNAL, "The Lambda service encountered an internal error.", NULL},
    {"Runtime.ExitError", ERROR_INTERNAL, "Runtime exited with error: exit status 1", NULL},
    {HOST_TIMED_OUT, ERROR_UNAVAILABLE, "", function_timeout},
};

static int64_t refusal_takes_ms(const op_call *call, const service_error *error) {
    return error->make == function_timeout ? timeout_s_of(call) * 1000 : 0;
}

static const event_kind *const event_kinds[] = {&async_invocation};

static const resource_type resource_types[] = {
    {"AWS::Lambda::Function", function_provision},
};

const fake lambda_fake = {
    .name = "lambda",
    .ops = ops,
    .op_count = sizeof ops / sizeof *ops,
    .body_limit_bytes = BODY_LIMIT_BYTES,
    .is_in_front = true,
    .is_signed = true,
    .fallback = unknown_operation,
    .render_error = render_error,
    .describe = describe,
    .list_callers = list_callers,
    .event_kinds = event_kinds,
    .event_kind_count = sizeof event_kinds / sizeof *event_kinds,
    .errors = errors,
    .error_count = sizeof errors / sizeof *errors,
    .refusal_takes_ms = refusal_takes_ms,
    .resource_types = resource_types,
    .resource_type_count = sizeof resource_types / sizeof *resource_types,
};
