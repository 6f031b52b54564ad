/* Capacity as answers tell it: each case follows those before it, in one table with two indexes of either kind. Items
 * are made of keys and a filling, so that their sizes can be read off. */
#include "dynamodb/items/capacity.h"

#include "cloud_fixture.h"
#include "core/testing.h"
#include "dynamodb/items/filling_fixture.h"

#define CREATE                                                                                                         \
    "{\"TableName\":\"Metered\",\"BillingMode\":\"PAY_PER_REQUEST\",\"AttributeDefinitions\":["                        \
    "{\"AttributeName\":\"p\",\"AttributeType\":\"S\"},{\"AttributeName\":\"s\",\"AttributeType\":\"S\"},"             \
    "{\"AttributeName\":\"l\",\"AttributeType\":\"S\"},{\"AttributeName\":\"g\",\"AttributeType\":\"S\"}],"            \
    "\"KeySchema\":[{\"AttributeName\":\"p\",\"KeyType\":\"HASH\"},{\"AttributeName\":\"s\",\"KeyType\":\"RANGE\"}],"  \
    "\"LocalSecondaryIndexes\":["                                                                                      \
    "{\"IndexName\":\"local\",\"KeySchema\":[{\"AttributeName\":\"p\",\"KeyType\":\"HASH\"},{\"AttributeName\":\"l\"," \
    "\"KeyType\":\"RANGE\"}],\"Projection\":{\"ProjectionType\":\"KEYS_ONLY\"}}],"                                     \
    "\"GlobalSecondaryIndexes\":["                                                                                     \
    "{\"IndexName\":\"whole\",\"KeySchema\":[{\"AttributeName\":\"g\",\"KeyType\":\"HASH\"}],\"Projection\":{"         \
    "\"ProjectionType\":\"ALL\"}},"                                                                                    \
    "{\"IndexName\":\"keys\",\"KeySchema\":[{\"AttributeName\":\"g\",\"KeyType\":\"HASH\"}],\"Projection\":{"          \
    "\"ProjectionType\":\"KEYS_ONLY\"}}]}"

#define TABLE "{\"TableName\":\"Metered\","
#define KEY_OF(s) "\"Key\":{\"p\":{\"S\":\"a\"},\"s\":{\"S\":\"" s "\"}}"
#define ITEM(s, rest) "\"Item\":{\"p\":{\"S\":\"a\"},\"s\":{\"S\":\"" s "\"}" rest "}"
#define FILLING(size) ",\"f\":{\"S\":\"<" size ">\"}"
#define TOTAL ",\"ReturnConsumedCapacity\":\"TOTAL\""
#define INDEXES ",\"ReturnConsumedCapacity\":\"INDEXES\""
#define OF_TABLE(units) "\"Table\":{\"CapacityUnits\":" units "},\"TableName\":\"Metered\"}"
#define ONLY_TABLE(units) "{\"ConsumedCapacity\":{\"CapacityUnits\":" units ",\"TableName\":\"Metered\"}}"

typedef struct capacity_case {
    const char *operation;
    const char *body;
    const char *answer; /* NULL: any that is no failure */
} capacity_case;

static void run_cases(arena *arena, const capacity_case *cases, size_t count) {
    world *world = cloud_fixture_world();
    assert_int_equal(cloud_fixture_dynamodb(world, arena, "CreateTable", CREATE).status, 200);
    for (size_t i = 0; i < count; i++) {
        http_response response = cloud_fixture_dynamodb(world, arena, cases[i].operation, filled(arena, cases[i].body));
        if (response.status != 200)
            fail_msg("case %zu: %.*s", i, TEXT_ARGS(response.content.bytes));
        if (cases[i].answer && !text_equal(response.content.bytes, text_of(cases[i].answer)))
            fail_msg("case %zu: %.*s\ninstead of %s", i, TEXT_ARGS(response.content.bytes), cases[i].answer);
    }
}

#define RUN_CASES(cases) run_cases(*state, cases, sizeof(cases) / sizeof *(cases))

/* ---- writes ---- */

/* An item of keys alone is 4 bytes. */
static const capacity_case writes[] = {
    {"PutItem", TABLE ITEM("1", FILLING("1019")) TOTAL "}", ONLY_TABLE("1.0")}, /* 1,024 bytes */
    {"PutItem", TABLE ITEM("1", FILLING("1020")) TOTAL "}", ONLY_TABLE("2.0")},
    {"PutItem", TABLE ITEM("1", "") TOTAL "}", ONLY_TABLE("2.0")}, /* as large as the item before */
    {"PutItem", TABLE ITEM("1", "") TOTAL "}", ONLY_TABLE("1.0")},
    {"PutItem", TABLE ITEM("1", "") ",\"ReturnConsumedCapacity\":\"NONE\"}", "{}"},
    {"PutItem", TABLE ITEM("1", "") INDEXES "}", "{\"ConsumedCapacity\":{\"CapacityUnits\":1.0," OF_TABLE("1.0") "}"},
    {"UpdateItem",
     TABLE KEY_OF("1") ",\"UpdateExpression\":\"SET f = :f\",\"ExpressionAttributeValues\":{\":f\":{\"S\":\"<3000>\"}},"
                       "\"ReturnValues\":\"UPDATED_OLD\"" TOTAL "}",
     ONLY_TABLE("3.0")},
    {"UpdateItem", TABLE KEY_OF("1") ",\"UpdateExpression\":\"REMOVE f\"" TOTAL "}", ONLY_TABLE("3.0")},
    {"PutItem", TABLE ITEM("1", FILLING("2000")) "}", "{}"},
    {"DeleteItem", TABLE KEY_OF("1") TOTAL "}", ONLY_TABLE("2.0")},
    {"DeleteItem", TABLE KEY_OF("1") TOTAL "}", ONLY_TABLE("1.0")}, /* there is none any more */
};

static void of_writes_is_by_the_larger_of_old_and_new(void **state) { RUN_CASES(writes); }

#define OF_INDEX(name, units) "\"" name "\":{\"CapacityUnits\":" units "}"
#define OF_GLOBAL(whole, keys) "\"GlobalSecondaryIndexes\":{" OF_INDEX("whole", whole) "," OF_INDEX("keys", keys) "},"
#define OF_LOCAL(units) "\"LocalSecondaryIndexes\":{" OF_INDEX("local", units) "},"
#define CONSUMED(total) "{\"ConsumedCapacity\":{\"CapacityUnits\":" total ","

static const capacity_case index_writes[] = {
    {"PutItem", TABLE ITEM("1", ",\"l\":{\"S\":\"1\"},\"g\":{\"S\":\"1\"}" FILLING("2000")) INDEXES "}",
     CONSUMED("6.0") OF_GLOBAL("2.0", "1.0") OF_LOCAL("1.0") OF_TABLE("2.0") "}"},
    /* the same again: no index is written */
    {"PutItem", TABLE ITEM("1", ",\"l\":{\"S\":\"1\"},\"g\":{\"S\":\"1\"}" FILLING("2000")) INDEXES "}",
     CONSUMED("2.0") OF_TABLE("2.0") "}"},
    /* what one of the indexes projects changes in its place */
    {"UpdateItem",
     TABLE KEY_OF(
         "1") ",\"UpdateExpression\":\"SET f = :f\",\"ExpressionAttributeValues\":{\":f\":{\"S\":\"y\"}}" INDEXES "}",
     CONSUMED("4.0") "\"GlobalSecondaryIndexes\":{" OF_INDEX("whole", "2.0") "}," OF_TABLE("2.0") "}"},
    /* entries move: out and in again */
    {"UpdateItem",
     TABLE KEY_OF(
         "1") ",\"UpdateExpression\":\"SET g = :g\",\"ExpressionAttributeValues\":{\":g\":{\"S\":\"2\"}}" INDEXES "}",
     CONSUMED("5.0") OF_GLOBAL("2.0", "2.0") OF_TABLE("1.0") "}"},
    {"UpdateItem", TABLE KEY_OF("1") ",\"UpdateExpression\":\"REMOVE g\"" INDEXES "}",
     CONSUMED("3.0") OF_GLOBAL("1.0", "1.0") OF_TABLE("1.0") "}"},
    {"DeleteItem", TABLE KEY_OF("1") INDEXES "}", CONSUMED("2.0") OF_LOCAL("1.0") OF_TABLE("1.0") "}"},
};

static void of_an_index_is_by_what_happens_to_its_entry(void **state) { RUN_CASES(index_writes); }

/* ---- reads ---- */

static const capacity_case gets[] = {
    {"GetItem", TABLE KEY_OF("1") TOTAL "}", ONLY_TABLE("0.5")}, /* there is none */
    {"GetItem", TABLE KEY_OF("1") ",\"ConsistentRead\":true" TOTAL "}", ONLY_TABLE("1.0")},
    {"PutItem", TABLE ITEM("1", FILLING("4091")) "}", "{}"}, /* 4,096 bytes */
    {"GetItem", TABLE KEY_OF("1") ",\"ProjectionExpression\":\"s\"" TOTAL "}",
     "{\"ConsumedCapacity\":{\"CapacityUnits\":0.5,\"TableName\":\"Metered\"},\"Item\":{\"s\":{\"S\":\"1\"}}}"},
    {"PutItem", TABLE ITEM("1", FILLING("4092")) "}", "{}"},
    {"GetItem", TABLE KEY_OF("1") ",\"ProjectionExpression\":\"s\",\"ConsistentRead\":true" INDEXES "}",
     CONSUMED("2.0") OF_TABLE("2.0") ",\"Item\":{\"s\":{\"S\":\"1\"}}}"},
};

static void of_a_look_up_is_by_the_whole_item(void **state) { RUN_CASES(gets); }

#define PUT_THREE                                                                                                      \
    {"PutItem", TABLE ITEM("1", ",\"l\":{\"S\":\"1\"},\"g\":{\"S\":\"1\"}" FILLING("1500")) "}", "{}"},                \
        {"PutItem", TABLE ITEM("2", ",\"l\":{\"S\":\"1\"},\"g\":{\"S\":\"1\"}" FILLING("1500")) "}", "{}"}, {          \
        "PutItem", TABLE ITEM("3", ",\"l\":{\"S\":\"1\"},\"g\":{\"S\":\"1\"}" FILLING("1500")) "}", "{}"               \
    }

#define QUERY(hash, rest)                                                                                              \
    TABLE "\"KeyConditionExpression\":\"" hash                                                                         \
          " = :v\",\"ExpressionAttributeValues\":{\":v\":{\"S\":\"a\"}}" rest INDEXES "}"
#define QUERY_GLOBAL(index)                                                                                            \
    TABLE "\"IndexName\":\"" index                                                                                     \
          "\",\"KeyConditionExpression\":\"g = :v\",\"ExpressionAttributeValues\":{\":v\":{\"S\":\"1\"}},\"Select\":"  \
          "\"COUNT\"" INDEXES "}"
#define THREE "\"Count\":3,\"ScannedCount\":3}"

static const capacity_case pages[] = {
    {"Query", QUERY("p", ",\"Select\":\"COUNT\""), CONSUMED("0.5") OF_TABLE("0.5") ",\"Count\":0,\"ScannedCount\":0}"},
    PUT_THREE,
    /* 3 times 1,509 bytes, rounded up once */
    {"Query", QUERY("p", ",\"Select\":\"COUNT\",\"ConsistentRead\":true"), CONSUMED("2.0") OF_TABLE("2.0") "," THREE},
    /* what is filtered out was read */
    {"Query", QUERY("p", ",\"Select\":\"COUNT\",\"FilterExpression\":\"attribute_exists(nothing)\""),
     CONSUMED("1.0") OF_TABLE("1.0") ",\"Count\":0,\"ScannedCount\":3}"},
    {"Query", QUERY_GLOBAL("whole"),
     CONSUMED("1.0") "\"GlobalSecondaryIndexes\":{" OF_INDEX("whole", "1.0") "}," OF_TABLE("0.0") "," THREE},
    {"Query", QUERY_GLOBAL("keys"),
     CONSUMED("0.5") "\"GlobalSecondaryIndexes\":{" OF_INDEX("keys", "0.5") "}," OF_TABLE("0.0") "," THREE},
    {"Query", QUERY("p", ",\"IndexName\":\"local\",\"Select\":\"COUNT\",\"ConsistentRead\":true"),
     CONSUMED("1.0") OF_LOCAL("1.0") OF_TABLE("0.0") "," THREE},
    /* projected attributes come from the index */
    {"Query", QUERY("p", ",\"IndexName\":\"local\",\"Limit\":1,\"ProjectionExpression\":\"s\""),
     CONSUMED("0.5") OF_LOCAL("0.5")
         OF_TABLE("0.0") ",\"Count\":1,\"Items\":[{\"s\":{\"S\":\"1\"}}],\"LastEvaluatedKey\":{\"p\":{\"S\":\"a\"},"
                         "\"s\":{\"S\":\"1\"},\"l\":{\"S\":\"1\"}},\"ScannedCount\":1}"},
    /* others from the table, item by item */
    {"Query", QUERY("p", ",\"IndexName\":\"local\",\"ConsistentRead\":true,\"ProjectionExpression\":\"s, h\""),
     CONSUMED("4.0") OF_LOCAL("1.0")
         OF_TABLE("3.0") ",\"Count\":3,\"Items\":[{\"s\":{\"S\":\"1\"}},{\"s\":{\"S\":\"2\"}},{\"s\":{\"S\":\"3\"}}],"
                         "\"ScannedCount\":3}"},
};

static void of_a_page_is_by_all_that_was_read(void **state) { RUN_CASES(pages); }

#define SCAN(rest) TABLE "\"Select\":\"COUNT\"" rest INDEXES "}"
#define SEGMENT(segment, total) ",\"Segment\":" segment ",\"TotalSegments\":" total
#define NONE ",\"Count\":0,\"ScannedCount\":0}"

/* Of four partitions, as a new table on demand has them. */
static const capacity_case scans[] = {
    {"Scan", SCAN(""), CONSUMED("2.0") OF_TABLE("2.0") NONE},
    {"Scan", SCAN(",\"ConsistentRead\":true"), CONSUMED("4.0") OF_TABLE("4.0") NONE},
    {"Scan", SCAN(SEGMENT("1", "2")), CONSUMED("1.0") OF_TABLE("1.0") NONE},
    {"Scan", SCAN(SEGMENT("3", "4")), CONSUMED("0.5") OF_TABLE("0.5") NONE},
    {"Scan", SCAN(SEGMENT("999999", "1000000")), CONSUMED("0.5") OF_TABLE("0.5") NONE},
    {"Scan", SCAN(",\"IndexName\":\"keys\""),
     CONSUMED("2.0") "\"GlobalSecondaryIndexes\":{" OF_INDEX("keys", "2.0") "}," OF_TABLE("0.0") NONE},
    {"Scan", SCAN(",\"IndexName\":\"local\""), CONSUMED("2.0") OF_LOCAL("2.0") OF_TABLE("0.0") NONE},
    PUT_THREE,
    /* all in one of them */
    {"Scan", SCAN(""), CONSUMED("2.5") OF_TABLE("2.5") "," THREE},
    {"UpdateTable", TABLE "\"WarmThroughput\":{\"ReadUnitsPerSecond\":12001}}", NULL},
    {"Scan", SCAN(""), CONSUMED("3.0") OF_TABLE("3.0") "," THREE},
};

static void of_a_scan_is_by_partition(void **state) { RUN_CASES(scans); }

/* ---- batches and transactions ---- */

#define LIST(total, table)                                                                                             \
    "{\"ConsumedCapacity\":[{\"CapacityUnits\":" total ",\"Table\":{\"CapacityUnits\":" table                          \
    "},\"TableName\":\"Metered\"}]"

static const capacity_case batches[] = {
    {"BatchWriteItem",
     "{\"RequestItems\":{\"Metered\":[{\"PutRequest\":{" ITEM("1", FILLING("2000")) "}},{\"PutRequest\":{" ITEM(
         "2", "") "}}]}" INDEXES "}",
     LIST("3.0", "3.0") ",\"UnprocessedItems\":{}}"},
    {"BatchGetItem",
     "{\"RequestItems\":{\"Metered\":{\"ProjectionExpression\":\"s\",\"Keys\":["
     "{\"p\":{\"S\":\"a\"},\"s\":{\"S\":\"2\"}},{\"p\":{\"S\":\"a\"},\"s\":{\"S\":\"none\"}}]}}" INDEXES "}",
     LIST("1.0", "1.0") ",\"Responses\":{\"Metered\":[{\"s\":{\"S\":\"2\"}}]},\"UnprocessedKeys\":{}}"},
    {"BatchGetItem",
     "{\"RequestItems\":{\"Metered\":{\"ConsistentRead\":true,\"Keys\":["
     "{\"p\":{\"S\":\"a\"},\"s\":{\"S\":\"none\"}}]}}" INDEXES "}",
     LIST("1.0", "1.0") ",\"Responses\":{\"Metered\":[]},\"UnprocessedKeys\":{}}"},
};

static void of_a_batch_is_told_by_table(void **state) { RUN_CASES(batches); }

#define OF_WRITES(units) "{\"CapacityUnits\":" units ",\"WriteCapacityUnits\":" units "}"
#define WRITE_TWICE                                                                                                    \
    "{\"ClientRequestToken\":\"once\",\"TransactItems\":[{\"Put\":" TABLE                                              \
        ITEM("1", ",\"g\":{\"S\":\"1\"}" FILLING("1000")) "}},{\"ConditionCheck\":" TABLE KEY_OF(                      \
            "2") ",\"ConditionExpression\":\"attribute_not_exists(p)\"}}]" INDEXES "}"

static const capacity_case transactions[] = {
    {"TransactWriteItems", WRITE_TWICE,
     "{\"ConsumedCapacity\":[{\"CapacityUnits\":8.0,\"GlobalSecondaryIndexes\":{\"whole\":" OF_WRITES(
         "2.0") ",\"keys\""
                ":" OF_WRITES("2.0") "},\"Table\":" OF_WRITES(
                    "4.0") ",\"TableName\":\"Metered\",\"WriteCapacityUnits\":8.0}]}"},
    /* the second time it is only looked up */
    {"TransactWriteItems", WRITE_TWICE,
     "{\"ConsumedCapacity\":[{\"CapacityUnits\":4.0,\"ReadCapacityUnits\":4.0,\"Table\":{\"CapacityUnits\":4.0,"
     "\"ReadCapacityUnits\":4.0},\"TableName\":\"Metered\"}]}"},
    {"TransactGetItems",
     "{\"TransactItems\":[{\"Get\":" TABLE KEY_OF("1") ",\"ProjectionExpression\":\"s\"}},{\"Get\":" TABLE KEY_OF(
         "none") "}}]" TOTAL "}",
     "{\"ConsumedCapacity\":[{\"CapacityUnits\":4.0,\"ReadCapacityUnits\":4.0,\"TableName\":\"Metered\"}],"
     "\"Responses\":[{\"Item\":{\"s\":{\"S\":\"1\"}}},{}]}"},
};

static void of_a_transaction_is_double(void **state) { RUN_CASES(transactions); }

/* ---- item collections ---- */

#define SIZE ",\"ReturnItemCollectionMetrics\":\"SIZE\""
#define COLLECTION(hash) "{\"ItemCollectionKey\":{\"p\":{\"S\":\"" hash "\"}},\"SizeEstimateRangeGB\":[0.0,1.0]}"

static const capacity_case collections[] = {
    {"PutItem", TABLE ITEM("1", "") SIZE "}", "{\"ItemCollectionMetrics\":" COLLECTION("a") "}"},
    {"PutItem", TABLE ITEM("1", "") ",\"ReturnItemCollectionMetrics\":\"NONE\"}", "{}"},
    {"UpdateItem", TABLE KEY_OF("1") ",\"ReturnValues\":\"ALL_OLD\"" SIZE TOTAL "}",
     "{\"Attributes\":{\"p\":{\"S\":\"a\"},\"s\":{\"S\":\"1\"}},\"ConsumedCapacity\":{\"CapacityUnits\":1.0,"
     "\"TableName\":\"Metered\"},\"ItemCollectionMetrics\":" COLLECTION("a") "}"},
    {"DeleteItem", TABLE KEY_OF("1") SIZE "}", "{\"ItemCollectionMetrics\":" COLLECTION("a") "}"},
    /* a table without local indexes has none */
    {"PutItem", "{\"TableName\":\"Settings\",\"Item\":{\"settingKey\":{\"S\":\"x\"}}" SIZE "}", "{}"},
    {"BatchWriteItem",
     "{\"RequestItems\":{\"Metered\":[{\"PutRequest\":{" ITEM("1", "") "}},{\"PutRequest\":{" ITEM(
         "2", "") "}},{\"PutRequest\":{\"Item\":{\"p\":{\"S\":\"b\"},\"s\":{\"S\":\"1\"}}}}],\"Settings\":["
                  "{\"DeleteRequest\":{\"Key\":{\"settingKey\":{\"S\":\"x\"}}}}]}" SIZE "}",
     "{\"ItemCollectionMetrics\":{\"Metered\":[" COLLECTION("a") "," COLLECTION("b") "]},\"UnprocessedItems\":{}}"},
    {"TransactWriteItems",
     "{\"TransactItems\":[{\"Delete\":" TABLE KEY_OF("1") "}},{\"ConditionCheck\":" TABLE KEY_OF(
         "3") ",\"ConditionExpression\":\"attribute_not_exists(p)\"}}]" SIZE "}",
     "{\"ItemCollectionMetrics\":{\"Metered\":[" COLLECTION("a") "]}}"},
};

static void of_item_collections_is_the_size(void **state) { RUN_CASES(collections); }

static void is_rounded_up_to_blocks(void **state) {
    (void)state;
    assert_int_equal(capacity_halves(CAPACITY_EVENTUAL_READ, 0), 1);
    assert_int_equal(capacity_halves(CAPACITY_EVENTUAL_READ, 4096), 1);
    assert_int_equal(capacity_halves(CAPACITY_EVENTUAL_READ, 4097), 2);
    assert_int_equal(capacity_halves(CAPACITY_CONSISTENT_READ, 8192), 4);
    assert_int_equal(capacity_halves(CAPACITY_TRANSACTIONAL_READ, 8192), 8);
    assert_int_equal(capacity_halves(CAPACITY_WRITE, 1024), 2);
    assert_int_equal(capacity_halves(CAPACITY_TRANSACTIONAL_WRITE, 1025), 8);
}

/* ---- what is refused ---- */

static void of_another_kind_is_refused(void **state) {
    static const capacity_case cases[] = {
        {"GetItem", TABLE KEY_OF("1") ",\"ReturnConsumedCapacity\":\"total\"}", "returnConsumedCapacity"},
        {"PutItem", TABLE ITEM("1", "") ",\"ReturnItemCollectionMetrics\":\"ALL\"}", "returnItemCollectionMetrics"},
        {"BatchGetItem", "{\"ReturnConsumedCapacity\":\"x\"}", "returnConsumedCapacity"},
        {"BatchWriteItem", "{\"ReturnItemCollectionMetrics\":\"x\"}", "returnItemCollectionMetrics"},
        {"TransactGetItems", "{\"ReturnConsumedCapacity\":\"x\"}", "returnConsumedCapacity"},
        {"TransactWriteItems", "{\"ReturnItemCollectionMetrics\":\"x\"}", "returnItemCollectionMetrics"},
    };
    world *world = cloud_fixture_world();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        http_response response = cloud_fixture_dynamodb(world, *state, cases[i].operation, cases[i].body);
        assert_int_equal(response.status, 400);
        text problem = text_format(
            *state, "at '%s' failed to satisfy constraint: Member must satisfy enum value set: ", cases[i].answer);
        if (text_find(response.content.bytes, problem) == TEXT_NOT_FOUND)
            fail_msg("case %zu: %.*s", i, TEXT_ARGS(response.content.bytes));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(is_rounded_up_to_blocks),
        TEST(of_writes_is_by_the_larger_of_old_and_new),
        TEST(of_an_index_is_by_what_happens_to_its_entry),
        TEST(of_a_look_up_is_by_the_whole_item),
        TEST(of_a_page_is_by_all_that_was_read),
        TEST(of_a_scan_is_by_partition),
        TEST(of_a_batch_is_told_by_table),
        TEST(of_a_transaction_is_double),
        TEST(of_item_collections_is_the_size),
        TEST(of_another_kind_is_refused),
    };
    return RUN_TESTS(tests);
}
