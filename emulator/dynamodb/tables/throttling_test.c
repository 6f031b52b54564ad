/* Throttling: tables whose buckets are small, and items that are large, so that a few requests empty them. The world's
 * clock goes on by a millisecond a request, which fills less than one unit. */
#include "dynamodb/tables/throttling.h"

#include "cloud_fixture.h"
#include "core/testing.h"

/* Keys p, and g of the index "by-g", which holds all of an item. */
#define CREATE(billing, index)                                                                                         \
    "{\"TableName\":\"Small\"," billing                                                                                \
    ",\"AttributeDefinitions\":[{\"AttributeName\":\"p\",\"AttributeType\":\"S\"},"                                    \
    "{\"AttributeName\":\"g\",\"AttributeType\":\"S\"}],\"KeySchema\":[{\"AttributeName\":\"p\",\"KeyType\":\"HASH\"}" \
    "],"                                                                                                               \
    "\"GlobalSecondaryIndexes\":[{\"IndexName\":\"by-g\",\"KeySchema\":[{\"AttributeName\":\"g\",\"KeyType\":"         \
    "\"HASH\"}],"                                                                                                      \
    "\"Projection\":{\"ProjectionType\":\"ALL\"}" index "}]}"
#define UNITS(read, write) "\"ProvisionedThroughput\":{\"ReadCapacityUnits\":" read ",\"WriteCapacityUnits\":" write "}"
#define MOST_UNITS(read, write)                                                                                        \
    "\"OnDemandThroughput\":{\"MaxReadRequestUnits\":" read ",\"MaxWriteRequestUnits\":" write "}"
#define MOST_WRITES(write) "\"OnDemandThroughput\":{\"MaxWriteRequestUnits\":" write "}"
#define ON_DEMAND "\"BillingMode\":\"PAY_PER_REQUEST\""

#define PROVISIONED_ERROR "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException\","
#define ON_DEMAND_ERROR "{\"__type\":\"com.amazon.coral.availability#ThrottlingException\","
#define OF_TABLE "\"resource\":\"arn:aws:dynamodb:eu-central-1:000000000000:table/Small\"}]"
#define OF_INDEX "\"resource\":\"arn:aws:dynamodb:eu-central-1:000000000000:table/Small/index/by-g\"}]"
#define TABLE_EXCEEDED                                                                                                 \
    "\"message\":\"The level of configured provisioned throughput for the table was exceeded. Consider increasing "    \
    "your "                                                                                                            \
    "provisioning level with the UpdateTable API.\""
#define INDEX_EXCEEDED                                                                                                 \
    "\"message\":\"The level of configured provisioned throughput for one or more global secondary indexes of the "    \
    "table "                                                                                                           \
    "was exceeded. Consider increasing your provisioning level for the under-provisioned global secondary indexes "    \
    "with the UpdateTable API.\""

static world *world_under_test;

static text send(arena *arena, const char *operation, const char *body, int status) {
    http_response response = cloud_fixture_dynamodb(world_under_test, arena, operation, body);
    if (response.status != status)
        fail_msg("%s: %.*s", operation, TEXT_ARGS(response.content.bytes));
    return response.content.bytes;
}

static http_response control(arena *arena, const char *method, const char *body) {
    return cloud_fixture_call(world_under_test, arena, method, "/_gabi/dynamodb/tables/Small/throttling", NULL, body);
}

static void create(arena *arena, const char *body, const char *throttling) {
    world_under_test = cloud_fixture_world();
    send(arena, "CreateTable", body, 200);
    assert_int_equal(control(arena, "PUT", throttling).status, 200);
}

#define ON "{\"enabled\":true}"
#define ON_WITH_PARTITIONS "{\"enabled\":true,\"hot_partitions\":true}"

/* A put of an item of so many KB, less a little. */
static const char *put_of(arena *arena, const char *key, size_t kilobytes, const char *rest) {
    char *filling = arena_zalloc(arena, kilobytes * 1024);
    memset(filling, 'x', kilobytes * 1024 - 32);
    return arena_printf(arena, "{\"TableName\":\"Small\",\"Item\":{\"p\":{\"S\":\"%s\"},\"f\":{\"S\":\"%s\"}%s}}", key,
                        filling, rest);
}

static const char get_a[] = "{\"TableName\":\"Small\",\"Key\":{\"p\":{\"S\":\"a\"}},\"ConsistentRead\":true,"
                            "\"ProjectionExpression\":\"p\"}";

/* ---- provisioned tables ---- */

static void lets_a_burst_of_300_seconds_through(void **state) {
    arena *arena = *state;
    create(arena, CREATE(UNITS("1", "1"), "," UNITS("1", "1")), ON);
    for (int i = 0; i < 3; i++)
        send(arena, "PutItem", put_of(arena, "a", 100, ""), 200);
    assert_string(send(arena, "PutItem", put_of(arena, "a", 1, ""), 400), PROVISIONED_ERROR
                  "\"ThrottlingReasons\":[{\"reason\":\"TableWriteProvisionedThroughputExceeded\"," OF_TABLE
                  "," TABLE_EXCEEDED "}");
    world_sleep_ms(world_under_test, 100 * 1000);
    send(arena, "PutItem", put_of(arena, "a", 100, ""), 200);
    send(arena, "PutItem", put_of(arena, "a", 100, ""), 400);
    /* what is larger than the bucket waits until it is full */
    world_sleep_ms(world_under_test, 299 * 1000);
    send(arena, "PutItem", put_of(arena, "a", 399, ""), 400);
    world_sleep_ms(world_under_test, 10 * 1000);
    send(arena, "PutItem", put_of(arena, "a", 399, ""), 200);
}

static void counts_reads_by_themselves(void **state) {
    arena *arena = *state;
    create(arena, CREATE(UNITS("1", "100"), "," UNITS("1", "100")), ON);
    send(arena, "PutItem", put_of(arena, "a", 399, ",\"g\":{\"S\":\"1\"}"), 200);
    for (int i = 0; i < 3; i++)
        send(arena, "GetItem", get_a, 200); /* 100 units each */
    const char *refusal =
        PROVISIONED_ERROR "\"ThrottlingReasons\":[{\"reason\":\"TableReadProvisionedThroughputExceeded\"," OF_TABLE
                          "," TABLE_EXCEEDED "}";
    assert_string(send(arena, "GetItem", get_a, 400), refusal);
    assert_string(send(arena, "Scan", "{\"TableName\":\"Small\"}", 400), refusal);
    assert_string(send(arena, "Query",
                       "{\"TableName\":\"Small\",\"KeyConditionExpression\":\"p = "
                       ":p\",\"ExpressionAttributeValues\":{\":p\":{\"S\":\"a\"}}}",
                       400),
                  refusal);
    /* the index has buckets of its own */
    const char *query = "{\"TableName\":\"Small\",\"IndexName\":\"by-g\",\"KeyConditionExpression\":\"g = :g\","
                        "\"ExpressionAttributeValues\":{\":g\":{\"S\":\"1\"}}}";
    for (int i = 0; i < 6; i++)
        send(arena, "Query", query, 200); /* 50 units each */
    assert_string(send(arena, "Query", query, 400), PROVISIONED_ERROR
                  "\"ThrottlingReasons\":[{\"reason\":\"IndexReadProvisionedThroughputExceeded\"," OF_INDEX
                  "," INDEX_EXCEEDED "}");
    send(arena, "PutItem", put_of(arena, "a", 1, ""), 200);
}

static void presses_back_from_an_index_to_its_table(void **state) {
    arena *arena = *state;
    create(arena, CREATE(UNITS("100", "1000"), "," UNITS("1", "1")), ON);
    for (int i = 0; i < 3; i++)
        send(arena, "PutItem", put_of(arena, arena_printf(arena, "%d", i), 100, ",\"g\":{\"S\":\"1\"}"), 200);
    assert_string(send(arena, "PutItem", put_of(arena, "a", 1, ",\"g\":{\"S\":\"1\"}"), 400), PROVISIONED_ERROR
                  "\"ThrottlingReasons\":[{\"reason\":\"IndexWriteProvisionedThroughputExceeded\"," OF_INDEX
                  "," INDEX_EXCEEDED "}");
    assert_string(send(arena, "GetItem", get_a, 200), "{}");
    send(arena, "PutItem", put_of(arena, "a", 1, ""), 200); /* which the index does not have */
}

static void counts_writes_whose_condition_fails(void **state) {
    arena *arena = *state;
    create(arena, CREATE(UNITS("1", "1"), "," UNITS("1", "1")), ON);
    const char *vain = "{\"TableName\":\"Small\",\"Key\":{\"p\":{\"S\":\"a\"}},\"ConditionExpression\":"
                       "\"attribute_not_exists(p)\"}";
    send(arena, "PutItem", put_of(arena, "a", 100, ""), 200);
    for (int i = 0; i < 2; i++)
        assert_true(text_find(send(arena, "DeleteItem", vain, 400), TEXT("ConditionalCheckFailed")) != TEXT_NOT_FOUND);
    assert_true(text_find(send(arena, "DeleteItem", vain, 400), TEXT("#ProvisionedThroughputExceeded")) !=
                TEXT_NOT_FOUND);
}

/* ---- tables on demand ---- */

static void holds_a_table_on_demand_to_its_maximum(void **state) {
    arena *arena = *state;
    create(arena, CREATE(ON_DEMAND "," MOST_WRITES("100"), ""), ON);
    assert_true(text_find(send(arena, "DescribeTable", "{\"TableName\":\"Small\"}", 200),
                          TEXT(",\"OnDemandThroughput\":{\"MaxWriteRequestUnits\":100},")) != TEXT_NOT_FOUND);
    send(arena, "PutItem", put_of(arena, "a", 99, ""), 200);
    assert_string(send(arena, "PutItem", put_of(arena, "a", 10, ""), 400), ON_DEMAND_ERROR
                  "\"throttlingReasons\":[{\"reason\":\"TableWriteMaxOnDemandThroughputExceeded\"," OF_TABLE
                  ",\"message\":\"Throughput exceeds the maximum OnDemandThroughput configured on table "
                  "or index\"}");
    for (int i = 0; i < 50; i++)
        send(arena, "GetItem", get_a, 200);
    world_sleep_ms(world_under_test, 1000);
    send(arena, "PutItem", put_of(arena, "a", 99, ""), 200);
}

static void holds_a_partition_to_its_share(void **state) {
    arena *arena = *state;
    create(arena, CREATE(ON_DEMAND, ""), ON_WITH_PARTITIONS);
    for (int i = 0; i < 2; i++)
        send(arena, "PutItem", put_of(arena, "a", 399, ""), 200);
    assert_string(
        send(arena, "PutItem", put_of(arena, "a", 399, ""), 400), ON_DEMAND_ERROR
        "\"throttlingReasons\":[{\"reason\":\"TableWriteKeyRangeThroughputExceeded\"," OF_TABLE
        ",\"message\":\"Throughput exceeds the current capacity of your table or index. DynamoDB is automatically "
        "scaling "
        "your table or index so please try again shortly. If exceptions persist, check if you have a hot key: "
        "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html\"}");
    /* elsewhere in the table, but in one partition of the index */
    for (int i = 0; i < 2; i++)
        send(arena, "PutItem", put_of(arena, arena_printf(arena, "%d", i), 399, ",\"g\":{\"S\":\"1\"}"), 200);
    assert_string(send(arena, "PutItem", put_of(arena, "b", 399, ",\"g\":{\"S\":\"1\"}"), 400), ON_DEMAND_ERROR
                  "\"throttlingReasons\":[{\"reason\":\"IndexWriteKeyRangeThroughputExceeded\"," OF_INDEX
                  ",\"message\":\"Throughput exceeds the current capacity for one or more global secondary indexes. "
                  "DynamoDB is automatically scaling your index so please try again shortly.\"}");
    world_sleep_ms(world_under_test, 1000);
    send(arena, "PutItem", put_of(arena, "a", 399, ""), 200);
}

static void holds_reads_of_a_partition_to_its_share(void **state) {
    arena *arena = *state;
    create(arena, CREATE(ON_DEMAND, ""), ON_WITH_PARTITIONS);
    send(arena, "PutItem", put_of(arena, "a", 399, ""), 200);
    for (int i = 0; i < 30; i++)
        send(arena, "GetItem", get_a, 200);
    text refusal = send(arena, "Query",
                        "{\"TableName\":\"Small\",\"KeyConditionExpression\":\"p = :p\",\"ExpressionAttributeValues\":"
                        "{\":p\":{\"S\":\"a\"}},\"ConsistentRead\":true}",
                        400);
    assert_true(text_find(refusal, TEXT("\"TableReadKeyRangeThroughputExceeded\"")) != TEXT_NOT_FOUND);
    send(arena, "GetItem", "{\"TableName\":\"Small\",\"Key\":{\"p\":{\"S\":\"b\"}}}", 200);
}

/* ---- batches and transactions ---- */

static void hands_back_what_a_batch_could_not_write(void **state) {
    arena *arena = *state;
    create(arena, CREATE(UNITS("1", "1"), "," UNITS("1", "1")), ON);
    for (int i = 0; i < 2; i++)
        send(arena, "PutItem", put_of(arena, "a", 149, ""), 200);
    const char *batch = "{\"RequestItems\":{\"Small\":[{\"PutRequest\":{\"Item\":{\"p\":{\"S\":\"1\"}}}},"
                        "{\"DeleteRequest\":{\"Key\":{\"p\":{\"S\":\"a\"}}}},"
                        "{\"PutRequest\":{\"Item\":{\"p\":{\"S\":\"2\"}}}}]},\"ReturnConsumedCapacity\":\"TOTAL\"}";
    assert_string(send(arena, "BatchWriteItem", batch, 200),
                  "{\"ConsumedCapacity\":[{\"CapacityUnits\":2.0,\"TableName\":\"Small\"}],\"UnprocessedItems\":{"
                  "\"Small\":[{\"DeleteRequest\":{\"Key\":{\"p\":{\"S\":\"a\"}}}}]}}");
    assert_string(send(arena, "GetItem", get_a, 200), "{\"Item\":{\"p\":{\"S\":\"a\"}}}");
    assert_string(send(arena, "BatchWriteItem", batch, 400), PROVISIONED_ERROR
                  "\"ThrottlingReasons\":[{\"reason\":\"TableWriteProvisionedThroughputExceeded\"," OF_TABLE
                  "," TABLE_EXCEEDED "}");
}

static void hands_back_what_a_batch_could_not_read(void **state) {
    arena *arena = *state;
    create(arena, CREATE(UNITS("1", "1000"), "," UNITS("1", "1000")), ON);
    send(arena, "PutItem", put_of(arena, "a", 399, ""), 200);
    for (int i = 0; i < 2; i++)
        send(arena, "GetItem", get_a, 200);
    const char *batch =
        "{\"RequestItems\":{\"Small\":{\"ConsistentRead\":true,\"ProjectionExpression\":\"p\",\"Keys\":["
        "{\"p\":{\"S\":\"1\"}},{\"p\":{\"S\":\"a\"}}]}}}";
    assert_string(send(arena, "BatchGetItem", batch, 200),
                  "{\"Responses\":{\"Small\":[]},\"UnprocessedKeys\":{\"Small\":{\"Keys\":[{\"p\":{\"S\":\"a\"}}],"
                  "\"ProjectionExpression\":\"p\",\"ConsistentRead\":true}}}");
    assert_true(
        text_find(send(arena, "BatchGetItem",
                       "{\"RequestItems\":{\"Small\":{\"ConsistentRead\":true,\"Keys\":[{\"p\":{\"S\":\"a\"}}]}}}",
                       400),
                  TEXT("#ProvisionedThroughputExceededException")) != TEXT_NOT_FOUND);
}

#define CANCELLED                                                                                                      \
    "{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\",\"CancellationReasons\":["
#define FOR_REASONS "\"Message\":\"Transaction cancelled, please refer cancellation reasons for specific reasons "

static void cancels_transactions(void **state) {
    arena *arena = *state;
    create(arena, CREATE(UNITS("1", "1"), "," UNITS("1", "1")), ON);
    for (int i = 0; i < 2; i++)
        send(arena, "PutItem", put_of(arena, "a", 149, ""), 200);
    assert_string(send(arena, "TransactWriteItems",
                       "{\"TransactItems\":[{\"Put\":{\"TableName\":\"Small\",\"Item\":{\"p\":{\"S\":\"1\"}}}},"
                       "{\"Delete\":{\"TableName\":\"Small\",\"Key\":{\"p\":{\"S\":\"a\"}}}}]}",
                       400),
                  CANCELLED
                  "{\"Code\":\"None\"},{\"Code\":\"ProvisionedThroughputExceeded\",\"Message\":\"The level of "
                  "configured provisioned throughput for the table was exceeded. Consider increasing your "
                  "provisioning level with the UpdateTable API.\"}]," FOR_REASONS
                  "[None, ProvisionedThroughputExceeded]\"}");
    assert_string(send(arena, "GetItem", "{\"TableName\":\"Small\",\"Key\":{\"p\":{\"S\":\"1\"}}}", 200), "{}");
    for (int i = 0; i < 7; i++)
        send(arena, "GetItem", get_a, 200); /* 38 units each */
    assert_true(text_find(send(arena, "TransactGetItems",
                               "{\"TransactItems\":[{\"Get\":{\"TableName\":\"Small\",\"Key\":{\"p\":{\"S\":\"a\"}}}},"
                               "{\"Get\":{\"TableName\":\"Small\",\"Key\":{\"p\":{\"S\":\"1\"}}}}]}",
                               400),
                          TEXT("[ProvisionedThroughputExceeded, None]")) != TEXT_NOT_FOUND);
}

static void cancels_transactions_on_demand(void **state) {
    arena *arena = *state;
    create(arena, CREATE(ON_DEMAND "," MOST_UNITS("10", "10"), ""), ON);
    send(arena, "PutItem", put_of(arena, "a", 10, ""), 200);
    assert_true(
        text_find(
            send(arena, "TransactWriteItems",
                 "{\"TransactItems\":[{\"Delete\":{\"TableName\":\"Small\",\"Key\":{\"p\":{\"S\":\"a\"}}}}]}", 400),
            TEXT("[{\"Code\":\"ThrottlingError\",\"Message\":\"Throughput exceeds the maximum ")) != TEXT_NOT_FOUND);
}

/* ---- the switch ---- */

static void is_off_until_it_is_switched_on(void **state) {
    arena *arena = *state;
    create(arena, CREATE(UNITS("1", "1"), "," UNITS("1", "1")), "{\"enabled\":false,\"hot_partitions\":true}");
    assert_string(control(arena, "GET", NULL).content.bytes, "{\"enabled\":false,\"hot_partitions\":false}");
    for (int i = 0; i < 6; i++)
        send(arena, "PutItem", put_of(arena, "a", 100, ""), 200);
    assert_string(control(arena, "PUT", ON_WITH_PARTITIONS).content.bytes,
                  "{\"enabled\":true,\"hot_partitions\":true}");
    for (int i = 0; i < 3; i++)
        send(arena, "PutItem", put_of(arena, "a", 100, ""), 200);
    send(arena, "PutItem", put_of(arena, "a", 100, ""), 400);
    control(arena, "PUT", ON); /* fills the buckets */
    send(arena, "PutItem", put_of(arena, "a", 100, ""), 200);
}

/* Whether the table lets one write unit through, asked of the world itself. */
static bool has_capacity(arena *arena, world *world) {
    const table *table;
    store *store = world_store(world);
    consumption unit = {.mode = CAPACITY_WRITE, .table_halves = 2};
    assert_success(store_begin(store, arena, STORE_WRITE));
    assert_success(table_find(world, arena, TEXT("Small"), &table));
    assert_true(table->settings.throttled.value);
    const gabi_error *error = throttling_take(world, arena, table, &unit, NULL, NULL);
    assert_success(store_end(store, arena, NULL));
    return error == NULL;
}

static void begins_with_full_buckets_in_a_fork(void **state) {
    arena *arena = *state;
    world *fork;
    create(arena, CREATE(UNITS("1", "1"), "," UNITS("1", "1")), ON);
    for (int i = 0; i < 3; i++)
        send(arena, "PutItem", put_of(arena, "a", 100, ""), 200);
    assert_false(has_capacity(arena, world_under_test));
    assert_success(world_fork(arena, world_under_test, TEXT("fork"), &fork));
    assert_true(has_capacity(arena, fork));
    assert_false(has_capacity(arena, world_under_test));
    world_free(fork);
}

static void is_refused_what_it_does_not_know(void **state) {
    arena *arena = *state;
    create(arena, CREATE(ON_DEMAND, ""), "{\"enabled\":false}");
    static const char *const bodies[] = {"", "{}", "[]", "{\"enabled\":1}",
                                         "{\"enabled\":true,\"hotPartitions\":true}"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        assert_int_equal(control(arena, "PUT", bodies[i]).status, 400);
    assert_true(text_find(control(arena, "PUT", bodies[4]).content.bytes, TEXT("hotPartitions")) != TEXT_NOT_FOUND);
    assert_int_equal(control(arena, "DELETE", NULL).status, 405);
    assert_int_equal(
        cloud_fixture_call(world_under_test, arena, "PUT", "/_gabi/dynamodb/tables/Nope/throttling", NULL, ON).status,
        404);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(lets_a_burst_of_300_seconds_through),     TEST(counts_reads_by_themselves),
        TEST(presses_back_from_an_index_to_its_table), TEST(counts_writes_whose_condition_fails),
        TEST(holds_a_table_on_demand_to_its_maximum),  TEST(holds_a_partition_to_its_share),
        TEST(holds_reads_of_a_partition_to_its_share), TEST(hands_back_what_a_batch_could_not_write),
        TEST(hands_back_what_a_batch_could_not_read),  TEST(cancels_transactions),
        TEST(cancels_transactions_on_demand),          TEST(is_off_until_it_is_switched_on),
        TEST(begins_with_full_buckets_in_a_fork),      TEST(is_refused_what_it_does_not_know),
    };
    return RUN_TESTS(tests);
}
