#include "core/http.h"

#include "core/buffer.h"
#include "core/encoding.h"

#define FIRST_FIELDS 16
#define READ_CHUNK_BYTES ((size_t)64 * 1024)

void http_fields_add(arena *arena, http_fields *self, text name, text value) {
    if (self->count == self->capacity) {
        size_t capacity = self->capacity ? self->capacity * 2 : FIRST_FIELDS;
        self->items =
            arena_grow(arena, self->items, self->capacity * sizeof *self->items, capacity * sizeof *self->items);
        self->capacity = capacity;
    }
    self->items[self->count++] = (http_field){name, value};
}

http_fields http_fields_copy(arena *arena, const http_fields *self) {
    http_fields copy = {0};
    for (size_t i = 0; i < self->count; i++)
        http_fields_add(arena, &copy, text_copy(arena, self->items[i].name), text_copy(arena, self->items[i].value));
    return copy;
}

const http_field *http_fields_find(const http_fields *self, text name) {
    for (size_t i = 0; i < self->count; i++)
        if (text_equal_ignore_case(self->items[i].name, name))
            return &self->items[i];
    return NULL;
}

text http_fields_get(const http_fields *self, text name) {
    const http_field *field = http_fields_find(self, name);
    return field ? field->value : (text){"", 0};
}

http_request http_request_to(text method, text target) {
    text rest = target, path = {"", 0};
    text_cut(&rest, '?', &path);
    return (http_request){.method = method, .target = target, .path = path, .query = rest.data ? rest : (text){"", 0}};
}

static const gabi_error *read_stream(arena *arena, const http_body *body, size_t limit_bytes, text *ret_bytes) {
    buffer bytes = BUFFER(arena);
    size_t chunk =
        body->length >= 0 && (size_t)body->length < READ_CHUNK_BYTES ? (size_t)body->length + 1 : READ_CHUNK_BYTES;
    for (;;) {
        long got = body->read(body->stream, buffer_reserve(&bytes, chunk), chunk);
        if (got < 0)
            return error_new(arena, ERROR_INVALID, "IncompleteBody", "The request's body broke off");
        if (got == 0)
            break;
        bytes.length += (size_t)got;
        if (bytes.length > limit_bytes)
            return error_new(arena, ERROR_TOO_LARGE, "RequestEntityTooLarge",
                             "The request's body is larger than %zu bytes", limit_bytes);
    }
    if (body->length >= 0 && bytes.length < (size_t)body->length)
        return error_new(arena, ERROR_INVALID, "IncompleteBody", "The request's body ends after %zu of %lld bytes",
                         bytes.length, (long long)body->length);
    *ret_bytes = buffer_text(&bytes);
    return NULL;
}

const gabi_error *http_request_read(arena *arena, http_request *self, size_t limit_bytes, text *ret_body) {
    bool too_large = self->body.read ? self->body.length > 0 && (uint64_t)self->body.length > limit_bytes
                                     : self->body.bytes.length > limit_bytes;
    if (too_large)
        return error_new(arena, ERROR_TOO_LARGE, "RequestEntityTooLarge", "The request's body is larger than %zu bytes",
                         limit_bytes);
    if (self->body.read) {
        text bytes;
        TRY(read_stream(arena, &self->body, limit_bytes, &bytes));
        self->body = HTTP_BODY_BYTES(bytes);
    }
    *ret_body = self->body.bytes;
    return NULL;
}

bool http_query_next(arena *arena, text *rest, http_field *ret_field) {
    text pair;
    do {
        if (!text_cut(rest, '&', &pair))
            return false;
    } while (pair.length == 0);
    text name, value = pair;
    text_cut(&value, '=', &name);
    ret_field->name = percent_decode(arena, name, true);
    ret_field->value = value.data ? percent_decode(arena, value, true) : (text){"", 0};
    return true;
}

bool http_query_get(arena *arena, text query, text name, text *ret_value) {
    http_field field;
    for (text rest = query; http_query_next(arena, &rest, &field);) {
        if (text_equal(field.name, name)) {
            *ret_value = field.value;
            return true;
        }
    }
    return false;
}

void http_respond(arena *arena, http_response *response, int status, text content_type, text body) {
    response->status = status;
    response->content = (http_content){.kind = HTTP_CONTENT_BYTES, .bytes = body};
    if (content_type.length)
        http_fields_add(arena, &response->headers, TEXT("Content-Type"), content_type);
}

const char *http_reason(int status) {
    switch (status) {
    case 100: return "Continue";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 402: return "Payment Required";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 409: return "Conflict";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Payload Too Large";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 422: return "Unprocessable Entity";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    default: return "Unknown";
    }
}
