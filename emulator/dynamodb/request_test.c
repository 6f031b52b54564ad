/* What AWS finds wrong with a request before it looks for the table: first the types of all members, then their
 * constraints, then what does not go together, then attribute values, each where it comes to them. The messages are
 * AWS's, as recorded by conformance suites against the real service. */
#include "dynamodb/refusal_fixture.h"

/* ---- types ---- */

#define CAST_ERROR                                                                                                     \
    "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class java.lang.Class "      \
    "(sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and java.lang.Class are in module java.base of "    \
    "loader 'bootstrap')"
#define NOT_EXPECTED "Start of structure or map found where not expected"
#define OF_API "com.amazonaws.dynamodb.v20120810."

static const refusal wrong_types[] = {
    {"GetItem", "{\"TableName\":true}", "TRUE_VALUE cannot be converted to String"},
    {"GetItem", "{\"TableName\":false}", "FALSE_VALUE cannot be converted to String"},
    {"GetItem", "{\"TableName\":23}", "NUMBER_VALUE cannot be converted to String"},
    {"GetItem", "{\"TableName\":34.56}", "DECIMAL_VALUE cannot be converted to String"},
    {"GetItem", "{\"TableName\":[]}", "Unrecognized collection type class java.lang.String"},
    {"GetItem", "{\"TableName\":{}}", NOT_EXPECTED},
    {"GetItem", "{\"ConsistentRead\":\"23\"}", "Unexpected token received from parser"},
    {"GetItem", "{\"ConsistentRead\":23}", "NUMBER_VALUE cannot be converted to Boolean"},
    {"GetItem", "{\"ConsistentRead\":[]}", "Unrecognized collection type class java.lang.Boolean"},
    {"Query", "{\"Limit\":\"23\"}", "STRING_VALUE cannot be converted to Integer"},
    {"Query", "{\"Limit\":[]}", "Unrecognized collection type class java.lang.Integer"},
    {"GetItem", "{\"AttributesToGet\":true}", "Unexpected field type"},
    {"GetItem", "{\"AttributesToGet\":{}}", NOT_EXPECTED},
    {"GetItem", "{\"AttributesToGet\":[7]}", "NUMBER_VALUE cannot be converted to String"},
    {"GetItem", "{\"Key\":23}", "Unexpected field type"},
    {"GetItem", "{\"Key\":[]}",
     "Unrecognized collection type java.util.Map<java.lang.String, " OF_API "AttributeValue>"},
    {"GetItem", "{\"Key\":{\"a\":\"x\"}}", "Unexpected value type in payload"},
    {"GetItem", "{\"Key\":{\"a\":[]}}", "Unrecognized collection type class " OF_API "AttributeValue"},
    {"GetItem", "{\"Key\":{\"a\":{\"S\":7}}}", "NUMBER_VALUE cannot be converted to String"},
    {"GetItem", "{\"Key\":{\"a\":{\"N\":7}}}", "NUMBER_VALUE cannot be converted to String"},
    {"GetItem", "{\"Key\":{\"a\":{\"B\":7}}}", "only base-64-encoded strings are convertible to bytes"},
    {"GetItem", "{\"Key\":{\"a\":{\"B\":[]}}}", "Unrecognized collection type class java.nio.ByteBuffer"},
    {"GetItem", "{\"Key\":{\"a\":{\"B\":\"23456\"}}}",
     "Base64 encoded length is expected a multiple of 4 bytes but found: 5"},
    {"GetItem", "{\"Key\":{\"a\":{\"B\":\"=+/=\"}}}", "Invalid last non-pad Base64 character dectected"},
    {"GetItem", "{\"Key\":{\"a\":{\"BS\":[true]}}}", "only base-64-encoded strings are convertible to bytes"},
    {"GetItem", "{\"Key\":{\"a\":{\"BOOL\":\"x\"}}}", "Unexpected token received from parser"},
    {"GetItem", "{\"Key\":{\"a\":{\"SS\":\"x\"}}}", "Unexpected field type"},
    {"GetItem", "{\"Key\":{\"a\":{\"L\":{}}}}", NOT_EXPECTED},
    {"GetItem", "{\"Key\":{\"a\":{\"L\":[\"x\"]}}}", "Unexpected value type in payload"},
    {"GetItem", "{\"Key\":{\"a\":{\"M\":[]}}}",
     "Unrecognized collection type java.util.Map<java.lang.String, " OF_API "AttributeValue>"},
    {"GetItem", "{\"Key\":{\"a\":{\"M\":{\"b\":7}}}}", "Unexpected value type in payload"},
    {"GetItem", "{\"ExpressionAttributeNames\":[]}",
     "Unrecognized collection type java.util.Map<java.lang.String, java.lang.String>"},
    {"PutItem", "{\"Expected\":[]}",
     "Unrecognized collection type java.util.Map<java.lang.String, " OF_API "ExpectedAttributeValue>"},
    {"PutItem", "{\"Expected\":{\"a\":7}}", "Unexpected value type in payload"},
    {"PutItem", "{\"Expected\":{\"a\":{\"Value\":7}}}", "Unexpected field type"},
    {"PutItem", "{\"Expected\":{\"a\":{\"Value\":[]}}}", "Unrecognized collection type class " OF_API "AttributeValue"},
    {"UpdateItem", "{\"AttributeUpdates\":{\"a\":[]}}",
     "Unrecognized collection type class " OF_API "AttributeValueUpdate"},
    {"Query", "{\"KeyConditions\":{\"a\":[]}}", "Unrecognized collection type class " OF_API "Condition"},
    {"BatchGetItem", "{\"RequestItems\":{\"a\":[]}}", "Unrecognized collection type class " OF_API "KeysAndAttributes"},
    {"BatchGetItem", "{\"RequestItems\":{\"a\":{\"Keys\":[7]}}}", CAST_ERROR},
    {"BatchWriteItem", "{\"RequestItems\":[]}",
     "Unrecognized collection type java.util.Map<java.lang.String, java.util.List<" OF_API "WriteRequest>>"},
    {"BatchWriteItem", "{\"RequestItems\":{\"a\":7}}", CAST_ERROR},
    {"BatchWriteItem", "{\"RequestItems\":{\"a\":{}}}", NOT_EXPECTED},
    {"BatchWriteItem", "{\"RequestItems\":{\"a\":[7]}}", "Unexpected value type in payload"},
    {"BatchWriteItem", "{\"RequestItems\":{\"a\":[{\"PutRequest\":[]}]}}",
     "Unrecognized collection type class " OF_API "PutRequest"},
    {"UpdateTable", "{\"GlobalSecondaryIndexUpdates\":[{\"Create\":[]}]}",
     "Unrecognized collection type class " OF_API "CreateGlobalSecondaryIndexAction"},
    {"UpdateTable", "{\"GlobalSecondaryIndexUpdates\":[{\"Update\":[]}]}",
     "Unrecognized collection type class " OF_API "UpdateGlobalSecondaryIndexAction"},
    {"UpdateTable", "{\"GlobalSecondaryIndexUpdates\":[{\"Delete\":[]}]}",
     "Unrecognized collection type class " OF_API "DeleteGlobalSecondaryIndexAction"},
    {"CreateTable", "{\"ProvisionedThroughput\":7}", "Unexpected field type"},
    {"CreateTable", "{\"ProvisionedThroughput\":{\"ReadCapacityUnits\":\"7\"}}",
     "STRING_VALUE cannot be converted to Long"},
    {"CreateTable", "{\"LocalSecondaryIndexes\":[[]]}",
     "Unrecognized collection type class " OF_API "LocalSecondaryIndex"},
    /* The whole request is read before any value is looked at. */
    {"GetItem", "{\"Key\":{\"a\":{\"SS\":[]}},\"TableName\":7}", "NUMBER_VALUE cannot be converted to String"},
};

static void tells_types_in_javas_words(void **state) { REFUSE_ALL(*state, "SerializationException", wrong_types); }

static void takes_strings_for_booleans_as_awss_parser_does(void **state) {
    world *world = operation_fixture_world(*state);
    static const char *const spellings[] = {"true", "TRUE", "1", "yes", "false", "0", "No"};
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        text body = text_format(*state, "{\"ConsistentRead\":\"%s\"}", spellings[i]);
        http_response response = operation_fixture_call(world, *state, "GetItem", body);
        assert_true(text_find(response.content.bytes, TEXT("#ValidationException")) != TEXT_NOT_FOUND);
    }
    world_free(world);
}

/* ---- constraints ---- */

#define FAILED " failed to satisfy constraint: "
#define NULL_KEY "Value null at 'key'" FAILED "Member must not be null"
#define BAD_NAME "Value 'abc;' at 'tableName'" FAILED "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"
#define NOT_OF(member_, values_) "Value 'hi' at '" member_ "'" FAILED "Member must satisfy enum value set: " values_
#define BAD_CAPACITY NOT_OF("returnConsumedCapacity", "[INDEXES, TOTAL, NONE]")
#define BAD_COLLECTION NOT_OF("returnItemCollectionMetrics", "[SIZE, NONE]")
#define BAD_RETURN NOT_OF("returnValues", "[ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]")
#define BAD_OPERATOR NOT_OF("conditionalOperator", "[OR, AND]")
#define BAD_SELECT NOT_OF("select", "[SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]")
#define BAD_COMPARISON "[IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS]"
#define EMPTY_LIST "Value '[]' at 'attributesToGet'" FAILED "Member must have length greater than or equal to 1"
#define BAD_INDEX                                                                                                      \
    "Value 'a;' at 'indexName'" FAILED "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; "             \
    "Value 'a;' at 'indexName'" FAILED "Member must have length greater than or equal to 3"
#define BAD_WRITE                                                                                                      \
    "{\"TableName\":\"abc;\",\"ReturnConsumedCapacity\":\"hi\",\"ReturnItemCollectionMetrics\":\"hi\","                \
    "\"ReturnValues\":\"hi\",\"ConditionalOperator\":\"hi\"}"

static const refusal broken_constraints[] = {
    {"GetItem", "{\"TableName\":\"abc;\",\"ReturnConsumedCapacity\":\"hi\",\"AttributesToGet\":[]}",
     "4 validation errors detected: " BAD_CAPACITY "; " EMPTY_LIST "; " BAD_NAME "; " NULL_KEY},
    {"PutItem", BAD_WRITE,
     "6 validation errors detected: " BAD_CAPACITY "; " BAD_NAME "; Value null at 'item'" FAILED
     "Member must not be null; " BAD_OPERATOR "; " BAD_RETURN "; " BAD_COLLECTION},
    {"UpdateItem", BAD_WRITE,
     "6 validation errors detected: " BAD_CAPACITY "; " BAD_NAME "; " BAD_COLLECTION "; " BAD_RETURN "; " BAD_OPERATOR
     "; " NULL_KEY},
    {"DeleteItem", BAD_WRITE,
     "6 validation errors detected: " BAD_CAPACITY "; " BAD_NAME "; " BAD_RETURN "; " BAD_COLLECTION "; " BAD_OPERATOR
     "; " NULL_KEY},
    {"Query", "{\"TableName\":\"abc;\",\"Select\":\"hi\",\"IndexName\":\"a;\",\"ReturnConsumedCapacity\":\"hi\"}",
     "5 validation errors detected: " BAD_SELECT "; " BAD_INDEX "; " BAD_CAPACITY "; " BAD_NAME},
    {"Scan",
     "{\"TableName\":\"abc;\",\"Select\":\"hi\",\"TotalSegments\":-1,\"Segment\":-1,\"Limit\":-1,\"AttributesToGet\":["
     "]}",
     "6 validation errors detected: " BAD_SELECT "; Value '-1' at 'totalSegments'" FAILED
     "Member must have value greater than or equal to 1; " BAD_NAME "; Value '-1' at 'segment'" FAILED
     "Member must have value greater than or equal to 0; Value '-1' at 'limit'" FAILED
     "Member must have value greater than or equal to 1; " EMPTY_LIST},
    {"ListTables", "{\"Limit\":500,\"ExclusiveStartTableName\":\"a;\"}",
     "3 validation errors detected: Value '500' at 'limit'" FAILED
     "Member must have value less than or equal to 100; Value 'a;' at 'exclusiveStartTableName'" FAILED
     "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value 'a;' at 'exclusiveStartTableName'" FAILED
     "Member must have length greater than or equal to 3"},
    {"BatchGetItem", "{\"ReturnConsumedCapacity\":\"hi\",\"RequestItems\":{\"abc\":{},\"def\":{\"Keys\":[]}}}",
     "2 validation errors detected: " BAD_CAPACITY "; Value null at 'requestItems.abc.member.keys'" FAILED
     "Member must not be null"},
    {"BatchWriteItem", "{\"RequestItems\":{\"abc\":[]}}",
     "1 validation error detected: Value '{abc=[]}' at 'requestItems'" FAILED
     "Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length "
     "greater than or equal to 1]"},
    {"BatchWriteItem", "{\"RequestItems\":{\"abc\":[{\"PutRequest\":{},\"DeleteRequest\":{}}]}}",
     "2 validation errors detected: Value null at 'requestItems.abc.member.1.member.deleteRequest.key'" FAILED
     "Member must not be null; Value null at 'requestItems.abc.member.1.member.putRequest.item'" FAILED
     "Member must not be null"},
    /* No more than ten are told. */
    {"Query",
     "{\"TableName\":\"abc;\",\"Select\":\"hi\",\"IndexName\":\"a;\",\"ReturnConsumedCapacity\":\"hi\",\"QueryFilter\":"
     "{\"a\":{},\"b\":{\"ComparisonOperator\":\"hi\"}},\"AttributesToGet\":[],"
     "\"KeyConditions\":{\"a\":{},\"b\":{},\"c\":{}}}",
     "10 validation errors detected: " BAD_SELECT "; " BAD_INDEX "; " BAD_CAPACITY
     "; Value null at 'queryFilter.a.member.comparisonOperator'" FAILED "Member must not be null; " NOT_OF(
         "queryFilter.b.member.comparisonOperator",
         BAD_COMPARISON) "; " BAD_NAME "; " EMPTY_LIST
                         "; Value null at 'keyConditions.a.member.comparisonOperator'" FAILED
                         "Member must not be null; Value null at 'keyConditions.b.member.comparisonOperator'" FAILED
                         "Member must not be null"},
};

static void lists_constraints_in_each_operations_order(void **state) {
    REFUSE_ALL(*state, "ValidationException", broken_constraints);
}

/* ---- values ---- */

#define ABC "{\"TableName\":\"abc\","
#define EMPTY "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
#define TOO_MANY                                                                                                       \
    "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"
#define INVALID "One or more parameter values were invalid: "
#define NOT_A_NUMBER "The parameter cannot be converted to a numeric value"
#define MIXTURE                                                                                                        \
    "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: "

static const refusal bad_values[] = {
    {"GetItem", ABC "\"Key\":{\"a\":{}}}", EMPTY},
    {"GetItem", ABC "\"Key\":{\"a\":{\"S\":\"\",\"N\":\"b\"}}}", NOT_A_NUMBER ": b"},
    {"GetItem", ABC "\"Key\":{\"a\":{\"S\":\"\",\"N\":\"\"}}}", NOT_A_NUMBER ": "},
    {"GetItem", ABC "\"Key\":{\"a\":{\"S\":\"\",\"N\":\"1\"}}}", TOO_MANY},
    {"GetItem", ABC "\"Key\":{\"a\":{\"NULL\":\"no\"}}}",
     INVALID "Null attribute value types must have the value of true"},
    {"GetItem", ABC "\"Key\":{\"a\":{\"BS\":[\"Yg==\",\"Yg==\"]}}}",
     INVALID "Input collection [\"Yg==\",\"Yg==\"]of type BS contains duplicates."},
    {"GetItem", ABC "\"Key\":{\"a\":{}},\"AttributesToGet\":[\"a\"],\"ProjectionExpression\":\"\"}",
     MIXTURE "{AttributesToGet} Expression parameters: {ProjectionExpression}"},
    {"GetItem", ABC "\"Key\":{\"a\":{}},\"ExpressionAttributeNames\":{}}",
     "ExpressionAttributeNames can only be specified when using expressions"},
    {"GetItem", ABC "\"Key\":{\"a\":{}},\"AttributesToGet\":[\"a\",\"a\"]}", EMPTY},
    {"PutItem", ABC "\"Item\":{\"a\":{}},\"ExpressionAttributeValues\":{}}",
     "ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null"},
    {"PutItem", ABC "\"Item\":{\"a\":{}},\"ReturnValues\":\"ALL_NEW\"}", EMPTY},
    {"DeleteItem", ABC "\"Key\":{},\"ReturnValues\":\"ALL_NEW\"}", "ReturnValues can only be ALL_OLD or NONE"},
    {"DeleteItem",
     ABC "\"Key\":{},\"ExpressionAttributeNames\":{\"a\":\"a\"},\"ExpressionAttributeValues\":{},"
         "\"ConditionExpression\":\"\"}",
     "ExpressionAttributeNames contains invalid key: Syntax error; key: \"a\""},
    {"DeleteItem", ABC "\"Key\":{},\"ExpressionAttributeValues\":{\"b\":{}},\"ConditionExpression\":\"\"}",
     "ExpressionAttributeValues contains invalid key: Syntax error; key: \"b\""},
    {"DeleteItem",
     ABC "\"Key\":{},\"ExpressionAttributeValues\":{\":a\":{\"S\":\"\"},\":b\":{\"NS\":[\"1\",\"b\"]}},"
         "\"ConditionExpression\":\"\"}",
     "ExpressionAttributeValues contains invalid value: " NOT_A_NUMBER ": b for key :b"},
    {"PutItem", ABC "\"Item\":{},\"Expected\":{\"a\":{\"Value\":{}}}}", EMPTY},
    {"PutItem", ABC "\"Item\":{},\"Expected\":{\"a\":{\"Value\":{},\"Exists\":false}}}",
     INVALID "Value cannot be used when Exists is false for Attribute: a"},
    {"UpdateItem", ABC "\"Key\":{},\"AttributeUpdates\":{\"a\":{\"Value\":{\"S\":\"a\",\"N\":\"1\"}}}}", TOO_MANY},
    {"Scan",
     ABC "\"ScanFilter\":{\"a\":{\"ComparisonOperator\":\"EQ\",\"AttributeValueList\":[{\"S\":\"x\"},{\"SS\":[]}]}}}",
     INVALID "An string set  may not be empty"},
    {"Scan", ABC "\"ConditionalOperator\":\"OR\",\"ExpressionAttributeNames\":{}}",
     "ExpressionAttributeNames can only be specified when using expressions"},
    {"Scan", ABC "\"ConditionalOperator\":\"OR\",\"ExclusiveStartKey\":{\"a\":{}}}",
     "ConditionalOperator cannot be used without Filter or Expected"},
    {"Scan", ABC "\"ExclusiveStartKey\":{\"a\":{}}}", "The provided starting key is invalid: " EMPTY},
    {"Scan", ABC "\"ExclusiveStartKey\":{\"a\":{\"N\":\"b\"}}}", NOT_A_NUMBER ": b"},
    {"Query", ABC "\"ExclusiveStartKey\":{\"a\":{}}}", "The provided starting key is invalid: " EMPTY},
    {"Query", ABC "\"FilterExpression\":\"\",\"ExpressionAttributeNames\":{}}",
     "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request."},
    {"Scan", ABC "\"TotalSegments\":1,\"FilterExpression\":\"\",\"ExpressionAttributeNames\":{}}",
     "The Segment parameter is required but was not present in the request when parameter TotalSegments is present"},
    {"BatchGetItem", "{\"RequestItems\":{\"abc\":{\"Keys\":[{},{\"a\":{}}]}}}", EMPTY},
    {"BatchGetItem",
     "{\"RequestItems\":{\"abc\":{\"Keys\":[{\"a\":{\"N\":\"1\"}},{\"b\":{\"N\":\"1\"}},{\"a\":{\"N\":\"1.0\"}}]}}}",
     "Provided list of item keys contains duplicates"},
};

static void tells_of_values_when_it_comes_to_them(void **state) {
    REFUSE_ALL(*state, "ValidationException", bad_values);
}

/* ---- conditions on keys ---- */

#define WITH_A ",\"ExpressionAttributeValues\":{\":a\":{\"S\":\"1\"}}}"
#define KEYS(expression_) ABC "\"KeyConditionExpression\":\"" expression_ "\"" WITH_A
#define KEYS_WITHOUT_VALUES(expression_) ABC "\"KeyConditionExpression\":\"" expression_ "\"}"
#define NO_CONDITION "Invalid condition in KeyConditionExpression: "

static const refusal bad_key_conditions[] = {
    {"Query", KEYS("a = :a OR b = :a"), "Invalid operator used in KeyConditionExpression: OR"},
    {"Query", KEYS("a = :a AND NOT b = :a"), "Invalid operator used in KeyConditionExpression: NOT"},
    {"Query", KEYS("contains(a, :a)"), "Invalid operator used in KeyConditionExpression: contains"},
    {"Query", KEYS(":a BETWEEN a AND b"),
     NO_CONDITION "BETWEEN operator must have the key attribute as its first operand"},
    {"Query", KEYS("begins_with(:a, b)"),
     NO_CONDITION "begins_with operator must have the key attribute as its first operand"},
    {"Query", KEYS("size(a) > :a"), "KeyConditionExpressions cannot contain nested operations"},
    {"Query", KEYS_WITHOUT_VALUES("a > size(b)"), "KeyConditionExpressions cannot contain nested operations"},
    {"Query", KEYS_WITHOUT_VALUES("a = b"), NO_CONDITION "Multiple attribute names used in one condition"},
    {"Query", KEYS("a.b = :a"), "KeyConditionExpressions cannot have conditions on nested attributes"},
    {"Query", KEYS("a = :a AND a = :a"),
     "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key"},
    {"Query", KEYS("a > :a AND a < :a AND c = :a"),
     "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key"},
};

static void judges_key_conditions_before_it_looks_for_the_table(void **state) {
    REFUSE_ALL(*state, "ValidationException", bad_key_conditions);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(tells_types_in_javas_words),
        TEST(takes_strings_for_booleans_as_awss_parser_does),
        TEST(lists_constraints_in_each_operations_order),
        TEST(tells_of_values_when_it_comes_to_them),
        TEST(judges_key_conditions_before_it_looks_for_the_table),
    };
    return RUN_TESTS(tests);
}
