#include "lambda/async.h"

#include "lambda/host.h"
#include "store/account.h"

/* 1 MB since October 2025. */
#define PAYLOAD_LIMIT_BYTES ((size_t)1024 * 1024)

#define MINUTE_MS INT64_C(60000)

const gabi_error *async_invoke(op_call *call, text function_name) {
    text payload = call->request->body.bytes;
    if (payload.length > PAYLOAD_LIMIT_BYTES)
        return error_new(call->arena, ERROR_TOO_LARGE, "RequestTooLargeException",
                         "%zu byte payload is too large for the Event invocation type (limit %zu bytes)",
                         payload.length, PAYLOAD_LIMIT_BYTES);
    TRY(host_check(call->owner, call->arena, function_name, payload));
    event event = {.kind = text_of(async_invocation.name), .target = function_name, .payload = payload};
    TRY(events_add(call->owner, call->arena, &event));
    http_respond(call->arena, call->response, 202, TEXT("application/json"), TEXT(""));
    http_fields_add(call->arena, &call->response->headers, TEXT("x-amzn-RequestId"),
                    world_uuid(call->owner, call->arena));
    return NULL;
}

/* Through the world's own Lambda, so that faults and traces see it as any other call. */
static const gabi_error *deliver(world *world, arena *arena, const event *event) {
    http_request request = http_request_to(
        TEXT("POST"), text_format(arena, "/2015-03-31/functions/%.*s/invocations", TEXT_ARGS(event->target)));
    http_response response = {0};
    transport *transport = world_transport(world);
    http_fields_add(arena, &request.headers, TEXT("Host"), TEXT("lambda." ACCOUNT_REGION ".amazonaws.com"));
    request.body = HTTP_BODY_BYTES(event->payload);
    text caller = world_call_as(TEXT("lambda"));
    const gabi_error *error =
        transport->send(transport, arena, TEXT("https://lambda." ACCOUNT_REGION ".amazonaws.com"), &request, &response);
    world_call_as(caller);
    TRY(error);
    if (response.status != 200 || http_fields_find(&response.headers, TEXT("X-Amz-Function-Error")))
        return error_new(arena, ERROR_UNAVAILABLE, "FunctionFailed", "%.*s", TEXT_ARGS(response.content.bytes));
    return NULL;
}

const event_kind async_invocation = {
    .name = "lambda.invoke",
    .deliver = deliver,
    .retry_after_ms = {MINUTE_MS, 2 * MINUTE_MS},
};
