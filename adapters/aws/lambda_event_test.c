#include "aws/lambda_event.h"

#include "core/json.h"
#include "core/testing.h"

static http_request read_event(arena *arena, const char *event) {
    http_request request;
    assert_success(lambda_event_read(arena, text_of(event), &request));
    return request;
}

static void reads_a_request(void **state) {
    http_request request = read_event(
        *state,
        "{\"resource\":\"/classes/{id}/book\",\"path\":\"/classes/a%20b/"
        "book\",\"httpMethod\":\"POST\",\"headers\":{\"X\":"
        "\"2\"},\"multiValueHeaders\":{\"X\":[\"1\",\"2\"],\"Accept\":[\"*/"
        "*\"]},\"multiValueQueryStringParameters\":{\"q\":["
        "\"a "
        "b\",\"&=\"]},\"requestContext\":{\"nested\":[1,{}]},\"body\":\"{\\\"n\\\":1}\",\"isBase64Encoded\":false}");
    assert_string(request.method, "POST");
    assert_string(request.path, "/classes/a%20b/book");
    assert_string(request.query, "q=a%20b&q=%26%3D");
    assert_string(request.target, "/classes/a%20b/book?q=a%20b&q=%26%3D");
    assert_int_equal(request.headers.count, 3);
    assert_string(http_fields_get(&request.headers, TEXT("accept")), "*/*");
    assert_string(request.body.bytes, "{\"n\":1}");
}

static void reads_absent_parts_as_empty(void **state) {
    http_request request = read_event(*state, "{\"path\":\"/\",\"httpMethod\":\"GET\",\"multiValueHeaders\":null,"
                                              "\"multiValueQueryStringParameters\":null,\"body\":null}");
    assert_int_equal(request.headers.count, 0);
    assert_true(text_is_empty(request.query));
    assert_true(text_is_empty(request.body.bytes));
}

static void reads_bodies_of_any_bytes(void **state) {
    http_request request =
        read_event(*state, "{\"path\":\"/\",\"httpMethod\":\"PUT\",\"body\":\"AP+A\",\"isBase64Encoded\":true}");
    assert_text(request.body.bytes, ((text){"\x00\xff\x80", 3}));
    request = read_event(*state, "{\"path\":\"/\",\"httpMethod\":\"PUT\",\"body\":\"a\\u0000b\"}");
    assert_text(request.body.bytes, ((text){"a\0b", 3}));
}

static void refuses_other_events(void **state) {
    static const char *const events[] = {
        "",
        "null",
        "[]",
        "{}",
        "{\"path\":\"/\"}",
        "{\"httpMethod\":\"GET\"}",
        "{\"path\":7,\"httpMethod\":\"GET\"}",
        "{\"path\":\"/\",\"httpMethod\":\"GET\",\"multiValueHeaders\":{\"a\":\"b\"}}",
        "{\"path\":\"/\",\"httpMethod\":\"GET\",\"body\":\"!\",\"isBase64Encoded\":true}",
        "{\"path\":\"/\",\"httpMethod\":\"GET\"} x",
    };
    http_request request;
    for (size_t i = 0; i < sizeof events / sizeof *events; i++)
        assert_error(lambda_event_read(*state, text_of(events[i]), &request), ERROR_INVALID, "malformed_event");
}

static void writes_an_answer(void **state) {
    http_response response = {0};
    http_respond(*state, &response, 201, TEXT("application/json"), TEXT("{\"a\":\"\u00e4\"}"));
    http_fields_add(*state, &response.headers, TEXT("Set-Cookie"), TEXT("a=1"));
    http_fields_add(*state, &response.headers, TEXT("Set-Cookie"), TEXT("b=2"));
    const json *answer;
    assert_success(json_parse(*state, lambda_event_answer(*state, &response), 8, &answer));
    assert_int_equal(json_number(json_member(answer, "statusCode")), 201);
    assert_int_equal(json_count(json_member(json_member(answer, "multiValueHeaders"), "Set-Cookie")), 2);
    assert_string(json_member_text(answer, "body"), "{\"a\":\"\u00e4\"}");
    assert_false(json_is_true(json_member(answer, "isBase64Encoded")));
}

static void writes_what_is_no_text_as_base64(void **state) {
    http_response response = {0};
    http_respond(*state, &response, 200, TEXT("image/png"), (text){"\x00\xff\x80", 3});
    const json *answer;
    assert_success(json_parse(*state, lambda_event_answer(*state, &response), 8, &answer));
    assert_string(json_member_text(answer, "body"), "AP+A");
    assert_true(json_is_true(json_member(answer, "isBase64Encoded")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(reads_a_request),           TEST(reads_absent_parts_as_empty),
        TEST(reads_bodies_of_any_bytes), TEST(refuses_other_events),
        TEST(writes_an_answer),          TEST(writes_what_is_no_text_as_base64),
    };
    return RUN_TESTS(tests);
}
