/* Lambda's API as the gateway and other clients call it. */
#include "lambda/lambda.h"

#include "booking/studio_tables.h"
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
    function python = {TEXT("python"), TEXT("app.handler"), TEXT("{}"), 3};
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
    function bare = {TEXT("bare"), TEXT("booking"), TEXT("{}"), 3};
    assert_success(function_put(*state, world, &bare));
    http_response response = invoke(world, *state, "bare", NULL, EVENT);
    assert_int_equal(response.status, 200);
    assert_string(http_fields_get(&response.headers, TEXT("X-Amz-Function-Error")), "Unhandled");
    assert_true(text_find(response.content.bytes, TEXT("is not set")) != TEXT_NOT_FOUND);
}

/* A service that takes its time, and writes before and after. */
static const gabi_error *dawdle(op_call *call) {
    const studio_tables *tables = call->owner;
    table_port *table = tables->ports->table;
    clock_port *clock = tables->ports->clock;
    attribute before[] = {STRING_ATTRIBUTE("classId", TEXT("before"))},
              after[] = {STRING_ATTRIBUTE("classId", TEXT("after"))};
    table_write writes[] = {{.kind = TABLE_PUT, .table = tables->classes, .item = ITEM_OF(before)},
                            {.kind = TABLE_PUT, .table = tables->classes, .item = ITEM_OF(after)}};
    assert_int_equal(clock->deadline_ms(clock) - clock->now_ms(clock), 10000);
    TRY(table->write(table, call->arena, &writes[0]));
    clock->sleep_ms(clock, 9000);
    assert_int_equal(clock->deadline_ms(clock) - clock->now_ms(clock), 1000);
    clock->sleep_ms(clock, 9000);
    log_port *log = tables->ports->log;
    log->emit(log, LOG_ERROR, "never.logged", NULL, 0);
    TRY(table->write(table, call->arena, &writes[1]));
    respond_json(call, 200, TEXT("{}"));
    return NULL;
}

static const gabi_op dawdling_ops[] = {{"Dawdle", "GET /classes", ANYONE, dawdle, NULL}};
static const service dawdling_service = {"booking", dawdling_ops, 1, studio_tables_open};

static bool has_class(world *world, arena *arena, const char *id) {
    http_response response = cloud_fixture_dynamodb(
        world, arena, "GetItem",
        arena_printf(arena, "{\"TableName\":\"Classes\",\"Key\":{\"classId\":{\"S\":\"%s\"}}}", id));
    return text_find(response.content.bytes, TEXT("Item")) != TEXT_NOT_FOUND;
}

static void ends_a_function_when_its_time_is_up(void **state) {
    world *world = cloud_fixture_world();
    lambda_add_service(world, &dawdling_service);
    int64_t before_ms = world_now_ms(world);
    http_response response = invoke(world, *state, "gabi-booking", NULL, EVENT);
    assert_in_range(world_now_ms(world) - before_ms, 10000, 10010);
    assert_int_equal(response.status, 200);
    assert_string(http_fields_get(&response.headers, TEXT("X-Amz-Function-Error")), "Unhandled");
    text id = http_fields_get(&response.headers, TEXT("x-amzn-RequestId"));
    assert_text(response.content.bytes,
                text_format(*state,
                            "{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: %.*s Error: Task "
                            "timed out after 10.00 seconds\"}",
                            TEXT_ARGS(id)));
    assert_true(has_class(world, *state, "before"));
    assert_false(has_class(world, *state, "after"));
    assert_int_equal(cloud_fixture_call(world, *state, "GET", "/classes", NULL, NULL).status, 502);
    text logs = cloud_fixture_call(world, *state, "GET", "/_gabi/logs?function=gabi-booking", NULL, NULL).content.bytes;
    assert_true(text_find(logs, TEXT("\"event\":\"function.timed_out\"")) != TEXT_NOT_FOUND);
    assert_true(text_find(logs, TEXT("Task timed out after 10.00 seconds")) != TEXT_NOT_FOUND);
    assert_true(text_find(logs, TEXT("never.logged")) == TEXT_NOT_FOUND);
}

static void takes_a_functions_timeout_from_its_template(void **state) {
    static const struct {
        const char *properties;
        int64_t timeout_s; /* 0: refused */
    } cases[] = {{"{}", 3},
                 {"{\"Timeout\":1}", 1},
                 {"{\"Timeout\":\"60\"}", 0},
                 {"{\"Timeout\":900}", 900},
                 {"{\"Timeout\":901}", 0},
                 {"{\"Timeout\":0}", 0},
                 {"{\"Timeout\":1.5}", 0}};
    const char *warning;
    provision_context context = {*state, cloud_fixture_world(), keep_warning, &warning};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        resource resource = {.logical_id = TEXT("Other"), .stack_name = TEXT("stack")};
        resource_result result;
        function function;
        bool is_found;
        assert_success(json_parse(*state, text_of(cases[i].properties), 8, &resource.properties));
        const gabi_error *error = function_provision(&context, &resource, &result);
        if (!cases[i].timeout_s) {
            assert_error(error, ERROR_INVALID, "InvalidParameterValueException");
            continue;
        }
        assert_success(error);
        assert_success(function_find(*state, context.world, TEXT("stack-Other"), &is_found, &function));
        assert_int_equal(function.timeout_s, cases[i].timeout_s);
    }
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
        TEST(ends_a_function_when_its_time_is_up),
        TEST(takes_a_functions_timeout_from_its_template),
    };
    return RUN_TESTS(tests);
}
