/* Transcripts: what is recorded of a world, and how it is given back. */
#include "control/transcript_control.h"

#include "cloud_fixture.h"
#include "core/json.h"
#include "core/testing.h"

static http_response call(world *world, arena *arena, const char *method, const char *target, const char *body) {
    return cloud_fixture_call(world, arena, method, target, NULL, body);
}

static void record(world *world, arena *arena) {
    assert_int_equal(call(world, arena, "PUT", "/_gabi/transcript", "{\"enabled\":true}").status, 204);
}

static text transcript(world *world, arena *arena, const char *format) {
    const char *target = arena_printf(arena, "/_gabi/transcript?format=%s", format);
    http_response response = call(world, arena, "GET", target, NULL);
    assert_int_equal(response.status, 200);
    return response.content.bytes;
}

static const json *exchanges(world *world, arena *arena) {
    const json *tree;
    assert_success(json_parse(arena, transcript(world, arena, "json"), 16, &tree));
    return json_first(json_member(tree, "exchanges"));
}

static void is_empty_until_it_is_switched_on(void **state) {
    world *world = cloud_fixture_world();
    call(world, *state, "GET", "/classes", NULL);
    assert_string(transcript(world, *state, "json"), "{\"enabled\":false,\"exchanges\":[]}");
    assert_false(world_has(world, WORLD_HAS_TRANSCRIPT));
}

static void has_every_request_and_answer_as_it_was(void **state) {
    world *world = cloud_fixture_world();
    record(world, *state);
    call(world, *state, "POST", "/auth/login?a=b", "{}");
    const json *each = exchanges(world, *state);
    assert_string(json_member_text(each, "door"), "api");
    assert_string(json_member_text(each, "method"), "POST");
    assert_string(json_member_text(each, "target"), "/auth/login?a=b");
    assert_string(json_member_text(each, "requestBody"), "{}");
    assert_true(json_number(json_member(each, "status")) == 400);
    assert_true(text_starts_with(json_member_text(each, "responseBody"), TEXT("{\"error\":{")));
    assert_true(json_count(json_member(each, "requestHeaders")) == 2);
    assert_string(json_text(json_first(json_first(json_member(each, "requestHeaders")))), "Host");
    assert_null(json_after(each));
}

static void shows_bytes_that_are_no_text_in_base64(void **state) {
    world *world = cloud_fixture_world();
    record(world, *state);
    call(world, *state, "POST", "/auth/login", "\xff");
    assert_string(json_member_text(exchanges(world, *state), "requestBodyBase64"), "/w==");
}

static void stops_and_is_emptied(void **state) {
    world *world = cloud_fixture_world();
    record(world, *state);
    call(world, *state, "GET", "/classes", NULL);
    call(world, *state, "PUT", "/_gabi/transcript", "{\"enabled\":false}");
    call(world, *state, "GET", "/bookings", NULL);
    const json *first = exchanges(world, *state);
    assert_string(json_member_text(first, "target"), "/classes");
    assert_null(json_after(first));
    assert_int_equal(call(world, *state, "DELETE", "/_gabi/transcript", NULL).status, 204);
    assert_null(exchanges(world, *state));
}

static void keeps_the_newest_and_cuts_what_is_long(void **state) {
    world *world = cloud_fixture_world();
    arena *arena = *state;
    char *body = arena_zalloc(arena, 300001);
    memset(body, 'x', 300000);
    record(world, arena);
    for (int i = 0; i < 1000; i++)
        call(world, arena, "GET", "/nowhere", NULL);
    call(world, arena, "POST", "/auth/login", body);
    const json *each = exchanges(world, arena), *last = each;
    assert_true(json_number(json_member(each, "number")) == 501);
    while (json_after(last))
        last = json_after(last);
    assert_true(json_is_true(json_member(last, "cut")));
    assert_int_equal(json_member_text(last, "requestBody").length, 262144);
}

static void is_refused_in_other_formats(void **state) {
    http_response response = call(cloud_fixture_world(), *state, "GET", "/_gabi/transcript?format=har", NULL);
    assert_int_equal(response.status, 400);
    assert_int_equal(call(cloud_fixture_world(), *state, "PUT", "/_gabi/transcript", "{}").status, 400);
}

#define LOGIN "{\"email\":\"anna@example.com\",\"password\":\"lotus-flower-22\"}"

static void assert_has(text hurl, const char *part) {
    if (text_find(hurl, text_of(part)) == TEXT_NOT_FOUND)
        fail_msg("\"%s\" is not in: %.*s", part, TEXT_ARGS(hurl));
}

static void becomes_a_scenario_with_captures(void **state) {
    arena *arena = *state;
    world *world = cloud_fixture_world();
    const json *answer;
    record(world, arena);
    http_response response = call(world, arena, "POST", "/auth/login", LOGIN);
    assert_success(json_parse(arena, response.content.bytes, 8, &answer));
    const char *token = text_to_string(arena, json_member_text(answer, "accessToken"));
    response = cloud_fixture_call(world, arena, "POST", "/classes/class-yin/book", token, "{\"notes\":\"a {{b}}\"}");
    assert_success(json_parse(arena, response.content.bytes, 8, &answer));
    cloud_fixture_call(world, arena, "DELETE",
                       arena_printf(arena, "/bookings/%s", json_member_text(answer, "bookingId").data), token, NULL);
    call(world, arena, "POST", "/_gabi/together", "{\"requests\":[{\"path\":\"/classes\"}]}");
    cloud_fixture_dynamodb(world, arena, "ListTables", "{}");
    text hurl = transcript(world, arena, "hurl");
    assert_has(hurl, "\nPOST {{api}}/auth/login\nContent-Type: application/json\n" LOGIN "\nHTTP 200\n[Captures]\n"
                     "accessToken_1: jsonpath \"$.accessToken\"\n");
    assert_has(hurl, "\nAuthorization: Bearer {{accessToken_1}}\nContent-Type: application/json\nbase64,");
    assert_has(hurl, "HTTP 201\n[Captures]\nbookingId_2: jsonpath \"$.bookingId\"\n");
    assert_has(hurl, "\nDELETE {{api}}/bookings/{{bookingId_2}}\n");
    assert_has(hurl, "\nPOST {{aws}}/_gabi/together\n");
    assert_has(hurl, "Credential=recorded/");
    assert_true(text_find(hurl, TEXT("GET {{api}}/classes")) == TEXT_NOT_FOUND);
}

static void shows_requests_without_an_answer_run_together(void **state) {
    world *world = cloud_fixture_world();
    record(world, *state);
    call(world, *state, "POST", "/_gabi/faults", "{\"service\":\"apigateway\",\"effect\":\"cut_before\"}");
    transport *client = cloud_client(cloud_fixture_cloud(), *state, world_name(world));
    http_request request = http_request_to(TEXT("GET"), TEXT("/classes"));
    http_response ignored;
    assert_error(client->send(client, *state, TEXT("http://localhost:3000"), &request, &ignored), ERROR_UNAVAILABLE,
                 "no_answer");
    assert_has(
        transcript(world, *state, "hurl"),
        "POST {{aws}}/_gabi/together\n{\"requests\":[{\"method\":\"GET\",\"url\":\"{{api}}/classes\",\"headers\":"
        "{},\"body\":\"\"}]}\nHTTP 200\n[Asserts]\njsonpath \"$.responses[0].status\" == 0\n");
}

static const json *list_classes_with(world *world, arena *arena, const char *service) {
    cloud_fixture_call(world, arena, "DELETE", "/_gabi/faults", NULL, NULL);
    cloud_fixture_call(world, arena, "POST", "/_gabi/faults", NULL,
                       arena_printf(arena, "{\"service\":\"%s\",\"effect\":\"throttle\",\"nth\":1}", service));
    cloud_fixture_call(world, arena, "PUT", "/_gabi/transcript", NULL, "{\"enabled\":true}");
    cloud_fixture_call(world, arena, "DELETE", "/_gabi/transcript", NULL, NULL);
    cloud_fixture_call(world, arena, "GET", "/classes", NULL, NULL);
    const json *each = exchanges(world, arena);
    while (!text_equal(json_member_text(each, "door"), TEXT("api")))
        each = json_after(each);
    return each;
}

static void tells_faults_that_functions_cannot_make_good(void **state) {
    world *world = cloud_fixture_world();
    assert_int_equal(json_number(json_member(list_classes_with(world, *state, "apigateway"), "fault")), 1);
    assert_int_equal(json_number(json_member(list_classes_with(world, *state, "lambda"), "fault")), 2);
    assert_null(json_member(list_classes_with(world, *state, "dynamodb"), "fault"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(tells_faults_that_functions_cannot_make_good),
        TEST(is_empty_until_it_is_switched_on),
        TEST(has_every_request_and_answer_as_it_was),
        TEST(shows_bytes_that_are_no_text_in_base64),
        TEST(stops_and_is_emptied),
        TEST(keeps_the_newest_and_cuts_what_is_long),
        TEST(is_refused_in_other_formats),
        TEST(becomes_a_scenario_with_captures),
        TEST(shows_requests_without_an_answer_run_together),
    };
    return RUN_TESTS(tests);
}
