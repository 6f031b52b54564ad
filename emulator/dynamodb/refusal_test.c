/* Refusals as the service gave them in October of 2026: whose words tell of a bad value, and which of several things
 * that are wrong is told. Source: recordings of conformance suites in eu-west-2 and us-east-1. */
#include "core/buffer.h"
#include "dynamodb/refusal_fixture.h"

#define FAILED " failed to satisfy constraint: "
#define DETECTED "1 validation error detected: "
#define INVALID "One or more parameter values were invalid: "
#define MISMATCH "The provided key element does not match the schema"
#define NOT_NUMERIC "The parameter cannot be converted to a numeric value"
#define OVERFLOW "Number overflow. Attempting to store a number with magnitude larger than supported range"
#define UNDERFLOW "Number underflow. Attempting to store a number with magnitude smaller than supported range"
#define TOO_DEEP                                                                                                       \
    "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit"
#define WRAPPED(message_, key_) "ExpressionAttributeValues contains invalid value: " message_ " for key " key_

/* A table of strings, one with a sort key, and one whose sort key is a number. */
static world *world_with_tables(arena *arena) {
    static const char *const tables[] = {
        "{'TableName':'Hashes','BillingMode':'PAY_PER_REQUEST','KeySchema':[{'AttributeName':'pk','KeyType':'HASH'}],"
        "'AttributeDefinitions':[{'AttributeName':'pk','AttributeType':'S'}]}",
        "{'TableName':'Pairs','BillingMode':'PAY_PER_REQUEST','KeySchema':[{'AttributeName':'pk','KeyType':'HASH'},"
        "{'AttributeName':'sk','KeyType':'RANGE'}],'AttributeDefinitions':[{'AttributeName':'pk','AttributeType':'S'},"
        "{'AttributeName':'sk','AttributeType':'S'}]}",
        "{'TableName':'Ranks','BillingMode':'PAY_PER_REQUEST','KeySchema':[{'AttributeName':'pk','KeyType':'HASH'},"
        "{'AttributeName':'sk','KeyType':'RANGE'}],'AttributeDefinitions':[{'AttributeName':'pk','AttributeType':'S'},"
        "{'AttributeName':'sk','AttributeType':'N'}]}",
    };
    world *world = operation_fixture_world(arena);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        assert_int_equal(operation_fixture_call(world, arena, "CreateTable", refusal_body(arena, tables[i])).status,
                         200);
    return world;
}

/* The template with part in place of its %s. */
static const char *filled(arena *arena, const char *template, const char *part) {
    const char *place = strstr(template, "%s");
    return place ? arena_printf(arena, "%.*s%s%s", (int)(place - template), template, part, place + 2) : template;
}

/* ---- values ---- */

/* Where a value stands in a request of each operation, and what the operation says before and behind the reader's
 * words. */
typedef struct value_surface {
    const char *operation;
    const char *body; /* %s: the value */
    const char *format;
    bool is_second;
} value_surface;

#define BARE "%s"
#define OF_EXPRESSION WRAPPED("%s", ":v")

static const value_surface surfaces[] = {
    {"GetItem", "{'TableName':'Hashes','Key':{'pk':%s}}", BARE, true},
    {"BatchGetItem", "{'RequestItems':{'Hashes':{'Keys':[{'pk':%s}]}}}", BARE, true},
    {"Query",
     "{'TableName':'Hashes','KeyConditionExpression':'pk = :p','FilterExpression':'n = :v',"
     "'ExpressionAttributeValues':{':p':{'S':'a'},':v':%s}}",
     BARE, true},
    {"Query",
     "{'TableName':'Hashes','KeyConditionExpression':'pk = :p','ExpressionAttributeValues':{':p':{'S':'a'}},"
     "'ExclusiveStartKey':{'pk':%s}}",
     BARE, true},
    {"Query",
     "{'TableName':'Hashes','KeyConditions':{'pk':{'ComparisonOperator':'EQ','AttributeValueList':[{'S':'a'}]}},"
     "'QueryFilter':{'s':{'ComparisonOperator':'EQ','AttributeValueList':[%s]}}}",
     BARE, true},
    {"BatchWriteItem", "{'RequestItems':{'Hashes':[{'PutRequest':{'Item':{'pk':{'S':'a'},'n':%s}}}]}}", BARE, false},
    {"BatchWriteItem", "{'RequestItems':{'Hashes':[{'DeleteRequest':{'Key':{'pk':%s}}}]}}", BARE, false},
    {"Scan", "{'TableName':'Hashes','FilterExpression':'n = :v','ExpressionAttributeValues':{':v':%s}}", OF_EXPRESSION,
     false},
    {"TransactGetItems", "{'TransactItems':[{'Get':{'TableName':'Hashes','Key':{'pk':%s}}}]}", BARE, false},
    {"TransactWriteItems", "{'TransactItems':[{'Put':{'TableName':'Hashes','Item':{'pk':{'S':'a'},'n':%s}}}]}", BARE,
     false},
    {"TransactWriteItems", "{'TransactItems':[{'Delete':{'TableName':'Hashes','Key':{'pk':%s}}}]}", BARE, false},
    {"TransactWriteItems",
     "{'TransactItems':[{'Update':{'TableName':'Hashes','Key':{'pk':{'S':'a'}},'UpdateExpression':'SET n = :v',"
     "'ExpressionAttributeValues':{':v':%s}}}]}",
     OF_EXPRESSION, false},
    {"ExecuteStatement", "{'Statement':'SELECT * FROM Hashes WHERE pk = ?','Parameters':[%s]}", BARE, false},
};

static const struct {
    const char *value;
    const char *first;
    const char *second;
} bad_values[] = {
    {"{'N':'abc'}", NOT_NUMERIC ": abc", NOT_NUMERIC ": abc"},
    {"{'N':''}", NOT_NUMERIC, NOT_NUMERIC ": "},
    {"{'N':'1e126'}", OVERFLOW, OVERFLOW},
    {"{'N':'1e2147483647'}", UNDERFLOW, OVERFLOW},
    {"{'NS':['1','1e2147483647']}", UNDERFLOW, OVERFLOW},
    {"{'L':[{'M':{'x':{'N':''}}}]}", NOT_NUMERIC, NOT_NUMERIC ": "},
    {"{'SS':['b','a','b','c']}", INVALID "Input collection [b, a, b, c] contains duplicates.",
     INVALID "Input collection [\"a\", \"b\", \"b\", \"c\"] contains duplicates."},
    {"{'BS':['/w==','AA==','AA==']}", INVALID "Input collection [/w==, AA==, AA==]of type BS contains duplicates.",
     INVALID "Input collection [\"AA==\",\"/w==\",\"AA==\"]of type BS contains duplicates."},
    {"{'NS':['2','1','2.0']}", "Input collection contains duplicates", INVALID "Input collection contains duplicates."},
};

static void tells_of_values_in_the_words_of_each_operation(void **state) {
    world *world = world_with_tables(*state);
    for (size_t i = 0; i < sizeof surfaces / sizeof *surfaces; i++)
        for (size_t j = 0; j < sizeof bad_values / sizeof *bad_values; j++) {
            const char *words = surfaces[i].is_second ? bad_values[j].second : bad_values[j].first;
            refusal refusal = {
                surfaces[i].operation,
                filled(*state, surfaces[i].body, bad_values[j].value),
                filled(*state, surfaces[i].format, words),
            };
            refuse_all_in(world, *state, "ValidationException", &refusal, 1);
        }
    world_free(world);
}

/* ---- requests ---- */

#define NAMES_MUST                                                                                                     \
    "Map keys must satisfy constraint: [Member must have length less than or equal to 255, Member must have length "   \
    "greater than or equal to 3, Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+]"
#define BAD_CAPACITY                                                                                                   \
    "Value 'hi' at 'returnConsumedCapacity'" FAILED "Member must satisfy enum value set: [INDEXES, TOTAL, NONE]"
#define BAD_METRICS                                                                                                    \
    "Value 'ho' at 'returnItemCollectionMetrics'" FAILED "Member must satisfy enum value set: [SIZE, NONE]"
#define BAD_NAME_AT(path_)                                                                                             \
    "Value 'bad!' at 'transactItems." path_ ".tableName'" FAILED                                                       \
    "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"
#define ALL_OF_A                                                                                                       \
    "AttributeValue(s=a, n=null, b=null, iNT=null, dECIMAL=null, dOUBLE=null, sS=null, nS=null, bS=null, "             \
    "iNTSET=null, dECIMALSET=null, dOUBLESET=null, m=null, l=null, nULL=null, bOOL=null)"
#define LONG_TOKEN "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

static const refusal batches[] = {
    {"BatchGetItem", "{'RequestItems': {'bad!': {'Keys': [{'pk': {'S': 'a'}}]}}, 'ReturnConsumedCapacity': 'hi'}",
     "2 validation errors detected: Value '{\"bad!\":{\"Keys\":[{\"pk\":{\"S\":\"a\"}}]}}' at 'requestItems'" FAILED
         NAMES_MUST "; " BAD_CAPACITY},
    {"BatchGetItem", "{'RequestItems':{'Hashes':{'Keys':[]}}}",
     DETECTED "Value at 'RequestItems.Hashes.member.Keys'" FAILED "Member must have length greater than or equal to 1"},
    {"BatchGetItem",
     "{'RequestItems':{'Hashes':{'Keys':[{'pk':{'S':'a'}}],'ProjectionExpression':'pk'},"
     "'Pairs':{'Keys':[{'pk':{'S':'a'},'sk':{'S':'a'}}],'AttributesToGet':['pk']}}}",
     "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: "
     "{AttributesToGet} Expression parameters: {ProjectionExpression}"},
    {"BatchWriteItem", "{'RequestItems':{'bad!':[{'PutRequest':{'Item':{'pk':{'S':'a'}}}}]}}",
     DETECTED "Value '{bad!=[WriteRequest(putRequest=PutRequest(item={pk=" ALL_OF_A
              "}, workloadProfileName=null), deleteRequest=null)]}' at 'requestItems'" FAILED NAMES_MUST},
    {"BatchWriteItem",
     "{'RequestItems':{'bad!':[{'DeleteRequest':{'Key':{'pk':{'S':'a'}}}}]},'ReturnConsumedCapacity':'hi',"
     "'ReturnItemCollectionMetrics':'ho'}",
     "2 validation errors detected: " BAD_CAPACITY "; " BAD_METRICS},
    {"BatchWriteItem", "{'RequestItems':{'Hashes':[{'PutRequest':{'Item':{'other':{'S':'x'}}}}]}}", MISMATCH},
    {"BatchWriteItem", "{'RequestItems':{'Hashes':[{'PutRequest':{'Item':{'pk':{'N':'5'}}}}]}}", MISMATCH},
    {"BatchWriteItem", "{'RequestItems':{'Hashes':[{'DeleteRequest':{'Key':{'other':{'S':'x'}}}}]}}", MISMATCH},
};

static const refusal transactions[] = {
    {"TransactWriteItems",
     "{'TransactItems':[{'Put':{'TableName':'Hashes','Item':{}}},{'Update':{'TableName':'bad!','Key':{},"
     "'UpdateExpression':'SET a = :a'}}],'ReturnConsumedCapacity':'hi','ClientRequestToken':'" LONG_TOKEN "'}",
     "3 validation errors detected: Value '" LONG_TOKEN "' at 'clientRequestToken'" FAILED
     "Member must have length less than or equal to 36; " BAD_NAME_AT("2.member.update") "; " BAD_CAPACITY},
    {"TransactWriteItems", "{'TransactItems':[{'Delete':{'TableName':'bad!','Key':{}}}]}",
     DETECTED BAD_NAME_AT("1.member.delete")},
    {"TransactWriteItems",
     "{'TransactItems':[{'ConditionCheck':{'TableName':'bad!','Key':{},'ConditionExpression':'a'}}]}",
     DETECTED BAD_NAME_AT("1.member.conditionCheck")},
    {"TransactWriteItems", "{'TransactItems':[{'ConditionCheck':{'TableName':'Hashes','Key':{}}}]}",
     DETECTED "Value null at 'transactItems.1.member.conditionCheck.conditionExpression'" FAILED
              "Member must not be null"},
    {"TransactGetItems",
     "{'TransactItems':[{'Get':{'TableName':'Hashes','Key':{}}},{'Get':{'TableName':'bad!','Key':{}}}]}",
     DETECTED BAD_NAME_AT("2.member.get")},
    {"TransactGetItems", "{'TransactItems':[{}]}",
     DETECTED "Value null at 'transactItems.1.member.get'" FAILED "Member must not be null"},
    {"TransactWriteItems", "{'TransactItems':[{}]}",
     "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request"},
};

static const refusal key_conditions[] = {
#define QUERY(table_, condition_, value_)                                                                              \
    "{'TableName':'" table_ "','KeyConditionExpression':'" condition_                                                  \
    "','ExpressionAttributeValues':{':p':{'S':'a'},':v':" value_ "}}"
#define WRONG_OPERAND(operator_, type_)                                                                                \
    "Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or "                    \
    "function: " operator_ ", operand type: " type_
    {"Query", QUERY("Nowhere", "pk = :p AND begins_with(sk, :v)", "{'N':'1'}"), WRONG_OPERAND("begins_with", "N")},
    {"Query", QUERY("Ranks", "begins_with(sk, :v) AND pk = :q", "{'BOOL':true}"), WRONG_OPERAND("begins_with", "BOOL")},
    {"Query", QUERY("Ranks", "pk = :p AND :v >= sk", "{'BOOL':true}"), WRONG_OPERAND(">=", "BOOL")},
    {"Query", QUERY("Ranks", "pk = :p AND sk = :v", "{'BOOL':true}"),
     INVALID "Condition parameter type does not match schema type"},
    {"Query", QUERY("Ranks", "pk = :p AND sk > :v AND sk < :v", "{'N':'1'}"),
     "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key"},
    {"Query", QUERY("Ranks", "pk = :p AND sk > :v AND x = :v", "{'N':'1'}"),
     "The number of query conditions (3) exceeds the number of key attributes defined in the schema (2)"},
    {"Query", QUERY("Hashes", "pk = :p AND x = :v", "{'N':'1'}"),
     "The number of query conditions (2) exceeds the number of key attributes defined in the schema (1)"},
    {"Query",
     "{'TableName':'Hashes','KeyConditionExpression':'pk = :p','ExpressionAttributeValues':{':p':{'S':'a'}},"
     "'ExclusiveStartKey':{'pk':{'S':'a'}}}",
     "The provided exclusive start key is invalid: ExclusiveStartKey: {pk=AttributeValue: {S:a}}"},
    {"Query",
     "{'TableName':'Hashes','KeyConditionExpression':'pk = :p','ExpressionAttributeValues':{':p':{'S':'a'}},"
     "'ExclusiveStartKey':{'pk':{'S':'b'}}}",
     "The provided starting key is outside query boundaries based on provided conditions"},
    {"Query",
     "{'TableName':'Nowhere','KeyConditions':{'pk':{'ComparisonOperator':'EQ','AttributeValueList':[{'S':'a'}]}},"
     "'QueryFilter':{'b':{'ComparisonOperator':'NULL'},'c':{'ComparisonOperator':'NULL'}},"
     "'ConditionalOperator':'XOR','Select':'BOGUS'}",
     "Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]"},
};

static void words_refusals_as_recorded(void **state) {
    world *world = world_with_tables(*state);
    REFUSE_ALL_IN(world, *state, "ValidationException", batches);
    REFUSE_ALL_IN(world, *state, "ValidationException", transactions);
    REFUSE_ALL_IN(world, *state, "ValidationException", key_conditions);
    world_free(world);
}

/* ---- which of a transaction's writes is told of ---- */

/* A value of so many maps, one in the other. */
static const char *nested(arena *arena, int levels) {
    buffer out = BUFFER(arena);
    for (int i = 0; i < levels; i++)
        buffer_append(&out, TEXT("{'M':{'n':"));
    buffer_append(&out, TEXT("{'S':'leaf'}"));
    for (int i = 0; i < levels; i++)
        buffer_append(&out, TEXT("}}"));
    return buffer_text(&out).data;
}

#define KEY "'Key':{'pk':{'S':'k'}}"
#define PUT(members_) "{'Put':{'TableName':'Nowhere','Item':{'pk':{'S':'k'}" members_ "}}}"
#define NAMELESS PUT(",'':{'S':'x'}")
#define BAD_SYNTAX "{'Put':{'TableName':'Nowhere','Item':{'pk':{'S':'k'}},'ConditionExpression':'a = = b'}}"
#define UNUSED                                                                                                         \
    "{'Update':{'TableName':'Nowhere'," KEY ",'UpdateExpression':'SET a = :v',"                                        \
    "'ExpressionAttributeValues':{':v':{'S':'x'},':u':{'S':'y'}}}}"
#define CHECK_DEEP                                                                                                     \
    "{'ConditionCheck':{'TableName':'Nowhere'," KEY ",'ConditionExpression':'d = :d',"                                 \
    "'ExpressionAttributeValues':{':d':%s}}}"
#define DELETE_DEEP(condition_) "{'Delete':{'TableName':'Nowhere','Key':{'pk':%s}" condition_ "}}"
#define SYNTAX "Invalid ConditionExpression: Syntax error; token: \"=\", near: \"= = b\""
#define NO_NAME "Empty attribute name"
#define IS_UNUSED "Value provided in ExpressionAttributeValues unused in expressions: keys: {:u}"

static const struct {
    int levels; /* of %s */
    const char *writes;
    const char *message;
} ordered_writes[] = {
    {40, PUT(",'d':%s") "," NAMELESS, TOO_DEEP},
    {100, NAMELESS "," PUT(",'d':%s"), NO_NAME},
    {100, PUT(",'d':%s,'':{'S':'x'}"), NO_NAME},
    {40, PUT(",'m':{'M':{'':{'S':'x'}}},'d':%s"), TOO_DEEP},
    {100, NAMELESS "," CHECK_DEEP, NO_NAME},
    {40, CHECK_DEEP "," NAMELESS, WRAPPED(TOO_DEEP, ":d")},
    {40, DELETE_DEEP("") "," BAD_SYNTAX, TOO_DEEP},
    {100, BAD_SYNTAX "," DELETE_DEEP(""), SYNTAX},
    {100, DELETE_DEEP(",'ConditionExpression':'a = = b'"), SYNTAX},
    {40, DELETE_DEEP("") "," UNUSED, TOO_DEEP},
    {100, UNUSED "," DELETE_DEEP(""), IS_UNUSED},
};

static void looks_at_a_transactions_writes_one_by_one(void **state) {
    for (size_t i = 0; i < sizeof ordered_writes / sizeof *ordered_writes; i++) {
        const char *value = nested(*state, ordered_writes[i].levels);
        refusal refusal = {
            "TransactWriteItems",
            arena_printf(*state, "{'TransactItems':[%s]}", filled(*state, ordered_writes[i].writes, value)),
            ordered_writes[i].message,
        };
        refuse_all(*state, "ValidationException", &refusal, 1);
    }
}

/* ---- which of several faults of an expression ---- */

#define FILTER(expression_)                                                                                            \
    "{'TableName':'Hashes','FilterExpression':'" expression_ "','ExpressionAttributeValues':{':n':{'N':'1'},"          \
    "':s':{'S':'x'}}}"
#define UPDATE(expression_)                                                                                            \
    "{'TableName':'Hashes','Key':{'pk':{'S':'a'}},'UpdateExpression':'" expression_                                    \
    "','ExpressionAttributeValues':{':n':{'N':'1'},':s':{'S':'x'}}}"
#define OF_FILTER "Invalid FilterExpression: "
#define OF_UPDATE "Invalid UpdateExpression: "
#define NO_VALUE(name_) "An expression attribute value used in expression is not defined; attribute value: " name_
#define UNNAMED(name_) "An expression attribute name used in the document path is not defined; attribute name: " name_
#define WORD(word_) "Attribute name is a reserved keyword; reserved keyword: " word_
#define OF_TYPE(function_, type_)                                                                                      \
    "Incorrect operand type for operator or function; operator or function: " function_ ", operand type: " type_

/* Each has the fault that is told behind one that is not. */
static const refusal faults_of_expressions[] = {
    {"Scan", FILTER("foo(a) AND b = = c"), OF_FILTER "Syntax error; token: \"=\", near: \"= = c\""},
    {"Scan", FILTER("size = :s AND ((a = :s))"), OF_FILTER "The expression has redundant parentheses;"},
    {"Scan", FILTER("foo(a, :n) = :s"), OF_FILTER "Invalid function name; function: foo"},
    {"Scan", FILTER("list_append(a, :n) between :s and b"),
     OF_FILTER "The function is not allowed in a condition expression; function: list_append"},
    {"Scan", FILTER("size = :s AND foo(a)"), OF_FILTER "Invalid function name; function: foo"},
    {"Scan", FILTER("begins_with(a, :n) AND size = :s"), OF_FILTER WORD("size")},
    {"Scan", FILTER("#n = :s AND begins_with(a, :n)"), OF_FILTER UNNAMED("#n")},
    {"Scan", FILTER("begins_with(a, :n) AND #n = :s"), OF_FILTER OF_TYPE("begins_with", "N")},
    {"Scan", FILTER("a = :u AND begins_with(a, :n)"), OF_FILTER NO_VALUE(":u")},
    {"Scan", FILTER("a > ((b)) AND size = :s"), OF_FILTER "The expression has redundant parentheses;"},
    {"Scan", FILTER("a > between"), OF_FILTER "Syntax error; token: \"between\", near: \"> between\""},
    {"Scan", FILTER("attribute_type(a, size(a))"), OF_FILTER OF_TYPE("attribute_type", "N")},
    {"UpdateItem", UPDATE("SET a = set"), OF_UPDATE "Syntax error; token: \"set\", near: \"= set\""},
    {"UpdateItem", UPDATE("SET b = list_append(:s, a) ADD a :s"),
     OF_UPDATE "Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeset: "
               "ALLOWED_FOR_ADD_OPERAND"},
    {"UpdateItem", UPDATE("SET a = foo(b) c"), OF_UPDATE "Syntax error; token: \"c\", near: \") c\""},
    {"UpdateItem", UPDATE("SET a = foo(b), size = :n"), OF_UPDATE WORD("size")},
    {"UpdateItem", UPDATE("SET a = :n SET b = foo(c)"), OF_UPDATE "Invalid function name; function: foo"},
    {"UpdateItem", UPDATE("SET a = :u, a = #n"), OF_UPDATE UNNAMED("#n")},
    {"UpdateItem", UPDATE("SET a = :n, a = :u"), OF_UPDATE NO_VALUE(":u")},
    {"UpdateItem", UPDATE("ADD a :s SET a = :n"),
     OF_UPDATE
     "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path "
     "two: [a]"},
    {"Scan", "{'TableName':'Hashes','ProjectionExpression':'a, a, size'}",
     "Invalid ProjectionExpression: " WORD("size")},
    {"ExecuteStatement", "{'Statement':'SELECT * FROM \\'Missing\\' WHERE begins_with(a, 1)'}",
     OF_TYPE("begins_with", "N")},
};

static void looks_for_the_key_before_the_start(void **state) {
    static const refusal refusals[] = {
        {"Query",
         "{'TableName':'Pairs','KeyConditionExpression':'z = :v','ExpressionAttributeValues':{':v':{'S':'a'}},"
         "'ExclusiveStartKey':{'pk':{'S':'a'},'c':{'N':'1'}}}",
         "Query condition missed key schema element: pk"},
    };
    world *world = world_with_tables(*state);
    REFUSE_ALL_IN(world, *state, "ValidationException", refusals);
    world_free(world);
}

/* A hundred of one table, and one of another. */
static void counts_the_keys_of_a_batch(void **state) {
    buffer keys = BUFFER(*state);
    for (int i = 0; i < 100; i++)
        buffer_format(&keys, "%s{'pk':{'S':'%d'}}", i ? "," : "", i);
    refusal refusal = {
        "BatchGetItem",
        arena_printf(*state, "{'RequestItems':{'Hashes':{'Keys':[%s]},'Other':{'Keys':[{'pk':{'S':'a'}}]}}}",
                     buffer_text(&keys).data),
        "Too many items requested for the BatchGetItem call",
    };
    refuse_all(*state, "ValidationException", &refusal, 1);
}

static void takes_operands_in_parentheses(void **state) {
    static const char *const expressions[] = {"(a) between (:n) and (size(a)) and b = :s",
                                              "(size(a)) = :n and not (:s) in ((b), c)",
                                              "((size(a)) = :n) and contains((b), :s)"};
    world *world = world_with_tables(*state);
    for (size_t i = 0; i < sizeof expressions / sizeof *expressions; i++) {
        const char *body =
            filled(*state,
                   "{'TableName':'Hashes','FilterExpression':'%s','ExpressionAttributeValues':{':n':{'N':'1'},"
                   "':s':{'S':'x'}}}",
                   expressions[i]);
        http_response response = operation_fixture_call(world, *state, "Scan", refusal_body(*state, body));
        if (response.status != 200)
            fail_msg("%s: %.*s", body, TEXT_ARGS(response.content.bytes));
    }
    world_free(world);
}

static void tells_of_an_expressions_faults_in_order(void **state) {
    world *world = world_with_tables(*state);
    REFUSE_ALL_IN(world, *state, "ValidationException", faults_of_expressions);
    world_free(world);
}

/* ---- keys in expressions ---- */

#define NOT_SCALAR(what_)                                                                                              \
    "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: " what_
#define EQUAL "'KeyConditionExpression':'pk = :v','ExpressionAttributeValues':{':v':{'S':'a'}}"

static const char indexed_table[] =
    "{'TableName':'Indexed','BillingMode':'PAY_PER_REQUEST','KeySchema':[{'AttributeName':'pk','KeyType':'HASH'}],"
    "'AttributeDefinitions':[{'AttributeName':'pk','AttributeType':'S'},{'AttributeName':'g','AttributeType':'S'}],"
    "'GlobalSecondaryIndexes':[{'IndexName':'Gsi','KeySchema':[{'AttributeName':'g','KeyType':'HASH'}],"
    "'Projection':{'ProjectionType':'ALL'}}]}";

static const refusal uses_of_keys[] = {
    {"GetItem", "{'TableName':'Indexed','Key':{'pk':{'S':'a'}},'ProjectionExpression':'g[0]'}",
     NOT_SCALAR("IndexKey: g")},
    {"Query", "{'TableName':'Indexed'," EQUAL ",'ProjectionExpression':'a, pk.b'}", NOT_SCALAR("Key: pk")},
    {"Scan", "{'TableName':'Indexed','FilterExpression':'g.b = :v','ExpressionAttributeValues':{':v':{'S':'a'}}}",
     NOT_SCALAR("IndexKey: g")},
    {"UpdateItem", "{'TableName':'Indexed','Key':{'pk':{'S':'a'}},'UpdateExpression':'REMOVE g.b'}",
     NOT_SCALAR("IndexKey: g")},
    {"UpdateItem", "{'TableName':'Indexed','Key':{'pk':{'S':'a'}},'UpdateExpression':'SET a = pk[0]'}",
     NOT_SCALAR("Key: pk")},
    {"UpdateItem",
     "{'TableName':'Indexed','Key':{'pk':{'S':'a'}},'UpdateExpression':'SET g = a + :v','ConditionExpression':"
     "'attribute_exists(pk)','ExpressionAttributeValues':{':v':{'N':'1'}}}",
     INVALID "Type mismatch for Index Key g Expected: S Actual: N IndexName: Gsi"},
};

static const refusal derived_keys[] = {
    {"UpdateItem", "{'TableName':'Indexed','Key':{'pk':{'S':'a'}},'UpdateExpression':'SET g = n'}",
     "The update expression attempted to update the secondary index key to unsupported type"},
    {"UpdateItem",
     "{'TableName':'Indexed','Key':{'pk':{'S':'a'}},'UpdateExpression':'SET g = if_not_exists(g, n), a = n'}",
     "The update expression attempted to update the secondary index key to unsupported type"},
};

#define NO_EMPTY(what_) "The AttributeValue for a key attribute cannot contain an empty " what_ " value."
#define EMPTY_KEY "One or more parameter values are not valid. " NO_EMPTY("string") " Key: pk"
#define EMPTY_INDEX_KEY                                                                                                \
    "One or more parameter values are not valid. A value specified for a secondary index key is not "                  \
    "supported. " NO_EMPTY("string") " IndexName: Gsi, IndexKey: g"
#define EMPTY_UPDATE                                                                                                   \
    "One or more parameter values are not valid. The update expression attempted to update a secondary index key to "  \
    "a "                                                                                                               \
    "value that is not supported. " NO_EMPTY("string")
#define ONE_OF(action_) "{'TransactItems':[{" action_ "}]}"
#define PUT_OF(item_) "'Put':{'TableName':'Indexed','Item':{" item_ "}}"
#define SETTING_G "'UpdateExpression':'SET g = :e','ExpressionAttributeValues':{':e':{'S':''}}"
#define EMPTY_PK "'TableName':'Indexed','Key':{'pk':{'S':''}}"
#define WRONG_TYPE PUT_OF("'pk':{'N':'1'}")

/* Which in a transaction is no reason of one write, but refuses the whole. */
static const refusal empty_keys[] = {
    {"TransactWriteItems", ONE_OF(PUT_OF("'pk':{'S':''}")), EMPTY_KEY},
    {"TransactWriteItems", ONE_OF("'Delete':{" EMPTY_PK "}"), EMPTY_KEY},
    {"TransactWriteItems", ONE_OF("'Update':{" EMPTY_PK ",'UpdateExpression':'REMOVE a'}"), EMPTY_KEY},
    {"TransactWriteItems", ONE_OF("'ConditionCheck':{" EMPTY_PK ",'ConditionExpression':'attribute_exists(a)'}"),
     EMPTY_KEY},
    {"TransactWriteItems", ONE_OF(WRONG_TYPE "},{" PUT_OF("'pk':{'S':''}")), EMPTY_KEY},
    {"TransactWriteItems", ONE_OF(PUT_OF("'pk':{'S':'a'},'g':{'S':''}")), EMPTY_INDEX_KEY},
    {"TransactWriteItems", ONE_OF("'Update':{'TableName':'Indexed','Key':{'pk':{'S':'a'}}," SETTING_G "}"),
     EMPTY_UPDATE},
    {"TransactGetItems", ONE_OF("'Get':{" EMPTY_PK "}"), EMPTY_KEY},
    {"UpdateItem", "{'TableName':'Indexed','Key':{'pk':{'S':'a'}}," SETTING_G "}", EMPTY_UPDATE},
    {"UpdateItem", "{'TableName':'Indexed','Key':{'pk':{'S':'a'}},'UpdateExpression':'SET g = s'}", EMPTY_UPDATE},
};

static void forbids_other_uses_of_keys(void **state) {
    world *world = operation_fixture_world(*state);
    assert_int_equal(operation_fixture_call(world, *state, "CreateTable", refusal_body(*state, indexed_table)).status,
                     200);
    REFUSE_ALL_IN(world, *state, "ValidationException", uses_of_keys);
    text item = refusal_body(*state, "{'TableName':'Indexed','Item':{'pk':{'S':'a'},'n':{'N':'1'},'s':{'S':''}}}");
    assert_int_equal(operation_fixture_call(world, *state, "PutItem", item).status, 200);
    REFUSE_ALL_IN(world, *state, "ValidationException", derived_keys);
    REFUSE_ALL_IN(world, *state, "ValidationException", empty_keys);
    world_free(world);
}

/* ---- definitions of tables ---- */

#define DEFINED(attributes_, rest_)                                                                                    \
    "{'TableName':'New','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':[" attributes_ "]," rest_ "}"
#define DEFINITION(name_) "{'AttributeName':'" name_ "','AttributeType':'S'}"
#define HASH(name_) "{'AttributeName':'" name_ "','KeyType':'HASH'}"
#define RANGE(name_) "{'AttributeName':'" name_ "','KeyType':'RANGE'}"
#define BY(key_) "'KeySchema':[" key_ "]"
#define WITH_INDEX(key_, rest_) BY(HASH("pk")) ",'GlobalSecondaryIndexes':[{'IndexName':'Gsi'," BY(key_) "," rest_ "}]"
#define OF_ALL "'Projection':{'ProjectionType':'ALL'}"
#define INCLUDING(names_) "'Projection':{'ProjectionType':'INCLUDE','NonKeyAttributes':[" names_ "]}"
#define AT_INCLUDED " at 'globalSecondaryIndexes.1.member.projection.nonKeyAttributes'" FAILED
#define ON_PROVISIONED(rest_)                                                                                          \
    "{'TableName':'New','AttributeDefinitions':[" DEFINITION("pk") "]," BY(                                            \
        HASH("pk")) ",'ProvisionedThroughput':{"                                                                       \
                    "'ReadCapacityUnits':10,'WriteCapacityUnits':10}," rest_ "}"

static const refusal definitions[] = {
    {"CreateTable", DEFINED(DEFINITION("pk") "," DEFINITION("pk"), BY(HASH("pk"))), "Attribute Name is duplicated: pk"},
    {"CreateTable", DEFINED("", BY(HASH("pk"))), "Invalid KeySchema: Some index key attribute have no definition"},
    {"CreateTable", DEFINED(DEFINITION("pk") "," DEFINITION("sk"), BY(HASH("pk") "," HASH("pk"))),
     "Both the Hash Key and the Range Key element in the KeySchema have the same name"},
    {"CreateTable", DEFINED(DEFINITION("pk") "," DEFINITION("sk"), BY(RANGE("pk") "," HASH("sk"))),
     "Invalid KeySchema: The first KeySchemaElement is not a HASH key type"},
    {"CreateTable", DEFINED(DEFINITION("pk") "," DEFINITION("sk"), BY(HASH("pk") "," HASH("sk"))),
     "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type"},
    {"CreateTable", DEFINED(DEFINITION("pk") "," DEFINITION("g"), BY(HASH("pk"))),
     INVALID "Number of attributes in KeySchema does not exactly match number of attributes defined in "
             "AttributeDefinitions"},
    {"CreateTable",
     DEFINED(DEFINITION("pk") "," DEFINITION("g") "," DEFINITION("x"), WITH_INDEX(HASH("g"), "'Projection':{}")),
     INVALID "Some AttributeDefinitions are not used. AttributeDefinitions: [pk, g, x], keys used: [pk, g]"},
    {"CreateTable", DEFINED(DEFINITION("pk"), BY(HASH("pk")) ",'VectorIndexes':[{'IndexName':'Near'}]"),
     "gabi-emu does not emulate vector indexes"},
    {"CreateTable",
     DEFINED(DEFINITION("pk") "," DEFINITION("g") "," DEFINITION("x"), WITH_INDEX(HASH("g") "," HASH("g"), OF_ALL)),
     "The KeySchema contains multiple key attributes with the same name"},
    {"CreateTable", DEFINED(DEFINITION("pk") "," DEFINITION("g"), WITH_INDEX(HASH("g"), INCLUDING(""))),
     DETECTED "Value '[]'" AT_INCLUDED "Member must have length greater than or equal to 1"},
    {"CreateTable", DEFINED(DEFINITION("pk") "," DEFINITION("g"), WITH_INDEX(HASH("g"), INCLUDING("'a',''"))),
     DETECTED "Value '[a, ]'" AT_INCLUDED
              "Member must satisfy constraint: [Member must have length less than or equal to 255, Member must have "
              "length greater than or equal to 1]"},
    {"CreateTable",
     DEFINED(DEFINITION("pk") "," DEFINITION("g"),
             WITH_INDEX(HASH("g"), OF_ALL ",'OnDemandThroughput':{'MaxReadRequestUnits':-1}")),
     INVALID "Requested MaxReadRequestUnits for OnDemandThroughput for index : Gsi is outside of valid range"},
    {"CreateTable", DEFINED(DEFINITION("pk"), BY(HASH("pk")) ",'WarmThroughput':{'WriteUnitsPerSecond':3999}"),
     INVALID "Requested WriteUnitsPerSecond for WarmThroughput for table is lower than initial throughput for "
             "OnDemand. See: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/"
             "on-demand-capacity-mode.html#on-demand-capacity-mode-initial"},
    {"CreateTable", ON_PROVISIONED("'WarmThroughput':{'ReadUnitsPerSecond':9}"),
     INVALID "Requested ReadUnitsPerSecond for WarmThroughput for table is lower than ReadCapacityUnits of "
             "ProvisionedThroughput"},
    {"CreateTable", ON_PROVISIONED("'OnDemandThroughput':{'MaxReadRequestUnits':9}"),
     INVALID "MaxReadRequestUnits for OnDemandThroughput cannot be specified when table BillingMode is PROVISIONED."},
};

#define ARN_OF(region_, account_, resource_) "arn:aws:dynamodb:" region_ ":" account_ ":" resource_
#define NAMED(name_) "{'TableName':'" name_ "'}"
#define ARN_FORMAT                                                                                                     \
    "Valid ARN format is 'arn:<awsPartition>:<vendor>:<region>:<subscriber>:resourceType/resourceName', where "        \
    "Resource name must have length less than or equal to 255, Resource name must have length greater than or equal "  \
    "to 3, Resource name must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"

static const refusal names[] = {
    {"DescribeTable", "{}", "The parameter 'TableName' is required but was not present in the request"},
    {"DescribeTable", NAMED(""),
     "2 validation errors detected: Value '' at 'tableName'" FAILED
     "Member must have length greater than or equal to 3; Value '' at 'tableName'" FAILED
     "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"},
    {"DescribeContinuousBackups", "{}", DETECTED "Value null at 'tableName'" FAILED "Member must not be null"},
    {"DescribeTable", NAMED("arn:aws:s3:::b"), DETECTED "Value 'arn:aws:s3:::b' at 'tableName'" FAILED ARN_FORMAT},
    {"DescribeTable", NAMED(ARN_OF("eu-central-1", "000000000000", "backup/abc")),
     DETECTED "Invalid resource type in '" ARN_OF("eu-central-1", "000000000000", "backup/abc") "'"},
    {"DescribeTable", NAMED(ARN_OF("us-east-1", "000000000000", "table/abc")),
     DETECTED "Invalid AWS region in '" ARN_OF("us-east-1", "000000000000", "table/abc") "'"},
    {"DescribeTable", NAMED("arn:aws-cn:dynamodb:eu-central-1:000000000000:table/abc"),
     DETECTED "Invalid AWS partition in 'arn:aws-cn:dynamodb:eu-central-1:000000000000:table/abc'"},
    {"UpdateTable", "{'TableName':'abc','SSESpecification':{'Enabled':true,'SSEType':'KMS','KMSMasterKeyId':''}}",
     DETECTED "Value '' at 'sSESpecification.kMSMasterKeyId'" FAILED "Member must have length greater than or equal "
              "to 1"},
};

static void tells_what_is_wrong_with_a_name(void **state) { REFUSE_ALL(*state, "ValidationException", names); }

#define EXCEEDED(member_, units_)                                                                                      \
    "Subscriber limit exceeded: Requested " member_ " exceeds TableMax" units_ " of the account in region "            \
    "eu-central-1"

static const refusal excesses[] = {
    {"CreateTable", DEFINED(DEFINITION("pk"), BY(HASH("pk")) ",'OnDemandThroughput':{'MaxReadRequestUnits':40001}"),
     EXCEEDED("MaxReadRequestUnits for OnDemandThroughput for table", "ReadCapacityUnits")},
    {"CreateTable",
     DEFINED(DEFINITION("pk") "," DEFINITION("g"),
             WITH_INDEX(HASH("g"), OF_ALL ",'OnDemandThroughput':{'MaxWriteRequestUnits':40001}")),
     EXCEEDED("MaxWriteRequestUnits for OnDemandThroughput for index : Gsi", "WriteCapacityUnits")},
    {"CreateTable",
     DEFINED(DEFINITION("pk") "," DEFINITION("g"),
             WITH_INDEX(HASH("g"), OF_ALL ",'WarmThroughput':{'ReadUnitsPerSecond':40001}")),
     EXCEEDED("ReadUnitsPerSecond for WarmThroughput for index Gsi", "ReadCapacityUnits")},
};

static void tells_what_is_wrong_with_a_definition(void **state) {
    REFUSE_ALL(*state, "ValidationException", definitions);
    REFUSE_ALL(*state, "LimitExceededException", excesses);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(tells_of_values_in_the_words_of_each_operation),
        TEST(words_refusals_as_recorded),
        TEST(looks_at_a_transactions_writes_one_by_one),
        TEST(tells_of_an_expressions_faults_in_order),
        TEST(takes_operands_in_parentheses),
        TEST(looks_for_the_key_before_the_start),
        TEST(counts_the_keys_of_a_batch),
        TEST(forbids_other_uses_of_keys),
        TEST(tells_what_is_wrong_with_a_definition),
        TEST(tells_what_is_wrong_with_a_name),
    };
    return RUN_TESTS(tests);
}
