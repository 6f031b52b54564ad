/* DynamoDB as its clients see it: operations on the studio's tables and on one of the test's own, and every error that
 * is emulated. Expected messages are AWS's, as recorded by conformance suites against the real service. */
#include "cloud_fixture.h"
#include "core/buffer.h"
#include "core/json.h"
#include "core/testing.h"

#define CREATE_SONGS                                                                                                   \
    "{\"TableName\":\"Songs\",\"BillingMode\":\"PAY_PER_REQUEST\",\"AttributeDefinitions\":[{\"AttributeName\":"       \
    "\"artist\","                                                                                                      \
    "\"AttributeType\":\"S\"},{\"AttributeName\":\"track\",\"AttributeType\":\"N\"},{\"AttributeName\":\"year\","      \
    "\"AttributeType\":\"N\"}],\"KeySchema\":[{\"AttributeName\":\"artist\",\"KeyType\":\"HASH\"},{\"AttributeName\":" \
    "\"track\",\"KeyType\":\"RANGE\"}],\"GlobalSecondaryIndexes\":[{\"IndexName\":\"YearIndex\",\"KeySchema\":[{"      \
    "\"AttributeName\":\"year\",\"KeyType\":\"HASH\"}],\"Projection\":{\"ProjectionType\":\"KEYS_ONLY\"}}]}"

#define ONE_SONG "\"artist\":{\"S\":\"Ann\"},\"track\":{\"N\":\"1\"}"

static http_response call(world *world, arena *arena, const char *operation, const char *body) {
    return cloud_fixture_dynamodb(world, arena, operation, body);
}

/* Must be done. */
static text done(world *world, arena *arena, const char *operation, const char *body) {
    http_response response = call(world, arena, operation, body);
    if (response.status != 200)
        print_error("%s: %.*s\n", operation, TEXT_ARGS(response.content.bytes));
    assert_int_equal(response.status, 200);
    return response.content.bytes;
}

static world *world_with_songs(arena *arena) {
    world *world = cloud_fixture_world();
    done(world, arena, "CreateTable", CREATE_SONGS);
    static const char *const songs[] = {
        "{\"TableName\":\"Songs\",\"Item\":{" ONE_SONG ",\"year\":{\"N\":\"1999\"},\"title\":{\"S\":\"Rain\"}}}",
        "{\"TableName\":\"Songs\",\"Item\":{\"artist\":{\"S\":\"Ann\"},\"track\":{\"N\":\"2\"},\"year\":{\"N\":"
        "\"1999\"}}}",
        "{\"TableName\":\"Songs\",\"Item\":{\"artist\":{\"S\":\"Ann\"},\"track\":{\"N\":\"10\"}}}",
        "{\"TableName\":\"Songs\",\"Item\":{\"artist\":{\"S\":\"Bob\"},\"track\":{\"N\":\"-1.5e2\"}}}",
    };
    for (size_t i = 0; i < sizeof songs / sizeof *songs; i++)
        done(world, arena, "PutItem", songs[i]);
    return world;
}

/* ---- what it answers ---- */

typedef struct answer_case {
    const char *operation;
    const char *body;
    const char *answer;
} answer_case;

#define SONGS "{\"TableName\":\"Songs\","
#define KEY "\"Key\":{" ONE_SONG "}"

static const answer_case answers[] = {
    {"GetItem", SONGS KEY "}", "{\"Item\":{" ONE_SONG ",\"year\":{\"N\":\"1999\"},\"title\":{\"S\":\"Rain\"}}}"},
    {"GetItem", SONGS "\"Key\":{\"artist\":{\"S\":\"Eve\"},\"track\":{\"N\":\"1\"}}}", "{}"},
    {"GetItem",
     SONGS "\"Key\":{\"artist\":{\"S\":\"Bob\"},\"track\":{\"N\":\"-150.0\"}},\"ProjectionExpression\":\"track\"}",
     "{\"Item\":{\"track\":{\"N\":\"-150\"}}}"},
    {"GetItem", SONGS KEY ",\"ProjectionExpression\":\"title, #y\",\"ExpressionAttributeNames\":{\"#y\":\"year\"}}",
     "{\"Item\":{\"year\":{\"N\":\"1999\"},\"title\":{\"S\":\"Rain\"}}}"},
    {"Query",
     SONGS
     "\"KeyConditionExpression\":\"artist = :a AND track >= :t\",\"ExpressionAttributeValues\":{\":a\":{\"S\":\"Ann\"},"
     "\":t\":{\"N\":\"2\"}},\"ProjectionExpression\":\"track\",\"ScanIndexForward\":false}",
     "{\"Count\":2,\"Items\":[{\"track\":{\"N\":\"10\"}},{\"track\":{\"N\":\"2\"}}],\"ScannedCount\":2}"},
    {"Query",
     SONGS
     "\"KeyConditionExpression\":\"artist = :a\",\"ExpressionAttributeValues\":{\":a\":{\"S\":\"Ann\"}},\"Limit\":1,"
     "\"Select\":\"COUNT\"}",
     "{\"Count\":1,\"LastEvaluatedKey\":{\"artist\":{\"S\":\"Ann\"},\"track\":{\"N\":\"1\"}},\"ScannedCount\":1}"},
    {"Query",
     SONGS
     "\"KeyConditionExpression\":\"artist = :a\",\"ExpressionAttributeValues\":{\":a\":{\"S\":\"Ann\"}},"
     "\"ProjectionExpression\":\"track\",\"ExclusiveStartKey\":{\"artist\":{\"S\":\"Ann\"},\"track\":{\"N\":\"2\"}}}",
     "{\"Count\":1,\"Items\":[{\"track\":{\"N\":\"10\"}}],\"ScannedCount\":1}"},
    {"Query",
     SONGS "\"KeyConditionExpression\":\"artist = :a\",\"FilterExpression\":\"attribute_exists(title)\","
           "\"ExpressionAttributeValues\":{\":a\":{\"S\":\"Ann\"}},\"Select\":\"COUNT\"}",
     "{\"Count\":1,\"ScannedCount\":3}"},
    {"Query",
     SONGS "\"IndexName\":\"YearIndex\",\"KeyConditionExpression\":\"#y = "
           ":y\",\"ExpressionAttributeNames\":{\"#y\":\"year\"},"
           "\"ExpressionAttributeValues\":{\":y\":{\"N\":\"1999\"}}}",
     "{\"Count\":2,\"Items\":[{" ONE_SONG
     ",\"year\":{\"N\":\"1999\"}},{\"artist\":{\"S\":\"Ann\"},\"track\":{\"N\":\"2\"},"
     "\"year\":{\"N\":\"1999\"}}],\"ScannedCount\":2}"},
    {"Query",
     SONGS
     "\"KeyConditionExpression\":\":a = artist AND :t <= track\",\"ExpressionAttributeValues\":{\":a\":{\"S\":\"Ann\"},"
     "\":t\":{\"N\":\"2\"}},\"Select\":\"COUNT\"}",
     "{\"Count\":2,\"ScannedCount\":2}"},
    {"Scan",
     SONGS "\"Select\":\"COUNT\",\"FilterExpression\":\"artist = "
           ":b\",\"ExpressionAttributeValues\":{\":b\":{\"S\":\"Bob\"}}}",
     "{\"Count\":1,\"ScannedCount\":4}"},
    {"Scan", SONGS "\"IndexName\":\"YearIndex\",\"Select\":\"COUNT\"}", "{\"Count\":2,\"ScannedCount\":2}"},
    {"UpdateItem",
     SONGS KEY ",\"UpdateExpression\":\"SET plays = if_not_exists(plays, :z) + :one REMOVE title ADD tags :t\","
               "\"ExpressionAttributeValues\":{\":z\":{\"N\":\"0\"},\":one\":{\"N\":\"1\"},\":t\":{\"SS\":[\"x\"]}},"
               "\"ReturnValues\":\"ALL_NEW\"}",
     "{\"Attributes\":{" ONE_SONG ",\"year\":{\"N\":\"1999\"},\"plays\":{\"N\":\"1\"},\"tags\":{\"SS\":[\"x\"]}}}"},
    {"UpdateItem",
     SONGS KEY ",\"UpdateExpression\":\"SET #y = :y\",\"ExpressionAttributeNames\":{\"#y\":\"year\"},"
               "\"ExpressionAttributeValues\":{\":y\":{\"N\":\"2001\"}},\"ReturnValues\":\"UPDATED_OLD\"}",
     "{\"Attributes\":{\"year\":{\"N\":\"1999\"}}}"},
    {"UpdateItem", SONGS "\"Key\":{\"artist\":{\"S\":\"New\"},\"track\":{\"N\":\"1\"}},\"ReturnValues\":\"ALL_NEW\"}",
     "{\"Attributes\":{\"artist\":{\"S\":\"New\"},\"track\":{\"N\":\"1\"}}}"},
    {"PutItem", SONGS "\"Item\":{" ONE_SONG "},\"ReturnValues\":\"ALL_OLD\"}",
     "{\"Attributes\":{" ONE_SONG ",\"year\":{\"N\":\"1999\"},\"title\":{\"S\":\"Rain\"}}}"},
    {"DeleteItem", SONGS KEY ",\"ReturnValues\":\"ALL_OLD\"}",
     "{\"Attributes\":{" ONE_SONG ",\"year\":{\"N\":\"1999\"},\"title\":{\"S\":\"Rain\"}}}"},
    {"DeleteItem", SONGS "\"Key\":{\"artist\":{\"S\":\"Eve\"},\"track\":{\"N\":\"1\"}}}", "{}"},
    {"BatchGetItem",
     "{\"RequestItems\":{\"Songs\":{\"Keys\":[{" ONE_SONG "},{\"artist\":{\"S\":\"Eve\"},\"track\":{\"N\":\"1\"}}],"
     "\"ProjectionExpression\":\"title\"}}}",
     "{\"Responses\":{\"Songs\":[{\"title\":{\"S\":\"Rain\"}}]},\"UnprocessedKeys\":{}}"},
    {"BatchWriteItem", "{\"RequestItems\":{\"Songs\":[{\"DeleteRequest\":{" KEY "}}]}}", "{\"UnprocessedItems\":{}}"},
    {"TransactGetItems",
     "{\"TransactItems\":[{\"Get\":" SONGS KEY ",\"ProjectionExpression\":\"title\"}},{\"Get\":" SONGS
     "\"Key\":{\"artist\":{\"S\":\"Eve\"},\"track\":{\"N\":\"1\"}}}}]}",
     "{\"Responses\":[{\"Item\":{\"title\":{\"S\":\"Rain\"}}},{}]}"},
    {"ListTables", "{\"Limit\":2,\"ExclusiveStartTableName\":\"Retreats\"}",
     "{\"LastEvaluatedTableName\":\"Songs\",\"TableNames\":[\"Settings\",\"Songs\"]}"},
};

static void answers_as_documented(void **state) {
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        world *world = world_with_songs(*state);
        assert_string(done(world, *state, answers[i].operation, answers[i].body), answers[i].answer);
    }
}

/* ---- what it refuses ---- */

typedef struct refusal_case {
    const char *operation;
    const char *body;
    const char *type; /* behind the '#' */
    const char *message;
} refusal_case;

#define INVALID "ValidationException"

#define BAD_START "The provided starting key is invalid"
#define ANNS                                                                                                           \
    SONGS "\"KeyConditionExpression\":\"artist = :a AND track > :t\",\"ExpressionAttributeValues\":{\":a\":{\"S\":"    \
          "\"Ann\"},\":t\":{\"N\":\"1\"}},"

static const refusal_case refusals[] = {
    {"GetItem", "{\"TableName\":\"Nope\"," KEY "}", "ResourceNotFoundException", "Requested resource not found"},
    {"DescribeTable", "{\"TableName\":\"Nope\"}", "ResourceNotFoundException",
     "Requested resource not found: Table: Nope not found"},
    {"DeleteTable", "{\"TableName\":\"Nope\"}", "ResourceNotFoundException",
     "Requested resource not found: Table: Nope not found"},
    {"CreateTable", CREATE_SONGS, "ResourceInUseException", "Table already exists: Songs"},
    {"PutItem", "{\"Item\":{}}", INVALID,
     "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null"},
    {"PutItem", "{\"TableName\":\"\"}", INVALID,
     "2 validation errors detected: Value '' at 'tableName' failed to satisfy constraint: Member must have length "
     "greater than or equal to 1; Value null at 'item' failed to satisfy constraint: Member must not be null"},
    {"PutItem", SONGS "\"Item\":{\"artist\":{\"S\":\"x\"}}}", INVALID,
     "One or more parameter values were invalid: Missing the key track in the item"},
    {"PutItem", SONGS "\"Item\":{\"artist\":{\"N\":\"1\"},\"track\":{\"N\":\"1\"}}}", INVALID,
     "One or more parameter values were invalid: Type mismatch for key artist expected: S actual: N"},
    {"PutItem", SONGS "\"Item\":{" ONE_SONG ",\"year\":{\"S\":\"x\"}}}", INVALID,
     "One or more parameter values were invalid: Type mismatch for Index Key year Expected: N Actual: S IndexName: "
     "YearIndex"},
    {"PutItem", SONGS "\"Item\":{\"artist\":{\"S\":\"\"},\"track\":{\"N\":\"1\"}}}", INVALID,
     "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty "
     "string "
     "value. Key: artist"},
    {"PutItem", SONGS "\"Item\":{" ONE_SONG ",\"s\":{\"SS\":[]}}}", INVALID,
     "One or more parameter values were invalid: An string set  may not be empty"},
    {"PutItem", SONGS "\"Item\":{" ONE_SONG ",\"s\":{\"SS\":[\"a\",\"a\"]}}}", INVALID,
     "One or more parameter values were invalid: Input collection [a, a] contains duplicates."},
    {"PutItem", SONGS "\"Item\":{" ONE_SONG ",\"n\":{\"N\":\"1e200\"}}}", INVALID,
     "Number overflow. Attempting to store a number with magnitude larger than supported range"},
    {"PutItem", SONGS "\"Item\":{" ONE_SONG "},\"ReturnValues\":\"ALL_NEW\"}", INVALID,
     "ReturnValues can only be ALL_OLD or NONE"},
    {"PutItem", SONGS "\"Item\":{" ONE_SONG "},\"ExpressionAttributeValues\":{\":v\":{\"S\":\"x\"}}}", INVALID,
     "ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null"},
    {"PutItem", SONGS "\"Item\":{" ONE_SONG "},\"Expected\":{},\"ConditionExpression\":\"attribute_exists(a)\"}",
     INVALID,
     "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: "
     "{Expected} "
     "Expression parameters: {ConditionExpression}"},
    {"PutItem", SONGS "\"Item\":{" ONE_SONG "},\"ConditionExpression\":\"attribute_not_exists(artist)\"}",
     "ConditionalCheckFailedException", "The conditional request failed"},
    {"PutItem",
     SONGS "\"Item\":{" ONE_SONG
           "},\"ConditionExpression\":\"status = :v\",\"ExpressionAttributeValues\":{\":v\":{\"S\":\"x\"}}}",
     INVALID, "Invalid ConditionExpression: Attribute name is a reserved keyword; reserved keyword: status"},
    {"GetItem", SONGS "\"Key\":{\"artist\":{\"S\":\"Ann\"}}}", INVALID,
     "The provided key element does not match the schema"},
    {"GetItem", SONGS KEY ",\"ProjectionExpression\":\"!!! INVALID !!!\"}", INVALID,
     "Invalid ProjectionExpression: Syntax error; token: \"!\", near: \"!!\""},
    {"UpdateItem",
     SONGS KEY ",\"UpdateExpression\":\"SET artist = :v\",\"ExpressionAttributeValues\":{\":v\":{\"S\":\"x\"}}}",
     INVALID,
     "One or more parameter values were invalid: Cannot update attribute artist. This attribute is part of the key"},
    {"UpdateItem", SONGS KEY ",\"UpdateExpression\":\"SET a = :v\"}", INVALID,
     "Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :v"},
    {"UpdateItem",
     SONGS KEY
     ",\"UpdateExpression\":\"SET a = :v\",\"ExpressionAttributeValues\":{\":v\":{\"S\":\"x\"},\":w\":{\"S\":\"x\"}}}",
     INVALID, "Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}"},
    {"UpdateItem", SONGS KEY ",\"UpdateExpression\":\"SET a = b\"}", INVALID,
     "The provided expression refers to an attribute that does not exist in the item"},
    {"Query", SONGS "\"KeyConditionExpression\":\"track = :v\",\"ExpressionAttributeValues\":{\":v\":{\"N\":\"1\"}}}",
     INVALID, "Query condition missed key schema element: artist"},
    {"Query", SONGS "\"KeyConditionExpression\":\":v > artist\",\"ExpressionAttributeValues\":{\":v\":{\"N\":\"1\"}}}",
     INVALID, "One or more parameter values were invalid: Condition parameter type does not match schema type"},
    {"Query", SONGS "\"KeyConditionExpression\":\"artist > :v\",\"ExpressionAttributeValues\":{\":v\":{\"S\":\"x\"}}}",
     INVALID, "Query key condition not supported"},
    {"Query",
     SONGS
     "\"KeyConditionExpression\":\"artist = :v OR track = :v\",\"ExpressionAttributeValues\":{\":v\":{\"S\":\"x\"}}}",
     INVALID, "Invalid operator used in KeyConditionExpression: OR"},
    {"Query", SONGS "\"KeyConditionExpression\":\"artist = :v\",\"ExpressionAttributeValues\":{\":v\":{\"N\":\"1\"}}}",
     INVALID, "One or more parameter values were invalid: Condition parameter type does not match schema type"},
    {"Query",
     SONGS "\"IndexName\":\"Nope\",\"KeyConditionExpression\":\"artist = "
           ":v\",\"ExpressionAttributeValues\":{\":v\":{\"S\":\"x\"}}}",
     INVALID, "The table does not have the specified index: Nope"},
    {"Query",
     SONGS "\"KeyConditionExpression\":\"artist = :v\",\"FilterExpression\":\"track = "
           ":v\",\"ExpressionAttributeValues\":{\":v\":{\"S\":\"x\"}}}",
     INVALID, "Filter Expression can only contain non-primary key attributes: Primary key attribute: track"},
    {"Scan", SONGS "\"Limit\":0}", INVALID,
     "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater "
     "than "
     "or equal to 1"},
    {"Scan", SONGS "\"Segment\":0,\"TotalSegments\":1000000,\"ExclusiveStartKey\":{" ONE_SONG "}}", INVALID,
     "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct "
     "Segment. TotalSegments: 1000000 Segment: 0"},
    {"Scan", SONGS "\"IndexName\":\"YearIndex\",\"ProjectionExpression\":\"title, track, genre\"}", INVALID,
     "One or more parameter values were invalid: Global secondary index YearIndex does not project [title, genre]"},
    {"Scan", SONGS "\"Segment\":0}", INVALID,
     "The TotalSegments parameter is required but was not present in the request when Segment parameter is present"},
    {"Query", ANNS "\"ExclusiveStartKey\":{\"artist\":{\"S\":\"Ann\"}}}", INVALID, BAD_START},
    {"Query", ANNS "\"ExclusiveStartKey\":{\"artist\":{\"S\":\"Ann\"},\"x\":{\"N\":\"1\"}}}", INVALID, BAD_START},
    {"Query", ANNS "\"ExclusiveStartKey\":{\"artist\":{\"N\":\"1\"},\"x\":{\"N\":\"1\"}}}", INVALID,
     "The provided key element does not match the schema"},
    {"Query", ANNS "\"ExclusiveStartKey\":{\"artist\":{\"S\":\"Ann\"},\"track\":{\"N\":\"1\"}}}", INVALID,
     "The provided starting key does not match the range key predicate"},
    {"Query", ANNS "\"ExclusiveStartKey\":{\"artist\":{\"S\":\"Bob\"},\"track\":{\"N\":\"3\"}}}", INVALID,
     "The query can return at most one row and cannot be restarted"},
    {"Query",
     SONGS "\"KeyConditionExpression\":\"artist = :a\",\"ExpressionAttributeValues\":{\":a\":{\"S\":\"Ann\"}},"
           "\"ExclusiveStartKey\":{\"artist\":{\"S\":\"Bob\"},\"track\":{\"N\":\"3\"}}}",
     INVALID, "The provided starting key is outside query boundaries based on provided conditions"},
    {"Query",
     SONGS "\"IndexName\":\"YearIndex\",\"KeyConditionExpression\":\"#y = :y\",\"ExpressionAttributeNames\":{\"#y\":"
           "\"year\"},\"ExpressionAttributeValues\":{\":y\":{\"N\":\"1999\"}},\"ExclusiveStartKey\":{\"artist\":{\"N\":"
           "\"1\"},\"track\":{\"N\":\"1\"},\"year\":{\"N\":\"1999\"}}}",
     INVALID, BAD_START ": The provided key element does not match the schema"},
    {"Query",
     SONGS "\"IndexName\":\"YearIndex\",\"Select\":\"ALL_ATTRIBUTES\",\"KeyConditionExpression\":\"#y = :y\","
           "\"FilterExpression\":\"#y = :y\",\"ExpressionAttributeNames\":{\"#y\":\"year\"},"
           "\"ExpressionAttributeValues\":{\":y\":{\"N\":\"1999\"}}}",
     INVALID, "Filter Expression can only contain non-primary key attributes: Primary key attribute: year"},
    {"Scan", SONGS "\"ExclusiveStartKey\":{\"artist\":{\"S\":\"Ann\"}}}", INVALID,
     BAD_START ": The provided key element does not match the schema"},
    {"Scan",
     SONGS "\"IndexName\":\"YearIndex\",\"ExclusiveStartKey\":{\"artist\":{\"S\":\"Ann\"},\"track\":{\"N\":\"1\"}}}",
     INVALID, BAD_START},
    {"Scan",
     SONGS "\"IndexName\":\"YearIndex\",\"ExclusiveStartKey\":{\"artist\":{\"S\":\"Ann\"},\"track\":{\"N\":\"1\"},"
           "\"year\":{\"S\":\"x\"}}}",
     INVALID, "The provided key element does not match the schema"},
    {"Scan", SONGS "\"Segment\":1,\"TotalSegments\":2,\"ExclusiveStartKey\":{" ONE_SONG "}}", INVALID,
     BAD_START
     ": Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: 2 Segment: "
     "1"},
    {"BatchGetItem", "{\"RequestItems\":{}}", INVALID, "The requestItems parameter is required for BatchGetItem"},
    {"BatchWriteItem", "{\"RequestItems\":{\"Songs\":[]}}", INVALID,
     "1 validation error detected: Value '{Songs=[]}' at 'requestItems' failed to satisfy constraint: Map value must "
     "satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or "
     "equal to 1]"},
    {"PutItem", SONGS "\"Item\":{" ONE_SONG ",\"\":{\"S\":\"x\"}}}", INVALID, "Empty attribute name"},
    {"UpdateItem", SONGS KEY ",\"AttributeUpdates\":{\"\":{\"Action\":\"DELETE\"}}}", INVALID, "Empty attribute name"},
    {"GetItem", SONGS KEY ",\"AttributesToGet\":[\"\"]}", INVALID, "Empty attribute name"},
    {"DeleteItem", SONGS KEY ",\"ReturnValues\":\"UPDATED_NEW\"}", INVALID, "ReturnValues can only be ALL_OLD or NONE"},
    {"BatchWriteItem", "{\"RequestItems\":{\"Songs\":[{\"DeleteRequest\":{" KEY "}},{\"DeleteRequest\":{" KEY "}}]}}",
     INVALID, "Provided list of item keys contains duplicates"},
    {"TransactWriteItems",
     "{\"TransactItems\":[{\"Put\":" SONGS "\"Item\":{" ONE_SONG "}}},{\"Put\":" SONGS
     "\"Item\":{\"artist\":{\"N\":\"7\"}}}},{"
     "\"Put\":" SONGS "\"Item\":{\"artist\":{\"N\":\"8\"}}}}]}",
     "TransactionCanceledException",
     "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ValidationError, None]"},
    {"TransactWriteItems", "{\"TransactItems\":[]}", INVALID,
     "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length "
     "greater than or equal to 1"},
    {"TransactWriteItems", "{\"TransactItems\":[{\"Delete\":" SONGS KEY "}},{\"Delete\":" SONGS KEY "}}]}", INVALID,
     "Transaction request cannot include multiple operations on one item"},
    {"TransactWriteItems",
     "{\"TransactItems\":[{\"ConditionCheck\":" SONGS KEY ",\"ConditionExpression\":\"attribute_exists(nope)\"}}]}",
     "TransactionCanceledException",
     "Transaction cancelled, please refer cancellation reasons for specific reasons [ConditionalCheckFailed]"},
    {"GetItem", "{\"TableName\":7}", "SerializationException", "NUMBER_VALUE cannot be converted to String"},
    {"NoSuchOperation", "{}", "UnknownOperationException",
     "gabi-emu does not emulate this operation of DynamoDB: \"DynamoDB_20120810.NoSuchOperation\""},
};

static void refuses_in_awss_words(void **state) {
    world *world = world_with_songs(*state);
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        http_response response = call(world, *state, refusals[i].operation, refusals[i].body);
        text body = response.content.bytes;
        if (response.status == 200 || text_find(body, text_format(*state, "#%s\"", refusals[i].type)) == TEXT_NOT_FOUND)
            fail_msg("case %zu: %.*s", i, TEXT_ARGS(body));
        const json *error;
        assert_success(json_parse(*state, body, 16, &error));
        const json *message =
            json_member(error, "message") ? json_member(error, "message") : json_member(error, "Message");
        assert_string(json_text(message), refusals[i].message);
    }
}

static void malformed_json_has_no_message(void **state) {
    world *world = cloud_fixture_world();
    static const char *const bodies[] = {"", "{", "null", "{} x", "{\"TableName\":\"\xff\"}"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        http_response response = call(world, *state, "Scan", bodies[i]);
        assert_int_equal(response.status, 400);
        assert_string(response.content.bytes, "{\"__type\":\"com.amazon.coral.service#SerializationException\"}");
    }
}

/* ---- what it keeps ---- */

static void keeps_indexes_with_their_items(void **state) {
    world *world = world_with_songs(*state);
    const char *query =
        SONGS "\"IndexName\":\"YearIndex\",\"KeyConditionExpression\":\"#y = :y\",\"ExpressionAttributeNames\":{"
              "\"#y\":\"year\"},\"ExpressionAttributeValues\":{\":y\":{\"N\":\"1999\"}},\"Select\":\"COUNT\"}";
    assert_string(done(world, *state, "Query", query), "{\"Count\":2,\"ScannedCount\":2}");
    done(world, *state, "UpdateItem",
         SONGS KEY ",\"UpdateExpression\":\"REMOVE #y\",\"ExpressionAttributeNames\":{\"#y\":\"year\"}}");
    assert_string(done(world, *state, "Query", query), "{\"Count\":1,\"ScannedCount\":1}");
    done(world, *state, "DeleteItem", SONGS "\"Key\":{\"artist\":{\"S\":\"Ann\"},\"track\":{\"N\":\"2\"}}}");
    assert_string(done(world, *state, "Query", query), "{\"Count\":0,\"ScannedCount\":0}");
}

#define PUT_AGAIN(more_)                                                                                               \
    SONGS "\"Item\":{" ONE_SONG "},\"ConditionExpression\":\"attribute_not_exists(artist)\"" more_ "}"

/* As recorded from the service, other than a transaction that is cancelled. */
static void shows_the_item_beside_a_message(void **state) {
    world *world = world_with_songs(*state);
    assert_string(call(world, *state, "PutItem", PUT_AGAIN("")).content.bytes,
                  "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\",\"message\":\"The "
                  "conditional request failed\"}");
    assert_string(
        call(world, *state, "PutItem", PUT_AGAIN(",\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\"")).content.bytes,
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\",\"Item\":{\"artist\":{\"S\":"
        "\"Ann\"},\"track\":{\"N\":\"1\"},\"year\":{\"N\":\"1999\"},\"title\":{\"S\":\"Rain\"}},\"message\":\"The "
        "conditional request failed\"}");
}

static void writes_all_of_a_transaction_or_nothing(void **state) {
    world *world = world_with_songs(*state);
    http_response response =
        call(world, *state, "TransactWriteItems",
             "{\"TransactItems\":[{\"Delete\":" SONGS KEY "}},{\"Put\":" SONGS
             "\"Item\":{\"artist\":{\"S\":\"Bob\"},\"track\":{\"N\":\"-150\"}},\"ConditionExpression\":"
             "\"attribute_not_exists(artist)\",\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\"}}]}");
    assert_int_equal(response.status, 400);
    assert_true(
        text_find(response.content.bytes,
                  TEXT("\"CancellationReasons\":[{\"Code\":\"None\"},{\"Code\":\"ConditionalCheckFailed\",\"Item\":{"
                       "\"artist\":{\"S\":\"Bob\"},\"track\":{\"N\":\"-150\"}},\"Message\":\"The conditional request "
                       "failed\"}],\"Message\":\"Transaction cancelled, ")) != TEXT_NOT_FOUND);
    assert_true(done(world, *state, "GetItem", SONGS KEY "}").length > 2);
}

static void does_a_transaction_once_for_its_token(void **state) {
    world *world = world_with_songs(*state);
    const char *once =
        "{\"ClientRequestToken\":\"t-1\",\"TransactItems\":[{\"Update\":" SONGS KEY
        ",\"UpdateExpression\":\"ADD plays :one\",\"ExpressionAttributeValues\":{\":one\":{\"N\":\"1\"}}}}]}";
    for (int i = 0; i < 3; i++)
        done(world, *state, "TransactWriteItems", once);
    assert_string(done(world, *state, "GetItem", SONGS KEY ",\"ProjectionExpression\":\"plays\"}"),
                  "{\"Item\":{\"plays\":{\"N\":\"1\"}}}");
    done(world, *state, "TransactWriteItems",
         "{ \"TransactItems\": [{\"Update\":{\"ExpressionAttributeValues\":{\":one\":{\"\\u004e\":\"1\"}},"
         "\"UpdateExpression\":\"ADD plays :one\",\"Key\":{\"track\":{\"N\":\"1\"},\"artist\":{\"S\":\"Ann\"}},"
         "\"TableName\":\"Songs\"}}],\"ClientRequestToken\":\"t-1\"}");
    http_response other = call(world, *state, "TransactWriteItems",
                               "{\"ClientRequestToken\":\"t-1\",\"TransactItems\":[{\"Delete\":" SONGS KEY "}}]}");
    assert_true(text_find(other.content.bytes, TEXT("#IdempotentParameterMismatchException")) != TEXT_NOT_FOUND);
}

static void drops_a_table_with_its_items(void **state) {
    world *world = world_with_songs(*state);
    done(world, *state, "DeleteTable", "{\"TableName\":\"Songs\"}");
    assert_int_equal(call(world, *state, "GetItem", SONGS KEY "}").status, 400);
    done(world, *state, "CreateTable", CREATE_SONGS);
    assert_string(done(world, *state, "GetItem", SONGS KEY "}"), "{}");
}

static void scans_every_item_once_in_any_number_of_segments(void **state) {
    arena *arena = *state;
    world *world = world_with_songs(arena);
    for (int i = 0; i < 60; i++)
        done(world, arena, "PutItem",
             arena_printf(arena, SONGS "\"Item\":{\"artist\":{\"S\":\"artist %d\"},\"track\":{\"N\":\"1\"}}}", i));
    for (int total = 1; total <= 7; total += 3) {
        int count = 0;
        for (int segment = 0; segment < total; segment++) {
            const json *page;
            text body = done(
                world, arena, "Scan",
                arena_printf(arena, SONGS "\"Segment\":%d,\"TotalSegments\":%d,\"Select\":\"COUNT\"}", segment, total));
            assert_success(json_parse(arena, body, 8, &page));
            count += (int)json_number(json_member(page, "Count"));
        }
        assert_int_equal(count, 64);
    }
}

static void ends_a_page_at_one_megabyte(void **state) {
    arena *arena = *state;
    world *world = world_with_songs(arena);
    char *big = arena_zalloc(arena, 300001);
    memset(big, 'x', 300000);
    for (int i = 0; i < 5; i++)
        done(world, arena, "PutItem",
             arena_printf(arena,
                          SONGS "\"Item\":{\"artist\":{\"S\":\"Big\"},\"track\":{\"N\":\"%d\"},\"x\":{\"S\":\"%s\"}}}",
                          i, big));
    const json *page;
    text body = done(
        world, arena, "Query",
        SONGS "\"KeyConditionExpression\":\"artist = :a\",\"ExpressionAttributeValues\":{\":a\":{\"S\":\"Big\"}}}");
    assert_success(json_parse(arena, body, 16, &page));
    assert_int_equal(json_number(json_member(page, "Count")), 4);
    assert_true(json_member(page, "LastEvaluatedKey") != NULL);
}

static void refuses_items_above_400_kb(void **state) {
    arena *arena = *state;
    world *world = world_with_songs(arena);
    char *big = arena_zalloc(arena, 409600);
    memset(big, 'x', 409599);
    http_response response =
        call(world, arena, "PutItem", arena_printf(arena, SONGS "\"Item\":{" ONE_SONG ",\"x\":{\"S\":\"%s\"}}}", big));
    assert_true(text_find(response.content.bytes, TEXT("Item size has exceeded the maximum allowed size")) !=
                TEXT_NOT_FOUND);
}

/* A table whose hash key has a name of so many letters. */
static text create_with_name(world *world, arena *arena, size_t length) {
    char *name = arena_zalloc(arena, length + 1);
    memset(name, 'k', length);
    return call(world, arena, "CreateTable",
                arena_printf(arena,
                             "{\"TableName\":\"Named\",\"BillingMode\":\"PAY_PER_REQUEST\",\"AttributeDefinitions\":[{"
                             "\"AttributeName\":\"%s\",\"AttributeType\":\"S\"}],\"KeySchema\":[{\"AttributeName\":"
                             "\"%s\",\"KeyType\":\"HASH\"}]}",
                             name, name))
        .content.bytes;
}

static void refuses_names_of_keys_above_255_bytes(void **state) {
    world *world = world_with_songs(*state);
    assert_true(text_find(create_with_name(world, *state, 256),
                          TEXT("at 'keySchema.1.member.attributeName' failed to satisfy constraint: Member must have "
                               "length less than or equal to 255")) != TEXT_NOT_FOUND);
    assert_true(text_find(create_with_name(world, *state, 0),
                          TEXT("Value '' at 'attributeDefinitions.1.member.attributeName' failed to satisfy "
                               "constraint: Member must have length greater than or equal to 1")) != TEXT_NOT_FOUND);
    assert_true(text_find(create_with_name(world, *state, 255), TEXT("\"TableDescription\"")) != TEXT_NOT_FOUND);
}

static text put_with_name(world *world, arena *arena, size_t length) {
    char *name = arena_zalloc(arena, length + 1);
    memset(name, 'x', length);
    return call(world, arena, "PutItem",
                arena_printf(arena, SONGS "\"Item\":{" ONE_SONG ",\"%s\":{\"S\":\"x\"}}}", name))
        .content.bytes;
}

static void refuses_names_above_64_kb(void **state) {
    world *world = world_with_songs(*state);
    assert_string(put_with_name(world, *state, 65535), "{}");
    assert_true(text_find(put_with_name(world, *state, 65536),
                          TEXT("Attribute name is too large, must be less than 65536 bytes")) != TEXT_NOT_FOUND);
}

/* Such an item could not be read again. */
static void refuses_updates_that_nest_too_deep(void **state) {
    arena *arena = *state;
    world *world = world_with_songs(arena);
    buffer deep = BUFFER(arena);
    for (int i = 0; i < 31; i++)
        buffer_append(&deep, TEXT("{\"L\":["));
    buffer_append(&deep, TEXT("{\"NULL\":true}"));
    for (int i = 0; i < 31; i++)
        buffer_append(&deep, TEXT("]}"));
#define SET(path_, value_)                                                                                             \
    arena_printf(arena, SONGS KEY ",\"UpdateExpression\":\"SET %s = :v\",\"ExpressionAttributeValues\":{\":v\":%s}}",  \
                 path_, value_)
    done(world, arena, "UpdateItem", SET("x", "{\"M\":{}}"));
    http_response response = call(world, arena, "UpdateItem", SET("x.y", buffer_text(&deep).data));
    assert_true(
        text_find(response.content.bytes,
                  TEXT("\"Nesting Levels have exceeded supported limits: Attributes in the item have nested levels "
                       "beyond supported limit\"")) != TEXT_NOT_FOUND);
    done(world, arena, "UpdateItem", SET("z", buffer_text(&deep).data));
#undef SET
    done(world, arena, "GetItem", SONGS KEY "}");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(answers_as_documented),
        TEST(refuses_in_awss_words),
        TEST(malformed_json_has_no_message),
        TEST(keeps_indexes_with_their_items),
        TEST(shows_the_item_beside_a_message),
        TEST(writes_all_of_a_transaction_or_nothing),
        TEST(does_a_transaction_once_for_its_token),
        TEST(drops_a_table_with_its_items),
        TEST(scans_every_item_once_in_any_number_of_segments),
        TEST(ends_a_page_at_one_megabyte),
        TEST(refuses_items_above_400_kb),
        TEST(refuses_updates_that_nest_too_deep),
        TEST(refuses_names_above_64_kb),
        TEST(refuses_names_of_keys_above_255_bytes),
    };
    return RUN_TESTS(tests);
}
