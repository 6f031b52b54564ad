#include "records/transcript_hurl.h"

#include <ctype.h>

#include "core/civil_time.h"
#include "core/encoding.h"
#include "core/json.h"
#include "core/json_writer.h"

#define MOST_NESTING 100

/* Shorter ones mean something by themselves: "confirmed", a day. */
#define SHORTEST_CAPTURE 16

typedef struct capture {
    text name;
    text path; /* "$.accessToken" */
    text value;
    size_t exchange; /* whose answer gives it */
} capture;

typedef struct hurl_writer {
    arena *arena;
    buffer out;
    const recorded_exchange *exchanges;
    size_t count;
    capture *captures;
    size_t capture_count;
} hurl_writer;

/* ---- captures ---- */

static bool uses(const recorded_exchange *exchange, text value) {
    if (text_find(exchange->target, value) != TEXT_NOT_FOUND ||
        text_find(exchange->request_body, value) != TEXT_NOT_FOUND)
        return true;
    for (size_t i = 0; i < exchange->request_headers.count; i++)
        if (text_find(exchange->request_headers.items[i].value, value) != TEXT_NOT_FOUND)
            return true;
    return false;
}

static bool is_known(const hurl_writer *self, text value) {
    for (size_t i = 0; i < self->capture_count; i++)
        if (text_equal(self->captures[i].value, value))
            return true;
    return false;
}

static bool is_used_later(const hurl_writer *self, size_t exchange, text value) {
    for (size_t i = exchange + 1; i < self->count; i++)
        if (!self->exchanges[i].is_together && uses(&self->exchanges[i], value))
            return true;
    return false;
}

static bool is_in_first_use(const hurl_writer *self, size_t exchange, text value) {
    for (size_t i = 0; i <= exchange; i++)
        if (!self->exchanges[i].is_together && uses(&self->exchanges[i], value))
            return true; /* the client made it up: it is no news */
    return false;
}

static void add_capture(hurl_writer *self, size_t exchange, text member, text path, text value) {
    if (value.length < SHORTEST_CAPTURE || is_known(self, value) || is_in_first_use(self, exchange, value) ||
        !is_used_later(self, exchange, value))
        return;
    self->captures = arena_grow_by_one(self->arena, self->captures, self->capture_count, sizeof *self->captures);
    text name = text_format(self->arena, "%.*s_%zu", TEXT_ARGS(member), self->capture_count + 1);
    self->captures[self->capture_count++] = (capture){name, path, value, exchange};
}

static bool is_plain_name(text name) {
    bool is_plain = name.length > 0;
    for (size_t i = 0; is_plain && i < name.length; i++)
        is_plain = isalnum((unsigned char)name.data[i]) || name.data[i] == '_';
    return is_plain;
}

/* Strings at any depth, but below names that a path would have to quote. */
static void find_captures(hurl_writer *self, size_t exchange, const json *value, text member, text path) {
    switch (json_kind_of(value)) {
    case JSON_KIND_STRING: add_capture(self, exchange, member, path, json_text(value)); return;
    case JSON_KIND_OBJECT:
        for (const json *each = json_first(value); each; each = json_after(each))
            if (is_plain_name(json_name_of(each)))
                find_captures(self, exchange, each, json_name_of(each),
                              text_format(self->arena, "%.*s.%.*s", TEXT_ARGS(path), TEXT_ARGS(json_name_of(each))));
        return;
    case JSON_KIND_ARRAY: {
        size_t index = 0;
        for (const json *each = json_first(value); each; each = json_after(each))
            find_captures(self, exchange, each, member,
                          text_format(self->arena, "%.*s[%zu]", TEXT_ARGS(path), index++));
        return;
    }
    default: return;
    }
}

static const json *tree_of(arena *arena, text body) {
    const json *tree = NULL;
    return text_is_empty(body) || json_parse(arena, body, MOST_NESTING, &tree) ? NULL : tree;
}

/* ---- writing ---- */

/* The text with {{name}} for what was captured. */
static text with_captures(const hurl_writer *self, text value) {
    for (size_t i = 0; i < self->capture_count; i++) {
        const capture *capture = &self->captures[i];
        buffer out = BUFFER(self->arena);
        for (size_t at; (at = text_find(value, capture->value)) != TEXT_NOT_FOUND;) {
            buffer_append(&out, text_upto(value, at));
            buffer_format(&out, "{{%.*s}}", TEXT_ARGS(capture->name));
            value = text_from(value, at + capture->value.length);
        }
        buffer_append(&out, value);
        value = buffer_text(&out);
    }
    return value;
}

/* What the client's HTTP library says, or the file's runner will say itself. */
static bool is_of_transport(text name) {
    static const char *const names[] = {"host",   "content-length",  "connection", "user-agent",
                                        "accept", "accept-encoding", "expect",     "transfer-encoding",
                                        "date",   "x-gabi-world"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (text_equal_ignore_case(name, text_of(names[i])))
            return true;
    return false;
}

#define CREDENTIAL "Credential="

/* An AWS signature, made out to somebody whom nobody knows. */
static text with_unknown_key(arena *arena, text authorization) {
    size_t key = text_find(authorization, TEXT(CREDENTIAL));
    if (key == TEXT_NOT_FOUND)
        return authorization;
    key += sizeof CREDENTIAL - 1;
    size_t scope = text_index(text_from(authorization, key), '/');
    return scope == TEXT_NOT_FOUND ? authorization
                                   : text_format(arena, "%.*srecorded%.*s", (int)key, authorization.data,
                                                 TEXT_ARGS(text_from(authorization, key + scope)));
}

static void write_headers(hurl_writer *self, const recorded_exchange *exchange) {
    for (size_t i = 0; i < exchange->request_headers.count; i++) {
        const http_field *field = &exchange->request_headers.items[i];
        text value = field->value;
        if (is_of_transport(field->name))
            continue;
        if (text_equal_ignore_case(field->name, TEXT("authorization")))
            value = with_unknown_key(self->arena, value);
        value = with_captures(self, value);
        buffer_format(&self->out, "%.*s: %.*s\n", TEXT_ARGS(field->name), TEXT_ARGS(value));
    }
}

/* JSON stands as it is; any other body, or one with what would be a placeholder, as base64. */
static void write_body(hurl_writer *self, const recorded_exchange *exchange) {
    text body = exchange->request_body;
    if (text_is_empty(body))
        return;
    const json *tree = tree_of(self->arena, body);
    json_kind kind = json_kind_of(tree);
    bool is_shown =
        (kind == JSON_KIND_OBJECT || kind == JSON_KIND_ARRAY) && text_find(body, TEXT("{{")) == TEXT_NOT_FOUND;
    text shown = is_shown ? with_captures(self, body) : base64_encode(self->arena, body);
    buffer_format(&self->out, is_shown ? "%.*s\n" : "base64,%.*s;\n", TEXT_ARGS(shown));
}

static void write_captures(hurl_writer *self, size_t exchange) {
    bool is_first = true;
    for (size_t i = 0; i < self->capture_count; i++) {
        const capture *capture = &self->captures[i];
        if (capture->exchange != exchange)
            continue;
        buffer_format(&self->out, "%s%.*s: jsonpath \"%.*s\"\n", is_first ? "[Captures]\n" : "",
                      TEXT_ARGS(capture->name), TEXT_ARGS(capture->path));
        is_first = false;
    }
}

static const char *address_of(const recorded_exchange *exchange) {
    return exchange->door == DOOR_API ? "{{api}}" : "{{aws}}";
}

/* A request whose answer was lost: by itself it would fail the file, run together with no other it has the status 0. */
static void write_lost(hurl_writer *self, const recorded_exchange *exchange) {
    buffer out = BUFFER(self->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_name(&writer, TEXT("requests"));
    json_begin_array(&writer);
    json_begin_object(&writer);
    json_string_member(&writer, "method", exchange->method);
    json_string_member(&writer, "url",
                       text_format(self->arena, "%s%.*s", address_of(exchange), TEXT_ARGS(exchange->target)));
    json_name(&writer, TEXT("headers"));
    json_begin_object(&writer);
    for (size_t i = 0; i < exchange->request_headers.count; i++) {
        json_name(&writer, exchange->request_headers.items[i].name);
        json_string(&writer, with_unknown_key(self->arena, exchange->request_headers.items[i].value));
    }
    json_end_object(&writer);
    json_string_member(&writer, "body", exchange->request_body);
    json_end_object(&writer);
    json_end_array(&writer);
    json_end_object(&writer);
    buffer_format(&self->out,
                  "POST {{aws}}/_gabi/together\n%s\nHTTP 200\n[Asserts]\njsonpath \"$.responses[0].status\" "
                  "== 0\n\n",
                  with_captures(self, buffer_text(&out)).data);
}

static void write_exchange(hurl_writer *self, size_t index) {
    const recorded_exchange *exchange = &self->exchanges[index];
    text time = time_to_sortable(self->arena, exchange->begin_ms);
    buffer_format(&self->out, "# %lld, %.*s%s\n", (long long)exchange->number, TEXT_ARGS(time),
                  exchange->is_cut ? ": a body was too long and is cut" : "");
    if (exchange->status == HTTP_NO_ANSWER) {
        write_lost(self, exchange);
        return;
    }
    text target = with_captures(self, exchange->target);
    buffer_format(&self->out, "%.*s %s%.*s\n", TEXT_ARGS(exchange->method), address_of(exchange), TEXT_ARGS(target));
    write_headers(self, exchange);
    write_body(self, exchange);
    buffer_format(&self->out, "HTTP %d\n", exchange->status);
    find_captures(self, index, tree_of(self->arena, exchange->response_body), TEXT("value"), TEXT("$"));
    write_captures(self, index);
    buffer_append_char(&self->out, '\n');
}

text transcript_to_hurl(arena *arena, const recorded_exchange *exchanges, size_t count) {
    hurl_writer self = {.arena = arena, .out = BUFFER(arena), .exchanges = exchanges, .count = count};
    for (size_t i = 0; i < count; i++)
        if (!exchanges[i].is_together)
            write_exchange(&self, i);
    return buffer_text(&self.out);
}
