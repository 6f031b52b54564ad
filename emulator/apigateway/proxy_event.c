#include "apigateway/proxy_event.h"

#include "core/civil_time.h"
#include "core/encoding.h"
#include "core/json_writer.h"
#include "store/account.h"

/* "05/Jan/2026:08:00:00 +0000", from the HTTP date "Mon, 05 Jan 2026 08:00:00 GMT". */
static text request_time(arena *arena, int64_t time_ms) {
    const char *date = time_to_http_date(arena, time_ms).data;
    return text_format(arena, "%.2s/%.3s/%.4s:%.8s +0000", date + 5, date + 8, date + 12, date + 17);
}

/* Names of headers compare without case, all others with it. */
typedef bool names_equal(text a, text b);

/* The last field of that name wins in the plain map, as on AWS. */
static bool is_last_of_name(const http_fields *fields, size_t index, names_equal *equal) {
    for (size_t i = index + 1; i < fields->count; i++)
        if (equal(fields->items[i].name, fields->items[index].name))
            return false;
    return true;
}

static bool is_first_of_name(const http_fields *fields, size_t index, names_equal *equal) {
    for (size_t i = 0; i < index; i++)
        if (equal(fields->items[i].name, fields->items[index].name))
            return false;
    return true;
}

static void write_map(json_writer *writer, const char *name, const http_fields *fields, names_equal *equal) {
    json_name(writer, text_of(name));
    if (fields->count == 0) {
        json_null(writer);
        return;
    }
    json_begin_object(writer);
    for (size_t i = 0; i < fields->count; i++)
        if (is_last_of_name(fields, i, equal)) {
            json_name(writer, fields->items[i].name);
            json_string(writer, fields->items[i].value);
        }
    json_end_object(writer);
}

static void write_multi_value_map(json_writer *writer, const char *name, const http_fields *fields,
                                  names_equal *equal) {
    json_name(writer, text_of(name));
    if (fields->count == 0) {
        json_null(writer);
        return;
    }
    json_begin_object(writer);
    for (size_t i = 0; i < fields->count; i++) {
        if (!is_first_of_name(fields, i, equal))
            continue;
        json_name(writer, fields->items[i].name);
        json_begin_array(writer);
        for (size_t j = i; j < fields->count; j++)
            if (equal(fields->items[j].name, fields->items[i].name))
                json_string(writer, fields->items[j].value);
        json_end_array(writer);
    }
    json_end_object(writer);
}

static void write_identity(json_writer *writer, const http_request *request, const proxy_context *context) {
    static const char *const absent[] = {"accessKey",
                                         "accountId",
                                         "caller",
                                         "cognitoAuthenticationProvider",
                                         "cognitoAuthenticationType",
                                         "cognitoIdentityId",
                                         "cognitoIdentityPoolId",
                                         "principalOrgId",
                                         "user",
                                         "userArn"};
    json_name(writer, TEXT("identity"));
    json_begin_object(writer);
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        json_raw_member(writer, absent[i], TEXT("null"));
    json_string_member(writer, "sourceIp", context->source_ip);
    const http_field *agent = http_fields_find(&request->headers, TEXT("user-agent"));
    json_name(writer, TEXT("userAgent"));
    if (agent)
        json_string(writer, agent->value);
    else
        json_null(writer);
    json_end_object(writer);
}

static void write_request_context(json_writer *writer, arena *arena, const http_request *request,
                                  const proxy_context *context) {
    json_name(writer, TEXT("requestContext"));
    json_begin_object(writer);
    json_string_member(writer, "accountId", TEXT(ACCOUNT_ID));
    json_string_member(writer, "apiId", context->api_id);
    json_string_member(writer, "domainName",
                       TEXT_JOIN(arena, context->api_id, TEXT(".execute-api." ACCOUNT_REGION ".amazonaws.com")));
    json_string_member(writer, "domainPrefix", context->api_id);
    json_string_member(writer, "extendedRequestId", context->extended_request_id);
    json_string_member(writer, "httpMethod", request->method);
    write_identity(writer, request, context);
    json_string_member(writer, "path", TEXT_JOIN(arena, TEXT("/"), context->stage, request->path));
    json_string_member(writer, "protocol", TEXT("HTTP/1.1"));
    json_string_member(writer, "requestId", context->request_id);
    json_string_member(writer, "requestTime", request_time(arena, context->time_ms));
    json_integer_member(writer, "requestTimeEpoch", context->time_ms);
    json_string_member(writer, "resourcePath", context->resource_path);
    json_string_member(writer, "stage", context->stage);
    json_end_object(writer);
}

/* What functions are not told: it is about the connection, or the gateway says it anew. */
static const char *const dropped[] = {
    "connection", "content-length",    "content-md5", "expect",  "max-forwards",     "proxy-authenticate", "server",
    "te",         "transfer-encoding", "trailer",     "upgrade", "www-authenticate",
};

static bool is_forwarded(text lower_name) {
    return !text_starts_with(lower_name, TEXT("x-forwarded-")) &&
           !text_is_one_of(lower_name, dropped, sizeof dropped / sizeof *dropped);
}

/* The request's headers, and what API Gateway adds on the way to the function. */
static http_fields forwarded_headers(arena *arena, const http_request *request, const proxy_context *context) {
    http_fields fields = {0};
    text chain = http_fields_get(&request->headers, TEXT("x-forwarded-for"));
    for (size_t i = 0; i < request->headers.count; i++)
        if (is_forwarded(text_lower(arena, request->headers.items[i].name)))
            http_fields_add(arena, &fields, request->headers.items[i].name, request->headers.items[i].value);
    http_fields_add(arena, &fields, TEXT("X-Amzn-Trace-Id"), context->trace_id);
    http_fields_add(arena, &fields, TEXT("X-Forwarded-For"),
                    text_is_empty(chain)
                        ? context->source_ip
                        : text_format(arena, "%.*s, %.*s", TEXT_ARGS(chain), TEXT_ARGS(context->source_ip)));
    http_fields_add(arena, &fields, TEXT("X-Forwarded-Port"), TEXT("443"));
    http_fields_add(arena, &fields, TEXT("X-Forwarded-Proto"), TEXT("https"));
    return fields;
}

/* Bytes in base64; what is taken for text as it is, and mended where it is none. */
static void write_body(json_writer *writer, arena *arena, text body, bool is_bytes) {
    json_name(writer, TEXT("body"));
    if (body.length == 0)
        json_null(writer);
    else
        json_string(writer, is_bytes ? base64_encode(arena, body) : body);
    json_boolean_member(writer, "isBase64Encoded", is_bytes && body.length > 0);
}

text proxy_event_of(arena *arena, const http_request *request, const proxy_context *context) {
    http_fields headers = forwarded_headers(arena, request, context);
    http_fields query = {0};
    http_field field;
    for (text rest = request->query; http_query_next(arena, &rest, &field);)
        http_fields_add(arena, &query, field.name, field.value);
    http_fields path = {.items = (http_field *)context->path_parameters->items,
                        .count = context->path_parameters->count};
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_string_member(&writer, "resource", context->resource_path);
    json_string_member(&writer, "path", request->path);
    json_string_member(&writer, "httpMethod", request->method);
    write_map(&writer, "headers", &headers, text_equal_ignore_case);
    write_multi_value_map(&writer, "multiValueHeaders", &headers, text_equal_ignore_case);
    write_map(&writer, "queryStringParameters", &query, text_equal);
    write_multi_value_map(&writer, "multiValueQueryStringParameters", &query, text_equal);
    write_map(&writer, "pathParameters", &path, text_equal);
    json_raw_member(&writer, "stageVariables", TEXT("null"));
    write_request_context(&writer, arena, request, context);
    write_body(&writer, arena, request->body.bytes, context->has_bytes);
    json_end_object(&writer);
    return buffer_text(&out);
}
