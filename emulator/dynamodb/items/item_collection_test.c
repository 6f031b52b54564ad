/* Item collections that are full: what may be written then and what not, by all operations that write. The collection
 * limit is lowered to 1,000 bytes. */
#include "dynamodb/items/item_collection.h"

#include "cloud_fixture.h"
#include "core/testing.h"
#include "dynamodb/items/filling_fixture.h"

#define CREATE                                                                                                         \
    "{\"TableName\":\"Filled\",\"BillingMode\":\"PAY_PER_REQUEST\",\"AttributeDefinitions\":["                         \
    "{\"AttributeName\":\"p\",\"AttributeType\":\"S\"},{\"AttributeName\":\"s\",\"AttributeType\":\"S\"},"             \
    "{\"AttributeName\":\"l\",\"AttributeType\":\"S\"}],"                                                              \
    "\"KeySchema\":[{\"AttributeName\":\"p\",\"KeyType\":\"HASH\"},{\"AttributeName\":\"s\",\"KeyType\":\"RANGE\"}],"  \
    "\"LocalSecondaryIndexes\":["                                                                                      \
    "{\"IndexName\":\"keys\",\"KeySchema\":[{\"AttributeName\":\"p\",\"KeyType\":\"HASH\"},{\"AttributeName\":\"l\","  \
    "\"KeyType\":\"RANGE\"}],\"Projection\":{\"ProjectionType\":\"KEYS_ONLY\"}}]}"
#define LIMIT "/_gabi/dynamodb/tables/Filled/item-collection-limit"
#define LIMIT_OF(table) "/_gabi/dynamodb/tables/" table "/item-collection-limit"

#define TABLE "\"TableName\":\"Filled\""
#define KEY(hash, range) "\"p\":{\"S\":\"" hash "\"},\"s\":{\"S\":\"" range "\"}"
#define FILLING(size) ",\"f\":{\"S\":\"<" size ">\"}"
#define ITEM(hash, range, rest) "{" TABLE ",\"Item\":{" KEY(hash, range) rest "}}"
#define SET(range, size)                                                                                               \
    "{" TABLE ",\"Key\":{" KEY("a", range) "},\"UpdateExpression\":\"SET f = :f\",\"ExpressionAttributeValues\":{"     \
                                           "\":f\":{\"S\":\"<" size ">\"}}}"
#define EXCEEDED "#ItemCollectionSizeLimitExceededException\",\"message\":\"Collection size exceeded.\"}"

typedef struct write_case {
    const char *operation;
    const char *body;
    const char *part; /* of the answer; NULL: any that is no failure */
} write_case;

/* Each follows those before it. An item without l takes 4 bytes of keys, and one more with its filling; with l it takes
 * its keys a second time. */
static const write_case cases[] = {
    {"PutItem", ITEM("a", "1", FILLING("395")), NULL}, /* 400 */
    {"PutItem", ITEM("a", "2", FILLING("595")), NULL}, /* 1,000 */
    {"PutItem", ITEM("a", "3", ""), EXCEEDED},
    {"PutItem", ITEM("b", "3", ""), NULL}, /* of another collection */
    {"PutItem", ITEM("a", "1", FILLING("396")), EXCEEDED},
    {"PutItem", ITEM("a", "1", FILLING("395")), NULL},
    {"UpdateItem", SET("1", "396"), EXCEEDED},
    {"ExecuteStatement", "{\"Statement\":\"INSERT INTO Filled VALUE {'p':'a','s':'3'}\"}", EXCEEDED},
    {"BatchExecuteStatement",
     "{\"Statements\":[{\"Statement\":\"INSERT INTO Filled VALUE {'p':'a','s':'3'}\"},{\"Statement\":\"INSERT INTO "
     "Filled VALUE {'p':'b','s':'4'}\"}]}",
     "{\"Responses\":[{\"Error\":{\"Code\":\"ItemCollectionSizeLimitExceeded\",\"Message\":\"Collection size "
     "exceeded.\"},\"TableName\":\"Filled\"},{\"TableName\":\"Filled\"}]}"},
    {"BatchWriteItem",
     "{\"RequestItems\":{\"Filled\":[{\"PutRequest\":{\"Item\":{" KEY("b", "5") "}}},{\"PutRequest\":{\"Item\":{" KEY(
         "a", "3") "}}}]}}",
     EXCEEDED},
    {"GetItem", "{" TABLE ",\"Key\":{" KEY("b", "5") "}}", "{}"},
    {"GetItem", "{" TABLE ",\"Key\":{" KEY("a", "3") "}}", "{}"},
    {"UpdateItem", SET("1", "300"), NULL}, /* 905 */
    {"PutItem", ITEM("a", "3", ",\"l\":{\"S\":\"x\"}" FILLING("83")), EXCEEDED},
    {"PutItem", ITEM("a", "3", ",\"l\":{\"S\":\"x\"}" FILLING("82")), NULL}, /* 905 + 6 + 83 + 6 */
    {"DeleteItem", "{" TABLE ",\"Key\":{" KEY("a", "3") "}}", NULL},
    /* one of them would fit */
    {"TransactWriteItems",
     "{\"TransactItems\":[{\"Put\":" ITEM("a", "6", FILLING("85")) "},{\"Put\":" ITEM("a", "7", FILLING("85")) "}]}",
     "\"CancellationReasons\":[{\"Code\":\"None\"},{\"Code\":\"ItemCollectionSizeLimitExceeded\",\"Message\":"
     "\"Collection size exceeded.\"}]"},
    {"Query",
     "{" TABLE ",\"KeyConditionExpression\":\"p = :p\",\"ExpressionAttributeValues\":{\":p\":{\"S\":\"a\"}},\"Select\":"
     "\"COUNT\"}",
     "\"Count\":2"},
};

static void create(world *world, arena *arena) {
    assert_int_equal(cloud_fixture_dynamodb(world, arena, "CreateTable", CREATE).status, 200);
}

static text set_limit(world *world, arena *arena, const char *target, const char *body, int status) {
    http_response response = cloud_fixture_call(world, arena, "PUT", target, NULL, body);
    assert_int_equal(response.status, status);
    return response.content.bytes;
}

static void do_not_outgrow_their_limit(void **state) {
    world *world = cloud_fixture_world();
    create(world, *state);
    assert_text(set_limit(world, *state, LIMIT, "{\"bytes\":1000}", 200), TEXT("{\"bytes\":1000}"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        http_response response =
            cloud_fixture_dynamodb(world, *state, cases[i].operation, filled(*state, cases[i].body));
        text body = response.content.bytes;
        if (cases[i].part ? text_find(body, text_of(cases[i].part)) == TEXT_NOT_FOUND : response.status != 200)
            fail_msg("case %zu, %s: %.*s", i, cases[i].operation, TEXT_ARGS(body));
    }
}

static void may_be_large_unless_they_are_told_otherwise(void **state) {
    world *world = cloud_fixture_world();
    create(world, *state);
    text shown = cloud_fixture_call(world, *state, "GET", LIMIT, NULL, NULL).content.bytes;
    assert_text(shown, TEXT("{\"bytes\":10737418240}"));
    for (int i = 0; i < 10; i++)
        assert_int_equal(
            cloud_fixture_dynamodb(world, *state, "PutItem",
                                   filled(*state, arena_printf(*state, ITEM("a", "%d", FILLING("200000")), i)))
                .status,
            200);
}

/* A table without local indexes has no collections. */
static void are_those_of_tables_with_local_indexes(void **state) {
    world *world = cloud_fixture_world();
    set_limit(world, *state, LIMIT_OF("Settings"), "{\"bytes\":1}", 200);
    assert_int_equal(cloud_fixture_dynamodb(world, *state, "PutItem",
                                            "{\"TableName\":\"Settings\",\"Item\":{\"settingKey\":{\"S\":\"x\"}}}")
                         .status,
                     200);
}

static void limits_have_limits(void **state) {
    world *world = cloud_fixture_world();
    create(world, *state);
    set_limit(world, *state, LIMIT, "{}", 400);
    set_limit(world, *state, LIMIT, "{\"bytes\":0}", 400);
    set_limit(world, *state, LIMIT, "{\"bytes\":10737418241}", 400);
    set_limit(world, *state, LIMIT_OF("None"), "{\"bytes\":1}", 404);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(do_not_outgrow_their_limit),
        TEST(may_be_large_unless_they_are_told_otherwise),
        TEST(are_those_of_tables_with_local_indexes),
        TEST(limits_have_limits),
    };
    return RUN_TESTS(tests);
}
