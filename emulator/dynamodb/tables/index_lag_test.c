#include "dynamodb/tables/index_lag.h"

#include "cloud_fixture.h"
#include "core/testing.h"

#define LAG_MS 60000

static world *world_under_test;

static text send(arena *arena, const char *operation, const char *body) {
    http_response response = cloud_fixture_dynamodb(world_under_test, arena, operation, body);
    if (response.status != 200)
        fail_msg("%s: %.*s", operation, TEXT_ARGS(response.content.bytes));
    return response.content.bytes;
}

static http_response control(arena *arena, const char *method, const char *body) {
    return cloud_fixture_call(world_under_test, arena, method, "/_gabi/dynamodb/tables/Lagging/index-lag", NULL, body);
}

static void put(arena *arena, const char *key, const char *hash, int value) {
    send(arena, "PutItem",
         arena_printf(
             arena,
             "{\"TableName\":\"Lagging\",\"Item\":{\"p\":{\"S\":\"%s\"},\"g\":{\"S\":\"%s\"},\"v\":{\"N\":\"%d\"}}}",
             key, hash, value));
}

/* The answer to a query of the index: "Count" and "Items". */
static text of_index(arena *arena, const char *hash) {
    return send(arena, "Query",
                arena_printf(arena,
                             "{\"TableName\":\"Lagging\",\"IndexName\":\"ByG\",\"KeyConditionExpression\":\"g = :g\","
                             "\"ExpressionAttributeValues\":{\":g\":{\"S\":\"%s\"}}}",
                             hash));
}

static bool shows(arena *arena, const char *hash, const char *what) {
    return text_find(of_index(arena, hash), text_of(what)) != TEXT_NOT_FOUND;
}

static void create(arena *arena) {
    world_under_test = cloud_fixture_world();
    send(arena, "CreateTable",
         "{\"TableName\":\"Lagging\",\"AttributeDefinitions\":[{\"AttributeName\":\"p\",\"AttributeType\":\"S\"},"
         "{\"AttributeName\":\"g\",\"AttributeType\":\"S\"}],"
         "\"KeySchema\":[{\"AttributeName\":\"p\",\"KeyType\":\"HASH\"}],\"BillingMode\":\"PAY_PER_REQUEST\","
         "\"GlobalSecondaryIndexes\":[{\"IndexName\":\"ByG\",\"KeySchema\":[{\"AttributeName\":\"g\",\"KeyType\":"
         "\"HASH\"}],\"Projection\":{\"ProjectionType\":\"ALL\"}}]}");
}

static void set_lag(arena *arena, int64_t lag_ms) {
    http_response response = control(arena, "PUT", arena_printf(arena, "{\"milliseconds\":%lld}", (long long)lag_ms));
    assert_int_equal(response.status, 200);
}

static void an_index_shows_a_write_when_its_time_has_come(void **state) {
    arena *arena = *state;
    create(arena);
    set_lag(arena, LAG_MS);
    put(arena, "a", "x", 1);
    assert_true(shows(arena, "x", "\"Count\":0"));
    world_sleep_ms(world_under_test, LAG_MS);
    assert_true(shows(arena, "x", "\"v\":{\"N\":\"1\"}"));
}

static void an_index_shows_an_item_as_it_was(void **state) {
    arena *arena = *state;
    create(arena);
    put(arena, "a", "x", 1);
    set_lag(arena, LAG_MS);
    put(arena, "a", "x", 2);
    world_sleep_ms(world_under_test, LAG_MS / 2);
    put(arena, "a", "y", 3);
    send(arena, "DeleteItem", "{\"TableName\":\"Lagging\",\"Key\":{\"p\":{\"S\":\"a\"}}}");
    assert_true(shows(arena, "x", "\"v\":{\"N\":\"1\"}"));
    world_sleep_ms(world_under_test, LAG_MS / 2);
    assert_true(shows(arena, "x", "\"v\":{\"N\":\"2\"}"));
    assert_true(shows(arena, "y", "\"Count\":0"));
    world_sleep_ms(world_under_test, LAG_MS / 2);
    assert_true(shows(arena, "x", "\"Count\":0"));
    assert_true(shows(arena, "y", "\"Count\":0"));
}

static void an_index_that_lags_no_more_is_current(void **state) {
    arena *arena = *state;
    create(arena);
    set_lag(arena, LAG_MS);
    put(arena, "a", "x", 1);
    put(arena, "b", "x", 2);
    put(arena, "a", "y", 3);
    set_lag(arena, 0);
    assert_true(shows(arena, "x", "\"Count\":1"));
    assert_true(shows(arena, "y", "\"v\":{\"N\":\"3\"}"));
    put(arena, "c", "x", 4);
    assert_true(shows(arena, "x", "\"Count\":2"));
}

/* More than are applied at once. */
static void many_writes_fall_due_together(void **state) {
    arena *arena = *state;
    create(arena);
    set_lag(arena, LAG_MS);
    for (int i = 0; i < 600; i++)
        put(arena, arena_printf(arena, "%d", i), "x", i);
    world_sleep_ms(world_under_test, LAG_MS);
    assert_true(shows(arena, "x", "\"Count\":600"));
}

static void a_table_that_lags_can_be_deleted(void **state) {
    arena *arena = *state;
    create(arena);
    set_lag(arena, LAG_MS);
    put(arena, "a", "x", 1);
    send(arena, "DeleteTable", "{\"TableName\":\"Lagging\"}");
    world_sleep_ms(world_under_test, LAG_MS);
    send(arena, "ListTables", "{}");
}

/* A query of the local index of "Local": its answer. */
static text of_local_index(arena *arena) {
    return send(arena, "Query",
                "{\"TableName\":\"Lagging\",\"IndexName\":\"ByV\",\"KeyConditionExpression\":\"p = :p\","
                "\"ExpressionAttributeValues\":{\":p\":{\"S\":\"a\"}}}");
}

static void a_local_index_never_lags(void **state) {
    arena *arena = *state;
    world_under_test = cloud_fixture_world();
    send(arena, "CreateTable",
         "{\"TableName\":\"Lagging\",\"AttributeDefinitions\":[{\"AttributeName\":\"p\",\"AttributeType\":\"S\"},"
         "{\"AttributeName\":\"g\",\"AttributeType\":\"S\"},{\"AttributeName\":\"v\",\"AttributeType\":\"N\"}],"
         "\"KeySchema\":[{\"AttributeName\":\"p\",\"KeyType\":\"HASH\"},{\"AttributeName\":\"g\",\"KeyType\":"
         "\"RANGE\"}],\"BillingMode\":\"PAY_PER_REQUEST\",\"LocalSecondaryIndexes\":[{\"IndexName\":\"ByV\","
         "\"KeySchema\":[{\"AttributeName\":\"p\",\"KeyType\":\"HASH\"},{\"AttributeName\":\"v\",\"KeyType\":"
         "\"RANGE\"}],\"Projection\":{\"ProjectionType\":\"ALL\"}}]}");
    set_lag(arena, LAG_MS);
    put(arena, "a", "x", 1);
    assert_true(text_find(of_local_index(arena), TEXT("\"v\":{\"N\":\"1\"}")) != TEXT_NOT_FOUND);
    put(arena, "a", "x", 2);
    assert_true(text_find(of_local_index(arena), TEXT("\"v\":{\"N\":\"2\"}")) != TEXT_NOT_FOUND);
}

/* What the table's images say holds for the new index too. */
static void an_index_that_is_new_shows_what_the_others_show(void **state) {
    arena *arena = *state;
    create(arena);
    put(arena, "a", "x", 1);
    set_lag(arena, LAG_MS);
    put(arena, "a", "x", 2);
    put(arena, "b", "x", 3);
    send(arena, "UpdateTable",
         "{\"TableName\":\"Lagging\",\"AttributeDefinitions\":[{\"AttributeName\":\"p\",\"AttributeType\":\"S\"},"
         "{\"AttributeName\":\"v\",\"AttributeType\":\"N\"},{\"AttributeName\":\"g\",\"AttributeType\":\"S\"}],"
         "\"GlobalSecondaryIndexUpdates\":[{\"Create\":{\"IndexName\":\"ByV\",\"KeySchema\":[{\"AttributeName\":"
         "\"v\",\"KeyType\":\"HASH\"}],\"Projection\":{\"ProjectionType\":\"ALL\"}}}]}");
    const char *scan = "{\"TableName\":\"Lagging\",\"IndexName\":\"ByV\"}";
    text shown = send(arena, "Scan", scan);
    assert_true(text_find(shown, TEXT("\"Count\":1,")) != TEXT_NOT_FOUND);
    assert_true(text_find(shown, TEXT("\"v\":{\"N\":\"1\"}")) != TEXT_NOT_FOUND);
    world_sleep_ms(world_under_test, LAG_MS);
    shown = send(arena, "Scan", scan);
    assert_true(text_find(shown, TEXT("\"Count\":2,")) != TEXT_NOT_FOUND);
    assert_true(text_find(shown, TEXT("\"v\":{\"N\":\"1\"}")) == TEXT_NOT_FOUND);
}

static void refuses_a_lag_that_is_none(void **state) {
    create(*state);
    assert_int_equal(control(*state, "PUT", "{\"milliseconds\":-1}").status, 400);
    assert_int_equal(control(*state, "PUT", "{\"seconds\":1}").status, 400);
    http_response missing = cloud_fixture_call(world_under_test, *state, "PUT", "/_gabi/dynamodb/tables/None/index-lag",
                                               NULL, "{\"milliseconds\":1}");
    assert_int_equal(missing.status, 404);
    assert_text(control(*state, "GET", NULL).content.bytes, TEXT("{\"milliseconds\":0}"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(an_index_shows_a_write_when_its_time_has_come),
        TEST(an_index_shows_an_item_as_it_was),
        TEST(an_index_that_lags_no_more_is_current),
        TEST(many_writes_fall_due_together),
        TEST(a_table_that_lags_can_be_deleted),
        TEST(a_local_index_never_lags),
        TEST(an_index_that_is_new_shows_what_the_others_show),
        TEST(refuses_a_lag_that_is_none),
    };
    return RUN_TESTS(tests);
}
