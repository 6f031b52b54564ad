/* Lambda's API as the gateway and other clients call it. */
#include "lambda/lambda.h"

#include "cloud_fixture.h"
#include "core/testing.h"
#include "lambda/function_store.h"
#include "lambda/resource.h"

static http_response invoke(world *world, arena *arena, const char *function, const char *type, const char *event) {
    transport *transport = world_transport(world);
    http_request request =
        http_request_to(TEXT("POST"), text_format(arena, "/2015-03-31/functions/%s/invocations", function));
    http_response response = {0};
    invocation invocation;
    http_fields_add(arena, &request.headers, TEXT("Host"), TEXT("lambda.eu-central-1.amazonaws.com"));
    if (type)
        http_fields_add(arena, &request.headers, TEXT("X-Amz-Invocation-Type"), text_of(type));
    request.body = HTTP_BODY_BYTES(text_of(event));
    world_begin_invocation(world, &invocation);
    assert_success(transport->send(transport, arena, TEXT("https://lambda"), &request, &response));
    world_end_invocation(&invocation);
    return response;
}

#define EVENT "{\"httpMethod\":\"GET\",\"path\":\"/classes\",\"multiValueHeaders\":null,\"body\":null}"

static void runs_a_function_by_name_and_arn(void **state) {
    static const char *const names[] = {"gabi-booking",
                                        "arn:aws:lambda:eu-central-1:000000000000:function:gabi-booking",
                                        "000000000000:function:gabi-booking"};
    world *world = cloud_fixture_world();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        http_response response = invoke(world, *state, names[i], NULL, EVENT);
        assert_int_equal(response.status, 200);
        assert_true(text_starts_with(response.content.bytes, TEXT("{\"statusCode\":200,")));
        assert_null(http_fields_find(&response.headers, TEXT("X-Amz-Function-Error")));
    }
}

static void reports_an_event_that_the_function_does_not_take(void **state) {
    http_response response = invoke(cloud_fixture_world(), *state, "gabi-booking", NULL, "{}");
    assert_int_equal(response.status, 200);
    assert_string(http_fields_get(&response.headers, TEXT("X-Amz-Function-Error")), "Unhandled");
    assert_true(text_find(response.content.bytes, TEXT("\"errorType\":\"malformed_event\"")) != TEXT_NOT_FOUND);
}

static void refuses_what_is_not_json(void **state) {
    http_response response = invoke(cloud_fixture_world(), *state, "gabi-booking", NULL, "{\"httpMethod\":");
    assert_int_equal(response.status, 400);
    assert_string(http_fields_get(&response.headers, TEXT("x-amzn-ErrorType")), "InvalidRequestContentException");
    assert_true(text_starts_with(response.content.bytes,
                                 TEXT("{\"Type\":\"User\",\"Message\":\"Could not parse request body into json: ")));
}

static void knows_which_functions_there_are(void **state) {
    http_response response = invoke(cloud_fixture_world(), *state, "nope", NULL, EVENT);
    assert_int_equal(response.status, 404);
    assert_string(http_fields_get(&response.headers, TEXT("x-amzn-ErrorType")), "ResourceNotFoundException");
    assert_string(response.content.bytes, "{\"Type\":\"User\",\"Message\":\"Function not found: "
                                          "arn:aws:lambda:eu-central-1:000000000000:function:nope\"}");
}

static void knows_the_types_of_invocations(void **state) {
    world *world = cloud_fixture_world();
    http_response response = invoke(world, *state, "gabi-booking", "DryRun", EVENT);
    assert_int_equal(response.status, 204);
    assert_int_equal(response.content.bytes.length, 0);
    assert_int_equal(invoke(world, *state, "nope", "DryRun", EVENT).status, 404);
    response = invoke(world, *state, "gabi-booking", "Later", EVENT);
    assert_int_equal(response.status, 400);
    assert_string(http_fields_get(&response.headers, TEXT("x-amzn-ErrorType")), "InvalidParameterValueException");
}

static void says_what_it_does_not_emulate(void **state) {
    world *world = cloud_fixture_world();
    function python = {TEXT("python"), TEXT("app.handler"), TEXT("{}")};
    assert_success(function_put(*state, world, &python));
    http_response response = invoke(world, *state, "python", NULL, EVENT);
    assert_int_equal(response.status, 501);
    assert_true(text_find(response.content.bytes, TEXT("app.handler")) != TEXT_NOT_FOUND);
}

static void keep_warning(void *ret_warning, const resource *resource, const char *what) {
    assert_string(resource->logical_id, "Other");
    *(const char **)ret_warning = what;
}

static void warns_of_a_handler_that_no_service_has(void **state) {
    const char *warning = NULL;
    provision_context context = {*state, cloud_fixture_world(), keep_warning, &warning};
    resource resource = {.logical_id = TEXT("Other"), .stack_name = TEXT("stack")};
    resource_result result;
    assert_success(json_parse(*state, TEXT("{\"Handler\":\"booking\"}"), 8, &resource.properties));
    assert_success(function_provision(&context, &resource, &result));
    assert_null(warning);
    assert_success(json_parse(*state, TEXT("{\"Handler\":\"app.handler\"}"), 8, &resource.properties));
    assert_success(function_provision(&context, &resource, &result));
    assert_string_equal(warning, "Handler \"app.handler\" is none of the studio's services, the only ones that run "
                                 "here: invoking it fails");
}

static void fails_a_function_whose_environment_lacks_something(void **state) {
    world *world = cloud_fixture_world();
    function bare = {TEXT("bare"), TEXT("booking"), TEXT("{}")};
    assert_success(function_put(*state, world, &bare));
    http_response response = invoke(world, *state, "bare", NULL, EVENT);
    assert_int_equal(response.status, 200);
    assert_string(http_fields_get(&response.headers, TEXT("X-Amz-Function-Error")), "Unhandled");
    assert_true(text_find(response.content.bytes, TEXT("is not set")) != TEXT_NOT_FOUND);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(runs_a_function_by_name_and_arn),
        TEST(reports_an_event_that_the_function_does_not_take),
        TEST(refuses_what_is_not_json),
        TEST(knows_which_functions_there_are),
        TEST(says_what_it_does_not_emulate),
        TEST(knows_the_types_of_invocations),
        TEST(warns_of_a_handler_that_no_service_has),
        TEST(fails_a_function_whose_environment_lacks_something),
    };
    return RUN_TESTS(tests);
}
