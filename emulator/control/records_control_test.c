/* Logs and traces: what a world's functions say, and what they call. */
#include "cloud_fixture.h"
#include "control/logs_control.h"
#include "control/traces_control.h"
#include "core/buffer.h"
#include "core/json.h"
#include "core/testing.h"
#include "records/logs.h"
#include "records/traces.h"

static http_response call(world *world, arena *arena, const char *method, const char *target, const char *body) {
    return cloud_fixture_call(world, arena, method, target, NULL, body);
}

static const json *list(world *world, arena *arena, const char *target, const char *member) {
    const json *tree;
    http_response response = call(world, arena, "GET", target, NULL);
    assert_int_equal(response.status, 200);
    assert_success(json_parse(arena, response.content.bytes, 32, &tree));
    return json_member(tree, member);
}

#define LOGIN "{\"email\":\"anna@example.com\",\"password\":\"lotus-flower-22\"}"

/* ---- logs ---- */

static void logs_tell_what_functions_said_in_which_invocation(void **state) {
    world *world = cloud_fixture_world();
    call(world, *state, "POST", "/auth/login", LOGIN);
    call(world, *state, "POST", "/auth/login", "{\"email\":\"anna@example.com\",\"password\":\"wrong\"}");
    const json *records = list(world, *state, "/_gabi/logs", "records");
    const json *first = json_first(records), *last = first;
    while (json_after(last))
        last = json_after(last);
    assert_string(json_member_text(first, "function"), "gabi-auth");
    assert_string(json_member_text(first, "event"), "auth.logged_in");
    assert_string(json_member_text(first, "level"), "info");
    assert_true(text_starts_with(json_member_text(first, "time"), TEXT("2026-01-05T08:00:00")));
    assert_true(json_number(json_member(first, "invocation")) < json_number(json_member(last, "invocation")));
    assert_string(json_member_text(json_member(first, "fields"), "userId"), "user-anna");
}

static void logs_are_filtered(void **state) {
    world *world = cloud_fixture_world();
    call(world, *state, "POST", "/auth/login", LOGIN);
    call(world, *state, "POST", "/_gabi/faults", "{\"service\":\"dynamodb\",\"effect\":\"throttle\"}");
    call(world, *state, "PUT", "/_gabi/logs", "{\"echo\":false}");
    call(world, *state, "GET", "/classes", NULL);
    const json *errors = list(world, *state, "/_gabi/logs?level=error", "records");
    assert_int_equal(json_count(errors), 1);
    assert_string(json_member_text(json_first(errors), "function"), "gabi-booking");
    assert_int_equal(json_count(list(world, *state, "/_gabi/logs?function=gabi-booking", "records")), 1);
    assert_int_equal(json_count(list(world, *state, "/_gabi/logs?event=auth.logged_in", "records")), 1);
    assert_int_equal(json_count(list(world, *state, "/_gabi/logs?invocation=1", "records")), 0);
    assert_int_equal(call(world, *state, "GET", "/_gabi/logs?level=loud", NULL).status, 400);
}

static void logs_are_emptied(void **state) {
    world *world = cloud_fixture_world();
    call(world, *state, "POST", "/auth/login", LOGIN);
    assert_int_equal(call(world, *state, "DELETE", "/_gabi/logs", NULL).status, 204);
    assert_int_equal(json_count(list(world, *state, "/_gabi/logs", "records")), 0);
    assert_int_equal(call(world, *state, "PUT", "/_gabi/logs", "{}").status, 400);
}

static void note_long_value(world *world, arena *arena, size_t length) {
    char *value = memset(arena_alloc(arena, length), 'x', length);
    const log_field field = {"error", {value, length}};
    logs_note(world, TEXT("function"), LOG_INFO, "said", &field, 1);
}

/* However long what a function says is, as it may quote what it was asked. */
static void logs_keep_the_beginning_of_a_value(void **state) {
    world *world = cloud_fixture_world();
    for (int i = 0; i < 3; i++) {
        note_long_value(world, *state, 2000000);
        note_long_value(world, *state, 6291000);
    }
    const json *records = list(world, *state, "/_gabi/logs?event=said", "records");
    assert_int_equal(json_count(records), 6);
    assert_int_equal(json_member_text(json_member(json_first(records), "fields"), "error").length,
                     LOGS_MOST_VALUE_BYTES);
}

/* ---- traces ---- */

static void switch_traces(world *world, arena *arena, bool is_on) {
    const char *body = is_on ? "{\"enabled\":true}" : "{\"enabled\":false}";
    assert_int_equal(call(world, arena, "PUT", "/_gabi/traces", body).status, 204);
}

static void assert_call(const json *call, const char *caller, const char *service, const char *operation,
                        const char *resource, int status) {
    assert_string(json_member_text(call, "caller"), caller);
    assert_string(json_member_text(call, "service"), service);
    assert_string(json_member_text(call, "operation"), operation);
    assert_string(json_text(json_first(json_member(call, "resources"))), resource);
    assert_int_equal((int)json_number(json_member(call, "status")), status);
}

static void traces_tell_which_calls_made_which(void **state) {
    world *world = cloud_fixture_world();
    call(world, *state, "GET", "/classes", NULL);
    assert_int_equal(json_count(list(world, *state, "/_gabi/traces", "traces")), 0);
    switch_traces(world, *state, true);
    call(world, *state, "POST", "/_gabi/faults",
         "{\"service\":\"dynamodb\",\"effect\":\"latency\",\"ms\":40,\"nth\":1}");
    call(world, *state, "GET", "/classes", NULL);
    const json *traces = list(world, *state, "/_gabi/traces?hostTimes=true", "traces");
    assert_int_equal(json_count(traces), 1);
    const json *gateway = json_first(json_member(json_first(traces), "calls"));
    assert_call(gateway, "outside", "apigateway", "ListClasses", "/classes", 200);
    const json *function = json_first(json_member(gateway, "calls"));
    assert_call(function, "apigateway", "lambda", "Invoke", "gabi-booking", 200);
    const json *table = json_first(json_member(function, "calls"));
    assert_call(table, "gabi-booking", "dynamodb", "Query", "Classes", 200);
    assert_int_equal(json_count(json_member(table, "calls")), 0);
    assert_true(json_number(json_member(table, "endMs")) - json_number(json_member(table, "beginMs")) >= 40);
    assert_true(json_number(json_member(gateway, "hostUs")) >= json_number(json_member(table, "hostUs")));
}

static void traces_show_attempts_and_answers_that_were_lost(void **state) {
    world *world = cloud_fixture_world();
    switch_traces(world, *state, true);
    call(world, *state, "POST", "/_gabi/faults", "{\"service\":\"dynamodb\",\"effect\":\"cut_before\",\"nth\":1}");
    call(world, *state, "GET", "/classes", NULL);
    const json *traces = list(world, *state, "/_gabi/traces", "traces");
    const json *function = json_first(json_member(json_first(json_member(json_first(traces), "calls")), "calls"));
    const json *attempt = json_first(json_member(function, "calls"));
    assert_call(attempt, "gabi-booking", "dynamodb", "Query", "Classes", 0);
    assert_int_equal(json_number(json_member(attempt, "fault")), 1);
    assert_call(json_after(attempt), "gabi-booking", "dynamodb", "Query", "Classes", 200);
    assert_null(json_member(json_after(attempt), "fault"));
}

static void traces_stop_and_are_emptied(void **state) {
    world *world = cloud_fixture_world();
    switch_traces(world, *state, true);
    call(world, *state, "GET", "/classes", NULL);
    switch_traces(world, *state, false);
    call(world, *state, "GET", "/classes", NULL);
    assert_int_equal(json_count(list(world, *state, "/_gabi/traces", "traces")), 1);
    assert_false(world_has(world, WORLD_HAS_TRACES));
    assert_int_equal(call(world, *state, "DELETE", "/_gabi/traces", NULL).status, 204);
    assert_int_equal(json_count(list(world, *state, "/_gabi/traces", "traces")), 0);
}

/* As of a batch that is refused for all that it asks for, in less time than it would take to tell so many apart. */
static void traces_keep_the_first_resources_of_a_call(void **state) {
    world *world = cloud_fixture_world();
    http_request request = http_request_to(TEXT("POST"), TEXT("/"));
    http_response response;
    buffer body = BUFFER(*state);
    buffer_append(&body, TEXT("{\"RequestItems\":{"));
    for (int i = 0; i < 500000; i++)
        buffer_format(&body, "\"t%d\":[],", i);
    buffer_append(&body, TEXT("\"last\":[]}}"));
    http_fields_add(*state, &request.headers, TEXT("Content-Type"), TEXT("application/x-amz-json-1.0"));
    http_fields_add(*state, &request.headers, TEXT("X-Amz-Target"), TEXT("DynamoDB_20120810.BatchWriteItem"));
    request.body = HTTP_BODY_BYTES(buffer_text(&body));
    invocation invocation;
    switch_traces(world, *state, true);
    transport *transport = world_transport(world);
    world_begin_invocation(world, &invocation);
    assert_success(transport->send(transport, *state, TEXT("http://localhost:4566"), &request, &response));
    request.body = HTTP_BODY_BYTES(text_format(*state, "{\"TableName\":\"%05000d\"}", 0));
    request.headers.items[1].value = TEXT("DynamoDB_20120810.DescribeTable");
    assert_success(transport->send(transport, *state, TEXT("http://localhost:4566"), &request, &response));
    world_end_invocation(&invocation);
    traced_call *calls;
    size_t count;
    traces_read(world, *state, &calls, &count);
    assert_int_equal(count, 2);
    assert_int_equal(calls[0].resource_count, 100);
    assert_string(calls[0].resources[99], "t99");
    assert_int_equal(calls[1].resources[0].length, TRACES_MOST_RESOURCE_BYTES);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(logs_tell_what_functions_said_in_which_invocation),
        TEST(logs_are_filtered),
        TEST(logs_are_emptied),
        TEST(logs_keep_the_beginning_of_a_value),
        TEST(traces_tell_which_calls_made_which),
        TEST(traces_show_attempts_and_answers_that_were_lost),
        TEST(traces_stop_and_are_emptied),
        TEST(traces_keep_the_first_resources_of_a_call),
    };
    return RUN_TESTS(tests);
}
