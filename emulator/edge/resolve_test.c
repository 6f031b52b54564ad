#include "edge/resolve.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static arena *memory;

static int set_up(void **state) {
    (void)state;
    memory = arena_new(1 << 20);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(memory);
    return 0;
}

#define AUTHORIZATION(key, service)                                                                                    \
    "AWS4-HMAC-SHA256 Credential=" key "/20260105/eu-central-1/" service "/aws4_request, SignedHeaders=host, "         \
    "Signature=0"

static http_request request_with(const char *target, const char *name, const char *value) {
    http_request request = http_request_to(TEXT("POST"), text_of(target));
    if (name)
        http_fields_add(memory, &request.headers, text_of(name), text_of(value));
    return request;
}

static void expect_service(http_request request, const char *service) {
    text found = resolve_service(EDGE_AWS, &request);
    assert_string_equal(text_to_string(memory, found), service);
}

static void expect_world(http_request request, const char *world) {
    assert_string_equal(text_to_string(memory, resolve_world(&request)), world);
}

static void a_service_is_told_by_host_scope_target_or_path(void **state) {
    (void)state;
    expect_service(request_with("/", "Host", "dynamodb.eu-central-1.amazonaws.com"), "dynamodb");
    expect_service(request_with("/", "Host", "streams.dynamodb.eu-central-1.amazonaws.com"), "dynamodb");
    expect_service(request_with("/", "Host", "a1b2.execute-api.eu-central-1.amazonaws.com:443"), "execute-api");
    expect_service(request_with("/", "Authorization", AUTHORIZATION("test", "secretsmanager")), "secretsmanager");
    expect_service(request_with("/", "X-Amz-Target", "DynamoDB_20120810.GetItem"), "dynamodb");
    expect_service(request_with("/", "X-Amz-Target", "DynamoDBStreams_20120810.GetRecords"), "dynamodb");
    expect_service(request_with("/", "X-Amz-Target", "secretsmanager.GetSecretValue"), "secretsmanager");
    expect_service(request_with("/2015-03-31/functions/f/invocations", NULL, NULL), "lambda");
    expect_service(request_with("/", "Host", "localhost:4566"), "");
    expect_service(request_with("/", "Authorization", "Bearer token"), "");
    expect_service(request_with("/", "Authorization", "AWS4-HMAC-SHA256 Credential=test"), "");
}

#define PRESIGNED(key, service)                                                                                        \
    "/?a=b&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" key "%2F20260105%2feu-central-1%2F" service             \
    "%2Faws4_request&X-Amz-Signature=0"

static void a_signature_in_the_query_tells_as_much(void **state) {
    (void)state;
    expect_service(request_with(PRESIGNED("test", "s3"), NULL, NULL), "s3");
    expect_service(request_with("/?X-Amz-Credential=test/20260105/eu-central-1/s3/aws4_request", NULL, NULL), "s3");
    expect_service(request_with("/?X-Amz-Credential=test%2F20260105", NULL, NULL), "");
    expect_world(request_with(PRESIGNED("gabi-four", "dynamodb"), NULL, NULL), "four");
    expect_world(request_with(PRESIGNED("test", "dynamodb"), NULL, NULL), "");
}

static void the_scope_counts_before_the_target(void **state) {
    (void)state;
    http_request request = request_with("/", "Authorization", AUTHORIZATION("test", "dynamodb"));
    http_fields_add(memory, &request.headers, TEXT("X-Amz-Target"), TEXT("secretsmanager.GetSecretValue"));
    expect_service(request, "dynamodb");
}

static void the_apis_own_door_leads_to_the_gateway(void **state) {
    (void)state;
    http_request request = request_with("/", "X-Amz-Target", "DynamoDB_20120810.GetItem");
    assert_true(text_equal(resolve_service(EDGE_API, &request), TEXT("execute-api")));
}

static void a_world_is_told_by_header_host_or_access_key(void **state) {
    (void)state;
    expect_world(request_with("/", NULL, NULL), "");
    expect_world(request_with("/", "X-Gabi-World", "one"), "one");
    expect_world(request_with("/", "Host", "two.world.localhost:4566"), "two");
    expect_world(request_with("/", "Authorization", AUTHORIZATION("gabi-three", "dynamodb")), "three");
    expect_world(request_with("/", "Authorization", AUTHORIZATION("123456789012", "dynamodb")), "");
    expect_world(request_with("/", "Host", "localhost:3000"), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_service_is_told_by_host_scope_target_or_path),
        cmocka_unit_test(a_signature_in_the_query_tells_as_much),
        cmocka_unit_test(the_scope_counts_before_the_target),
        cmocka_unit_test(the_apis_own_door_leads_to_the_gateway),
        cmocka_unit_test(a_world_is_told_by_header_host_or_access_key),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
