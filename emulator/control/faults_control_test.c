/* Faults: each effect as a caller sees it, outside and inside, and what the control API refuses. */
#include "control/faults_control.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "cloud_fixture.h"
#include "core/json.h"
#include "core/testing.h"

static http_response control(world *world, arena *arena, const char *method, const char *path, const char *body) {
    return cloud_fixture_call(world, arena, method, path, NULL, body);
}

static void add_fault(world *world, arena *arena, const char *rule) {
    http_response response = control(world, arena, "POST", "/_gabi/faults", rule);
    if (response.status != 201)
        print_error("%.*s\n", TEXT_ARGS(response.content.bytes));
    assert_int_equal(response.status, 201);
}

#define GET_CLASS "{\"TableName\":\"Classes\",\"Key\":{\"classId\":{\"S\":\"class-yin\"}}}"

static http_response get_class(world *world, arena *arena) {
    return cloud_fixture_dynamodb(world, arena, "GetItem", GET_CLASS);
}

/* One request to DynamoDB whose answer is lost. */
static void assert_no_answer(world *world, arena *arena, const char *operation, const char *body) {
    const char *together = arena_printf(
        arena,
        "{\"requests\":[{\"method\":\"POST\",\"url\":\"http://localhost:4566/\",\"headers\":{\"Content-Type\":"
        "\"application/x-amz-json-1.0\",\"X-Amz-Target\":\"DynamoDB_20120810.%s\",\"Authorization\":"
        "\"AWS4-HMAC-SHA256 Credential=someone/20260105/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, "
        "Signature=00\",\"X-Amz-Date\":\"20260105T080000Z\",\"Host\":\"localhost\"},\"body\":%s}]}",
        operation, body);
    http_response response = control(world, arena, "POST", "/_gabi/together", together);
    assert_int_equal(response.status, 200);
    assert_true(text_find(response.content.bytes, TEXT("\"responses\":[{\"status\":0,")) != TEXT_NOT_FOUND);
}

static int64_t hits(world *world, arena *arena, size_t index) {
    const json *body;
    int64_t count = -1;
    http_response response = control(world, arena, "GET", "/_gabi/faults", NULL);
    assert_int_equal(response.status, 200);
    assert_success(json_parse(arena, response.content.bytes, 8, &body));
    const json *rule = json_first(json_member(body, "faults"));
    while (index-- > 0)
        rule = json_after(rule);
    assert_true(json_to_int64(json_member(rule, "hits"), &count));
    return count;
}

/* ---- effects, outside ---- */

static void refuses_with_an_error_of_the_services_own(void **state) {
    world *world = cloud_fixture_world();
    add_fault(world, *state,
              "{\"service\":\"dynamodb\",\"operation\":\"GetItem\",\"effect\":\"error\",\"code\":"
              "\"InternalServerError\",\"nth\":2}");
    assert_int_equal(get_class(world, *state).status, 200);
    http_response response = get_class(world, *state);
    assert_int_equal(response.status, 500);
    assert_string(response.content.bytes, "{\"__type\":\"com.amazonaws.dynamodb.v20120810#InternalServerError\","
                                          "\"message\":\"Internal server error\"}");
    assert_int_equal(get_class(world, *state).status, 200);
    assert_int_equal(hits(world, *state, 0), 1);
}

static void refuses_with_any_error_that_is_given_whole(void **state) {
    world *world = cloud_fixture_world();
    add_fault(
        world, *state,
        "{\"service\":\"dynamodb\",\"effect\":\"error\",\"code\":\"ReplicaNotFoundException\",\"message\":\"gone\","
        "\"status\":418}");
    http_response response = get_class(world, *state);
    assert_int_equal(response.status, 418);
    assert_string(response.content.bytes,
                  "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ReplicaNotFoundException\",\"message\":\"gone\"}");
}

static void refuses_at_the_gateway_with_what_is_given(void **state) {
    world *world = cloud_fixture_world();
    add_fault(world, *state,
              "{\"service\":\"apigateway\",\"operation\":\"ListClasses\",\"effect\":\"error\",\"code\":"
              "\"WafFilteredException\",\"message\":\"Forbidden\",\"status\":403}");
    http_response response = control(world, *state, "GET", "/classes", NULL);
    assert_int_equal(response.status, 403);
    assert_string(response.content.bytes, "{\"message\":\"Forbidden\"}");
    assert_string(http_fields_get(&response.headers, TEXT("x-amzn-ErrorType")), "WafFilteredException");
}

#define CANCELLED                                                                                                      \
    "{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\",\"CancellationReasons\":[{"         \
    "\"Code\":"                                                                                                        \
    "\"TransactionConflict\",\"Message\":\"Transaction is ongoing for the item\"},{\"Code\":\"None\"}],\"Message\":"   \
    "\"Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict, None]\"}"

static void cancels_transactions_with_reasons(void **state) {
    world *world = cloud_fixture_world();
    add_fault(world, *state,
              "{\"service\":\"dynamodb\",\"effect\":\"error\",\"code\":\"TransactionCanceledException\"}");
    http_response response = cloud_fixture_dynamodb(world, *state, "TransactGetItems",
                                                    "{\"TransactItems\":[{\"Get\":" GET_CLASS "},{\"Get\":" GET_CLASS
                                                    "}],\"ReturnConsumedCapacity\":\"NONE\"}");
    assert_int_equal(response.status, 400);
    assert_string(response.content.bytes, CANCELLED);
    response = get_class(world, *state); /* which is no transaction */
    assert_int_equal(response.status, 400);
    assert_true(text_find(response.content.bytes, TEXT("#TransactionConflictException")) != TEXT_NOT_FOUND);
}

static void throttles_as_each_service_does(void **state) {
    world *world = cloud_fixture_world();
    add_fault(world, *state, "{\"service\":\"dynamodb\",\"effect\":\"throttle\",\"caller\":\"outside\"}");
    http_response response = get_class(world, *state);
    assert_int_equal(response.status, 400);
    assert_true(text_find(response.content.bytes,
                          TEXT("#ProvisionedThroughputExceededException\",\"message\":\"The level of configured "
                               "provisioned throughput for the table was exceeded.")) != TEXT_NOT_FOUND);
    add_fault(world, *state, "{\"service\":\"lambda\",\"effect\":\"throttle\",\"times\":1}");
    response = control(world, *state, "GET", "/classes", NULL);
    assert_int_equal(response.status, 500);
    assert_string(response.content.bytes, "{\"message\": \"Internal server error\"}");
    add_fault(world, *state, "{\"service\":\"apigateway\",\"operation\":\"ListClasses\",\"effect\":\"throttle\"}");
    response = control(world, *state, "GET", "/classes", NULL);
    assert_int_equal(response.status, 429);
    assert_string(response.content.bytes, "{\"message\":\"Too Many Requests\"}");
    assert_string(http_fields_get(&response.headers, TEXT("x-amzn-ErrorType")), "TooManyRequestsException");
    assert_int_equal(control(world, *state, "GET", "/bookings", NULL).status, 401);
}

static void takes_the_worlds_time(void **state) {
    world *world = cloud_fixture_world();
    int64_t before_ms = world_now_ms(world);
    assert_int_equal(get_class(world, *state).status, 200);
    int64_t usual_ms = world_now_ms(world) - before_ms;
    add_fault(world, *state, "{\"service\":\"dynamodb\",\"resource\":\"Classes\",\"effect\":\"latency\",\"ms\":250}");
    before_ms = world_now_ms(world);
    assert_int_equal(get_class(world, *state).status, 200);
    assert_int_equal(world_now_ms(world) - before_ms, usual_ms + 250);
}

static void gives_no_answer_for_a_while(void **state) {
    world *world = cloud_fixture_world();
    add_fault(world, *state, "{\"service\":\"dynamodb\",\"effect\":\"timeout\",\"ms\":90000}");
    int64_t before_ms = world_now_ms(world);
    assert_no_answer(world, *state, "GetItem", GET_CLASS);
    assert_true(world_now_ms(world) - before_ms >= 90000);
}

#define PUT_CLASS "{\"TableName\":\"Classes\",\"Item\":{\"classId\":{\"S\":\"new\"}}}"
#define GET_NEW_CLASS "{\"TableName\":\"Classes\",\"Key\":{\"classId\":{\"S\":\"new\"}}}"

static void cuts_the_connection_before_or_after_the_work(void **state) {
    world *world = cloud_fixture_world();
    add_fault(world, *state,
              "{\"service\":\"dynamodb\",\"operation\":\"PutItem\",\"effect\":\"cut_before\",\"times\":1}");
    add_fault(world, *state, "{\"service\":\"dynamodb\",\"operation\":\"PutItem\",\"effect\":\"cut_after\",\"nth\":2}");
    assert_no_answer(world, *state, "PutItem", PUT_CLASS);
    assert_string(cloud_fixture_dynamodb(world, *state, "GetItem", GET_NEW_CLASS).content.bytes, "{}");
    assert_no_answer(world, *state, "PutItem", PUT_CLASS);
    assert_string(cloud_fixture_dynamodb(world, *state, "GetItem", GET_NEW_CLASS).content.bytes,
                  "{\"Item\":{\"classId\":{\"S\":\"new\"}}}");
    assert_int_equal(cloud_fixture_dynamodb(world, *state, "PutItem", PUT_CLASS).status, 200);
}

#define TWO_WRITES                                                                                                     \
    "{\"RequestItems\":{\"Classes\":[{\"PutRequest\":{\"Item\":{\"classId\":{\"S\":\"a\"}}}},{\"PutRequest\":"         \
    "{\"Item\":{\"classId\":{\"S\":\"b\"}}}}]}}"
#define TWO_READS                                                                                                      \
    "{\"RequestItems\":{\"Classes\":{\"Keys\":[{\"classId\":{\"S\":\"a\"}},{\"classId\":{\"S\":\"b\"}}]}}}"

static void leaves_a_part_of_a_batch_undone(void **state) {
    world *world = cloud_fixture_world();
    add_fault(
        world, *state,
        "{\"service\":\"dynamodb\",\"operation\":\"BatchWriteItem\",\"effect\":\"partial\",\"left\":1,\"nth\":1}");
    assert_string(cloud_fixture_dynamodb(world, *state, "BatchWriteItem", TWO_WRITES).content.bytes,
                  "{\"UnprocessedItems\":{\"Classes\":[{\"PutRequest\":{\"Item\":{\"classId\":{\"S\":\"b\"}}}}]}}");
    assert_string(cloud_fixture_dynamodb(world, *state, "BatchWriteItem", TWO_WRITES).content.bytes,
                  "{\"UnprocessedItems\":{}}");
    add_fault(world, *state,
              "{\"service\":\"dynamodb\",\"operation\":\"BatchGetItem\",\"effect\":\"partial\",\"left\":1}");
    assert_string(
        cloud_fixture_dynamodb(world, *state, "BatchGetItem", TWO_READS).content.bytes,
        "{\"Responses\":{\"Classes\":[{\"classId\":{\"S\":\"a\"}}]},\"UnprocessedKeys\":{\"Classes\":{\"Keys\":"
        "[{\"classId\":{\"S\":\"b\"}}]}}}");
    assert_int_equal(control(world, *state, "DELETE", "/_gabi/faults", NULL).status, 204);
    add_fault(world, *state,
              "{\"service\":\"dynamodb\",\"operation\":\"BatchGetItem\",\"effect\":\"partial\",\"left\":2}");
    assert_int_equal(cloud_fixture_dynamodb(world, *state, "BatchGetItem", TWO_READS).status, 400);
}

/* ---- effects, inside: what the studio's adapters make of them ---- */

static int list_classes_with(arena *arena, const char *rule) {
    world *world = cloud_fixture_world();
    add_fault(world, arena, rule);
    int status = control(world, arena, "GET", "/classes", NULL).status;
    assert_true(hits(world, arena, 0) > 0);
    return status;
}

static void functions_try_again_what_passes(void **state) {
    static const char *const effects[] = {"\"throttle\"", "\"cut_before\"", "\"cut_after\"", "\"latency\",\"ms\":500",
                                          "\"error\",\"code\":\"InternalServerError\""};
    for (size_t i = 0; i < sizeof effects / sizeof *effects; i++)
        assert_int_equal(list_classes_with(*state, arena_printf(*state,
                                                                "{\"service\":\"dynamodb\",\"caller\":\"gabi-booking\","
                                                                "\"effect\":%s,\"times\":1}",
                                                                effects[i])),
                         200);
}

static void functions_give_up_on_what_does_not_pass(void **state) {
    static const char *const effects[] = {"throttle", "cut_before", "cut_after", "timeout"};
    for (size_t i = 0; i < sizeof effects / sizeof *effects; i++)
        assert_int_equal(
            list_classes_with(*state, arena_printf(*state, "{\"service\":\"dynamodb\",\"effect\":\"%s\"}", effects[i])),
            503);
}

static int64_t classes_take_ms(world *world, arena *arena, int status) {
    int64_t before_ms = world_now_ms(world);
    assert_int_equal(control(world, arena, "GET", "/classes", NULL).status, status);
    return world_now_ms(world) - before_ms;
}

#define LATE "\"effect\":\"latency\",\"ms\":60000"

static void functions_wait_two_seconds_for_an_answer_and_ask_again(void **state) {
    world *world = cloud_fixture_world();
    add_fault(world, *state, "{\"service\":\"dynamodb\"," LATE ",\"times\":1}");
    assert_in_range(classes_take_ms(world, *state, 200), 2000, 2100);
}

static void functions_say_that_they_are_busy_before_their_time_is_up(void **state) {
    world *world = cloud_fixture_world();
    add_fault(world, *state, "{\"service\":\"dynamodb\"," LATE "}");
    assert_in_range(classes_take_ms(world, *state, 503), 5000, 7500);
}

static void the_gateway_waits_29_seconds_for_a_function(void **state) {
    static const char *const effects[] = {LATE, "\"effect\":\"latency\",\"ms\":29000", "\"effect\":\"timeout\""};
    for (size_t i = 0; i < sizeof effects / sizeof *effects; i++) {
        world *world = cloud_fixture_world();
        add_fault(world, *state,
                  arena_printf(*state, "{\"service\":\"lambda\",\"resource\":\"gabi-booking\",%s}", effects[i]));
        int64_t before_ms = world_now_ms(world);
        http_response response = control(world, *state, "GET", "/classes", NULL);
        assert_int_equal(response.status, 504);
        assert_string(response.content.bytes, "{\"message\": \"Endpoint request timed out\"}");
        assert_in_range(world_now_ms(world) - before_ms, 29000, 29010);
        assert_int_equal(control(world, *state, "POST", "/auth/login", "{}").status, 400);
    }
}

static void the_gateway_waits_for_what_comes_in_time(void **state) {
    world *world = cloud_fixture_world();
    add_fault(world, *state, "{\"service\":\"lambda\",\"effect\":\"latency\",\"ms\":28999}");
    assert_in_range(classes_take_ms(world, *state, 200), 28999, 29010);
}

static void the_gateway_sees_when_a_functions_connection_is_cut(void **state) {
    static const char *const effects[] = {"\"cut_before\"", "\"cut_after\"", "\"timeout\",\"ms\":5"};
    for (size_t i = 0; i < sizeof effects / sizeof *effects; i++) {
        world *world = cloud_fixture_world();
        add_fault(world, *state, arena_printf(*state, "{\"service\":\"lambda\",\"effect\":%s}", effects[i]));
        http_response response = control(world, *state, "GET", "/classes", NULL);
        assert_int_equal(response.status, 504);
        assert_string(response.content.bytes, "{\"message\": \"Network error communicating with endpoint\"}");
    }
}

static void a_function_that_fails_is_a_502(void **state) {
    static const char *const codes[] = {"Runtime.ExitError", "Sandbox.Timedout"};
    static const int64_t takes_ms[] = {0, 10000};
    for (size_t i = 0; i < 2; i++) {
        world *world = cloud_fixture_world();
        add_fault(world, *state,
                  arena_printf(*state, "{\"service\":\"lambda\",\"effect\":\"error\",\"code\":\"%s\"}", codes[i]));
        assert_in_range(classes_take_ms(world, *state, 502), takes_ms[i], takes_ms[i] + 10);
    }
}

/* ---- by the host's clock ---- */

#define CALLERS 49 /* one more than may wait */

typedef struct caller {
    pthread_t thread;
    world *world;
    atomic_int *refused;
    bool is_refused;
} caller;

static void *call_late(void *argument) {
    caller *self = argument;
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    http_response response = get_class(self->world, arena);
    self->is_refused = response.status == 503 &&
                       text_find(response.content.bytes, TEXT("let 48 requests wait already")) != TEXT_NOT_FOUND;
    if (self->is_refused)
        atomic_fetch_add(self->refused, 1);
    arena_free(arena);
    return NULL;
}

static void only_so_many_wait_at_once_and_the_end_of_a_rule_wakes_them(void **state) {
    world *world = cloud_fixture_world();
    caller callers[CALLERS];
    atomic_int refused = 0;
    world_run(world, 0);
    add_fault(world, *state,
              "{\"service\":\"dynamodb\",\"operation\":\"GetItem\",\"effect\":\"latency\",\"ms\":86400000}");
    for (size_t i = 0; i < CALLERS; i++) {
        callers[i] = (caller){.world = world, .refused = &refused};
        assert_int_equal(pthread_create(&callers[i].thread, NULL, call_late, &callers[i]), 0);
    }
    while (atomic_load(&refused) == 0)
        sched_yield();
    assert_int_equal(control(world, *state, "DELETE", "/_gabi/faults", NULL).status, 204);
    for (size_t i = 0; i < CALLERS; i++)
        pthread_join(callers[i].thread, NULL);
    assert_int_equal(atomic_load(&refused), 1);
}

/* Whoever resets a world does not wait for those who wait. */
static void a_reset_wakes_who_waits(void **state) {
    world *world = cloud_fixture_world();
    atomic_int refused = 0;
    caller late = {.world = world, .refused = &refused};
    world_run(world, 0);
    add_fault(world, *state, "{\"service\":\"dynamodb\",\"effect\":\"latency\",\"ms\":86400000}");
    assert_int_equal(pthread_create(&late.thread, NULL, call_late, &late), 0);
    while (hits(world, *state, 0) == 0)
        sched_yield();
    assert_int_equal(control(world, *state, "POST", "/_gabi/reset", NULL).status, 204);
    pthread_join(late.thread, NULL);
    assert_false(late.is_refused);
}

/* ---- which calls ---- */

static void picks_calls_by_table_and_caller(void **state) {
    world *world = cloud_fixture_world();
    add_fault(world, *state,
              "{\"service\":\"dynamodb\",\"resource\":\"Bookings\",\"caller\":\"outside\",\"effect\":\"throttle\"}");
    assert_int_equal(get_class(world, *state).status, 200);
    assert_int_equal(control(world, *state, "GET", "/classes", NULL).status, 200);
    http_response response = cloud_fixture_dynamodb(
        world, *state, "TransactGetItems",
        "{\"TransactItems\":[{\"Get\":" GET_CLASS "},{\"Get\":{\"TableName\":\"arn:aws:dynamodb:eu-central-1:"
        "000000000000:table/Bookings\",\"Key\":{\"bookingId\":{\"S\":\"x\"}}}}]}");
    assert_int_equal(response.status, 400);
    assert_int_equal(
        cloud_fixture_dynamodb(world, *state, "BatchGetItem",
                               "{\"RequestItems\":{\"Bookings\":{\"Keys\":[{\"bookingId\":{\"S\":\"x\"}}]}}}")
            .status,
        400);
    assert_int_equal(hits(world, *state, 0), 2);
}

static void fires_at_the_nth_call_and_as_often_as_told(void **state) {
    world *world = cloud_fixture_world();
    add_fault(world, *state, "{\"service\":\"dynamodb\",\"effect\":\"throttle\",\"nth\":2,\"times\":2}");
    static const int statuses[] = {200, 400, 400, 200};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(get_class(world, *state).status, statuses[i]);
}

static unsigned draw_statuses(arena *arena) {
    world *world = cloud_fixture_world();
    unsigned drawn = 0;
    add_fault(world, arena, "{\"service\":\"dynamodb\",\"effect\":\"throttle\",\"probability\":0.5}");
    for (int i = 0; i < 20; i++)
        drawn = drawn << 1 | (get_class(world, arena).status == 400);
    return drawn;
}

static void draws_from_the_worlds_seed(void **state) {
    unsigned first = draw_statuses(*state);
    assert_true(first != 0 && first != (1u << 20) - 1);
    assert_int_equal(draw_statuses(*state), first);
}

static void forks_keep_rules_and_what_they_counted(void **state) {
    world *origin = cloud_fixture_world(), *fork;
    add_fault(origin, *state, "{\"service\":\"dynamodb\",\"effect\":\"throttle\",\"nth\":2}");
    assert_int_equal(get_class(origin, *state).status, 200);
    assert_success(world_fork(*state, origin, TEXT("fork"), &fork));
    assert_true(world_has(fork, WORLD_HAS_FAULTS));
    world_free(fork);
    assert_int_equal(get_class(origin, *state).status, 400);
}

static void spares_what_the_control_api_asks_itself(void **state) {
    world *world = cloud_fixture_world();
    add_fault(world, *state, "{\"service\":\"dynamodb\",\"effect\":\"throttle\",\"nth\":1}");
    assert_int_equal(control(world, *state, "GET", "/_gabi/invariants", NULL).status, 200);
    assert_int_equal(hits(world, *state, 0), 0);
    assert_int_equal(get_class(world, *state).status, 400);
}

static void ends_rules(void **state) {
    world *world = cloud_fixture_world();
    add_fault(world, *state, "{\"service\":\"dynamodb\",\"effect\":\"throttle\"}");
    assert_int_equal(control(world, *state, "DELETE", "/_gabi/faults/1", NULL).status, 204);
    assert_int_equal(control(world, *state, "DELETE", "/_gabi/faults/1", NULL).status, 404);
    assert_int_equal(control(world, *state, "DELETE", "/_gabi/faults/x", NULL).status, 404);
    assert_int_equal(get_class(world, *state).status, 200);
    assert_false(world_has(world, WORLD_HAS_FAULTS));
    assert_string(control(world, *state, "GET", "/_gabi/faults", NULL).content.bytes, "{\"faults\":[]}");
}

/* ---- what is refused ---- */

static void refuses_rules_that_mean_nothing(void **state) {
    static const char *const rules[][2] = {
        {"{}", "\"effect\":\"is required\""},
        {"{\"effect\":\"explode\"}", "is no effect"},
        {"{\"effect\":\"throttle\",\"service\":\"s4\"}", "is none of the emulated services"},
        {"{\"effect\":\"throttle\",\"operation\":\"GetItem\"}", "needs its \\\"service\\\""},
        {"{\"effect\":\"throttle\",\"service\":\"dynamodb\",\"operation\":\"getitem\"}", "is no operation"},
        {"{\"effect\":\"throttle\",\"service\":\"apigateway\",\"operation\":\"ListClasse\"}", "is no operation"},
        {"{\"effect\":\"throttle\",\"caller\":\"gabi-bookings\"}", "is neither \\\"outside\\\" nor a function"},
        {"{\"effect\":\"throttle\",\"code\":\"x\"}", "has no \\\"code\\\""},
        {"{\"effect\":\"cut_before\",\"ms\":1}", "has no \\\"ms\\\""},
        {"{\"effect\":\"cut_before\",\"left\":1}", "has no \\\"left\\\""},
        {"{\"effect\":\"latency\"}", "needs \\\"ms\\\""},
        {"{\"effect\":\"error\",\"code\":\"x\"}", "needs \\\"service\\\""},
        {"{\"effect\":\"error\",\"service\":\"dynamodb\"}", "needs \\\"code\\\""},
        {"{\"effect\":\"error\",\"service\":\"dynamodb\",\"code\":\"x\",\"status\":400}", "is not known"},
        {"{\"effect\":\"partial\"}", "needs \\\"left\\\""},
        {"{\"effect\":\"partial\",\"left\":1}", "needs \\\"operation\\\""},
        {"{\"effect\":\"partial\",\"left\":1,\"service\":\"dynamodb\",\"operation\":\"GetItem\"}", "in part"},
        {"{\"effect\":\"throttle\",\"probability\":2}", "must be at most 1"},
        {"{\"effect\":\"throttle\",\"when\":2}", "is not known"},
    };
    world *world = cloud_fixture_world();
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        http_response response = control(world, *state, "POST", "/_gabi/faults", rules[i][0]);
        assert_int_equal(response.status, 400);
        if (text_find(response.content.bytes, text_of(rules[i][1])) == TEXT_NOT_FOUND)
            fail_msg("%s: %.*s", rules[i][0], TEXT_ARGS(response.content.bytes));
    }
}

static bool has_string(const json *list, const char *wanted) {
    for (const json *each = json_first(list); each; each = json_after(each))
        if (text_equal(json_text(each), text_of(wanted)))
            return true;
    return false;
}

/* What it says is taken, all of it. */
static void tells_what_rules_can_be_made_of(void **state) {
    world *world = cloud_fixture_world();
    const json *body;
    assert_success(
        json_parse(*state, control(world, *state, "GET", "/_gabi/faults/possible", NULL).content.bytes, 8, &body));
    assert_int_equal(json_count(json_member(body, "effects")), 7);
    assert_true(has_string(json_member(body, "effects"), "partial"));
    for (const json *each = json_first(json_member(body, "services")); each; each = json_after(each)) {
        text service = json_member_text(each, "service");
        if (text_equal(service, TEXT("apigateway")))
            assert_true(has_string(json_member(each, "operations"), "BookClass"));
        if (text_equal(service, TEXT("dynamodb"))) {
            assert_true(has_string(json_member(each, "operations"), "PutItem"));
            assert_true(has_string(json_member(each, "batchOperations"), "BatchGetItem"));
            assert_true(has_string(json_member(each, "passingErrors"), "TransactionCanceledException"));
            assert_false(has_string(json_member(each, "passingErrors"), "ConditionalCheckFailedException"));
        }
        for (const json *code = json_first(json_member(each, "errors")); code; code = json_after(code))
            add_fault(world, *state,
                      arena_printf(*state, "{\"service\":\"%.*s\",\"effect\":\"error\",\"code\":\"%.*s\"}",
                                   TEXT_ARGS(service), TEXT_ARGS(json_text(code))));
    }
}

static void refuses_more_rules_than_anybody_needs(void **state) {
    world *world = cloud_fixture_world();
    for (int i = 0; i < 256; i++)
        add_fault(world, *state, "{\"service\":\"dynamodb\",\"effect\":\"throttle\",\"probability\":0}");
    assert_int_equal(control(world, *state, "POST", "/_gabi/faults", "{\"effect\":\"throttle\"}").status, 429);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(refuses_with_an_error_of_the_services_own),
        TEST(refuses_with_any_error_that_is_given_whole),
        TEST(refuses_at_the_gateway_with_what_is_given),
        TEST(cancels_transactions_with_reasons),
        TEST(throttles_as_each_service_does),
        TEST(takes_the_worlds_time),
        TEST(gives_no_answer_for_a_while),
        TEST(cuts_the_connection_before_or_after_the_work),
        TEST(leaves_a_part_of_a_batch_undone),
        TEST(functions_try_again_what_passes),
        TEST(functions_give_up_on_what_does_not_pass),
        TEST(functions_wait_two_seconds_for_an_answer_and_ask_again),
        TEST(functions_say_that_they_are_busy_before_their_time_is_up),
        TEST(the_gateway_waits_29_seconds_for_a_function),
        TEST(the_gateway_waits_for_what_comes_in_time),
        TEST(the_gateway_sees_when_a_functions_connection_is_cut),
        TEST(a_function_that_fails_is_a_502),
        TEST(only_so_many_wait_at_once_and_the_end_of_a_rule_wakes_them),
        TEST(a_reset_wakes_who_waits),
        TEST(picks_calls_by_table_and_caller),
        TEST(fires_at_the_nth_call_and_as_often_as_told),
        TEST(draws_from_the_worlds_seed),
        TEST(forks_keep_rules_and_what_they_counted),
        TEST(spares_what_the_control_api_asks_itself),
        TEST(ends_rules),
        TEST(refuses_rules_that_mean_nothing),
        TEST(tells_what_rules_can_be_made_of),
        TEST(refuses_more_rules_than_anybody_needs),
    };
    return RUN_TESTS(tests);
}
