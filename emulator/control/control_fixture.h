/* Fixture: requests to the control API of worlds that *_test.c names, and a place to book that tells them apart. */
#ifndef GABI_CONTROL_FIXTURE_H
#define GABI_CONTROL_FIXTURE_H

#include "cloud_fixture.h"
#include "core/json.h"
#include "core/testing.h"

static inline http_response ask(arena *arena, const char *world, const char *method, const char *path,
                                const char *body) {
    transport *client = cloud_client(cloud_fixture_cloud(), arena, text_of(world));
    http_request request = http_request_to(text_of(method), text_of(path));
    http_response response;
    request.body = HTTP_BODY_BYTES(text_of(body));
    assert_success(client->send(client, arena, TEXT("http://localhost:4566"), &request, &response));
    return response;
}

static inline const json *body_of(arena *arena, http_response response, int status) {
    const json *body;
    if (response.status != status)
        print_error("%d %.*s\n", response.status, TEXT_ARGS(response.content.bytes));
    assert_int_equal(response.status, status);
    assert_success(json_parse(arena, response.content.bytes, 16, &body));
    return body;
}

static inline void assert_refused(arena *arena, http_response response, int status, const char *code) {
    assert_string(json_member_text(json_member(body_of(arena, response, status), "error"), "code"), code);
}

/* How many places are booked of a class that anybody may book. */
static inline int64_t booked(arena *arena, const char *world) {
    transport *client = cloud_client(cloud_fixture_cloud(), arena, text_of(world));
    http_request request = http_request_to(TEXT("GET"), TEXT("/classes"));
    http_response response;
    int64_t count = -1;
    assert_success(client->send(client, arena, TEXT("http://localhost:3000"), &request, &response));
    const json *classes = json_member(body_of(arena, response, 200), "classes");
    for (const json *each = json_first(classes); each; each = json_after(each))
        if (text_equal(json_member_text(each, "classId"), TEXT("class-yin")))
            assert_true(json_to_int64(json_member(each, "booked"), &count));
    return count;
}

static inline void book(arena *arena, const char *world) {
    transport *client = cloud_client(cloud_fixture_cloud(), arena, text_of(world));
    http_request request = http_request_to(TEXT("POST"), TEXT("/auth/login"));
    http_response response;
    http_fields_add(arena, &request.headers, TEXT("Content-Type"), TEXT("application/json"));
    request.body = HTTP_BODY_BYTES(TEXT("{\"email\":\"anna@example.com\",\"password\":\"lotus-flower-22\"}"));
    assert_success(client->send(client, arena, TEXT("http://localhost:3000"), &request, &response));
    text token = json_member_text(body_of(arena, response, 200), "accessToken");
    request = http_request_to(TEXT("POST"), TEXT("/classes/class-yin/book"));
    http_fields_add(arena, &request.headers, TEXT("Authorization"),
                    text_format(arena, "Bearer %.*s", TEXT_ARGS(token)));
    assert_success(client->send(client, arena, TEXT("http://localhost:3000"), &request, &response));
    assert_int_equal(response.status, 201);
}

#endif
