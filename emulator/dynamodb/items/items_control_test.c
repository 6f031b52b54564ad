#include "dynamodb/items/items_control.h"

#include "cloud_fixture.h"
#include "core/json.h"
#include "core/testing.h"

#define TABLE                                                                                                          \
    "{\"TableName\":\"Seats\",\"AttributeDefinitions\":[{\"AttributeName\":\"row\",\"AttributeType\":\"S\"},"          \
    "{\"AttributeName\":\"seat\",\"AttributeType\":\"N\"}],\"KeySchema\":[{\"AttributeName\":\"row\",\"KeyType\":"     \
    "\"HASH\"},{\"AttributeName\":\"seat\",\"KeyType\":\"RANGE\"}],\"BillingMode\":\"PAY_PER_REQUEST\"}"

static void put(world *world, arena *arena, const char *item) {
    http_response response = cloud_fixture_dynamodb(world, arena, "PutItem",
                                                    arena_printf(arena, "{\"TableName\":\"Seats\",\"Item\":%s}", item));
    assert_int_equal(response.status, 200);
}

static world *world_with_seats(arena *arena) {
    world *world = cloud_fixture_world();
    assert_int_equal(cloud_fixture_dynamodb(world, arena, "CreateTable", TABLE).status, 200);
    put(world, arena, "{\"row\":{\"S\":\"b\"},\"seat\":{\"N\":\"1\"}}");
    put(world, arena, "{\"row\":{\"S\":\"a\"},\"seat\":{\"N\":\"10\"},\"taken\":{\"BOOL\":true}}");
    put(world, arena,
        "{\"row\":{\"S\":\"a\"},\"seat\":{\"N\":\"9\"},\"by\":{\"M\":{\"name\":{\"S\":\"Anna\"},\"age\":{\"NULL\":true}"
        "}},"
        "\"tags\":{\"SS\":[\"x\",\"y\"]},\"log\":{\"L\":[{\"N\":\"1.50\"},{\"B\":\"AQI=\"}]},\"nums\":{\"NS\":[\"3\"]}"
        "}");
    return world;
}

static http_response show(world *world, arena *arena, const char *rest) {
    return cloud_fixture_call(world, arena, "GET", arena_printf(arena, "/_gabi/dynamodb/tables/Seats/items%s", rest),
                              NULL, NULL);
}

static http_response assert_items(world *world, arena *arena, const char *body) {
    return cloud_fixture_call(world, arena, "POST", "/_gabi/dynamodb/tables/Seats/items/assert", NULL, body);
}

static void shows_items_as_plain_json_in_the_order_of_their_keys(void **state) {
    http_response response = show(world_with_seats(*state), *state, "");
    assert_int_equal(response.status, 200);
    assert_string(response.content.bytes,
                  "{\"table\":\"Seats\",\"count\":3,\"items\":["
                  "{\"row\":\"a\",\"seat\":9,\"by\":{\"name\":\"Anna\",\"age\":null},\"tags\":[\"x\",\"y\"],"
                  "\"log\":[1.5,\"AQI=\"],\"nums\":[3]},"
                  "{\"row\":\"a\",\"seat\":10,\"taken\":true},{\"row\":\"b\",\"seat\":1}]}");
}

/* With more than it reads at a time. */
static void shows_which_tables_there_are(void **state) {
    arena *arena = *state;
    world *world = cloud_fixture_world();
    static const char definition[] =
        "{\"TableName\":\"Z-%03d\",\"AttributeDefinitions\":[{\"AttributeName\":\"k\",\"AttributeType\":\"S\"}],"
        "\"KeySchema\":[{\"AttributeName\":\"k\",\"KeyType\":\"HASH\"}],\"BillingMode\":\"PAY_PER_REQUEST\"}";
    for (int i = 0; i < 120; i++)
        assert_int_equal(cloud_fixture_dynamodb(world, arena, "CreateTable", arena_printf(arena, definition, i)).status,
                         200);
    const json *answer;
    http_response response = cloud_fixture_call(world, arena, "GET", "/_gabi/dynamodb/tables", NULL, NULL);
    assert_int_equal(response.status, 200);
    assert_success(json_parse(arena, response.content.bytes, 8, &answer));
    const json *tables = json_member(answer, "tables"), *last = NULL;
    bool has_bookings = false;
    for (const json *each = json_first(tables); each; last = each, each = json_after(each)) {
        has_bookings = has_bookings || text_equal(json_text(each), TEXT("Bookings"));
        assert_true(!last || text_compare(json_text(last), json_text(each)) < 0);
    }
    assert_true(has_bookings && json_count(tables) > 120);
    assert_string(json_text(last), "Z-119");
}

static void shows_items_as_dynamodb_has_them(void **state) {
    http_response response = show(world_with_seats(*state), *state, "?format=dynamodb");
    assert_true(text_find(response.content.bytes,
                          TEXT("{\"row\":{\"S\":\"a\"},\"seat\":{\"N\":\"10\"},\"taken\":{\"BOOL\":true}}")) !=
                TEXT_NOT_FOUND);
}

static void reads_a_table_of_many_pages(void **state) {
    world *world = world_with_seats(*state);
    for (int i = 100; i < 800; i++)
        put(world, *state, arena_printf(*state, "{\"row\":{\"S\":\"c\"},\"seat\":{\"N\":\"%d\"}}", i));
    const json *body;
    assert_success(json_parse(*state, show(world, *state, "").content.bytes, 16, &body));
    const json *items = json_member(body, "items");
    assert_int_equal(json_count(items), 703);
    const json *last = json_first(items);
    while (json_after(last))
        last = json_after(last);
    assert_int_equal(json_number(json_member(last, "seat")), 799);
}

static void what_is_expected_is_there(void **state) {
    static const char *const bodies[] = {
        "{}",
        "{\"items\":[{\"row\":\"a\",\"seat\":9,\"by\":{\"name\":\"Anna\"}},{\"taken\":true}]}",
        "{\"absent\":[{\"row\":\"z\"},{\"row\":\"a\",\"seat\":1}],\"count\":3}",
        "{\"items\":[{\"row\":\"a\",\"seat\":9},{\"row\":\"a\",\"seat\":10},{\"row\":\"b\"}],\"exact\":true}",
    };
    world *world = world_with_seats(*state);
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        http_response response = assert_items(world, *state, bodies[i]);
        assert_int_equal(response.status, 200);
        assert_string(response.content.bytes, "{\"table\":\"Seats\",\"count\":3}");
    }
}

static void differs(world *world, arena *arena, const char *body, const char *first) {
    const json *answer;
    http_response response = assert_items(world, arena, body);
    assert_int_equal(response.status, 409);
    assert_success(json_parse(arena, response.content.bytes, 16, &answer));
    const json *error = json_member(answer, "error");
    assert_string(json_member_text(error, "code"), "state_differs");
    assert_string(json_text(json_first(json_member(error, "differences"))), first);
}

static void says_how_the_table_differs(void **state) {
    world *world = world_with_seats(*state);
    differs(world, *state, "{\"items\":[{\"row\":\"a\",\"seat\":10,\"taken\":false}]}",
            "items[0] is not there; nearest is {\"row\":\"a\",\"seat\":10,\"taken\":true}: taken is true, not false");
    differs(world, *state, "{\"absent\":[{\"taken\":true}]}",
            "absent[0] is there: {\"row\":\"a\",\"seat\":10,\"taken\":true}");
    differs(world, *state, "{\"count\":4}", "there are 3 items, not 4");
    differs(world, *state, "{\"items\":[{\"row\":\"a\"}],\"exact\":true}",
            "nothing like it is expected: {\"row\":\"b\",\"seat\":1}");
}

static void refuses_what_it_does_not_know(void **state) {
    world *world = world_with_seats(*state);
    assert_int_equal(show(world, *state, "?format=xml").status, 400);
    assert_int_equal(assert_items(world, *state, "{\"items\":{}}").status, 400);
    assert_int_equal(assert_items(world, *state, "{\"items\":[7]}").status, 400);
    assert_int_equal(assert_items(world, *state, "{\"count\":\"3\"}").status, 400);
    assert_int_equal(assert_items(world, *state, "{\"itms\":[]}").status, 400);
    assert_int_equal(
        cloud_fixture_call(world, *state, "GET", "/_gabi/dynamodb/tables/Nowhere/items", NULL, NULL).status, 404);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(shows_items_as_plain_json_in_the_order_of_their_keys),
        TEST(shows_which_tables_there_are),
        TEST(shows_items_as_dynamodb_has_them),
        TEST(reads_a_table_of_many_pages),
        TEST(what_is_expected_is_there),
        TEST(says_how_the_table_differs),
        TEST(refuses_what_it_does_not_know),
    };
    return RUN_TESTS(tests);
}
