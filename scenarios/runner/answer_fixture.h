/* For tests: asserts and captures over answers that stand here. Each check is a line as a scenario has it and what
 * comes of it: NULL when it holds, else the problem's title, a line feed and its message. */
#ifndef GABI_RUNNER_ANSWER_FIXTURE_H
#define GABI_RUNNER_ANSWER_FIXTURE_H

#include "core/testing.h"
#include "runner/execute.h"

#define NOON_MS INT64_C(1767614400000) /* 2026-01-05T12:00:00Z, the world's time */

typedef struct canned {
    const char *path;
    const char *content_type;
    text body;
} canned;

static const canned canned_answers[] = {
    {"/json", "application/json",
     TEXT_INIT(
         "{\"s\":\"abc\",\"n\":1,\"neg\":-1.5,\"f\":1.5,\"big\":123456789012345678901234567890,\"t\":true,"
         "\"z\":null,\"l\":[1,\"a\",null,[1.0,{\"a\":1}]],\"e\":[],\"o\":{\"b\":1,\"a\":[1]},\"eo\":{},\"es\":\"\","
         "\"d\":\"2026-01-05T08:00:00Z\",\"ip\":\"10.0.0.1\",\"ip6\":\"2001:db8::1\","
         "\"uuid\":\"936da01f-9abd-4d9d-80c7-02af85c822a8\",\"b64\":\"SGVsbG8h\",\"doc\":\"{\\\"a\\\": [1,2]}\","
         "\"url\":\"http://a.b/c?x=1&y=a%20b+c&x=2#f\",\"xml\":\"<a><b>1</b></a>\",\"euro\":\"\xE2\x82\xAC\"}")},
    {"/xml", "application/xml; charset=utf-8",
     TEXT_INIT("<?xml version=\"1.0\"?><r xmlns=\"urn:d\" xmlns:x=\"urn:x\"><x:a k=\"1\">t</x:a><b/><b/></r>")},
    {"/html", "text/html", TEXT_INIT("<html><head><title>T</title></head><body><p>1<p>2 &eacute;<br></body></html>")},
    {"/entities", "application/xml", TEXT_INIT("<!DOCTYPE r [<!ENTITY a \"aaaa\">]><r>&a;</r>")},
    {"/bytes", "application/octet-stream", TEXT_INIT("\x00\x01\xFF")},
    {"/latin", "text/plain; charset=iso-8859-1", TEXT_INIT("caf\xE9")},
    {"/unknown", "text/plain; charset=nope", TEXT_INIT("x")},
    {"/text", "text/plain", TEXT_INIT("Hello World!")},
    {"/empty", "text/plain", TEXT_INIT("")},
    {"/secure", "text/plain", TEXT_INIT("")},
};

static inline const gabi_error *answer_canned(transport *transport, arena *arena, text endpoint, http_request *request,
                                              http_response *ret_response) {
    (void)transport, (void)endpoint;
    *ret_response = (http_response){0};
    for (size_t i = 0; i < sizeof canned_answers / sizeof *canned_answers; i++) {
        const canned *each = &canned_answers[i];
        if (text_equal(request->path, text_of(each->path)))
            http_respond(arena, ret_response, 200, text_of(each->content_type), each->body);
    }
    http_fields *headers = &ret_response->headers;
    http_fields_add(arena, headers, TEXT("X-Two"), TEXT("1"));
    http_fields_add(arena, headers, TEXT("x-two"), TEXT("2"));
    http_fields_add(arena, headers, TEXT("Set-Cookie"),
                    TEXT("sid=a=b; Path=/x; Secure; HttpOnly; Max-Age=30; Domain=d.org; SameSite=Lax; "
                         "Expires=Wed, 13 Jan 2027 22:23:01 GMT"));
    http_fields_add(arena, headers, TEXT("Set-Cookie"), TEXT("dashed=1; Expires=Wed, 13-Jan-2027 22:23:01 GMT"));
    http_fields_add(arena, headers, TEXT("Set-Cookie"), TEXT("never=1; Expires=never; Max-Age=x"));
    if (text_equal(request->path, TEXT("/secure"))) {
        http_fields *certificate = &ret_response->certificate;
        http_fields_add(arena, certificate, TEXT("Subject"), TEXT("CN = localhost"));
        http_fields_add(arena, certificate, TEXT("Issuer"), TEXT("C = DE, CN = Studio"));
        http_fields_add(arena, certificate, TEXT("Start date"), TEXT("Jan  1 00:00:00 2026 GMT"));
        http_fields_add(arena, certificate, TEXT("Expire date"), TEXT("2027-01-01 00:00:00 GMT"));
        http_fields_add(arena, certificate, TEXT("Serial Number"), TEXT("0a1b2c"));
        http_fields_add(arena, certificate, TEXT("X509v3 Subject Alternative Name"), TEXT("DNS:localhost"));
        http_fields_add(arena, certificate, TEXT("Cert"), TEXT("-----BEGIN CERTIFICATE-----\n"));
    }
    return NULL;
}

static inline int64_t canned_now_ms(void *owner) { return *(const int64_t *)owner; }

/* What comes of a scenario: the problems, each behind the other with an empty line between two; empty for none. */
static inline text problems_of(arena *arena, text content) {
    transport client = {.send = answer_canned};
    int64_t now_ms = NOON_MS;
    runner_world world = {.client = &client, .owner = &now_ms, .now_ms = canned_now_ms};
    execution_options options = {.request = default_options};
    variables variables = {.world = &world};
    source source = {TEXT("x.hurl"), content};
    scenario scenario;
    buffer out = BUFFER(arena);
    variables_set(arena, &variables, TEXT("one"), value_of_integer(arena, 1));
    variables_set(arena, &variables, TEXT("word"), value_of_string(arena, TEXT("abc")));
    const problem *problem = scenario_parse(arena, &source, &scenario);
    if (problem)
        return text_format(arena, "%s\n%.*s", problem->title, TEXT_ARGS(problem->message));
    outcome outcome = scenario_execute(arena, &source, &scenario, &world, &options, variables);
    const problem_list *problems = &outcome.entries.items[outcome.entries.count - 1].problems;
    for (size_t i = 0; i < problems->count; i++)
        buffer_format(&out, "%s%s\n%.*s", i ? "\n\n" : "", problems->items[i]->title,
                      TEXT_ARGS(problems->items[i]->message));
    return buffer_text(&out);
}

typedef struct check {
    const char *path;
    const char *line;
    const char *problem;
} check;

static inline void check_in(arena *arena, const check *check, const char *section, const char *before) {
    text content =
        text_format(arena, "GET http://localhost%s\nHTTP 200\n[%s]\n%s%s\n", check->path, section, before, check->line);
    text problems = problems_of(arena, content);
    if (!text_equal(problems, text_of(check->problem)))
        fail_msg("%s %s\n%.*s\nbut should say\n%s", check->path, check->line, TEXT_ARGS(problems),
                 check->problem ? check->problem : "nothing");
}

#define CHECK_ASSERTS(arena_, checks_)                                                                                 \
    for (size_t i_ = 0; i_ < sizeof(checks_) / sizeof *(checks_); i_++)                                                \
    check_in((arena_), &(checks_)[i_], "Asserts", "")

#define CHECK_CAPTURES(arena_, checks_)                                                                                \
    for (size_t i_ = 0; i_ < sizeof(checks_) / sizeof *(checks_); i_++)                                                \
    check_in((arena_), &(checks_)[i_], "Captures", "captured: ")

#endif
