#include "apigateway/proxy_response.h"

#include "core/encoding.h"
#include "core/json_reader.h"

#define MOST_NESTING 32

/* A status below is of no answer that a client's request ends with. */
#define LEAST_STATUS 200
#define MOST_STATUS 599

/* An answer taken apart. */
typedef struct proxy_answer {
    int64_t status;
    http_fields headers;
    http_fields multiple; /* "multiValueHeaders" */
    text body;
    bool is_base64;
} proxy_answer;

/* ---- reading ---- */

/* A header's value; numbers and booleans count as their text. */
static bool scalar(json_token token, const json_reader *reader, text *ret_value) {
    switch (token) {
    case JSON_STRING:
    case JSON_NUMBER: *ret_value = reader->value; return true;
    case JSON_TRUE: *ret_value = TEXT("true"); return true;
    case JSON_FALSE: *ret_value = TEXT("false"); return true;
    default: return false;
    }
}

static bool read_status(json_reader *reader, proxy_answer *answer) {
    json_token token = json_next(reader);
    if (token == JSON_NULL)
        return true;
    return (token == JSON_NUMBER || token == JSON_STRING) && text_to_int64(reader->value, &answer->status) &&
           answer->status >= LEAST_STATUS && answer->status <= MOST_STATUS;
}

static bool read_values(json_reader *reader, text name, http_fields *fields) {
    json_token token;
    text value;
    if (json_next(reader) != JSON_ARRAY_BEGIN)
        return false;
    while (scalar(token = json_next(reader), reader, &value))
        http_fields_add(reader->arena, fields, name, value);
    return token == JSON_ARRAY_END;
}

static bool read_value(json_reader *reader, text name, http_fields *fields) {
    text value;
    if (!scalar(json_next(reader), reader, &value))
        return false;
    http_fields_add(reader->arena, fields, name, value);
    return true;
}

static bool read_headers(json_reader *reader, bool (*read)(json_reader *reader, text name, http_fields *fields),
                         http_fields *fields) {
    json_token token = json_next(reader);
    if (token != JSON_OBJECT_BEGIN)
        return token == JSON_NULL;
    while ((token = json_next(reader)) == JSON_NAME)
        if (!read(reader, reader->value, fields))
            return false;
    return token == JSON_OBJECT_END;
}

static bool read_body(json_reader *reader, proxy_answer *answer) {
    json_token token = json_next(reader);
    answer->body = token == JSON_STRING ? reader->value : TEXT("");
    return token == JSON_STRING || token == JSON_NULL;
}

static bool read_is_base64(json_reader *reader, proxy_answer *answer) {
    json_token token = json_next(reader);
    answer->is_base64 = token == JSON_TRUE;
    return token == JSON_TRUE || token == JSON_FALSE || token == JSON_NULL;
}

static bool read_member(json_reader *reader, proxy_answer *answer) {
    text name = reader->value;
    if (text_equal(name, TEXT("statusCode")))
        return read_status(reader, answer);
    if (text_equal(name, TEXT("headers")))
        return read_headers(reader, read_value, &answer->headers);
    if (text_equal(name, TEXT("multiValueHeaders")))
        return read_headers(reader, read_values, &answer->multiple);
    if (text_equal(name, TEXT("body")))
        return read_body(reader, answer);
    return text_equal(name, TEXT("isBase64Encoded")) && read_is_base64(reader, answer);
}

static bool read_answer(arena *arena, text json, proxy_answer *ret_answer) {
    json_reader reader;
    json_token token;
    json_reader_init(&reader, arena, json, MOST_NESTING);
    *ret_answer = (proxy_answer){.status = LEAST_STATUS};
    if (json_next(&reader) != JSON_OBJECT_BEGIN)
        return false;
    while ((token = json_next(&reader)) == JSON_NAME)
        if (!read_member(&reader, ret_answer))
            return false;
    return token == JSON_OBJECT_END && json_next(&reader) == JSON_END;
}

/* ---- headers ---- */

/* Of the connection, which is the gateway's own. */
static const char *const dropped[] = {"transfer-encoding", "upgrade"};

/* What the gateway keeps for itself comes under another name. Source:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html */
static const char *const remapped[] = {
    "authorization", "connection",         "content-length", "content-md5", "date",       "expect",           "host",
    "max-forwards",  "proxy-authenticate", "server",         "trailer",     "user-agent", "www-authenticate",
};

static void add_header(arena *arena, const http_field *field, http_fields *headers) {
    text name = text_lower(arena, field->name);
    if (text_is_one_of(name, dropped, sizeof dropped / sizeof *dropped))
        return;
    bool is_remapped = text_is_one_of(name, remapped, sizeof remapped / sizeof *remapped);
    http_fields_add(arena, headers,
                    is_remapped ? text_format(arena, "x-amzn-Remapped-%.*s", TEXT_ARGS(field->name)) : field->name,
                    field->value);
}

/* Of a name that is among both kinds only the one with many values counts. */
static http_fields headers_of(arena *arena, const proxy_answer *answer) {
    http_fields headers = {0};
    for (size_t i = 0; i < answer->headers.count; i++)
        if (!http_fields_find(&answer->multiple, answer->headers.items[i].name))
            add_header(arena, &answer->headers.items[i], &headers);
    for (size_t i = 0; i < answer->multiple.count; i++)
        add_header(arena, &answer->multiple.items[i], &headers);
    if (!http_fields_find(&headers, TEXT("content-type")))
        http_fields_add(arena, &headers, TEXT("Content-Type"), TEXT("application/json"));
    return headers;
}

static const gabi_error *malformed(arena *arena, const char *why) {
    return error_new(arena, ERROR_INTERNAL, "MalformedProxyResponse", "Malformed Lambda proxy response: %s", why);
}

const gabi_error *proxy_response_of(arena *arena, text json, bool takes_bytes, http_response *ret_response) {
    proxy_answer answer;
    if (!read_answer(arena, json, &answer))
        return malformed(arena, "it is not {\"statusCode\", \"headers\", \"multiValueHeaders\", \"body\", "
                                "\"isBase64Encoded\"}");
    text body = answer.body;
    if (answer.is_base64 && takes_bytes && !base64_decode(arena, body, &body))
        return malformed(arena, "its body is not base64");
    *ret_response = (http_response){.status = (int)answer.status,
                                    .headers = headers_of(arena, &answer),
                                    .content = {.kind = HTTP_CONTENT_BYTES, .bytes = body}};
    return NULL;
}
