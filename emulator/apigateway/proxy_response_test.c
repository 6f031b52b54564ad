#include "apigateway/proxy_response.h"

#include "core/testing.h"

static http_response read_answer(arena *arena, const char *answer) {
    http_response response;
    assert_success(proxy_response_of(arena, text_of(answer), false, &response));
    return response;
}

static text header(const http_response *response, const char *name) {
    return http_fields_get(&response->headers, text_of(name));
}

static size_t count_headers(const http_response *response, const char *name) {
    size_t count = 0;
    for (size_t i = 0; i < response->headers.count; i++)
        count += text_equal_ignore_case(response->headers.items[i].name, text_of(name));
    return count;
}

static void reads_all_that_an_answer_may_say(void **state) {
    http_response response =
        read_answer(*state, "{\"statusCode\":201,\"headers\":{\"X-A\":\"b\"},\"multiValueHeaders\":"
                            "{\"Set-Cookie\":[\"a=b\",\"c=d\"]},\"body\":\"a\\u0000b\","
                            "\"isBase64Encoded\":false}");
    assert_int_equal(response.status, 201);
    assert_string(header(&response, "x-a"), "b");
    assert_int_equal(count_headers(&response, "set-cookie"), 2);
    assert_true(text_equal(response.content.bytes, TEXT("a\0b")));
}

static void nothing_has_to_be_said(void **state) {
    static const char *const answers[] = {"{}", "{\"headers\":null,\"multiValueHeaders\":null,\"body\":null}",
                                          "{\"statusCode\":null,\"isBase64Encoded\":null}"};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        http_response response = read_answer(*state, answers[i]);
        assert_int_equal(response.status, 200);
        assert_string(header(&response, "content-type"), "application/json");
        assert_int_equal(response.content.bytes.length, 0);
    }
}

static void a_status_may_be_text_and_a_header_no_text(void **state) {
    http_response response = read_answer(*state, "{\"statusCode\":\"404\",\"headers\":{\"a\":true,\"b\":7.50},"
                                                 "\"multiValueHeaders\":{\"c\":[false,1e3]}}");
    assert_int_equal(response.status, 404);
    assert_string(header(&response, "a"), "true");
    assert_string(header(&response, "b"), "7.50");
    assert_string(header(&response, "c"), "false");
}

static void refuses_what_aws_refuses(void **state) {
    static const char *const malformed[] = {
        "",
        "null",
        "[]",
        "\"text\"",
        "{} {}",
        "{\"statusCode\":200,\"wrongValue\":\"value\"}",
        "{\"errorMessage\":\"it broke\"}",
        "{\"statusCode\":\"test\"}",
        "{\"statusCode\":200.5}",
        "{\"statusCode\":100}",
        "{\"statusCode\":600}",
        "{\"statusCode\":true}",
        "{\"body\":{}}",
        "{\"body\":1}",
        "{\"headers\":[]}",
        "{\"headers\":\"a\"}",
        "{\"headers\":{\"a\":null}}",
        "{\"headers\":{\"a\":[\"b\"]}}",
        "{\"multiValueHeaders\":{\"a\":\"b\"}}",
        "{\"multiValueHeaders\":{\"a\":[null]}}",
        "{\"multiValueHeaders\":{\"a\":[[]]}}",
        "{\"multiValueHeaders\":[]}",
        "{\"isBase64Encoded\":\"true\"}",
    };
    http_response response;
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++)
        assert_error(proxy_response_of(*state, text_of(malformed[i]), false, &response), ERROR_INTERNAL,
                     "MalformedProxyResponse");
}

static void many_values_go_before_one_of_the_same_name(void **state) {
    http_response response = read_answer(*state, "{\"headers\":{\"test-multi\":\"solo\",\"other\":\"kept\"},"
                                                 "\"multiValueHeaders\":{\"tesT-Multi\":[\"multi\"]}}");
    assert_int_equal(count_headers(&response, "test-multi"), 1);
    assert_string(header(&response, "test-multi"), "multi");
    assert_string(header(&response, "other"), "kept");
}

static void what_is_the_gateways_own_gets_another_name(void **state) {
    http_response response =
        read_answer(*state, "{\"headers\":{\"Content-Length\":\"3\",\"WWW-Authenticate\":\"Basic\","
                            "\"Date\":\"today\",\"Transfer-Encoding\":\"chunked\"},"
                            "\"multiValueHeaders\":{\"server\":[\"fn\"]},\"body\":\"ab\"}");
    assert_int_equal(count_headers(&response, "content-length"), 0);
    assert_string(header(&response, "x-amzn-Remapped-Content-Length"), "3");
    assert_string(header(&response, "x-amzn-Remapped-WWW-Authenticate"), "Basic");
    assert_string(header(&response, "x-amzn-Remapped-Date"), "today");
    assert_string(header(&response, "x-amzn-Remapped-server"), "fn");
    assert_int_equal(count_headers(&response, "transfer-encoding"), 0);
}

static void decodes_a_body_for_who_takes_bytes(void **state) {
    http_response response;
    text answer = TEXT("{\"body\":\"AP+A\",\"isBase64Encoded\":true}");
    assert_success(proxy_response_of(*state, answer, true, &response));
    assert_true(text_equal(response.content.bytes, TEXT("\0\xff\x80")));
    assert_success(proxy_response_of(*state, answer, false, &response));
    assert_string(response.content.bytes, "AP+A");
    assert_error(proxy_response_of(*state, TEXT("{\"body\":\"A\",\"isBase64Encoded\":true}"), true, &response),
                 ERROR_INTERNAL, "MalformedProxyResponse");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(reads_all_that_an_answer_may_say),           TEST(nothing_has_to_be_said),
        TEST(a_status_may_be_text_and_a_header_no_text),  TEST(refuses_what_aws_refuses),
        TEST(many_values_go_before_one_of_the_same_name), TEST(what_is_the_gateways_own_gets_another_name),
        TEST(decodes_a_body_for_who_takes_bytes),
    };
    return RUN_TESTS(tests);
}
