#include "dynamodb/tables/metrics.h"

#include "cloud_fixture.h"
#include "core/json.h"
#include "core/testing.h"

#define MOST_NESTING 20

static world *world_under_test;

static void send(arena *arena, const char *operation, const char *body) {
    http_response response = cloud_fixture_dynamodb(world_under_test, arena, operation, body);
    if (response.status != 200)
        fail_msg("%s: %.*s", operation, TEXT_ARGS(response.content.bytes));
}

static int64_t described(arena *arena, const char *member) {
    http_response response =
        cloud_fixture_dynamodb(world_under_test, arena, "DescribeTable", "{\"TableName\":\"Counted\"}");
    const json *body;
    int64_t value;
    assert_success(json_parse(arena, response.content.bytes, MOST_NESTING, &body));
    assert_true(json_to_int64(json_member(json_member(body, "Table"), member), &value));
    return value;
}

static void create(arena *arena) {
    world_under_test = cloud_fixture_world();
    send(arena, "CreateTable",
         "{\"TableName\":\"Counted\",\"AttributeDefinitions\":[{\"AttributeName\":\"p\",\"AttributeType\":\"S\"}],"
         "\"KeySchema\":[{\"AttributeName\":\"p\",\"KeyType\":\"HASH\"}],\"BillingMode\":\"PAY_PER_REQUEST\"}");
}

static void put(arena *arena, const char *key, const char *value) {
    send(arena, "PutItem",
         arena_printf(arena, "{\"TableName\":\"Counted\",\"Item\":{\"p\":{\"S\":\"%s\"},\"v\":{\"S\":\"%s\"}}}", key,
                      value));
}

static void follow_every_write(void **state) {
    arena *arena = *state;
    create(arena);
    assert_int_equal(described(arena, "ItemCount"), 0);
    put(arena, "a", "12");
    assert_int_equal(described(arena, "ItemCount"), 1);
    assert_int_equal(described(arena, "TableSizeBytes"), 5); /* p a v 1 2 */
    put(arena, "a", "1234");
    assert_int_equal(described(arena, "ItemCount"), 1);
    assert_int_equal(described(arena, "TableSizeBytes"), 7);
    send(arena, "DeleteItem", "{\"TableName\":\"Counted\",\"Key\":{\"p\":{\"S\":\"a\"}}}");
    assert_int_equal(described(arena, "ItemCount"), 0);
    assert_int_equal(described(arena, "TableSizeBytes"), 0);
}

/* More rows than are measured at once, in a table that the process has not counted from its beginning. */
static void are_measured_where_they_are_not_known(void **state) {
    arena *arena = *state;
    create(arena);
    for (int i = 0; i < 1000; i++)
        put(arena, arena_printf(arena, "%03d", i), "x");
    assert_int_equal(described(arena, "ItemCount"), 1000);
    const table *table;
    store *store = world_store(world_under_test);
    assert_success(store_begin(store, arena, STORE_READ));
    const gabi_error *error = table_find(world_under_test, arena, TEXT("Counted"), &table);
    if (!error)
        metrics_forget(world_under_test, table->id);
    assert_success(store_end(store, arena, error));
    assert_int_equal(described(arena, "ItemCount"), 1000);
    assert_int_equal(described(arena, "TableSizeBytes"), 6000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(follow_every_write),
        TEST(are_measured_where_they_are_not_known),
    };
    return RUN_TESTS(tests);
}
