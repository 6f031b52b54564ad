#include <ctype.h>

#include "core/civil_time.h"
#include "core/encoding.h"
#include "core/json.h"
#include "core/json_writer.h"
#include "runner/certificate.h"
#include "runner/report.h"
#include "runner/report_file.h"

#define DEEPEST_REPORT 200

/* What is being written: one run, with the bodies of its answers beside. */
typedef struct page {
    arena *arena;
    json_writer *writer;
    const char *folder; /* NULL: bodies are left out */
    const file_run *run;
    text id;
    size_t body_count;
    const gabi_error *error; /* the first body that could not be written */
} page;

static void put_string(page *self, const char *name, text value) {
    json_string_member(self->writer, name, file_run_redact(self->run, self->arena, value));
}

static void begin(page *self, const char *name) {
    json_name(self->writer, text_of(name));
    json_begin_array(self->writer);
}

/* ---- requests ---- */

static void put_pair(page *self, text name, text value) {
    json_begin_object(self->writer);
    put_string(self, "name", name);
    put_string(self, "value", value);
    json_end_object(self->writer);
}

static void put_headers(page *self, const http_fields *headers) {
    begin(self, "headers");
    for (size_t i = 0; i < headers->count; i++)
        put_pair(self, headers->items[i].name, headers->items[i].value);
    json_end_array(self->writer);
}

/* "a=b; c=d" */
static void put_request_cookies(page *self, const http_fields *headers) {
    begin(self, "cookies");
    for (size_t i = 0; i < headers->count; i++) {
        text rest = headers->items[i].value, cookie, name;
        if (!text_equal_ignore_case(headers->items[i].name, TEXT("Cookie")))
            continue;
        while (text_cut(&rest, ';', &cookie)) {
            text_cut(&cookie, '=', &name);
            put_pair(self, text_trim(name), cookie);
        }
    }
    json_end_array(self->writer);
}

static void put_query(page *self, text url) {
    size_t mark = text_index(url, '?');
    text rest = {0};
    if (mark != TEXT_NOT_FOUND)
        rest = text_from(url, mark + 1);
    http_field parameter;
    begin(self, "query_string");
    while (http_query_next(self->arena, &rest, &parameter))
        put_pair(self, parameter.name, parameter.value);
    json_end_array(self->writer);
}

static void put_request(page *self, const exchange *exchange) {
    json_name(self->writer, TEXT("request"));
    json_begin_object(self->writer);
    put_request_cookies(self, &exchange->request_headers);
    put_headers(self, &exchange->request_headers);
    put_string(self, "method", exchange->method);
    put_query(self, exchange->url);
    put_string(self, "url", exchange->url);
    json_end_object(self->writer);
}

/* ---- answers ---- */

/* How Set-Cookie's attributes are named in the report. */
static const struct {
    const char *attribute;
    const char *member;
    bool is_flag;
} cookie_attributes[] = {
    {"Domain", "domain", false},   {"Expires", "expires", false}, {"HttpOnly", "httponly", true},
    {"Max-Age", "max_age", false}, {"Path", "path", false},       {"SameSite", "same_site", false},
    {"Secure", "secure", true},
};

static void put_attribute(page *self, text attributes, size_t kind) {
    for (text rest = attributes, attribute, name; text_cut(&rest, ';', &attribute);) {
        text_cut(&attribute, '=', &name);
        if (!text_equal_ignore_case(text_trim(name), text_of(cookie_attributes[kind].attribute)))
            continue;
        if (cookie_attributes[kind].is_flag)
            json_boolean_member(self->writer, cookie_attributes[kind].member, true);
        else
            put_string(self, cookie_attributes[kind].member, text_trim(attribute));
        return;
    }
}

/* "name=value; Path=/; Secure" */
static void put_response_cookies(page *self, const http_fields *headers) {
    begin(self, "cookies");
    for (size_t i = 0; i < headers->count; i++) {
        text attributes = headers->items[i].value, value, name;
        if (!text_equal_ignore_case(headers->items[i].name, TEXT("Set-Cookie")))
            continue;
        text_cut(&attributes, ';', &value);
        text_cut(&value, '=', &name);
        json_begin_object(self->writer);
        put_string(self, "name", text_trim(name));
        put_string(self, "value", text_trim(value));
        for (size_t kind = 0; kind < sizeof cookie_attributes / sizeof *cookie_attributes; kind++)
            put_attribute(self, attributes, kind);
        json_end_object(self->writer);
    }
    json_end_array(self->writer);
}

static const char *extension_of(const http_fields *headers) {
    text type = http_fields_get(headers, TEXT("Content-Type"));
    return text_find(type, TEXT("json")) != TEXT_NOT_FOUND   ? ".json"
           : text_find(type, TEXT("xml")) != TEXT_NOT_FOUND  ? ".xml"
           : text_find(type, TEXT("html")) != TEXT_NOT_FOUND ? ".html"
                                                             : "";
}

/* The body goes to a file of its own. */
static void put_body(page *self, const exchange *exchange) {
    const char *name = arena_printf(self->arena, "store/%s-%zu_response%s", self->id.data, ++self->body_count,
                                    extension_of(&exchange->response->headers));
    const gabi_error *error = report_write(self->arena, arena_printf(self->arena, "%s/%s", self->folder, name),
                                           file_run_redact(self->run, self->arena, exchange->body));
    self->error = self->error ? self->error : error;
    json_string_member(self->writer, "body", text_of(name));
}

/* Of an answer over HTTPS. */
static void put_certificate(page *self, const http_fields *certificate) {
    static const char *const fields[][2] = {
        {"expire_date", "Expire-Date"},
        {"issuer", "Issuer"},
        {"serial_number", "Serial-Number"},
        {"start_date", "Start-Date"},
        {"subject", "Subject"},
        {"subject_alt_name", "Subject-Alt-Name"},
        {"value", "Value"},
    };
    if (certificate->count == 0)
        return;
    json_name(self->writer, TEXT("certificate"));
    json_begin_object(self->writer);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const value *found = certificate_find(self->arena, certificate, text_of(fields[i][1]));
        if (found)
            json_string_member(self->writer, fields[i][0], value_show(self->arena, found));
    }
    json_end_object(self->writer);
}

static void put_response(page *self, const exchange *exchange) {
    text version = text_is_empty(exchange->version) ? TEXT("HTTP/1.1") : exchange->version;
    json_name(self->writer, TEXT("response"));
    json_begin_object(self->writer);
    if (self->folder)
        put_body(self, exchange);
    put_certificate(self, &exchange->response->certificate);
    put_response_cookies(self, &exchange->response->headers);
    put_headers(self, &exchange->response->headers);
    json_string_member(self->writer, "http_version", version);
    json_integer_member(self->writer, "status", exchange->response->status);
    json_end_object(self->writer);
}

/* In-process there is nothing to look up, to connect to or to wait for: all of the time is the whole of it. */
static void put_timings(page *self, const exchange *exchange) {
    json_name(self->writer, TEXT("timings"));
    json_begin_object(self->writer);
    json_integer_member(self->writer, "app_connect", 0);
    json_string_member(self->writer, "begin_call", time_to_sortable(self->arena, exchange->begin_ms));
    json_integer_member(self->writer, "connect", 0);
    json_string_member(self->writer, "end_call",
                       time_to_sortable(self->arena, exchange->begin_ms + exchange->duration_ms));
    json_integer_member(self->writer, "name_lookup", 0);
    json_integer_member(self->writer, "pre_transfer", 0);
    json_integer_member(self->writer, "start_transfer", exchange->duration_us);
    json_integer_member(self->writer, "total", exchange->duration_us);
    json_end_object(self->writer);
}

/* The redirects that led to an exchange come before it. */
static void put_calls(page *self, const exchange *exchange) {
    if (!exchange)
        return;
    put_calls(self, exchange->previous);
    json_begin_object(self->writer);
    put_request(self, exchange);
    put_response(self, exchange);
    put_timings(self, exchange);
    json_end_object(self->writer);
}

/* ---- what was found ---- */

static void put_redirect(page *self, const value *redirect) {
    json_begin_object(self->writer);
    json_string_member(self->writer, "location", redirect->text);
    json_integer_member(self->writer, "status", redirect->integer);
    json_end_object(self->writer);
}

static void put_value(page *self, const value *value) {
    json_writer *writer = self->writer;
    bool is_object = value->kind == VALUE_OBJECT;
    switch (value->kind) {
    case VALUE_NULL: json_null(writer); break;
    case VALUE_BOOLEAN: json_boolean(writer, value->boolean); break;
    case VALUE_INTEGER: json_integer(writer, value->integer); break;
    case VALUE_BIG_INTEGER: json_raw(writer, value->text); break;
    case VALUE_FLOAT: json_double(writer, value->number); break;
    case VALUE_STRING: json_string(writer, file_run_redact(self->run, self->arena, value->text)); break;
    case VALUE_BYTES: json_string(writer, base64_encode(self->arena, value->text)); break;
    case VALUE_REGEX: json_string(writer, regex_pattern(value->regex)); break;
    case VALUE_DATE: json_string(writer, value_show(self->arena, value)); break;
    case VALUE_REDIRECT: put_redirect(self, value); break;
    case VALUE_LIST:
    case VALUE_OBJECT:
        (is_object ? json_begin_object : json_begin_array)(writer);
        for (size_t i = 0; i < value->items.count; i++) {
            if (is_object)
                json_name(writer, value->items.items[i]->name);
            put_value(self, value->items.items[i]);
        }
        (is_object ? json_end_object : json_end_array)(writer);
        break;
    default:
        json_begin_object(writer);
        if (value->kind == VALUE_NODES)
            json_integer_member(writer, "size", value->integer);
        json_string_member(writer, "type", text_of(value_kind_name(value)));
        json_end_object(writer);
    }
}

static void put_asserts(page *self, const entry_result *result) {
    begin(self, "asserts");
    for (size_t i = 0; i < result->asserts.count; i++) {
        const assert_result *assert = &result->asserts.items[i];
        json_begin_object(self->writer);
        json_integer_member(self->writer, "line", (int64_t)source_place(&self->run->source, assert->start).line);
        if (assert->problem)
            json_string_member(self->writer, "message",
                               file_run_message(self->run, self->arena, assert->problem, result->entry, false));
        json_boolean_member(self->writer, "success", !assert->problem);
        json_end_object(self->writer);
    }
    json_end_array(self->writer);
}

static void put_captures(page *self, const entry_result *result) {
    begin(self, "captures");
    for (size_t i = 0; i < result->captures.count; i++) {
        json_begin_object(self->writer);
        json_string_member(self->writer, "name", result->captures.items[i].name);
        json_name(self->writer, TEXT("value"));
        put_value(self, result->captures.items[i].value);
        json_end_object(self->writer);
    }
    json_end_array(self->writer);
}

static void put_entry(page *self, const entry_result *result) {
    json_begin_object(self->writer);
    put_asserts(self, result);
    begin(self, "calls");
    put_calls(self, result->last_exchange);
    json_end_array(self->writer);
    put_captures(self, result);
    put_string(self, "curl_cmd", result->curl);
    json_integer_member(self->writer, "index", (int64_t)result->index);
    json_integer_member(self->writer, "line", (int64_t)source_place(&self->run->source, result->entry->start).line);
    json_integer_member(self->writer, "time", result->transfer_us / 1000);
    json_end_object(self->writer);
}

static void put_cookies(page *self, const cookie_list *cookies) {
    begin(self, "cookies");
    for (size_t i = 0; i < cookies->count; i++) {
        const cookie *cookie = &cookies->items[i];
        json_begin_object(self->writer);
        json_string_member(
            self->writer, "domain",
            text_format(self->arena, "%s%.*s", cookie->includes_subdomains ? "." : "", TEXT_ARGS(cookie->domain)));
        json_integer_member(self->writer, "expires", cookie->expires);
        json_boolean_member(self->writer, "https", cookie->is_secure);
        json_boolean_member(self->writer, "include_subdomain", cookie->includes_subdomains);
        json_string_member(self->writer, "name", cookie->name);
        json_string_member(self->writer, "path", cookie->path);
        put_string(self, "value", cookie->value);
        json_end_object(self->writer);
    }
    json_end_array(self->writer);
}

static void put_run(page *self) {
    const outcome *outcome = &self->run->outcome;
    finding_list findings = file_run_findings(self->run, self->arena, false);
    json_begin_object(self->writer);
    put_cookies(self, &outcome->cookies);
    begin(self, "entries");
    for (size_t i = 0; i < outcome->entries.count; i++)
        put_entry(self, &outcome->entries.items[i]);
    json_end_array(self->writer);
    if (outcome->entries.count == 0 && findings.count > 0) /* a file that cannot be run has no entry to say why */
        json_string_member(self->writer, "error", findings.items[0].message);
    json_string_member(self->writer, "filename", self->run->source.path);
    json_boolean_member(self->writer, "success", self->run->status == RUNNER_ALL_PASSED);
    json_integer_member(self->writer, "time", self->run->duration_us / 1000);
    json_end_object(self->writer);
}

/* ---- all of it ---- */

/* The results that are there, as they are. */
static const gabi_error *read_results(arena *arena, const char *path, text *ret_results, size_t *ret_count) {
    text content;
    const json *results;
    TRY(report_read(arena, path, &content));
    content = text_trim(content);
    if (text_is_empty(content))
        content = TEXT("[]");
    if (json_parse(arena, content, DEEPEST_REPORT, &results) || json_kind_of(results) != JSON_KIND_ARRAY)
        return report_refuse(arena, path, "JSON");
    *ret_results = text_trim(text_upto(text_from(content, 1), content.length - 2));
    *ret_count = json_count(results);
    return NULL;
}

const gabi_error *report_json(arena *arena, const char *folder, run_list runs) {
    const char *path = arena_printf(arena, "%s/report.json", folder);
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    text results;
    size_t count;
    TRY(read_results(arena, path, &results, &count));
    json_begin_array(&writer);
    if (count > 0)
        json_raw(&writer, results);
    for (size_t i = 0; i < runs.count; i++) {
        const file_run *run = &runs.items[i];
        page page = {arena, &writer, folder, run, report_id(arena, count + i, run->source.path), 0, NULL};
        put_run(&page);
        TRY(page.error);
    }
    json_end_array(&writer);
    buffer_append_char(&out, '\n');
    return report_write(arena, path, buffer_text(&out));
}

const gabi_error *report_json_lines(arena *arena, const char *path, run_list runs) {
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < runs.count; i++) {
        json_writer writer = JSON_WRITER(&out);
        page page = {.arena = arena, .writer = &writer, .run = &runs.items[i]};
        put_run(&page);
        buffer_append_char(&out, '\n');
    }
    return report_print(arena, path, buffer_text(&out));
}
