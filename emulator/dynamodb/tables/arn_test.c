#include "dynamodb/tables/arn.h"

#include "dynamodb/refusal_fixture.h"

#define OF(region_, account_, resource_) "arn:aws:dynamodb:" region_ ":" account_ ":" resource_
#define ARN OF("eu-central-1", "000000000000", "table/Songs")
#define INDEX_ARN OF("eu-central-1", "000000000000", "table/Songs/index/i")
#define ABROAD OF("us-east-1", "000000000000", "table/Songs")
#define FOREIGN OF("eu-central-1", "111122223333", "table/Songs")
#define KEY "{'p':{'S':'a'}}"
#define TOTAL "'ReturnConsumedCapacity':'TOTAL'"
#define CAPACITY(units_) "'ConsumedCapacity':{'CapacityUnits':" units_ ",'TableName':'" ARN "'}"
#define CAPACITIES(units_) "'ConsumedCapacity':[{'CapacityUnits':" units_ ",'TableName':'" ARN "'}]"

static void create(arena *arena, world *world, const char *name) {
    text body = refusal_body(arena, arena_printf(arena,
                                                 "{'TableName':'%s','AttributeDefinitions':[{'AttributeName':'p',"
                                                 "'AttributeType':'S'}],'KeySchema':[{'AttributeName':'p','KeyType':"
                                                 "'HASH'}],'BillingMode':'PAY_PER_REQUEST'}",
                                                 name));
    assert_int_equal(operation_fixture_call(world, arena, "CreateTable", body).status, 200);
}

/* What the answers call the table is what the request calls it. */
static void names_the_table_of_item_operations(void **state) {
    static const struct {
        const char *operation;
        const char *body;
        const char *answer;
    } cases[] = {
        {"PutItem", "{'TableName':'" ARN "','Item':" KEY "," TOTAL "}", "{" CAPACITY("1.0") "}"},
        {"GetItem", "{'TableName':'" ARN "','Key':" KEY "," TOTAL "}", "{" CAPACITY("0.5") ",'Item':" KEY "}"},
        {"UpdateItem", "{'TableName':'" ARN "','Key':" KEY "}", "{}"},
        {"Scan", "{'TableName':'" ARN "'," TOTAL "}",
         "{" CAPACITY("2.0") ",'Count':1,'Items':[" KEY "],'ScannedCount':1}"},
        {"Query",
         "{'TableName':'" ARN "','KeyConditionExpression':'p=:p','ExpressionAttributeValues':{':p':{'S':'a'}}}",
         "{'Count':1,'Items':[" KEY "],'ScannedCount':1}"},
        {"BatchGetItem", "{'RequestItems':{'" ARN "':{'Keys':[" KEY "]}}," TOTAL "}",
         "{" CAPACITIES("0.5") ",'Responses':{'" ARN "':[" KEY "]},'UnprocessedKeys':{}}"},
        {"BatchWriteItem", "{'RequestItems':{'" ARN "':[{'PutRequest':{'Item':" KEY "}}]}," TOTAL "}",
         "{" CAPACITIES("1.0") ",'UnprocessedItems':{}}"},
        {"TransactWriteItems", "{'TransactItems':[{'Put':{'TableName':'" ARN "','Item':" KEY "}}]}", "{}"},
        {"TransactGetItems", "{'TransactItems':[{'Get':{'TableName':'" ARN "','Key':" KEY "}}]}",
         "{'Responses':[{'Item':" KEY "}]}"},
        {"UpdateTimeToLive", "{'TableName':'" ARN "','TimeToLiveSpecification':{'AttributeName':'t','Enabled':true}}",
         "{'TimeToLiveSpecification':{'AttributeName':'t','Enabled':true}}"},
        {"DeleteItem", "{'TableName':'" ARN "','Key':" KEY "}", "{}"},
    };
    arena *arena = *state;
    world *world = operation_fixture_world(arena);
    create(arena, world, "Songs");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string(
            operation_fixture_call(world, arena, cases[i].operation, refusal_body(arena, cases[i].body)).content.bytes,
            refusal_body(arena, cases[i].answer).data);
    world_free(world);
}

static void names_the_table_to_create(void **state) {
    arena *arena = *state;
    world *world = operation_fixture_world(arena);
    create(arena, world, ARN);
    assert_string(operation_fixture_call(world, arena, "ListTables", TEXT("{}")).content.bytes,
                  "{\"TableNames\":[\"Songs\"]}");
    world_free(world);
}

static void names_no_table_elsewhere(void **state) {
    static const refusal refusals[] = {
        {"GetItem", "{'TableName':'" ABROAD "','Key':" KEY "}",
         "1 validation error detected: Invalid AWS region in '" ABROAD "'"},
        {"PutItem", "{'TableName':'" OF("eu-central-1", "000000000000", "backup/abc") "','Item':" KEY "}",
         "1 validation error detected: Invalid resource type in '" OF("eu-central-1", "000000000000",
                                                                      "backup/abc") "'"},
        {"Scan", "{'TableName':'" INDEX_ARN "'}",
         "1 validation error detected: Value '" INDEX_ARN "' at 'tableName' failed to satisfy constraint: Valid ARN "
         "format is 'arn:<awsPartition>:<vendor>:<region>:<subscriber>:resourceType/resourceName', where Resource "
         "name must have length less than or equal to 255, Resource name must have length greater than or equal to 3, "
         "Resource name must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"},
    };
    static const refusal foreign[] = {{"GetItem", "{'TableName':'" FOREIGN "','Key':" KEY "}", "Access is denied"}};
    static const refusal missing[] = {
        {"GetItem", "{'TableName':'" ARN "','Key':" KEY "}", "Requested resource not found"}};
    REFUSE_ALL(*state, "ValidationException", refusals);
    REFUSE_ALL(*state, "AccessDeniedException", foreign);
    REFUSE_ALL(*state, "ResourceNotFoundException", missing);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(names_the_table_of_item_operations),
        TEST(names_the_table_to_create),
        TEST(names_no_table_elsewhere),
    };
    return RUN_TESTS(tests);
}
