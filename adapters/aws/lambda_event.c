#include "aws/lambda_event.h"

#include "core/encoding.h"
#include "core/json_reader.h"
#include "core/json_writer.h"

#define MOST_NESTING 32

/* What is read of an event. */
typedef struct proxy_event {
    text method;
    text path;
    http_fields headers;
    http_fields query;
    text body;
    bool is_base64;
} proxy_event;

static bool read_text(json_reader *reader, text *ret_value) {
    json_token token = json_next(reader);
    if (token == JSON_STRING)
        *ret_value = reader->value;
    return token == JSON_STRING || token == JSON_NULL;
}

static bool read_boolean(json_reader *reader, bool *ret_value) {
    json_token token = json_next(reader);
    *ret_value = token == JSON_TRUE;
    return token == JSON_TRUE || token == JSON_FALSE;
}

/* {"name": ["value", …], …} or null. */
static bool read_fields(json_reader *reader, http_fields *ret_fields) {
    json_token token = json_next(reader);
    if (token != JSON_OBJECT_BEGIN)
        return token == JSON_NULL;
    while ((token = json_next(reader)) == JSON_NAME) {
        text name = reader->value;
        if (json_next(reader) != JSON_ARRAY_BEGIN)
            return false;
        while ((token = json_next(reader)) == JSON_STRING)
            http_fields_add(reader->arena, ret_fields, name, reader->value);
        if (token != JSON_ARRAY_END)
            return false;
    }
    return token == JSON_OBJECT_END;
}

static bool read_member(json_reader *reader, proxy_event *event) {
    text name = reader->value;
    if (text_equal(name, TEXT("httpMethod")))
        return read_text(reader, &event->method);
    if (text_equal(name, TEXT("path")))
        return read_text(reader, &event->path);
    if (text_equal(name, TEXT("multiValueHeaders")))
        return read_fields(reader, &event->headers);
    if (text_equal(name, TEXT("multiValueQueryStringParameters")))
        return read_fields(reader, &event->query);
    if (text_equal(name, TEXT("body")))
        return read_text(reader, &event->body);
    if (text_equal(name, TEXT("isBase64Encoded")))
        return read_boolean(reader, &event->is_base64);
    json_skip(reader);
    return true;
}

static bool read_event(arena *arena, text json, proxy_event *ret_event) {
    json_reader reader;
    json_reader_init(&reader, arena, json, MOST_NESTING);
    if (json_next(&reader) != JSON_OBJECT_BEGIN)
        return false;
    json_token token;
    while ((token = json_next(&reader)) == JSON_NAME)
        if (!read_member(&reader, ret_event))
            return false;
    return token == JSON_OBJECT_END && json_next(&reader) == JSON_END;
}

/* The gateway hands the query over decoded. */
static text encode_query(arena *arena, const http_fields *query) {
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < query->count; i++)
        buffer_format(&out, "%s%s=%s", i ? "&" : "", percent_encode(arena, query->items[i].name, false).data,
                      percent_encode(arena, query->items[i].value, false).data);
    return buffer_text(&out);
}

const gabi_error *lambda_event_read(arena *arena, text event, http_request *ret_request) {
    proxy_event read = {0};
    if (!read_event(arena, event, &read) || text_is_empty(read.method) || text_is_empty(read.path) ||
        (read.is_base64 && !base64_decode(arena, read.body, &read.body)))
        return error_new(arena, ERROR_INVALID, "malformed_event",
                         "The event is not one of an API Gateway proxy integration");
    text query = encode_query(arena, &read.query);
    *ret_request = (http_request){
        .method = read.method,
        .target =
            text_is_empty(query) ? read.path : text_format(arena, "%.*s?%.*s", TEXT_ARGS(read.path), TEXT_ARGS(query)),
        .path = read.path,
        .query = query,
        .headers = read.headers,
        .body = HTTP_BODY_BYTES(read.body),
    };
    return NULL;
}

static void write_headers(json_writer *writer, const http_fields *headers) {
    json_name(writer, TEXT("multiValueHeaders"));
    json_begin_object(writer);
    for (size_t i = 0; i < headers->count; i++) {
        text name = headers->items[i].name;
        if (http_fields_find(headers, name) != &headers->items[i])
            continue;
        json_name(writer, name);
        json_begin_array(writer);
        for (size_t j = i; j < headers->count; j++)
            if (text_equal_ignore_case(headers->items[j].name, name))
                json_string(writer, headers->items[j].value);
        json_end_array(writer);
    }
    json_end_object(writer);
}

text lambda_event_answer(arena *arena, const http_response *response) {
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    text content = response->content.bytes;
    bool is_text = text_is_utf8(content);
    json_begin_object(&writer);
    json_integer_member(&writer, "statusCode", response->status);
    write_headers(&writer, &response->headers);
    json_string_member(&writer, "body", is_text ? content : base64_encode(arena, content));
    json_boolean_member(&writer, "isBase64Encoded", !is_text);
    json_end_object(&writer);
    return buffer_text(&out);
}
