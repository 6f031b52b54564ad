/* Pages that end at one megabyte of items. */
#include "core/encoding.h"
#include "core/json.h"
#include "core/testing.h"
#include "dynamodb/operation_fixture.h"

#define ITEM_BYTES 40000
#define ITEMS 60
#define MEGABYTE (1024 * 1024)

static text answer(world *world, arena *arena, const char *operation, text body) {
    http_response response = operation_fixture_call(world, arena, operation, body);
    assert_int_equal(response.status, 200);
    return response.content.bytes;
}

/* Items of binaries, whose JSON is a third longer than they are. */
static world *world_with_items(arena *arena) {
    world *world = operation_fixture_world(arena);
    char *bytes = arena_zalloc(arena, ITEM_BYTES);
    text binary = base64_encode(arena, (text){bytes, ITEM_BYTES - 6}); /* the names and the other two values */
    answer(world, arena, "CreateTable",
           TEXT("{\"TableName\":\"Pages\",\"BillingMode\":\"PAY_PER_REQUEST\",\"AttributeDefinitions\":[{"
                "\"AttributeName\":\"p\",\"AttributeType\":\"S\"},{\"AttributeName\":\"s\",\"AttributeType\":\"N\"}],"
                "\"KeySchema\":[{\"AttributeName\":\"p\",\"KeyType\":\"HASH\"},{\"AttributeName\":\"s\",\"KeyType\":"
                "\"RANGE\"}]}"));
    for (int i = 1; i <= ITEMS; i++)
        answer(world, arena, "PutItem",
               text_format(arena,
                           "{\"TableName\":\"Pages\",\"Item\":{\"p\":{\"S\":\"a\"},\"s\":{\"N\":\"%d\"},\"b\":{\"B\":"
                           "\"%s\"}}}",
                           i, binary.data));
    return world;
}

/* The number of items of each page, with more members of the request. */
static size_t pages(world *world, arena *arena, const char *members, int64_t ret_counts[ITEMS]) {
    text start = TEXT("");
    size_t count = 0;
    do {
        const json *page;
        text body = text_format(arena,
                                "{\"TableName\":\"Pages\",\"KeyConditionExpression\":\"p = :p\","
                                "\"ExpressionAttributeValues\":{\":p\":{\"S\":\"a\"}}%s%.*s}",
                                members, TEXT_ARGS(start));
        assert_success(json_parse(arena, answer(world, arena, "Query", body), 16, &page));
        assert_true(json_to_int64(json_member(page, "Count"), &ret_counts[count++]));
        const json *last = json_member(page, "LastEvaluatedKey");
        start =
            last ? text_format(arena, ",\"ExclusiveStartKey\":%.*s", TEXT_ARGS(json_print(arena, last))) : (text){0};
    } while (start.length > 0);
    return count;
}

/* The item that reaches the megabyte is the last one; how the page is read makes no difference. */
static void a_page_ends_with_the_item_that_fills_it(void **state) {
    static const char *const readings[] = {"", ",\"ReturnConsumedCapacity\":\"TOTAL\"", ",\"Select\":\"COUNT\"",
                                           ",\"FilterExpression\":\"attribute_exists(b)\""};
    const int64_t full = (MEGABYTE + ITEM_BYTES - 1) / ITEM_BYTES;
    world *world = world_with_items(*state);
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
        int64_t counts[ITEMS];
        assert_int_equal(pages(world, *state, readings[i], counts), 3);
        assert_int_equal(counts[0], full);
        assert_int_equal(counts[1], full);
        assert_int_equal(counts[2], ITEMS - 2 * full);
    }
    world_free(world);
}

/* The item that fills it is paid for, too. */
static void a_full_page_consumes_a_little_more_than_a_megabyte(void **state) {
    world *world = operation_fixture_world(*state);
    char *filling = arena_zalloc(*state, 1001);
    memset(filling, 'x', 1000);
    answer(
        world, *state, "CreateTable",
        TEXT("{\"TableName\":\"Pages\",\"ProvisionedThroughput\":{\"ReadCapacityUnits\":25,\"WriteCapacityUnits\":25},"
             "\"AttributeDefinitions\":[{\"AttributeName\":\"p\",\"AttributeType\":\"N\"}],\"KeySchema\":[{"
             "\"AttributeName\":\"p\",\"KeyType\":\"HASH\"}]}"));
    for (int i = 1; i <= 1100; i++)
        answer(world, *state, "PutItem",
               text_format(*state, "{\"TableName\":\"Pages\",\"Item\":{\"p\":{\"N\":\"%d\"},\"f\":{\"S\":\"%s\"}}}", i,
                           filling));
    text page = answer(world, *state, "Scan",
                       TEXT("{\"TableName\":\"Pages\",\"Select\":\"COUNT\",\"ReturnConsumedCapacity\":\"TOTAL\"}"));
    assert_true(text_starts_with(page, TEXT("{\"ConsumedCapacity\":{\"CapacityUnits\":128.5,")));
    world_free(world);
}

/* Nor is it said that more follow, which could not be asked for. */
static void nothing_follows_the_one_row_that_a_hash_names(void **state) {
    world *world = operation_fixture_world(*state);
    answer(world, *state, "CreateTable",
           TEXT("{\"TableName\":\"Ones\",\"BillingMode\":\"PAY_PER_REQUEST\",\"AttributeDefinitions\":[{"
                "\"AttributeName\":\"p\",\"AttributeType\":\"S\"}],\"KeySchema\":[{\"AttributeName\":\"p\",\"KeyType\":"
                "\"HASH\"}]}"));
    answer(world, *state, "PutItem", TEXT("{\"TableName\":\"Ones\",\"Item\":{\"p\":{\"S\":\"a\"}}}"));
    text found = answer(world, *state, "Query",
                        TEXT("{\"TableName\":\"Ones\",\"KeyConditionExpression\":\"p = :p\",\"Limit\":1,"
                             "\"ExpressionAttributeValues\":{\":p\":{\"S\":\"a\"}},\"Select\":\"COUNT\"}"));
    assert_text(found, TEXT("{\"Count\":1,\"ScannedCount\":1}"));
    world_free(world);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_page_ends_with_the_item_that_fills_it),
        TEST(a_full_page_consumes_a_little_more_than_a_megabyte),
        TEST(nothing_follows_the_one_row_that_a_hash_names),
    };
    return RUN_TESTS(tests);
}
