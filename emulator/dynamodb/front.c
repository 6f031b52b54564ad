#include "dynamodb/front.h"

#include "core/json_reader.h"
#include "dynamodb/reply.h"
#include "store/account.h"

#define PREFLIGHT_SECONDS "172800"

static bool has_method(const op_call *call, const char *method) {
    return text_equal(call->request->method, text_of(method));
}

bool front_admits(const http_request *request) {
    return text_is_empty(request->body.bytes) || reply_knows_type(request);
}

static text header(const op_call *call, const char *name) {
    return http_fields_get(&call->request->headers, text_of(name));
}

/* Allows a browser whatever it asks for. */
static void answer_preflight(op_call *call) {
    static const char *const echoed[][2] = {
        {"Access-Control-Request-Headers", "Access-Control-Allow-Headers"},
        {"Access-Control-Request-Method", "Access-Control-Allow-Methods"},
    };
    reply_bytes(call, 200, TEXT(""));
    http_fields *headers = &call->response->headers;
    for (size_t i = 0; i < sizeof echoed / sizeof *echoed; i++)
        if (!text_is_empty(header(call, echoed[i][0])))
            http_fields_add(call->arena, headers, text_of(echoed[i][1]), header(call, echoed[i][0]));
    http_fields_add(call->arena, headers, TEXT("Access-Control-Max-Age"), TEXT(PREFLIGHT_SECONDS));
}

static const gabi_error *unknown_operation(op_call *call) {
    text target = header(call, "x-amz-target");
    if (!text_starts_with(target, TEXT("DynamoDB")))
        return error_new(call->arena, ERROR_UNSUPPORTED, "UnknownOperationException", "%s", "");
    return error_new(call->arena, ERROR_UNSUPPORTED, "UnknownOperationException",
                     "gabi-emu does not emulate this operation of DynamoDB: \"%.*s\"", TEXT_ARGS(target));
}

const gabi_error *front_answer(op_call *call) {
    text body = call->request->body.bytes;
    if (has_method(call, "OPTIONS") && !text_is_empty(header(call, "Origin"))) {
        answer_preflight(call);
    } else if (has_method(call, "GET")) {
        reply_bytes(call, 200, TEXT("healthy: dynamodb." ACCOUNT_REGION ".amazonaws.com "));
    } else if (!has_method(call, "POST") || !front_admits(call->request)) {
        reply_bytes(call, 404, TEXT("<UnknownOperationException/>\n"));
    } else {
        if (body.length > 0)
            TRY(json_check(call->arena, body));
        return unknown_operation(call);
    }
    return NULL;
}
