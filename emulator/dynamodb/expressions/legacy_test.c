/* Parameters of before expressions, as clients of DynamoDB see them. Expected messages are AWS's, as recorded by
 * conformance suites against the real service. */
#include "cloud_fixture.h"
#include "core/buffer.h"
#include "core/json.h"
#include "core/testing.h"

#define CREATE_POSES                                                                                                   \
    "{\"TableName\":\"Poses\",\"BillingMode\":\"PAY_PER_REQUEST\",\"AttributeDefinitions\":[{\"AttributeName\":"       \
    "\"style\",\"AttributeType\":\"S\"},{\"AttributeName\":\"rank\",\"AttributeType\":\"N\"},{\"AttributeName\":"      \
    "\"teacher\",\"AttributeType\":\"S\"}],\"KeySchema\":[{\"AttributeName\":\"style\",\"KeyType\":\"HASH\"},{"        \
    "\"AttributeName\":\"rank\",\"KeyType\":\"RANGE\"}],\"GlobalSecondaryIndexes\":[{\"IndexName\":\"TeacherIndex\","  \
    "\"KeySchema\":[{\"AttributeName\":\"teacher\",\"KeyType\":\"HASH\"}],\"Projection\":{\"ProjectionType\":"         \
    "\"KEYS_ONLY\"}}]}"

#define POSES "{\"TableName\":\"Poses\","
#define TREE_KEY "\"style\":{\"S\":\"hatha\"},\"rank\":{\"N\":\"1\"}"
#define TREE                                                                                                           \
    TREE_KEY ",\"name\":{\"S\":\"tree\"},\"level\":{\"N\":\"2\"},\"tags\":{\"SS\":[\"balance\",\"calm\"]},\"steps\":{" \
             "\"L\":[{\"N\":\"1\"},{\"S\":\"lift\"}]},\"scan\":{\"B\":\"AQID\"},\"hard\":{\"BOOL\":false},\"note\":{"  \
             "\"NULL\":true}"
#define KEY "\"Key\":{" TREE_KEY "}"
#define NEW_KEY "\"Key\":{\"style\":{\"S\":\"yin\"},\"rank\":{\"N\":\"1\"}}"
#define PARAMETERS "One or more parameter values were invalid: "
#define CONDITION(operator_, values_) "{\"ComparisonOperator\":\"" operator_ "\",\"AttributeValueList\":[" values_ "]}"
#define HATHA "\"KeyConditions\":{\"style\":" CONDITION("EQ", "{\"S\":\"hatha\"}") "}"

static http_response call(world *world, arena *arena, const char *operation, const char *body) {
    return cloud_fixture_dynamodb(world, arena, operation, body);
}

/* Must be done. */
static text done(world *world, arena *arena, const char *operation, const char *body) {
    http_response response = call(world, arena, operation, body);
    if (response.status != 200)
        print_error("%s %s: %.*s\n", operation, body, TEXT_ARGS(response.content.bytes));
    assert_int_equal(response.status, 200);
    return response.content.bytes;
}

static void put_tree(world *world, arena *arena) { done(world, arena, "PutItem", POSES "\"Item\":{" TREE "}}"); }

static world *world_with_poses(arena *arena) {
    world *world = cloud_fixture_world();
    done(world, arena, "CreateTable", CREATE_POSES);
    put_tree(world, arena);
    done(world, arena, "PutItem",
         POSES "\"Item\":{\"style\":{\"S\":\"hatha\"},\"rank\":{\"N\":\"2\"},\"name\":{\"S\":\"cobra\"}}}");
    done(world, arena, "PutItem",
         POSES "\"Item\":{\"style\":{\"S\":\"hatha\"},\"rank\":{\"N\":\"10\"},\"level\":{\"S\":\"two\"}}}");
    return world;
}

/* ---- conditions ---- */

typedef struct condition_case {
    const char *expected; /* of the tree */
    bool holds;
} condition_case;

static const condition_case conditions[] = {
    {"{}", true},
    {"{\"name\":{\"Value\":{\"S\":\"tree\"}}}", true},
    {"{\"name\":{\"Value\":{\"S\":\"cobra\"}}}", false},
    {"{\"name\":{\"Value\":{\"S\":\"tree\"},\"Exists\":true}}", true},
    {"{\"name\":{\"Exists\":false}}", false},
    {"{\"nope\":{\"Exists\":false}}", true},
    {"{\"nope\":{\"Value\":{\"S\":\"tree\"}}}", false},
    {"{\"level\":{\"Value\":{\"N\":\"2\"},\"ComparisonOperator\":\"GE\"}}", true},
    {"{\"level\":" CONDITION("EQ", "{\"N\":\"2.0\"}") "}", true},
    {"{\"level\":" CONDITION("EQ", "{\"S\":\"2\"}") "}", false},
    {"{\"tags\":" CONDITION("EQ", "{\"SS\":[\"calm\",\"balance\"]}") "}", true},
    {"{\"steps\":" CONDITION("EQ", "{\"L\":[{\"N\":\"1\"},{\"S\":\"lift\"}]}") "}", true},
    {"{\"hard\":" CONDITION("EQ", "{\"BOOL\":false}") "}", true},
    {"{\"level\":" CONDITION("NE", "{\"N\":\"2\"}") "}", false},
    {"{\"level\":" CONDITION("NE", "{\"S\":\"2\"}") "}", true},
    {"{\"nope\":" CONDITION("NE", "{\"N\":\"2\"}") "}", true},
    {"{\"level\":" CONDITION("LE", "{\"N\":\"2\"}") "}", true},
    {"{\"level\":" CONDITION("LT", "{\"N\":\"2\"}") "}", false},
    {"{\"level\":" CONDITION("GE", "{\"N\":\"2\"}") "}", true},
    {"{\"level\":" CONDITION("GT", "{\"N\":\"10\"}") "}", false},
    {"{\"level\":" CONDITION("LT", "{\"S\":\"9\"}") "}", false},
    {"{\"nope\":" CONDITION("LT", "{\"N\":\"9\"}") "}", false},
    {"{\"scan\":" CONDITION("GT", "{\"B\":\"AQI=\"}") "}", true},
    {"{\"note\":{\"ComparisonOperator\":\"NOT_NULL\"}}", true},
    {"{\"note\":{\"ComparisonOperator\":\"NULL\"}}", false},
    {"{\"nope\":" CONDITION("NULL", "") "}", true},
    {"{\"nope\":" CONDITION("NOT_NULL", "") "}", false},
    {"{\"name\":" CONDITION("CONTAINS", "{\"S\":\"re\"}") "}", true},
    {"{\"name\":" CONDITION("CONTAINS", "{\"N\":\"1\"}") "}", false},
    {"{\"tags\":" CONDITION("CONTAINS", "{\"S\":\"calm\"}") "}", true},
    {"{\"tags\":" CONDITION("CONTAINS", "{\"S\":\"cal\"}") "}", false},
    {"{\"steps\":" CONDITION("CONTAINS", "{\"N\":\"1\"}") "}", true},
    {"{\"scan\":" CONDITION("CONTAINS", "{\"B\":\"AgM=\"}") "}", true},
    {"{\"nope\":" CONDITION("CONTAINS", "{\"S\":\"x\"}") "}", false},
    {"{\"name\":" CONDITION("NOT_CONTAINS", "{\"S\":\"re\"}") "}", false},
    {"{\"name\":" CONDITION("NOT_CONTAINS", "{\"S\":\"xx\"}") "}", true},
    {"{\"name\":" CONDITION("NOT_CONTAINS", "{\"N\":\"1\"}") "}", true},
    {"{\"steps\":" CONDITION("NOT_CONTAINS", "{\"N\":\"1\"}") "}", false},
    {"{\"nope\":" CONDITION("NOT_CONTAINS", "{\"S\":\"x\"}") "}", false},
    {"{\"name\":" CONDITION("BEGINS_WITH", "{\"S\":\"tr\"}") "}", true},
    {"{\"level\":" CONDITION("BEGINS_WITH", "{\"S\":\"2\"}") "}", false},
    {"{\"level\":" CONDITION("IN", "{\"N\":\"1\"},{\"N\":\"2\"}") "}", true},
    {"{\"level\":" CONDITION("IN", "{\"S\":\"1\"},{\"S\":\"2\"}") "}", false},
    {"{\"tags\":" CONDITION("IN", "{\"S\":\"calm\"}") "}", false},
    {"{\"level\":" CONDITION("BETWEEN", "{\"N\":\"2\"},{\"N\":\"2\"}") "}", true},
    {"{\"level\":" CONDITION("BETWEEN", "{\"N\":\"3\"},{\"N\":\"4\"}") "}", false},
    {"{\"nope\":" CONDITION("BETWEEN", "{\"N\":\"0\"},{\"N\":\"9\"}") "}", false},
    {"{\"name\":{\"Value\":{\"S\":\"tree\"}},\"nope\":{\"Exists\":false}}", true},
    {"{\"name\":{\"Value\":{\"S\":\"tree\"}},\"level\":{\"Exists\":false}}", false},
    {"{\"name\":{\"Value\":{\"S\":\"tree\"}},\"level\":{\"Exists\":false}},\"ConditionalOperator\":\"AND\"", false},
    {"{\"name\":{\"Value\":{\"S\":\"tree\"}},\"level\":{\"Exists\":false}},\"ConditionalOperator\":\"OR\"", true},
    {"{\"name\":{\"Value\":{\"S\":\"x\"}},\"level\":{\"Exists\":false}},\"ConditionalOperator\":\"OR\"", false},
};

static void writes_where_what_is_expected_holds(void **state) {
    world *world = world_with_poses(*state);
    static const char *const writes[] = {"PutItem", "UpdateItem", "DeleteItem"};
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++)
        for (size_t j = 0; j < sizeof writes / sizeof *writes; j++) {
            const char *body = arena_printf(*state, POSES "%s,\"Expected\":%s}", j == 0 ? "\"Item\":{" TREE "}" : KEY,
                                            conditions[i].expected);
            http_response response = call(world, *state, writes[j], body);
            if (response.status != (conditions[i].holds ? 200 : 400))
                fail_msg("%s %s: %.*s", writes[j], body, TEXT_ARGS(response.content.bytes));
            if (!conditions[i].holds)
                assert_true(text_find(response.content.bytes, TEXT("#ConditionalCheckFailedException")) !=
                            TEXT_NOT_FOUND);
            put_tree(world, *state);
        }
}

/* ---- answers ---- */

typedef struct answer_case {
    const char *operation;
    const char *body;
    const char *answer;
} answer_case;

#define UPDATE(key_, updates_) POSES key_ ",\"ReturnValues\":\"UPDATED_NEW\",\"AttributeUpdates\":{" updates_ "}}"

static const answer_case answers[] = {
    {"GetItem", POSES KEY ",\"AttributesToGet\":[\"name\",\"nope\"]}", "{\"Item\":{\"name\":{\"S\":\"tree\"}}}"},
    {"GetItem", POSES KEY ",\"AttributesToGet\":[\"nope\"]}", "{\"Item\":{}}"},
    {"GetItem", POSES KEY ",\"AttributesToGet\":[\"steps[0]\"]}", "{\"Item\":{}}"},
    {"BatchGetItem", "{\"RequestItems\":{\"Poses\":{\"Keys\":[{" TREE_KEY "}],\"AttributesToGet\":[\"level\"]}}}",
     "{\"Responses\":{\"Poses\":[{\"level\":{\"N\":\"2\"}}]},\"UnprocessedKeys\":{}}"},
    {"Query", POSES HATHA ",\"AttributesToGet\":[\"rank\"]}",
     "{\"Count\":3,\"Items\":[{\"rank\":{\"N\":\"1\"}},{\"rank\":{\"N\":\"2\"}},{\"rank\":{\"N\":\"10\"}}],"
     "\"ScannedCount\":3}"},
    {"Query",
     POSES "\"KeyConditions\":{\"rank\":" CONDITION("GT", "{\"N\":\"1\"}") ",\"style\":" CONDITION(
         "EQ", "{\"S\":\"hatha\"}") "},\"Select\":\"SPECIFIC_ATTRIBUTES\",\"AttributesToGet\":[\"rank\"]}",
     "{\"Count\":2,\"Items\":[{\"rank\":{\"N\":\"2\"}},{\"rank\":{\"N\":\"10\"}}],\"ScannedCount\":2}"},
    {"Query",
     POSES "\"KeyConditions\":{\"style\":" CONDITION("EQ", "{\"S\":\"hatha\"}") ",\"rank\":" CONDITION(
         "BETWEEN", "{\"N\":\"2\"},{\"N\":\"10\"}") "},\"Select\":\"COUNT\"}",
     "{\"Count\":2,\"ScannedCount\":2}"},
    {"Query", POSES HATHA ",\"Select\":\"COUNT\",\"QueryFilter\":{\"level\":" CONDITION("NE", "{\"N\":\"2\"}") "}}",
     "{\"Count\":2,\"ScannedCount\":3}"},
    {"Query", POSES HATHA ",\"Select\":\"COUNT\",\"QueryFilter\":{}}", "{\"Count\":3,\"ScannedCount\":3}"},
    {"Query",
     POSES HATHA ",\"FilterExpression\":\"attribute_exists(tags)\",\"ProjectionExpression\":\"#r\","
                 "\"ExpressionAttributeNames\":{\"#r\":\"rank\"}}",
     "{\"Count\":1,\"Items\":[{\"rank\":{\"N\":\"1\"}}],\"ScannedCount\":3}"},
    {"Query",
     POSES HATHA ",\"Select\":\"COUNT\",\"ConditionalOperator\":\"OR\",\"QueryFilter\":{\"name\":" CONDITION(
         "EQ", "{\"S\":\"cobra\"}") ",\"tags\":{\"ComparisonOperator\":\"NOT_NULL\"}}}",
     "{\"Count\":2,\"ScannedCount\":3}"},
    {"Scan",
     POSES
     "\"ScanFilter\":{\"rank\":" CONDITION("IN", "{\"N\":\"2\"},{\"N\":\"3\"}") "},\"AttributesToGet\":[\"name\"]}",
     "{\"Count\":1,\"Items\":[{\"name\":{\"S\":\"cobra\"}}],\"ScannedCount\":3}"},
    {"Scan",
     POSES "\"Select\":\"COUNT\",\"ScanFilter\":{\"name\":{\"ComparisonOperator\":\"NOT_NULL\"},\"level\":{"
           "\"ComparisonOperator\":\"NULL\"}}}",
     "{\"Count\":1,\"ScannedCount\":3}"},
    {"UpdateItem",
     UPDATE(KEY, "\"name\":{\"Value\":{\"S\":\"oak\"}},\"level\":{\"Action\":\"ADD\",\"Value\":{\"N\":\"0.5\"}},"
                 "\"tags\":{\"Action\":\"ADD\",\"Value\":{\"SS\":[\"calm\",\"new\"]}},\"steps\":{\"Action\":\"ADD\","
                 "\"Value\":{\"L\":[{\"N\":\"1\"}]}},\"note\":{\"Action\":\"DELETE\"}"),
     "{\"Attributes\":{\"name\":{\"S\":\"oak\"},\"level\":{\"N\":\"2.5\"},\"tags\":{\"SS\":[\"balance\",\"calm\","
     "\"new\"]},\"steps\":{\"L\":[{\"N\":\"1\"},{\"S\":\"lift\"},{\"N\":\"1\"}]}}}"},
    {"UpdateItem",
     UPDATE(KEY, "\"tags\":{\"Action\":\"DELETE\",\"Value\":{\"SS\":[\"calm\",\"nope\"]}},"
                 "\"nope\":{\"Action\":\"DELETE\"},\"none\":{\"Action\":\"DELETE\",\"Value\":{\"SS\":[\"x\"]}}"),
     "{\"Attributes\":{\"tags\":{\"SS\":[\"balance\"]}}}"},
    {"UpdateItem", UPDATE(KEY, "\"tags\":{\"Action\":\"DELETE\",\"Value\":{\"SS\":[\"calm\",\"balance\"]}}"), "{}"},
    {"UpdateItem",
     UPDATE(NEW_KEY, "\"n\":{\"Action\":\"ADD\",\"Value\":{\"N\":\"5\"}},\"s\":{\"Action\":\"ADD\",\"Value\":{"
                     "\"NS\":[\"1\"]}},\"l\":{\"Action\":\"ADD\",\"Value\":{\"L\":[]}},\"p\":{\"Action\":\"PUT\","
                     "\"Value\":{\"M\":{}}},\"d\":{\"Action\":\"DELETE\"}"),
     "{\"Attributes\":{\"n\":{\"N\":\"5\"},\"s\":{\"NS\":[\"1\"]},\"l\":{\"L\":[]},\"p\":{\"M\":{}}}}"},
};

static void answers_as_recorded(void **state) {
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        assert_string(done(world_with_poses(*state), *state, answers[i].operation, answers[i].body), answers[i].answer);
}

/* ---- refusals ---- */

typedef struct refusal_case {
    const char *operation;
    const char *body;
    const char *message;
} refusal_case;

#define EXPECT(conditions_) POSES KEY ",\"Expected\":{" conditions_ "}}"
#define OPERATORS "[IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS]"
#define COUNT_OF(operator_) PARAMETERS "Invalid number of argument(s) for the " operator_ " ComparisonOperator"
#define NOT_VALID(operator_, type_)                                                                                    \
    PARAMETERS "ComparisonOperator " operator_ " is not valid for " type_ " AttributeValue type"
#define MIXTURE(legacy_, expressions_)                                                                                 \
    "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: "       \
    "{" legacy_ "} Expression parameters: {" expressions_ "}"
#define ALONE "ConditionalOperator cannot be used without Filter or Expected"
#define ONE_ELEMENT "ConditionalOperator can only be used when Filter or Expected has two or more elements"

static const refusal_case refusals[] = {
    /* Expected */
    {"PutItem", POSES "\"Item\":{" TREE "},\"Expected\":{\"a\":{}}}",
     PARAMETERS "Value must be provided when Exists is null for Attribute: a"},
    {"DeleteItem", EXPECT("\"a\":{\"Exists\":true}"),
     PARAMETERS "Value must be provided when Exists is true for Attribute: a"},
    {"DeleteItem", EXPECT("\"a\":{\"Exists\":false,\"Value\":{\"S\":\"x\"}}"),
     PARAMETERS "Value cannot be used when Exists is false for Attribute: a"},
    {"DeleteItem", EXPECT("\"a\":{\"ComparisonOperator\":\"LT\"}"),
     PARAMETERS "Value or AttributeValueList must be used with ComparisonOperator: LT for Attribute: a"},
    {"DeleteItem", EXPECT("\"a\":{\"ComparisonOperator\":\"LT\",\"Exists\":true}"),
     PARAMETERS "Exists and ComparisonOperator cannot be used together for Attribute: a"},
    {"DeleteItem", EXPECT("\"a\":{\"Value\":{\"S\":\"x\"},\"AttributeValueList\":[]}"),
     PARAMETERS "Value and AttributeValueList cannot be used together for Attribute: a"},
    {"DeleteItem", EXPECT("\"a\":{\"AttributeValueList\":[],\"Exists\":true}"),
     PARAMETERS "AttributeValueList can only be used with a ComparisonOperator for Attribute: a"},
    {"DeleteItem", EXPECT("\"a\":" CONDITION("EQ", "")), COUNT_OF("EQ")},
    {"DeleteItem", EXPECT("\"a\":{\"ComparisonOperator\":\"NULL\",\"Value\":{\"S\":\"x\"}}"), COUNT_OF("NULL")},
    {"DeleteItem", EXPECT("\"a\":{\"ComparisonOperator\":\"BETWEEN\",\"Value\":{\"S\":\"x\"}}"), COUNT_OF("BETWEEN")},
    {"DeleteItem", EXPECT("\"a\":" CONDITION("IN", "{\"S\":\"x\"},{\"N\":\"1\"}")),
     PARAMETERS "AttributeValues inside AttributeValueList must be of same type"},
    {"DeleteItem", EXPECT("\"a\":" CONDITION("BETWEEN", "{\"S\":\"b\"},{\"S\":\"a\"}")),
     "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound"},
    {"DeleteItem", EXPECT("\"a\":" CONDITION("CONTAINS", "{\"L\":[]}")), NOT_VALID("CONTAINS", "L")},
    {"DeleteItem", EXPECT("\"a\":" CONDITION("eq", "{\"S\":\"x\"}")),
     "1 validation error detected: Value 'eq' at 'expected.a.member.comparisonOperator' failed to satisfy "
     "constraint: Member must satisfy enum value set: " OPERATORS},
    {"DeleteItem", EXPECT("\"a\":" CONDITION("EQ", "{}")),
     "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"},
    {"UpdateItem", "{\"TableName\":\"Nope\"," KEY ",\"Expected\":{\"a\":{\"ComparisonOperator\":\"EQ\"}}}",
     PARAMETERS "Value or AttributeValueList must be used with ComparisonOperator: EQ for Attribute: a"},
    /* filters */
    {"Scan", POSES "\"ScanFilter\":{\"a\":" CONDITION("LE", "") "}}", COUNT_OF("LE")},
    {"Scan", POSES "\"ScanFilter\":{\"a\":" CONDITION("NE", "{\"S\":\"a\"},{\"S\":\"a\"}") "}}", COUNT_OF("NE")},
    {"Scan", POSES "\"ScanFilter\":{\"a\":" CONDITION("NOT_NULL", "{\"S\":\"a\"}") "}}", COUNT_OF("NOT_NULL")},
    {"Scan", POSES "\"ScanFilter\":{\"a\":{\"ComparisonOperator\":\"IN\"}}}", COUNT_OF("IN")},
    {"Scan", POSES "\"ScanFilter\":{\"a\":" CONDITION("LT", "{\"BOOL\":true}") "}}", NOT_VALID("LT", "BOOL")},
    {"Scan", POSES "\"ScanFilter\":{\"a\":" CONDITION("IN", "{\"NULL\":true}") "}}", NOT_VALID("IN", "NULL")},
    {"Scan", POSES "\"ScanFilter\":{\"a\":" CONDITION("NOT_CONTAINS", "{\"SS\":[\"a\"]}") "}}",
     NOT_VALID("NOT_CONTAINS", "SS")},
    {"Scan", POSES "\"ScanFilter\":{\"a\":" CONDITION("BEGINS_WITH", "{\"N\":\"1\"}") "}}",
     NOT_VALID("BEGINS_WITH", "N")},
    {"Scan", POSES "\"ScanFilter\":{\"a\":" CONDITION("BETWEEN", "{\"M\":{}},{\"M\":{}}") "}}",
     NOT_VALID("BETWEEN", "M")},
    {"Scan", POSES "\"ScanFilter\":{\"a\":{},\"b\":{\"ComparisonOperator\":\"\"}}}",
     "2 validation errors detected: Value null at 'scanFilter.a.member.comparisonOperator' failed to satisfy "
     "constraint: Member must not be null; Value '' at 'scanFilter.b.member.comparisonOperator' failed to satisfy "
     "constraint: Member must satisfy enum value set: " OPERATORS},
    {"Query", POSES HATHA ",\"QueryFilter\":{\"style\":" CONDITION("EQ", "{\"S\":\"hatha\"}") "}}",
     "QueryFilter can only contain non-primary key attributes: Primary key attribute: style"},
    {"Query", POSES HATHA ",\"QueryFilter\":{\"rank\":" CONDITION("EQ", "{\"N\":\"1\"}") "}}",
     "QueryFilter can only contain non-primary key attributes: Primary key attribute: rank"},
    /* KeyConditions */
    {"Query", POSES "\"QueryFilter\":{\"a\":" CONDITION("EQ", "{\"N\":\"1\"}") "}}",
     "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request."},
    {"Query", POSES "\"KeyConditions\":{}}", "Conditions can be of length 1 or 2 only"},
    {"Query",
     POSES "\"KeyConditions\":{\"a\":{\"ComparisonOperator\":\"NULL\"},\"b\":{\"ComparisonOperator\":\"NULL\"},\"c\":{"
           "\"ComparisonOperator\":\"NULL\"}}}",
     "Conditions can be of length 1 or 2 only"},
    {"Query", POSES "\"KeyConditions\":{\"style\":" CONDITION("EQ", "") "}}", COUNT_OF("EQ")},
    {"Query", POSES "\"KeyConditions\":{\"style\":{}}}",
     "1 validation error detected: Value null at 'keyConditions.style.member.comparisonOperator' failed to satisfy "
     "constraint: Member must not be null"},
    {"Query", POSES "\"KeyConditions\":{\"rank\":" CONDITION("EQ", "{\"N\":\"1\"}") "}}",
     "Query condition missed key schema element: style"},
    {"Query",
     POSES "\"KeyConditions\":{\"style\":" CONDITION("EQ", "{\"S\":\"hatha\"}") ",\"b\":{\"ComparisonOperator\":"
                                                                                "\"NULL\"}}}",
     "Query condition missed key schema element: rank"},
    {"Query", POSES "\"KeyConditions\":{\"style\":" CONDITION("NE", "{\"S\":\"hatha\"}") "}}",
     "Attempted conditional constraint is not an indexable operation"},
    {"Query",
     POSES "\"KeyConditions\":{\"style\":" CONDITION("EQ", "{\"S\":\"hatha\"}") ",\"rank\":" CONDITION(
         "NOT_CONTAINS", "{\"N\":\"1\"}") "}}",
     "Attempted conditional constraint is not an indexable operation"},
    {"Query", POSES "\"KeyConditions\":{\"style\":" CONDITION("GT", "{\"S\":\"hatha\"}") "}}",
     "Query key condition not supported"},
    {"Query",
     POSES "\"IndexName\":\"TeacherIndex\",\"KeyConditions\":{\"teacher\":" CONDITION(
         "EQ", "{\"S\":\"anna\"}") ",\"rank\":" CONDITION("EQ", "{\"N\":\"1\"}") "}}",
     "Query key condition not supported"},
    {"Query", POSES "\"KeyConditions\":{\"style\":" CONDITION("EQ", "{\"N\":\"1\"}") "}}",
     PARAMETERS "Condition parameter type does not match schema type"},
    {"Query", POSES "\"KeyConditions\":{\"style\":" CONDITION("EQ", "{\"S\":\"\"}") "}}",
     "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty "
     "string value. Key: style"},
    /* AttributeUpdates */
    {"UpdateItem", UPDATE(KEY, "\"a\":{\"Action\":\"PUT\"}"),
     PARAMETERS "Only DELETE action is allowed when no attribute value is specified"},
    {"UpdateItem", UPDATE(KEY, "\"a\":{\"Action\":\"DELETE\",\"Value\":{\"L\":[]}}"),
     PARAMETERS "DELETE action with value is not supported for the type L"},
    {"UpdateItem", UPDATE(KEY, "\"a\":{\"Action\":\"ADD\",\"Value\":{\"S\":\"x\"}}"),
     PARAMETERS "ADD action is not supported for the type S"},
    {"UpdateItem", UPDATE(KEY, "\"a\":{\"Action\":\"SET\",\"Value\":{\"S\":\"x\"}}"),
     "1 validation error detected: Value 'SET' at 'attributeUpdates.a.member.action' failed to satisfy constraint: "
     "Member must satisfy enum value set: [ADD, PUT, DELETE]"},
    {"UpdateItem", UPDATE(KEY, "\"tags\":{\"Action\":\"ADD\",\"Value\":{\"NS\":[\"1\"]}}"),
     "Type mismatch for attribute to update"},
    {"UpdateItem", UPDATE(KEY, "\"level\":{\"Action\":\"DELETE\",\"Value\":{\"NS\":[\"1\"]}}"),
     "Type mismatch for attribute to update"},
    {"UpdateItem", UPDATE(KEY, "\"rank\":{\"Value\":{\"N\":\"2\"}}"),
     PARAMETERS "Cannot update attribute rank. This attribute is part of the key"},
    {"UpdateItem", UPDATE(KEY, "\"teacher\":{\"Value\":{\"N\":\"2\"}}"),
     PARAMETERS "Type mismatch for Index Key teacher Expected: S Actual: N IndexName: TeacherIndex"},
    /* AttributesToGet */
    {"GetItem", POSES KEY ",\"AttributesToGet\":[\"a\",\"b\",\"a\"]}",
     PARAMETERS "Duplicate value in attribute name: a"},
    {"GetItem", POSES KEY ",\"AttributesToGet\":[]}",
     "1 validation error detected: Value '[]' at 'attributesToGet' failed to satisfy constraint: Member must have "
     "length greater than or equal to 1"},
    {"BatchGetItem", "{\"RequestItems\":{\"Poses\":{\"Keys\":[{" TREE_KEY "}],\"AttributesToGet\":[\"a\",\"a\"]}}}",
     PARAMETERS "Duplicate value in attribute name: a"},
    {"Query", POSES HATHA ",\"Select\":\"COUNT\",\"AttributesToGet\":[\"a\"]}",
     "1 validation error detected: Cannot specify the AttributesToGet when choosing to get only the Count"},
    {"Query", POSES HATHA ",\"Select\":\"SPECIFIC_ATTRIBUTES\"}",
     "1 validation error detected: Must specify the AttributesToGet or ProjectionExpression when choosing to get "
     "SPECIFIC_ATTRIBUTES"},
    {"Query", POSES HATHA ",\"Select\":\"ALL_PROJECTED_ATTRIBUTES\"}",
     "1 validation error detected: ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName"},
    {"Scan", POSES "\"Select\":\"ALL_ATTRIBUTES\",\"AttributesToGet\":[\"a\"]}",
     "Cannot specify the AttributesToGet when choosing to get ALL_ATTRIBUTES"},
    {"Scan", POSES "\"Select\":\"COUNT\",\"ProjectionExpression\":\"a\"}",
     "Cannot specify the ProjectionExpression when choosing to get only the Count"},
    /* ConditionalOperator */
    {"Scan", POSES "\"ConditionalOperator\":\"AND\"}", ALONE},
    {"Scan", POSES "\"ConditionalOperator\":\"OR\",\"ScanFilter\":{}}", ALONE},
    {"Query", POSES "\"ConditionalOperator\":\"AND\"}", ALONE},
    {"UpdateItem", POSES KEY ",\"ConditionalOperator\":\"AND\",\"AttributeUpdates\":{\"a\":{\"Value\":{\"S\":\"v\"}}}}",
     ALONE},
    {"Query",
     POSES HATHA ",\"ConditionalOperator\":\"AND\",\"QueryFilter\":{\"a\":" CONDITION("EQ", "{\"S\":\"x\"}") "}}",
     ONE_ELEMENT},
    {"DeleteItem", POSES KEY ",\"ConditionalOperator\":\"AND\",\"Expected\":{\"a\":{\"Exists\":false}}}", ONE_ELEMENT},
    {"Scan", POSES "\"ConditionalOperator\":\"and\"}",
     "1 validation error detected: Value 'and' at 'conditionalOperator' failed to satisfy constraint: Member must "
     "satisfy enum value set: [OR, AND]"},
    /* beside expressions */
    {"UpdateItem",
     POSES KEY ",\"AttributeUpdates\":{},\"Expected\":{},\"ConditionalOperator\":\"AND\",\"UpdateExpression\":\"REMOVE "
               "a\",\"ConditionExpression\":\"attribute_exists(a)\"}",
     MIXTURE("AttributeUpdates, Expected, ConditionalOperator", "UpdateExpression, ConditionExpression")},
    {"Scan",
     POSES "\"AttributesToGet\":[\"a\"],\"ScanFilter\":{},\"ConditionalOperator\":\"OR\",\"FilterExpression\":\"\","
           "\"ProjectionExpression\":\"b\"}",
     MIXTURE("AttributesToGet, ScanFilter, ConditionalOperator", "ProjectionExpression, FilterExpression")},
    {"Query",
     POSES HATHA ",\"QueryFilter\":{},\"ConditionalOperator\":\"OR\",\"KeyConditionExpression\":\"\","
                 "\"FilterExpression\":\"\",\"ProjectionExpression\":\"b\"}",
     MIXTURE("QueryFilter, ConditionalOperator, KeyConditions",
             "ProjectionExpression, FilterExpression, KeyConditionExpression")},
    {"Query", POSES HATHA ",\"QueryFilter\":{},\"ProjectionExpression\":\"b\"}",
     MIXTURE("QueryFilter", "ProjectionExpression")},
    {"Query", POSES HATHA ",\"ExpressionAttributeValues\":{\":v\":{\"S\":\"x\"}},\"ProjectionExpression\":\"a\"}",
     "ExpressionAttributeValues can only be specified when using expressions: FilterExpression and "
     "KeyConditionExpression are null"},
    {"GetItem", POSES KEY ",\"AttributesToGet\":[\"a\"],\"ExpressionAttributeNames\":{\"#a\":\"b\"}}",
     "ExpressionAttributeNames can only be specified when using expressions"},
    {"Scan", POSES "\"AttributesToGet\":[\"a\",\"a\"],\"ScanFilter\":{\"a\":" CONDITION("LE", "") "}}",
     PARAMETERS "Duplicate value in attribute name: a"},
    {"Query", POSES HATHA ",\"AttributesToGet\":[\"a\",\"a\"],\"QueryFilter\":{\"a\":" CONDITION("LE", "") "}}",
     COUNT_OF("LE")},
    {"DeleteItem", POSES KEY ",\"Expected\":{\"a\":{}},\"ExpressionAttributeValues\":{\":v\":{\"S\":\"x\"}}}",
     "ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null"},
};

static void refuses_in_awss_words(void **state) {
    world *world = world_with_poses(*state);
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        http_response response = call(world, *state, refusals[i].operation, refusals[i].body);
        const json *error;
        if (response.status != 400 ||
            text_find(response.content.bytes, TEXT("#ValidationException\"")) == TEXT_NOT_FOUND)
            fail_msg("%s: %.*s", refusals[i].body, TEXT_ARGS(response.content.bytes));
        assert_success(json_parse(*state, response.content.bytes, 16, &error));
        assert_string(json_text(json_member(error, "message")), refusals[i].message);
    }
}

static void refuses_other_types_of_json(void **state) {
    static const char *const bodies[] = {
        POSES "\"AttributesToGet\":{}}",
        POSES "\"AttributesToGet\":[7]}",
        POSES "\"ConditionalOperator\":7}",
        POSES "\"ScanFilter\":[]}",
        POSES "\"ScanFilter\":{\"a\":7}}",
        POSES "\"ScanFilter\":{\"a\":{\"ComparisonOperator\":7}}}",
        POSES "\"ScanFilter\":{\"a\":{\"ComparisonOperator\":\"EQ\",\"AttributeValueList\":{}}}}",
        POSES "\"ScanFilter\":{\"a\":{\"ComparisonOperator\":\"EQ\",\"AttributeValueList\":[7]}}}",
        POSES "\"Expected\":{\"a\":{\"Exists\":\"maybe\"}}}",
        POSES "\"Expected\":{\"a\":{\"Value\":[]}}}",
        POSES "\"AttributeUpdates\":{\"a\":{\"Action\":[]}}}",
    };
    world *world = world_with_poses(*state);
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        http_response response = call(world, *state, "Scan", bodies[i]);
        assert_int_equal(response.status, 400);
        if (text_find(response.content.bytes, TEXT("#SerializationException\"")) == TEXT_NOT_FOUND)
            fail_msg("%s: %.*s", bodies[i], TEXT_ARGS(response.content.bytes));
    }
}

static void refuses_to_get_more_than_255_attributes(void **state) {
    arena *arena = *state;
    world *world = world_with_poses(arena);
    buffer names = BUFFER(arena);
    for (int i = 0; i < 255; i++)
        buffer_format(&names, "%s\"a%d\"", i ? "," : "", i);
    const char *all = buffer_text(&names).data;
    assert_string(done(world, arena, "GetItem", arena_printf(arena, POSES KEY ",\"AttributesToGet\":[%s]}", all)),
                  "{\"Item\":{}}");
    http_response response =
        call(world, arena, "GetItem", arena_printf(arena, POSES KEY ",\"AttributesToGet\":[%s,\"b\"]}", all));
    assert_int_equal(response.status, 400);
    assert_true(text_find(response.content.bytes,
                          TEXT("a254, b]' at 'attributesToGet' failed to satisfy constraint: Member must have length "
                               "less than or equal to 255")) != TEXT_NOT_FOUND);
}

/* ---- what it keeps ---- */

static void makes_no_item_by_deleting_attributes(void **state) {
    static const char *const updates[] = {
        "\"AttributeUpdates\":{\"a\":{\"Action\":\"DELETE\"}}",
        "\"AttributeUpdates\":{\"a\":{\"Action\":\"DELETE\",\"Value\":{\"SS\":[\"x\"]}}}",
        "\"UpdateExpression\":\"REMOVE a\"",
    };
    world *world = world_with_poses(*state);
    for (size_t i = 0; i < sizeof updates / sizeof *updates; i++) {
        const char *body = arena_printf(*state, POSES NEW_KEY ",\"ReturnValues\":\"ALL_NEW\",%s}", updates[i]);
        assert_string(done(world, *state, "UpdateItem", body), "{}");
        assert_string(done(world, *state, "GetItem", POSES NEW_KEY "}"), "{}");
    }
    done(world, *state, "UpdateItem", POSES NEW_KEY ",\"AttributeUpdates\":{}}");
    assert_string(done(world, *state, "GetItem", POSES NEW_KEY "}"),
                  "{\"Item\":{\"style\":{\"S\":\"yin\"},\"rank\":{\"N\":\"1\"}}}");
}

/* Transactions came with expressions: what else stands in them is passed over, as on AWS. */
static void means_nothing_in_transactions(void **state) {
    world *world = world_with_poses(*state);
    done(world, *state, "TransactWriteItems",
         "{\"TransactItems\":[{\"Delete\":" POSES KEY ",\"Expected\":{\"name\":{\"Exists\":false}}}}]}");
    assert_string(done(world, *state, "GetItem", POSES KEY "}"), "{}");
}

static void hands_back_what_a_batch_was_to_get(void **state) {
    arena *arena = *state;
    world *world = world_with_poses(arena);
    char *big = arena_zalloc(arena, 400001);
    memset(big, 'x', 400000);
    buffer keys = BUFFER(arena);
    for (int i = 100; i < 142; i++) {
        const char *key = arena_printf(arena, "\"style\":{\"S\":\"big\"},\"rank\":{\"N\":\"%d\"}", i);
        done(world, arena, "PutItem", arena_printf(arena, POSES "\"Item\":{%s,\"x\":{\"S\":\"%s\"}}}", key, big));
        buffer_format(&keys, "%s{%s}", i > 100 ? "," : "", key);
    }
    text answer = done(world, arena, "BatchGetItem",
                       arena_printf(arena, "{\"RequestItems\":{\"Poses\":{\"Keys\":[%s],\"AttributesToGet\":[\"x\"]}}}",
                                    buffer_text(&keys).data));
    text rest = text_from(answer, text_find(answer, TEXT("\"UnprocessedKeys\"")));
    assert_true(text_find(rest, TEXT("],\"AttributesToGet\":[\"x\"]}")) != TEXT_NOT_FOUND);
    assert_true(text_find(rest, TEXT("\"rank\":{\"N\":\"141\"}")) != TEXT_NOT_FOUND);
}

/* ---- how much it bears ---- */

/* A request may name tens of thousands of attributes; neither the stack nor the request's memory may run out. */
static void bears_as_many_attributes_as_a_request_can_name(void **state) {
    arena *arena = *state;
    world *world = world_with_poses(arena);
    buffer updates = BUFFER(arena), expected = BUFFER(arena);
    for (int i = 0; i < 20000; i++) {
        buffer_format(&updates, "%s\"a%d\":{\"Value\":{\"N\":\"1\"}}", i ? "," : "", i);
        buffer_format(&expected, "%s\"a%d\":{\"Exists\":false}", i ? "," : "", i);
    }
    done(world, arena, "UpdateItem",
         arena_printf(arena, POSES KEY ",\"AttributeUpdates\":{%s},\"Expected\":{%s}}", buffer_text(&updates).data,
                      buffer_text(&expected).data));
    assert_string(done(world, arena, "GetItem", POSES KEY ",\"AttributesToGet\":[\"a19999\"]}"),
                  "{\"Item\":{\"a19999\":{\"N\":\"1\"}}}");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(writes_where_what_is_expected_holds),
        TEST(answers_as_recorded),
        TEST(refuses_in_awss_words),
        TEST(refuses_other_types_of_json),
        TEST(refuses_to_get_more_than_255_attributes),
        TEST(makes_no_item_by_deleting_attributes),
        TEST(means_nothing_in_transactions),
        TEST(hands_back_what_a_batch_was_to_get),
        TEST(bears_as_many_attributes_as_a_request_can_name),
    };
    return RUN_TESTS(tests);
}
