#include "apigateway/proxy_event.h"

#include "core/json.h"
#include "core/testing.h"

static const json *event_with(arena *arena, const http_request *request, bool has_bytes) {
    op_parameters parameters = {.items = {{TEXT("proxy"), TEXT("a%2Fb")}}, .count = 1};
    proxy_context context = {
        .api_id = TEXT("a1b2c3d4e5"),
        .stage = TEXT("prod"),
        .source_ip = TEXT("127.0.0.1"),
        .resource_path = TEXT("/{proxy+}"),
        .path_parameters = &parameters,
        .has_bytes = has_bytes,
    };
    const json *event;
    assert_success(json_parse(arena, proxy_event_of(arena, request, &context), 16, &event));
    return event;
}

static text printed(arena *arena, const json *event, const char *name) {
    return json_print(arena, json_member(event, name));
}

/* As AWS was recorded to do. */
static void paths_and_their_parameters_stay_encoded(void **state) {
    http_request request = http_request_to(TEXT("GET"), TEXT("/a%2Fb/"));
    const json *event = event_with(*state, &request, false);
    assert_string(json_member_text(event, "path"), "/a%2Fb/");
    assert_string(json_member_text(json_member(event, "requestContext"), "path"), "/prod/a%2Fb/");
    assert_string(printed(*state, event, "pathParameters"), "{\"proxy\":\"a%2Fb\"}");
}

static void query_parameters_are_decoded_and_keep_their_case(void **state) {
    http_request request = http_request_to(TEXT("GET"), TEXT("/?a=1&A=2&a=x+y%2B&empty"));
    const json *event = event_with(*state, &request, false);
    assert_string(printed(*state, event, "queryStringParameters"), "{\"A\":\"2\",\"a\":\"x y+\",\"empty\":\"\"}");
    assert_string(printed(*state, event, "multiValueQueryStringParameters"),
                  "{\"a\":[\"1\",\"x y+\"],\"A\":[\"2\"],\"empty\":[\"\"]}");
}

static void headers_keep_their_spelling_but_are_told_apart_without_case(void **state) {
    http_request request = http_request_to(TEXT("GET"), TEXT("/"));
    http_fields_add(*state, &request.headers, TEXT("tEsT-HEADeR"), TEXT("aValUE"));
    http_fields_add(*state, &request.headers, TEXT("Test-Header"), TEXT("other"));
    const json *event = event_with(*state, &request, false);
    assert_string(json_member_text(json_member(event, "headers"), "Test-Header"), "other");
    assert_string(printed(*state, json_member(event, "multiValueHeaders"), "tEsT-HEADeR"), "[\"aValUE\",\"other\"]");
}

static void what_is_about_the_connection_is_not_told(void **state) {
    static const char *const headers[] = {"Connection", "content-length",    "Expect",
                                          "TE",         "Transfer-Encoding", "X-Forwarded-Port"};
    http_request request = http_request_to(TEXT("GET"), TEXT("/"));
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        http_fields_add(*state, &request.headers, text_of(headers[i]), TEXT("1"));
    http_fields_add(*state, &request.headers, TEXT("Host"), TEXT("localhost"));
    const json *event = event_with(*state, &request, false);
    assert_string(printed(*state, event, "headers"),
                  "{\"Host\":\"localhost\",\"X-Amzn-Trace-Id\":\"\",\"X-Forwarded-For\":\"127.0.0.1\","
                  "\"X-Forwarded-Port\":\"443\",\"X-Forwarded-Proto\":\"https\"}");
}

static void bodies_are_text_or_bytes(void **state) {
    http_request request = http_request_to(TEXT("POST"), TEXT("/"));
    const json *event = event_with(*state, &request, true);
    assert_int_equal(json_kind_of(json_member(event, "body")), JSON_KIND_NULL);
    assert_false(json_is_true(json_member(event, "isBase64Encoded")));
    request.body = HTTP_BODY_BYTES(TEXT("\xff\x80z"));
    event = event_with(*state, &request, true);
    assert_string(json_member_text(event, "body"), "/4B6");
    assert_true(json_is_true(json_member(event, "isBase64Encoded")));
    event = event_with(*state, &request, false);
    assert_string(json_member_text(event, "body"), "\xEF\xBF\xBD\xEF\xBF\xBDz");
    assert_false(json_is_true(json_member(event, "isBase64Encoded")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(paths_and_their_parameters_stay_encoded),
        TEST(query_parameters_are_decoded_and_keep_their_case),
        TEST(headers_keep_their_spelling_but_are_told_apart_without_case),
        TEST(what_is_about_the_connection_is_not_told),
        TEST(bodies_are_text_or_bytes),
    };
    return RUN_TESTS(tests);
}
