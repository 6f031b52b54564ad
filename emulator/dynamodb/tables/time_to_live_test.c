/* Time to live: items that expire as the world's clock goes on from 2026-01-05T08:00:00Z. */
#include "dynamodb/tables/time_to_live.h"

#include "cloud_fixture.h"
#include "core/testing.h"
#include "dynamodb/dynamodb.h"
#include "dynamodb/json_fixture.h"
#include "dynamodb/tables/expiry_index.h"

#define NOW_S 1767600000
#define HOUR_MS ((int64_t)60 * 60 * 1000)

#define CREATE(name, more)                                                                                             \
    "{\"TableName\":\"" name "\",\"AttributeDefinitions\":[{\"AttributeName\":\"p\",\"AttributeType\":\"S\"}],"        \
    "\"KeySchema\":[{\"AttributeName\":\"p\",\"KeyType\":\"HASH\"}],\"BillingMode\":\"PAY_PER_REQUEST\"" more "}"
#define SWITCH(attribute, enabled)                                                                                     \
    "{\"TableName\":\"Sessions\",\"TimeToLiveSpecification\":{\"AttributeName\":\"" attribute                          \
    "\",\"Enabled\":" enabled "}}"
#define VALIDATION "{\"__type\":\"com.amazon.coral.validate#ValidationException\",\"message\":"

static world *world_under_test;

static text send(arena *arena, const char *operation, const char *body, int status) {
    http_response response = cloud_fixture_dynamodb(world_under_test, arena, operation, body);
    if (response.status != status)
        fail_msg("%s: %.*s", operation, TEXT_ARGS(response.content.bytes));
    return response.content.bytes;
}

static void create(arena *arena) {
    world_under_test = cloud_fixture_world();
    send(arena, "CreateTable",
         CREATE("Sessions", ",\"StreamSpecification\":{\"StreamEnabled\":true,\"StreamViewType\":\"OLD_IMAGE\"}"), 200);
}

static void enable(arena *arena) { send(arena, "UpdateTimeToLive", SWITCH("t", "true"), 200); }

/* expiry is an attribute value. */
static void put(arena *arena, const char *key, const char *expiry) {
    send(arena, "PutItem",
         arena_printf(arena, "{\"TableName\":\"Sessions\",\"Item\":{\"p\":{\"S\":\"%s\"},\"t\":%s}}", key, expiry),
         200);
}

static void put_at(arena *arena, const char *key, int64_t at_s) {
    put(arena, key, arena_printf(arena, "{\"N\":\"%lld\"}", (long long)at_s));
}

static bool is_there(arena *arena, const char *key) {
    text answer = send(arena, "GetItem",
                       arena_printf(arena, "{\"TableName\":\"Sessions\",\"Key\":{\"p\":{\"S\":\"%s\"}}}", key), 200);
    return !text_equal(answer, TEXT("{}"));
}

static int64_t count(arena *arena) {
    int64_t value;
    const json *answer = parse(arena, send(arena, "Scan", "{\"TableName\":\"Sessions\",\"Select\":\"COUNT\"}", 200));
    assert_true(json_to_int64(json_member(answer, "Count"), &value));
    return value;
}

/* ---- the switch ---- */

static void is_described(void **state) {
    arena *arena = *state;
    create(arena);
    assert_string(send(arena, "DescribeTimeToLive", "{\"TableName\":\"Sessions\"}", 200),
                  "{\"TimeToLiveDescription\":{\"TimeToLiveStatus\":\"DISABLED\"}}");
    assert_string(send(arena, "UpdateTimeToLive", SWITCH("t", "true"), 200),
                  "{\"TimeToLiveSpecification\":{\"AttributeName\":\"t\",\"Enabled\":true}}");
    assert_string(send(arena, "DescribeTimeToLive", "{\"TableName\":\"Sessions\"}", 200),
                  "{\"TimeToLiveDescription\":{\"AttributeName\":\"t\",\"TimeToLiveStatus\":\"ENABLED\"}}");
}

static void refuses_what_is_no_specification(void **state) {
#define CONSTRAINT VALIDATION "\"1 validation error detected: Value "
    static const struct {
        const char *body;
        const char *answer;
    } cases[] = {
        {SWITCH("", "true"), CONSTRAINT "'' at 'timeToLiveSpecification.attributeName' failed to satisfy constraint: "
                                        "Member must have length greater than or equal to 1\"}"},
        {"{\"TableName\":\"Sessions\",\"TimeToLiveSpecification\":{\"Enabled\":true}}",
         CONSTRAINT "null at 'timeToLiveSpecification.attributeName' failed to satisfy constraint: Member must not be "
                    "null\"}"},
        {"{\"TableName\":\"Sessions\",\"TimeToLiveSpecification\":{\"AttributeName\":\"t\"}}",
         CONSTRAINT "null at 'timeToLiveSpecification.enabled' failed to satisfy constraint: Member must not be "
                    "null\"}"},
        {"{\"TableName\":\"Sessions\"}",
         CONSTRAINT "null at 'timeToLiveSpecification' failed to satisfy constraint: Member must not be null\"}"},
        {SWITCH("t", "false"), VALIDATION "\"TimeToLive is already disabled\"}"},
    };
    arena *arena = *state;
    create(arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string(send(arena, "UpdateTimeToLive", cases[i].body, 400), cases[i].answer);
    char *long_name = arena_zalloc(arena, 256 + 1);
    memset(long_name, 'x', 256);
    text answer = send(arena, "UpdateTimeToLive",
                       arena_printf(arena,
                                    "{\"TableName\":\"Sessions\",\"TimeToLiveSpecification\":{\"AttributeName\":\"%s\","
                                    "\"Enabled\":true}}",
                                    long_name),
                       400);
    assert_true(text_find(answer, TEXT("Member must have length less than or equal to 255")) != TEXT_NOT_FOUND);
    assert_string(send(arena, "DescribeTimeToLive", "{\"TableName\":\"Nothing\"}", 400),
                  "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException\",\"message\":\"Requested "
                  "resource not found: Table: Nothing not found\"}");
}

static void changes_once_in_half_an_hour(void **state) {
    arena *arena = *state;
    create(arena);
    enable(arena);
    assert_string(send(arena, "UpdateTimeToLive", SWITCH("t", "true"), 400),
                  VALIDATION "\"TimeToLive is already enabled\"}");
    assert_string(send(arena, "UpdateTimeToLive", SWITCH("u", "false"), 400),
                  VALIDATION "\"TimeToLive is active on a different AttributeName: current AttributeName is t\"}");
    assert_string(send(arena, "UpdateTimeToLive", SWITCH("t", "false"), 400),
                  VALIDATION "\"Time to live has been modified multiple times within a fixed interval\"}");
    put_at(arena, "later", NOW_S + 7200);
    world_sleep_ms(world_under_test, HOUR_MS);
    send(arena, "UpdateTimeToLive", SWITCH("t", "false"), 200);
    world_sleep_ms(world_under_test, 2 * HOUR_MS);
    assert_true(is_there(arena, "later"));
}

/* ---- expiry ---- */

static void deletes_items_in_the_order_of_their_expiry(void **state) {
    arena *arena = *state;
    create(arena);
    enable(arena);
    put_at(arena, "second", NOW_S + 200);
    put_at(arena, "first", NOW_S + 100);
    put(arena, "fraction", "{\"N\":\"1767600150.9\"}");
    put_at(arena, "last", NOW_S + 300);
    world_sleep_ms(world_under_test, 250 * 1000);
    assert_int_equal(count(arena), 1);
    assert_true(is_there(arena, "last"));
    text streams = cloud_fixture_streams(world_under_test, arena, "ListStreams", "{}").content.bytes;
    text arn = json_member_text(element(json_member(parse(arena, streams), "Streams"), 0), "StreamArn");
    const char *of_stream = arena_printf(arena, "{\"StreamArn\":\"%.*s\"}", TEXT_ARGS(arn));
    text description = cloud_fixture_streams(world_under_test, arena, "DescribeStream", of_stream).content.bytes;
    const json *shards = json_member(json_member(parse(arena, description), "StreamDescription"), "Shards");
    text iterator =
        cloud_fixture_streams(world_under_test, arena, "GetShardIterator",
                              arena_printf(arena,
                                           "{\"StreamArn\":\"%.*s\",\"ShardId\":\"%.*s\",\"ShardIteratorType\":\"AFTER_"
                                           "SEQUENCE_NUMBER\",\"SequenceNumber\":\"100000000000000000004\"}",
                                           TEXT_ARGS(arn), TEXT_ARGS(json_member_text(element(shards, 0), "ShardId"))))
            .content.bytes;
    const char *from = arena_printf(arena, "{\"ShardIterator\":\"%.*s\"}",
                                    TEXT_ARGS(json_member_text(parse(arena, iterator), "ShardIterator")));
    text read = cloud_fixture_streams(world_under_test, arena, "GetRecords", from).content.bytes;
    const json *records = json_member(parse(arena, read), "Records");
    static const char *const keys[] = {"first", "fraction", "second"};
    assert_int_equal(json_count(records), 3);
    for (size_t i = 0; i < 3; i++) {
        const json *record = element(records, i), *change = json_member(record, "dynamodb");
        assert_string(json_member_text(record, "eventName"), "REMOVE");
        assert_string(json_print(arena, json_member(record, "userIdentity")),
                      "{\"PrincipalId\":\"dynamodb.amazonaws.com\",\"Type\":\"Service\"}");
        assert_string(json_member_text(json_member(json_member(change, "Keys"), "p"), "S"), keys[i]);
    }
}

static void passes_over_what_is_no_instant(void **state) {
    arena *arena = *state;
    create(arena);
    enable(arena);
    put(arena, "text", "{\"S\":\"1767600001\"}");
    put(arena, "before-our-time", "{\"N\":\"-5\"}");
    put(arena, "too-old", "{\"N\":\"1500000000\"}");
    put(arena, "too-large", "{\"N\":\"100000000000000000000000000\"}");
    put(arena, "gone-years-ago", "{\"N\":\"1700000000\"}");
    assert_int_equal(count(arena), 4);
    assert_false(is_there(arena, "gone-years-ago"));
}

static void leaves_items_that_were_changed_meanwhile(void **state) {
    arena *arena = *state;
    create(arena);
    enable(arena);
    put_at(arena, "renewed", NOW_S + 100);
    put_at(arena, "freed", NOW_S + 100);
    put_at(arena, "same", NOW_S + 100);
    put_at(arena, "renewed", NOW_S + 1000);
    put(arena, "freed", "{\"S\":\"never\"}");
    put_at(arena, "same", NOW_S + 100);
    world_sleep_ms(world_under_test, 200 * 1000);
    assert_true(is_there(arena, "renewed"));
    assert_true(is_there(arena, "freed"));
    assert_false(is_there(arena, "same"));
    world_sleep_ms(world_under_test, 1000 * 1000);
    assert_false(is_there(arena, "renewed"));
}

/* More than are looked at, or deleted, with the lock held once. */
static void holds_for_items_that_were_there_before(void **state) {
    arena *arena = *state;
    create(arena);
    for (int i = 0; i < 600; i++)
        put_at(arena, arena_printf(arena, "%d", i), NOW_S + 10 + i % 7);
    put_at(arena, "later", NOW_S + 10000);
    enable(arena);
    assert_int_equal(count(arena), 601);
    world_sleep_ms(world_under_test, 100 * 1000);
    assert_int_equal(count(arena), 1);
}

static void ends_with_the_table(void **state) {
    arena *arena = *state;
    create(arena);
    enable(arena);
    put_at(arena, "a", NOW_S + 100);
    send(arena, "DeleteTable", "{\"TableName\":\"Sessions\"}", 200);
    send(arena, "CreateTable", CREATE("Sessions", ""), 200);
    put_at(arena, "a", NOW_S + 100);
    world_sleep_ms(world_under_test, 200 * 1000);
    assert_true(is_there(arena, "a"));
}

/* ---- the delay ---- */

static http_response control(arena *arena, const char *method, const char *body) {
    return cloud_fixture_call(world_under_test, arena, method, "/_gabi/dynamodb/settings", NULL, body);
}

static void waits_as_long_as_the_world_is_told(void **state) {
    arena *arena = *state;
    create(arena);
    enable(arena);
    assert_true(text_starts_with(control(arena, "GET", NULL).content.bytes, TEXT("{\"ttl_delay_ms\":0,")));
    assert_true(text_starts_with(control(arena, "PUT", "{\"ttl_delay_ms\":60000}").content.bytes,
                                 TEXT("{\"ttl_delay_ms\":60000,")));
    assert_true(text_starts_with(control(arena, "PUT", "{}").content.bytes, TEXT("{\"ttl_delay_ms\":60000,")));
    assert_int_equal(control(arena, "PUT", "{\"ttl_delay_ms\":-1}").status, 400);
    assert_int_equal(control(arena, "PUT", "{\"other\":1}").status, 400);
    put_at(arena, "a", NOW_S + 100);
    world_sleep_ms(world_under_test, 130 * 1000);
    assert_true(is_there(arena, "a")); /* expired, and not yet deleted */
    world_sleep_ms(world_under_test, 40 * 1000);
    assert_false(is_there(arena, "a"));
    put_at(arena, "b", NOW_S + 150);
    assert_true(is_there(arena, "b"));
    control(arena, "PUT", "{\"ttl_delay_ms\":0}");
    assert_false(is_there(arena, "b"));
}

/* ---- templates ---- */

typedef struct warnings {
    size_t count;
} warnings;

static void warn(void *reporter, const resource *resource, const char *what) {
    (void)resource, (void)what;
    ((warnings *)reporter)->count++;
}

static size_t deploy(arena *arena, const char *properties, resource_result *ret_result) {
    warnings found = {0};
    provision_context context = {arena, world_under_test, warn, &found};
    resource resource = {TEXT("Table"), TEXT("AWS::DynamoDB::Table"), parse(arena, text_of(properties)), TEXT("stack")};
    invocation invocation;
    world_begin_invocation(world_under_test, &invocation);
    const gabi_error *error = dynamodb_fake.resource_types[0].provision(&context, &resource, ret_result);
    world_end_invocation(&invocation);
    assert_success(error);
    return found.count;
}

static void comes_from_templates_as_streams_do(void **state) {
#define PROPERTIES(view, attribute)                                                                                    \
    CREATE("Sessions", ",\"StreamSpecification\":{\"StreamViewType\":\"" view                                          \
                       "\"},\"TimeToLiveSpecification\":{\"AttributeName\":\"" attribute "\",\"Enabled\":true}")
    arena *arena = *state;
    resource_result result;
    world_under_test = cloud_fixture_world();
    assert_int_equal(deploy(arena, PROPERTIES("KEYS_ONLY", "t"), &result), 0);
    text arn = http_fields_get(&result.attributes, TEXT("StreamArn"));
    const json *table =
        json_member(parse(arena, send(arena, "DescribeTable", "{\"TableName\":\"Sessions\"}", 200)), "Table");
    assert_text(json_member_text(table, "LatestStreamArn"), arn);
    put_at(arena, "a", NOW_S - 100);
    assert_false(is_there(arena, "a"));
    assert_int_equal(deploy(arena, PROPERTIES("KEYS_ONLY", "t"), &result), 0);
    assert_text(http_fields_get(&result.attributes, TEXT("StreamArn")), arn);
    assert_int_equal(deploy(arena, PROPERTIES("NEW_IMAGE", "u"), &result), 2);
}

/* A table that is kept, and gets what its template says now. */
static void comes_to_tables_that_are_there(void **state) {
    arena *arena = *state;
    resource_result result;
    world_under_test = cloud_fixture_world();
    assert_int_equal(deploy(arena, CREATE("Sessions", ""), &result), 0);
    assert_string(http_fields_get(&result.attributes, TEXT("StreamArn")), "");
    put_at(arena, "a", NOW_S - 100);
    assert_int_equal(deploy(arena, PROPERTIES("KEYS_ONLY", "t"), &result), 0);
    assert_true(http_fields_get(&result.attributes, TEXT("StreamArn")).length > 0);
    world_sleep_ms(world_under_test, 1000);
    assert_false(is_there(arena, "a"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(is_described),
        TEST(refuses_what_is_no_specification),
        TEST(changes_once_in_half_an_hour),
        TEST(deletes_items_in_the_order_of_their_expiry),
        TEST(passes_over_what_is_no_instant),
        TEST(leaves_items_that_were_changed_meanwhile),
        TEST(holds_for_items_that_were_there_before),
        TEST(ends_with_the_table),
        TEST(waits_as_long_as_the_world_is_told),
        TEST(comes_from_templates_as_streams_do),
        TEST(comes_to_tables_that_are_there),
    };
    return RUN_TESTS(tests);
}
