#include "edge/unknown_service.h"

#include "core/testing.h"

#define EMULATED TEXT("dynamodb, lambda")

static http_response answer(arena *arena, const char *service, const char *header, const char *value) {
    http_request request = http_request_to(TEXT("POST"), TEXT("/"));
    http_response response = {0};
    if (header)
        http_fields_add(arena, &request.headers, text_of(header), text_of(value));
    unknown_service_answer(arena, text_of(service), EMULATED, &request, &response);
    assert_int_equal(response.status, 501);
    return response;
}

static void clients_of_json_are_told_in_json(void **state) {
    http_response response = answer(*state, "kms", "Content-Type", "application/x-amz-json-1.1");
    assert_string(
        response.content.bytes,
        "{\"__type\":\"NotEmulatedException\",\"message\":\"gabi-emu does not emulate the service \\\"kms\\\". "
        "gabi-emu emulates dynamodb, lambda.\"}");
    assert_string(http_fields_get(&response.headers, TEXT("content-type")), "application/json");
}

static void clients_of_forms_are_told_in_xml(void **state) {
    http_response response =
        answer(*state, "s\"<t>&\n", "Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    assert_string(
        response.content.bytes,
        "<ErrorResponse><Error><Type>Sender</Type><Code>NotEmulatedException</Code><Message>gabi-emu does not "
        "emulate the service \"s\"&lt;t&gt;&amp;?\". gabi-emu emulates dynamodb, lambda.</Message></Error>"
        "</ErrorResponse>");
    assert_string(http_fields_get(&response.headers, TEXT("content-type")), "text/xml");
}

static void clients_of_s3_are_told_in_its_xml(void **state) {
    http_response response = answer(*state, "s3", NULL, NULL);
    assert_string(
        response.content.bytes,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<Error><Code>NotEmulatedException</Code><Message>gabi-emu does not emulate the service \"s3\". gabi-emu "
        "emulates dynamodb, lambda.</Message></Error>");
}

static void what_cannot_be_told_is_said(void **state) {
    arena *arena = *state;
    assert_true(text_find(answer(arena, "", NULL, NULL).content.bytes, TEXT("it has no signature, no X-Amz-Target")) !=
                TEXT_NOT_FOUND);
    assert_true(text_find(answer(arena, "", "X-Amz-Target", "Kinesis.Put").content.bytes,
                          TEXT("knows none for its X-Amz-Target \\\"Kinesis.Put\\\"")) != TEXT_NOT_FOUND);
    assert_true(text_find(answer(arena, "apigateway", NULL, NULL).content.bytes,
                          TEXT("serves the APIs that its template describes")) != TEXT_NOT_FOUND);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(clients_of_json_are_told_in_json),
        TEST(clients_of_forms_are_told_in_xml),
        TEST(clients_of_s3_are_told_in_its_xml),
        TEST(what_cannot_be_told_is_said),
    };
    return RUN_TESTS(tests);
}
