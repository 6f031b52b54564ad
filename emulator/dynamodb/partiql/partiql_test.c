/* PartiQL as clients see it: what statements answer, and what of them is refused. Expected messages are AWS's, as
 * recorded by conformance suites against the real service. */
#include "cloud_fixture.h"
#include "core/buffer.h"
#include "core/json.h"
#include "core/json_writer.h"
#include "core/testing.h"

static const char create_things[] =
    "{\"TableName\":\"Things\",\"BillingMode\":\"PAY_PER_REQUEST\",\"AttributeDefinitions\":["
    "{\"AttributeName\":\"pk\",\"AttributeType\":\"S\"},{\"AttributeName\":\"sk\",\"AttributeType\":\"S\"},"
    "{\"AttributeName\":\"g\",\"AttributeType\":\"S\"},{\"AttributeName\":\"l\",\"AttributeType\":\"S\"}],"
    "\"KeySchema\":[{\"AttributeName\":\"pk\",\"KeyType\":\"HASH\"},{\"AttributeName\":\"sk\",\"KeyType\":\"RANGE\"}],"
    "\"GlobalSecondaryIndexes\":[{\"IndexName\":\"by-g\",\"KeySchema\":[{\"AttributeName\":\"g\",\"KeyType\":\"HASH\"}]"
    ","
    "\"Projection\":{\"ProjectionType\":\"INCLUDE\",\"NonKeyAttributes\":[\"kept\"]}},{\"IndexName\":\"by-two\","
    "\"KeySchema\":["
    "{\"AttributeName\":\"g\",\"KeyType\":\"HASH\"},{\"AttributeName\":\"l\",\"KeyType\":\"HASH\"}],\"Projection\":{"
    "\"ProjectionType\":\"ALL\"}}],"
    "\"LocalSecondaryIndexes\":[{\"IndexName\":\"by-l\",\"KeySchema\":[{\"AttributeName\":\"pk\",\"KeyType\":\"HASH\"},"
    "{"
    "\"AttributeName\":\"l\",\"KeyType\":\"RANGE\"}],\"Projection\":{\"ProjectionType\":\"KEYS_ONLY\"}}]}";

static const char create_numbers[] =
    "{\"TableName\":\"Numbers\",\"BillingMode\":\"PAY_PER_REQUEST\",\"AttributeDefinitions\":[{\"AttributeName\":"
    "\"pk\","
    "\"AttributeType\":\"N\"}],\"KeySchema\":[{\"AttributeName\":\"pk\",\"KeyType\":\"HASH\"}]}";

/* ---- sending ---- */

static http_response call(world *world, arena *arena, const char *operation, const char *body) {
    return cloud_fixture_dynamodb(world, arena, operation, body);
}

/* "…" as JSON has it. */
static const char *quoted(arena *arena, const char *statement) {
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    json_string(&writer, text_of(statement));
    return buffer_text(&out).data;
}

/* members: further ones of the request, ",\"Limit\":1", or "". */
static http_response execute(world *world, arena *arena, const char *statement, const char *members) {
    return call(world, arena, "ExecuteStatement",
                arena_printf(arena, "{\"Statement\":%s%s}", quoted(arena, statement), members));
}

/* Several statements, separated by lines, as a list. */
static const char *list_of(arena *arena, const char *statements) {
    buffer out = BUFFER(arena);
    text rest = text_of(statements), each;
    while (text_cut(&rest, '\n', &each))
        buffer_format(&out, "%s{\"Statement\":%s}", out.length ? "," : "", quoted(arena, text_to_string(arena, each)));
    return buffer_text(&out).data;
}

static http_response transact(world *world, arena *arena, const char *statements) {
    return call(world, arena, "ExecuteTransaction",
                arena_printf(arena, "{\"TransactStatements\":[%s]}", list_of(arena, statements)));
}

static http_response batch(world *world, arena *arena, const char *statements) {
    return call(world, arena, "BatchExecuteStatement",
                arena_printf(arena, "{\"Statements\":[%s]}", list_of(arena, statements)));
}

/* The body of an answer; "Code: message" of an error. */
static text outcome(arena *arena, const http_response *response) {
    const json *error;
    text body = response->content.bytes;
    if (response->status == 200)
        return body;
    assert_success(json_parse(arena, body, 64, &error));
    const json *message = json_member(error, json_member(error, "message") ? "message" : "Message");
    text type = json_text(json_member(error, "__type"));
    return text_format(arena, "%.*s: %.*s", TEXT_ARGS(text_from(type, text_index(type, '#') + 1)),
                       TEXT_ARGS(json_text(message)));
}

static void expect(arena *arena, const char *statement, http_response response, const char *expected) {
    text actual = outcome(arena, &response);
    if (!text_equal(actual, text_of(expected)))
        fail_msg("%s\n    gives  %.*s\n    not    %s", statement, TEXT_ARGS(actual), expected);
}

static world *world_with_things(arena *arena) {
    static const char *const items[] = {
        "INSERT INTO Things VALUE {'pk':'a','sk':'1','g':'x','kept':'k1','n':1,'tags':<<'r','s'>>,'m':{'k':[1,2]}}",
        "INSERT INTO Things VALUE {'pk':'a','sk':'2','l':'q','n':2,'flag':'two','nil':NULL}",
        "INSERT INTO Things VALUE {'pk':'b','sk':'1','g':'y','n':3}",
    };
    world *world = cloud_fixture_world();
    assert_int_equal(call(world, arena, "CreateTable", create_things).status, 200);
    assert_int_equal(call(world, arena, "CreateTable", create_numbers).status, 200);
    for (size_t i = 0; i < sizeof items / sizeof *items; i++)
        expect(arena, items[i], execute(world, arena, items[i], ""), "{\"Items\":[]}");
    return world;
}

/* ---- SELECT ---- */

typedef struct statement_case {
    const char *statement;
    const char *outcome;
} statement_case;

/* The sort keys of items. */
#define A1 "{\"sk\":{\"S\":\"1\"}}"
#define A2 "{\"sk\":{\"S\":\"2\"}}"
#define ITEMS(items_) "{\"Items\":[" items_ "]}"
#define INVALID "ValidationException: "
#define MALFORMED INVALID "Statement wasn't well formed, can't be processed: "

static const statement_case selections[] = {
    /* what is shown */
    {"SELECT sk, n FROM Things WHERE pk = 'a' AND sk = '1'", ITEMS("{\"sk\":{\"S\":\"1\"},\"n\":{\"N\":\"1\"}}")},
    {"SELECT m.k[1], tags FROM \"Things\" WHERE pk = 'a' AND sk = '1'",
     ITEMS("{\"k[1]\":{\"N\":\"2\"},\"tags\":{\"SS\":[\"r\",\"s\"]}}")},
    {"SELECT m['k'] FROM Things WHERE pk = 'a' AND sk = '1'", ITEMS("{\"k\":{\"L\":[{\"N\":\"1\"},{\"N\":\"2\"}]}}")},
    {"SELECT absent FROM Things WHERE pk = 'a'", ITEMS("{},{}")},
    {"SELECT * FROM Things WHERE pk = 'b'",
     ITEMS("{\"pk\":{\"S\":\"b\"},\"sk\":{\"S\":\"1\"},\"g\":{\"S\":\"y\"},\"n\":{\"N\":\"3\"}}")},
    {"SELECT * FROM Things WHERE pk = 'nobody'", ITEMS("")},
    /* conditions */
    {"select SK from Things where pk = 'a'", ITEMS("{},{}")},
    {"SELECT sk FROM Things WHERE pk = 'a' AND n >= 2", ITEMS(A2)},
    {"SELECT sk FROM Things WHERE 2 <= n AND 'a' = pk", ITEMS(A2)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND n != 2", ITEMS(A1)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND n BETWEEN 2 AND 5", ITEMS(A2)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND n NOT BETWEEN 2 AND 5", ITEMS(A1)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND n IN [2, 7]", ITEMS(A2)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND n NOT IN (2, 7)", ITEMS(A1)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND NOT (n = 2 OR n = 7)", ITEMS(A1)},
    /* what overlaps, and is united because it denies something of the sort key */
    {"SELECT sk FROM Things WHERE pk = 'a' AND NOT sk = '1' OR pk = 'a' AND sk = '2'", ITEMS(A2)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND sk <> '2' OR pk = 'a' AND sk = '2'", ITEMS(A1 "," A2)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND NOT sk > '5' OR pk = 'a' AND sk = '2'", ITEMS(A1 "," A2)},
    {"SELECT sk FROM Things WHERE pk = 'a' OR pk = 'a' AND NOT sk IN ['1']", ITEMS(A1 "," A2)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND flag IS MISSING", ITEMS(A1)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND flag IS NOT MISSING", ITEMS(A2)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND nil IS NULL", ITEMS(A2)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND nil IS NOT NULL", ITEMS(A1)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND flag IS STRING", ITEMS(A2)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND begins_with(\"sk\", '2')", ITEMS(A2)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND CONTAINS(tags, 'r')", ITEMS(A1)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND attribute_type(m, 'M')", ITEMS(A1)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND size(tags) > 1 AND size(m.k) = 2", ITEMS(A1)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND attribute_exists(m.k[0])", ITEMS(A1)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND tags = <<'s','r'>>", ITEMS(A1)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND n = - - 1", ITEMS(A1)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND n > -/* c */-1", ITEMS(A2)},
    {"SELECT/**/sk FROM Things -- here\nWHERE pk = 'a' AND n = 1e0;", ITEMS(A1)},
    /* a condition is true or false like any value */
    {"SELECT sk FROM Things WHERE pk = 'a' AND attribute_exists(flag) = false", ITEMS(A1)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND attribute_exists(flag) IN [true]", ITEMS(A2)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND (n BETWEEN 2 AND 5) <> true", ITEMS(A1)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND NOT attribute_exists(flag) = true", ITEMS(A1)},
    /* reads by key */
    {"SELECT sk FROM Things WHERE pk = 'a' AND (sk = '2' OR sk = '1')", ITEMS(A2 "," A1)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND sk > '1' AND sk <> '3'", ITEMS(A2)},
    {"SELECT sk FROM Things WHERE (pk = 'a' AND sk = '2') AND pk = 'a'", ITEMS(A2)},
    {"SELECT sk FROM Things WHERE pk = 'a' AND pk = 'b'", ITEMS("")},
    {"SELECT pk FROM Things WHERE pk > 1", ITEMS("")},
    {"SELECT pk FROM Things WHERE pk = 'b' OR n = 7", ITEMS("{\"pk\":{\"S\":\"b\"}}")},
    {"SELECT sk FROM Things WHERE pk = 'a' ORDER BY sk DESC", ITEMS(A2 "," A1)},
    {"SELECT sk FROM Things WHERE pk = 'a' ORDER BY sk", ITEMS(A1 "," A2)},
    {"SELECT sk FROM Things WHERE pk = 'a' ORDER BY pk", ITEMS(A2 "," A1)},
    {"SELECT pk, sk FROM Things WHERE pk IN ['a', 'b'] ORDER BY pk DESC, sk ASC",
     ITEMS("{\"pk\":{\"S\":\"b\"},\"sk\":{\"S\":\"1\"}},{\"pk\":{\"S\":\"a\"},\"sk\":{\"S\":\"1\"}},{\"pk\":{\"S\":"
           "\"a\"},\"sk\":{\"S\":\"2\"}}")},
    /* indexes */
    {"SELECT * FROM Things.\"by-g\" WHERE g = 'x'",
     ITEMS("{\"pk\":{\"S\":\"a\"},\"sk\":{\"S\":\"1\"},\"g\":{\"S\":\"x\"},\"kept\":{\"S\":\"k1\"}}")},
    {"SELECT sk FROM Things.\"by-g\" WHERE pk = 'a'", ITEMS(A1)},
    {"SELECT sk FROM Things.\"by-g\" WHERE n = 1", ITEMS("")},
    {"SELECT n FROM Things.\"by-l\" WHERE pk = 'a' AND l = 'q'", ITEMS("{\"n\":{\"N\":\"2\"}}")},
};

static void selects_as_recorded(void **state) {
    world *world = world_with_things(*state);
    for (size_t i = 0; i < sizeof selections / sizeof *selections; i++)
        expect(*state, selections[i].statement, execute(world, *state, selections[i].statement, ""),
               selections[i].outcome);
}

/* ---- INSERT, UPDATE, DELETE ---- */

static const statement_case writes[] = {
    {"INSERT INTO Things VALUE {'pk':'c','sk':'1','q':'it''s','list':[1,{'deep':TRUE}],'set':<<1,2.50>>,'e':1E3}",
     ITEMS("")},
    {"INSERT INTO Things VALUE {'pk':'a','sk':'1'}", "DuplicateItemException: Duplicate primary key exists in table"},
    {"UPDATE Things SET n = n + 10 SET m.k[0] = 'new' REMOVE kept WHERE pk = 'a' AND sk = '1' RETURNING MODIFIED NEW *",
     ITEMS("{\"n\":{\"N\":\"11\"},\"m\":{\"M\":{\"k\":{\"L\":[{\"S\":\"new\"}]}}}}")},
    {"UPDATE Things SET n = n - 1, x = 'y' WHERE pk = 'a' AND sk = '1' RETURNING MODIFIED OLD *",
     ITEMS("{\"n\":{\"N\":\"1\"}}")},
    {"UPDATE Things SET n=n-1 WHERE pk = 'b' AND sk = '1' RETURNING ALL NEW *",
     ITEMS("{\"pk\":{\"S\":\"b\"},\"sk\":{\"S\":\"1\"},\"g\":{\"S\":\"y\"},\"n\":{\"N\":\"2\"}}")},
    {"UPDATE Things REMOVE n WHERE pk = 'b' AND sk = '1' RETURNING MODIFIED NEW *", ITEMS("")},
    {"UPDATE Things SET tags = set_add(tags, <<'t'>>) WHERE pk = 'a' AND sk = '1' RETURNING MODIFIED NEW *",
     ITEMS("{\"tags\":{\"SS\":[\"r\",\"s\",\"t\"]}}")},
    {"UPDATE Things SET tags = SET_DELETE(tags, <<'r','s'>>) WHERE pk = 'a' AND sk = '1' RETURNING MODIFIED NEW *",
     ITEMS("")},
    {"UPDATE Things SET fresh = set_add(fresh, <<1>>) WHERE pk = 'b' AND sk = '1' RETURNING MODIFIED NEW *",
     ITEMS("{\"fresh\":{\"NS\":[\"1\"]}}")},
    {"UPDATE Things SET m.k = list_append([0], m.k) WHERE pk = 'a' AND sk = '1' RETURNING MODIFIED NEW *",
     ITEMS("{\"m\":{\"M\":{\"k\":{\"L\":[{\"N\":\"0\"},{\"N\":\"1\"},{\"N\":\"2\"}]}}}}")},
    {"FROM Things WHERE pk = 'b' AND sk = '1' SET n = 9 RETURNING MODIFIED NEW *", ITEMS("{\"n\":{\"N\":\"9\"}}")},
    {"UPDATE Things SET x = 1 WHERE pk = 'nobody' AND sk = '1'",
     "ConditionalCheckFailedException: The conditional request failed"},
    {"UPDATE Things SET x = 1 WHERE pk = 'a' AND sk = '1' AND n = 7",
     "ConditionalCheckFailedException: The conditional request failed"},
    {"DELETE FROM Things WHERE pk = 'a' AND sk = '1' AND n = 7",
     "ConditionalCheckFailedException: The conditional request failed"},
    {"DELETE FROM Things WHERE pk = 'nobody' AND sk = '1' AND n = 7", ITEMS("")},
    {"DELETE FROM Things WHERE pk = 'b' AND sk = '1' AND n = 3 RETURNING ALL OLD *",
     ITEMS("{\"pk\":{\"S\":\"b\"},\"sk\":{\"S\":\"1\"},\"g\":{\"S\":\"y\"},\"n\":{\"N\":\"3\"}}")},
    {"DELETE FROM Things WHERE pk = 'nobody' AND sk = '1' RETURNING ALL OLD *", ITEMS("")},
    {"UPDATE Things SET a.b = 1 WHERE pk = 'a' AND sk = '1'",
     INVALID "The document path provided in the update expression is invalid for update"},
    {"UPDATE Things SET x = list_append(x, [1]) WHERE pk = 'a' AND sk = '1'",
     INVALID "The provided expression refers to an attribute that does not exist in the item"},
    {"UPDATE Things SET n = set_add(n, <<1>>) WHERE pk = 'a' AND sk = '1'",
     INVALID "An operand in the update expression has an incorrect data type"},
    {"UPDATE Things SET pk = 'z' WHERE pk = 'a' AND sk = '1'", INVALID
     "One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key"},
};

static void writes_as_recorded(void **state) {
    for (size_t i = 0; i < sizeof writes / sizeof *writes; i++) {
        world *world = world_with_things(*state);
        expect(*state, writes[i].statement, execute(world, *state, writes[i].statement, ""), writes[i].outcome);
    }
    world *world = world_with_things(*state);
    execute(world, *state, writes[0].statement, "");
    expect(
        *state, "what was inserted", execute(world, *state, "SELECT * FROM Things WHERE pk = 'c'", ""),
        ITEMS(
            "{\"pk\":{\"S\":\"c\"},\"sk\":{\"S\":\"1\"},\"q\":{\"S\":\"it's\"},\"list\":{\"L\":[{\"N\":\"1\"},{\"M\":{"
            "\"deep\":{\"BOOL\":true}}}]},\"set\":{\"NS\":[\"1\",\"2.5\"]},\"e\":{\"N\":\"1000\"}}"));
}

/* ---- what is refused ---- */

#define OVERLAPPING INVALID "Overlapping conditions with range keys are not supported in where clause"
#define NO_KEY INVALID "Where clause does not contain a mandatory equality on all key attributes"
#define WHERE_A " WHERE pk = 'a' AND sk = '1'"

static const statement_case refusals[] = {
    /* syntax */
    {"SLECT * FROM Things WHERE pk = 'a'", MALFORMED "Expected data manipulation"},
    {"UPDATE Payment-dev SET a = 1" WHERE_A, MALFORMED "Expected data manipulation"},
    {"SELECT * FROM Things WHERE pk = 'a' foo", MALFORMED "Unexpected token after expression"},
    {"SELECT * FROM Numbers WHERE pk = 1 e5", MALFORMED "Unexpected token after expression"},
    {"SELECT * FROM Numbers WHERE pk = 1)", MALFORMED "Unexpected token after expression"},
    {"INSERT INTO Things VALUE {'pk':'c'} foo", MALFORMED "Unexpected token after expression"},
    {"INSERT INTO Things t VALUE {'pk':'c'}", MALFORMED "Unexpected token after expression"},
    {"DELETE FROM Things" WHERE_A " ORDER BY pk", MALFORMED "Unexpected token after expression"},
    {"SELECT * FROM Things ORDER BY pk WHERE pk = 'a'", MALFORMED "Unexpected token after expression"},
    {"FROM Things SET c = 1 WHERE pk = 'a'", MALFORMED "Unexpected token after expression"},
    {"INSERT INTO urls (key, id) VALUES (?, ?)", MALFORMED "Unexpected keyword"},
    {"SELECT * FROM Things WHERE ORDER BY pk", MALFORMED "Unexpected keyword"},
    {"SELECT * FROM Things WHERE pad = 'x'", MALFORMED "Unexpected keyword"},
    {"SELECT * FROM Things WHERE", MALFORMED "Unexpected term"},
    {"SELECT * FROM Things WHERE;", MALFORMED "Unexpected term"},
    {"SELECT * FROM Things WHERE NOT", MALFORMED "Unexpected term"},
    {"SELECT * FROM Things WHERE (", MALFORMED "Unexpected term"},
    {"SELECT * FROM NeverMade WHERE", MALFORMED "Unexpected term"},
    {"SELECT * FROM", MALFORMED "Unexpected term"},
    {"SELECT * FROM Things WHERE pk = 'a' AND", MALFORMED "Missing right-hand side expression of infix operator"},
    {"SELECT * FROM Things WHERE IS NULL", MALFORMED "Unexpected operator"},
    {"SELECT * FROM Things WHERE pk = LIKE", MALFORMED "Unexpected operator"},
    {"SELECT * FROM Things WHERE pk = 'a' AND x IS FOO", MALFORMED "Expected type name"},
    {"SELECT * FROM (SELECT * FROM Things LIMIT 1", MALFORMED "Expected RIGHT_PAREN"},
    {"DELETE FROM", MALFORMED "Expected identifier for simple path"},
    {"DELETE FROM WHERE pk = 'a'", MALFORMED "Expected identifier for simple path"},
    {"DELETE Things" WHERE_A, MALFORMED "Expected FROM after DELETE"},
    {"SELECT pk", MALFORMED "Expected FROM after SELECT list"},
    {"SELECT m.inner FROM Things", MALFORMED "Invalid path dot component"},
    {"UPDATE Things SET a 1" WHERE_A, MALFORMED "Expected '='"},
    {"INSERT INTO Things VALUE {'pk' 'c'}", MALFORMED "Expected COLON"},
    {"UPDATE Things SET a = 1" WHERE_A " RETURNING OLD *",
     MALFORMED "Expected ( MODIFIED | ALL ) ( NEW | OLD ) in each returning element."},
    {"SELECT * FROM Things # note", MALFORMED},
    {"SELECT * FROM Things /* note", MALFORMED},
    {"SELECT * FROM \"Things", MALFORMED},
    {"SELECT * FROM Numbers WHERE pk = 1e2147483648", MALFORMED},
    {"SELECT * FROM Numbers WHERE pk = 1.5e-2147483647", MALFORMED},
    {"x IS INT4", INVALID "Unsupported operation: IsType"},
    {"x IS DOUBLE PRECISION", INVALID "Unsupported operation: IsType"},
    /* sources */
    {"SELECT * FROM NeverMade WHERE pk = 'a'", "ResourceNotFoundException: Requested resource not found"},
    {"FROM NeverMade WHERE pk = 'a' SET c = 1", "ResourceNotFoundException: Requested resource not found"},
    {"SELECT * FROM \"\" WHERE pk = 'a'", INVALID "Path component cannot be an empty string"},
    {"SELECT * FROM Things.\"\"", INVALID "Path component cannot be an empty string"},
    {"SELECT * FROM Things.a.b", INVALID "A path may contain at most 2 components in the FROM clause"},
    {"SELECT * FROM Things.nope", INVALID "The table does not have the specified index"},
    {"SELECT * FROM Things.\"by-two\" WHERE g = 'x' AND l = 'y'",
     INVALID "PartiQL statements cannot be executed on tables with multi-attribute HASH keys or multi-attribute RANGE "
             "keys."},
    {"INSERT INTO Things VALUE {'pk':'c','sk':'1','':1}", INVALID "Empty attribute name"},
    {"UPDATE Things.\"by-g\" SET a = 1" WHERE_A, INVALID "This operation is not supported on an index"},
    {"DELETE FROM Things.\"by-g\"" WHERE_A, INVALID "This operation is not supported on an index"},
    {"INSERT INTO Things.\"by-g\" VALUE {'pk':'c'}", INVALID "FROM clause may only contain a single table name"},
    {"SELECT * FROM Things t" WHERE_A, INVALID "Aliasing is not supported"},
    {"SELECT * FROM Things AS t" WHERE_A, INVALID "Aliasing is not supported"},
    {"SELECT sk AS x FROM Things" WHERE_A, INVALID "Aliasing is not supported"},
    {"UPDATE Things t SET a = 1" WHERE_A, INVALID "Aliasing is not supported"},
    {"DELETE FROM Things t" WHERE_A, INVALID "Aliasing is not supported"},
    {"SELECT * FROM Things, Numbers", INVALID "Only select from a single table or index is supported."},
    {"SELECT * FROM Things LIMIT 1", INVALID "Unsupported clause: LIMIT"},
    /* what is shown */
    {"SELECT sk, m.sk FROM Things", INVALID "Duplicate identifiers in select clause: sk"},
    {"SELECT attribute_exists(n) FROM Things", INVALID "Unexpected path component at 1:8:16"},
    {"SELECT l[-1] FROM Things", INVALID "List index is not within the allowable range; index: [-1] at 1:11:1"},
    {"SELECT l[2147483648] FROM Things",
     INVALID "List index is not within the allowable range; index: [2147483648] at 1:10:10"},
    {"SELECT n, m FROM Things.\"by-g\" WHERE g = 'x'",
     INVALID "One or more parameter values were invalid: Global secondary index by-g does not project [n, m]"},
    {"SELECT pk FROM Things.\"by-g\" WHERE g = 'x' AND NOT (n = 1 OR kept = 'x')",
     INVALID "One or more parameter values were invalid: Secondary index by-g does not project one or more filter "
             "attributes: [n]"},
    {"SELECT pk FROM Things.\"by-l\" WHERE pk = 'a' AND n = 1",
     INVALID "One or more parameter values were invalid: Secondary index by-l does not project one or more filter "
             "attributes: [n]"},
    /* conditions */
    {"SELECT * FROM Things WHERE pk", INVALID "WHERE clause must contain an expression that resolves to a boolean"},
    {"SELECT * FROM Things WHERE pk = 'a' AND n", INVALID "The arguments to AND/OR must be Expressions"},
    {"SELECT * FROM Things WHERE NOT n", INVALID "The argument to NOT must be a Type or Expression"},
    {"SELECT * FROM Things WHERE EXISTS(n)", INVALID "Unrecognized function: exists at 1:28:6"},
    {"SELECT * FROM Things WHERE pk = 'a' AND EXISTS(n)", INVALID "Unrecognized function: exists at 1:41:6"},
    {"SELECT * FROM Things WHERE pk = 'a' AND\n  set_add(s, <<'x'>>) = s",
     INVALID "Unrecognized function: set_add at 2:3:7"},
    {"SELECT * FROM Things WHERE attribute_exists('n')",
     INVALID "Operator or function requires a document path; operator or function: attribute_exists"},
    {"SELECT * FROM Things WHERE attribute_exists()",
     INVALID "Incorrect number of operands for operator or function; operator or function: attribute_exists, number of "
             "operands: 0"},
    {"SELECT * FROM Things WHERE attribute_type(n, true)",
     INVALID "Incorrect operand type for operator or function; operator or function: attribute_type, operand type: "
             "BOOL"},
    {"SELECT * FROM Things WHERE attribute_exists(n) > false",
     INVALID "Incorrect operand type for operator or function; operator or function: >, operand type: BOOL"},
    {"SELECT * FROM Things WHERE n > -n", INVALID "Unsupported operator in Condition Expression. Operator: -"},
    {"SELECT * FROM Things WHERE n = MISSING", INVALID "MISSING must be compared using IS operator"},
    {"SELECT * FROM Things WHERE n IN []", INVALID
     "IN operator must have a left hand argument of type Variable Reference and right hand argument of type Seq "
     "with at least one member"},
    {"SELECT * FROM Things WHERE n IS BAG",
     INVALID "Unsupported data type for IS operator: BAG. Supported data types are [MISSING, NULL, BOOLEAN, BLOB, "
             "STRING, NUMERIC, STRUCT, TUPLE, LIST]"},
    {"SELECT * FROM Things WHERE m[*].a = 1", INVALID "Wildcard path component like a[*].b are not supported"},
    {"SELECT * FROM Things WHERE m.*.a = 1", INVALID "Unpivot path component like a.*.b are not supported"},
    /* keys */
    {"SELECT * FROM Things WHERE pk IN ['a','a']", OVERLAPPING},
    {"SELECT * FROM Things WHERE pk = 'a' OR pk = 'a'", OVERLAPPING},
    {"SELECT * FROM Things WHERE pk = 'a' AND (sk > '0' OR sk < '5')", OVERLAPPING},
    {"SELECT * FROM Things WHERE pk = 'a' AND (sk = '1' OR n = 2)", OVERLAPPING},
    {"SELECT * FROM Things WHERE pk = 'a' AND x <> '1' OR pk = 'a' AND sk = '2'", OVERLAPPING},
    {"SELECT * FROM Things WHERE pk = 1 OR pk = 'a'",
     INVALID "Key attribute's data type should match its data type in table's schema: Key pk"},
    {"SELECT * FROM Things WHERE pk = 'a' AND sk IN ['1', 2]",
     INVALID "Key attribute's data type should match its data type in table's schema: Key sk"},
    {"SELECT * FROM Things WHERE pk = ''",
     INVALID "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
             "empty string value. Key: pk"},
    {"SELECT * FROM Things ORDER BY sk", INVALID "Must have WHERE clause in the statement when using ORDER BY clause."},
    {"SELECT * FROM Things WHERE pk = 'a' ORDER BY n",
     INVALID "Attribute n in ORDER BY clause must be part of the primary key"},
    {"SELECT * FROM Things WHERE pk > 'a' ORDER BY sk",
     INVALID "Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause."},
    {"SELECT * FROM Things WHERE pk IN ['a','b'] ORDER BY sk",
     INVALID "Must have hash key in ORDER BY clause when more than one hash key condition specified in WHERE clause."},
    {"DELETE FROM Things WHERE n = 1", NO_KEY},
    {"UPDATE Things SET a = 1 WHERE pk = 'a'", NO_KEY},
    {"UPDATE Things SET a = 1 WHERE pk IN ['a'] AND sk = '1'", NO_KEY},
    {"FROM Things SET c = 1", NO_KEY},
    {"UPDATE Things SET a = 1" WHERE_A " AND pk = 'b'",
     INVALID "Multiple conditions on same key pk. Only single item Update/Insert/Delete are supported"},
    {"UPDATE Things SET a = 1 WHERE pk = 'a' AND sk = 1",
     INVALID "Key attribute's data type should match its data type in table's schema: Key sk"},
    {"INSERT INTO Things VALUE {'pk':'c'}", INVALID "Key attribute should be present in the item: Key sk"},
    {"INSERT INTO Things VALUE {'pk':'c','sk':1}",
     INVALID "Key attribute's data type should match its data type in table's schema: Key sk"},
    /* values */
    {"SELECT * FROM Numbers WHERE pk = 1e126",
     INVALID "Number overflow. Attempting to store a number with magnitude larger than supported range under root"},
    {"UPDATE Numbers SET a = 1e-131 WHERE pk = 1",
     INVALID "Number underflow. Attempting to store a number with magnitude smaller than supported range under root"},
    {"SELECT * FROM Numbers WHERE pk = 123456789012345678901234567890123456789",
     INVALID "Attempting to store more than 38 significant digits in a Number under root"},
    {"INSERT INTO Numbers VALUE {'pk':1,'m':{'x':[1,1e126]}}", INVALID
     "Number overflow. Attempting to store a number with magnitude larger than supported range under root.x[1]"},
    {"INSERT INTO Numbers VALUE {'pk':1,'s':<<>>}", INVALID "Empty bags are not supported"},
    {"INSERT INTO Numbers VALUE {'pk':1,'s':<<1,'a'>>}",
     INVALID "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags"},
    {"INSERT INTO Numbers VALUE {'pk':1,'s':<<'a','a'>>}",
     INVALID "One or more parameter values were invalid: Input collection [a, a] contains duplicates."},
    {"INSERT INTO Numbers VALUE {'pk':1,'s':<<2, 2.0>>}",
     INVALID "One or more parameter values were invalid: Input collection [2, 2.0] contains duplicates! under root"},
    {"INSERT INTO Numbers VALUE {'pk':1,'s':set_add(<<1>>,<<2>>)}",
     INVALID "Unsupported data type: set_add under key root at 1:39:7"},
    {"INSERT INTO Numbers VALUE {'pk':1,'a':1,'a':2}", INVALID "Duplicate keys in tuple. Key: a under root"},
    {"INSERT INTO Numbers VALUE 5",
     INVALID "Unsupported format in item expression. Please use struct format {...} to express item values for insert "
             "statement."},
    {"INSERT INTO Numbers <<{'pk':1},{'pk':2}>>", INVALID
     "Unsupported operation: Inserting multiple items in a single statement is not supported, use \"INSERT INTO "
     "tableName VALUE item\" instead"},
    {"INSERT INTO Numbers VALUE {'pk':1} RETURNING ALL OLD *", INVALID "RETURNING is not supported in INSERT"},
    /* updates */
    {"UPDATE Things SET t = set_add(tags, <<'x'>>)" WHERE_A,
     INVALID "The first argument to SET_ADD must equal the assignment value at 1:23:7"},
    {"UPDATE Things\nSET tags = set_delete(tags, ['x'])" WHERE_A,
     INVALID "The second argument to SET_DELETE must be a value with type SET at 2:23:4"},
    {"UPDATE Things SET tags = set_add(tags)" WHERE_A, INVALID "SET_ADD must have exactly two arguments at 1:26:7"},
    {"UPDATE Things SET n = 'a' + 1" WHERE_A " AND nope = 'x'",
     INVALID "Incorrect operand type for operator or function; operator or function: +, operand type: S"},
    {"UPDATE Things SET n = n - null" WHERE_A,
     INVALID "Incorrect operand type for operator or function; operator or function: -, operand type: NULL"},
    {"UPDATE Things SET n = n * 2" WHERE_A, INVALID "Unsupported operator in Update Expression. Operator: *"},
    {"UPDATE Things SET n = n IS MISSING" WHERE_A, INVALID "IS operator is not supported in update expressions"},
    {"UPDATE Things SET a = 1 SET a = 2" WHERE_A,
     INVALID "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], "
             "path two: [a]"},
    {"DELETE FROM Things" WHERE_A " RETURNING MODIFIED OLD *",
     INVALID "Invalid returning clause: RETURNING MODIFIED OLD *. Only RETURNING ALL OLD * is allowed in DELETE "
             "statements."},
    {"UPDATE Things SET a = 1" WHERE_A " RETURNING ALL OLD a",
     INVALID "Expected '*' after ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause"},
    {"EXISTS(SELECT * FROM Things" WHERE_A " AND n = 1)",
     INVALID "EXISTS can only be used in ExecuteTransaction write requests."},
};

static void refuses_in_awss_words(void **state) {
    world *world = world_with_things(*state);
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        expect(*state, refusals[i].statement, execute(world, *state, refusals[i].statement, ""), refusals[i].outcome);
    expect(*state, "nothing was written", execute(world, *state, "SELECT sk FROM Things WHERE pk = 'a'", ""),
           ITEMS(A1 "," A2));
}

typedef struct request_case {
    const char *operation;
    const char *body;
    const char *outcome;
} request_case;

#define STATEMENT(statement_) "{\"Statement\":\"" statement_ "\""
#define SELECT_PK STATEMENT("SELECT sk FROM Things WHERE pk = ? AND sk = '2'")
#define INSERT_PK STATEMENT("INSERT INTO Numbers VALUE {'pk':?,'x':?}")

static const request_case requests[] = {
    {"ExecuteStatement", SELECT_PK ",\"Parameters\":[{\"S\":\"a\"}]}", ITEMS(A2)},
    {"ExecuteStatement", INSERT_PK ",\"Parameters\":[{\"N\":\"1\"},{\"BS\":[\"YQ==\"]}]}", ITEMS("")},
    {"ExecuteStatement", SELECT_PK "}", INVALID "Number of parameters in request and statement don't match."},
    {"ExecuteStatement", SELECT_PK ",\"Parameters\":[{\"S\":\"a\"},{\"S\":\"b\"}]}",
     INVALID "Number of parameters in request and statement don't match."},
    {"ExecuteStatement", STATEMENT("UPDATE Things SET WHERE") ",\"Parameters\":[{\"SS\":[\"a\",\"a\"]}]}",
     INVALID "One or more parameter values were invalid: Input collection [a, a] contains duplicates."},
    {"ExecuteStatement", STATEMENT("SELECT * FROM Things WHERE n < ?") ",\"Parameters\":[{\"BOOL\":true}]}",
     INVALID "Incorrect operand type for operator or function; operator or function: <, operand type: BOOL"},
    {"ExecuteStatement", STATEMENT("INSERT INTO Numbers VALUE {'pk':1,'x':[?]}") ",\"Parameters\":[{\"S\":\"v\"}]}",
     INVALID "Unsupported data type: Parameter under key root[0] at 1:40:1"},
    {"ExecuteStatement", STATEMENT("SELECT * FROM Things.\\\"by-g\\\"") ",\"ConsistentRead\":true}",
     INVALID "Strongly consistent read is not supported on Global Secondary Indexes"},
    {"ExecuteStatement", STATEMENT("SELECT * FROM Things") ",\"Limit\":0}",
     INVALID "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value "
             "greater than or equal to 1"},
    {"ExecuteStatement", STATEMENT("SELECT * FROM Things") ",\"NextToken\":\"garbage\"}", INVALID "Invalid NextToken"},
    {"ExecuteStatement", "{}",
     INVALID "1 validation error detected: Value null at 'statement' failed to satisfy constraint: Member must not be "
             "null"},
    {"ExecuteStatement", "{\"Statement\":\"\"}",
     INVALID "1 validation error detected: Value '' at 'statement' failed to satisfy constraint: Member must have "
             "length greater than or equal to 1"},
    {"ExecuteStatement", SELECT_PK ",\"Parameters\":[]}",
     INVALID "1 validation error detected: Value '[]' at 'parameters' failed to satisfy constraint: Member must have "
             "length greater than or equal to 1"},
    {"BatchExecuteStatement", "{\"Statements\":[]}",
     INVALID "1 validation error detected: Value '[]' at 'statements' failed to satisfy constraint: Member must have "
             "length greater than or equal to 1"},
    {"ExecuteTransaction", "{\"TransactStatements\":[]}",
     INVALID
     "1 validation error detected: Value '[]' at 'transactStatements' failed to satisfy constraint: Member must "
     "have length greater than or equal to 1"},
    {"ExecuteStatement",
     STATEMENT("SELECT sk FROM Things WHERE pk = 'a' AND sk = '1'") ",\"ReturnConsumedCapacity\":\"TOTAL\"}",
     "{\"ConsumedCapacity\":{\"CapacityUnits\":0.5,\"TableName\":\"Things\"},\"Items\":[" A1 "]}"},
};

static void takes_requests_as_documented(void **state) {
    world *world = world_with_things(*state);
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
        expect(*state, requests[i].body, call(world, *state, requests[i].operation, requests[i].body),
               requests[i].outcome);
}

/* ---- pages ---- */

static text member_of(arena *arena, const http_response *response, const char *name) {
    const json *answer;
    assert_success(json_parse(arena, response->content.bytes, 64, &answer));
    return text_copy(arena, json_text(json_member(answer, name)));
}

static void goes_on_where_a_page_ended(void **state) {
    arena *arena = *state;
    world *world = world_with_things(arena);
    const char *statement = "SELECT pk, sk FROM Things WHERE pk IN ['b','a'] ORDER BY pk";
    http_response first = execute(world, arena, statement, ",\"Limit\":2");
    text token = member_of(arena, &first, "NextToken");
    assert_true(text_find(first.content.bytes,
                          TEXT("\"LastEvaluatedKey\":{\"pk\":{\"S\":\"a\"},\"sk\":{\"S\":\"1\"}}")) != TEXT_NOT_FOUND);
    const char *members = arena_printf(arena, ",\"NextToken\":\"%s\"", token.data);
    expect(arena, statement, execute(world, arena, statement, members),
           ITEMS("{\"pk\":{\"S\":\"b\"},\"sk\":{\"S\":\"1\"}}"));
    expect(arena, "another statement", execute(world, arena, "SELECT * FROM Things", members),
           INVALID "NextToken does not match request");
}

static void scans_every_item_in_pages(void **state) {
    arena *arena = *state;
    world *world = world_with_things(arena);
    const char *members = ",\"Limit\":1";
    size_t items = 0, pages = 0;
    for (text token = TEXT("-"); token.length > 0; pages++) {
        http_response page = execute(world, arena, "SELECT * FROM Things WHERE n > 1", members);
        items += text_find(page.content.bytes, TEXT("\"n\"")) != TEXT_NOT_FOUND;
        token = member_of(arena, &page, "NextToken");
        members = arena_printf(arena, ",\"Limit\":1,\"NextToken\":\"%.*s\"", TEXT_ARGS(token));
    }
    assert_int_equal(items, 2);
    assert_int_equal(pages, 4);
}

/* A token that somebody made up is refused, not believed. */
static void refuses_forged_tokens(void **state) {
    arena *arena = *state;
    world *world = world_with_things(arena);
    const char *statement = "SELECT sk FROM Things WHERE pk = 'a'";
    http_response first = execute(world, arena, statement, ",\"Limit\":1");
    text token = member_of(arena, &first, "NextToken");
    for (size_t i = 44; i + 4 < token.length; i += 4) {
        char *forged = text_to_string(arena, token);
        for (size_t j = 0; j < 4; j++)
            forged[i + j] = 'A';
        http_response response = execute(world, arena, statement, arena_printf(arena, ",\"NextToken\":\"%s\"", forged));
        assert_true(response.status == 400 || response.status == 200);
    }
}

static void decomposes_into_at_most_fifty_reads(void **state) {
    arena *arena = *state;
    world *world = world_with_things(arena);
    buffer values = BUFFER(arena);
    for (int i = 0; i < 101; i++) {
        buffer_format(&values, "%s'v%d'", i ? "," : "", i);
        if (i != 49 && i != 50 && i != 100)
            continue;
        const char *statement = arena_printf(arena, "SELECT * FROM Things WHERE pk IN [%s]", buffer_text(&values).data);
        expect(arena, "reads", execute(world, arena, statement, ""),
               i == 49   ? ITEMS("")
               : i == 50 ? INVALID "Too many decomposed read operations for a given query."
                         : INVALID "The IN operator is provided with too many operands; number of operands: 101");
    }
}

/* ---- batches ---- */

static const statement_case batches[] = {
    {"SELECT sk FROM Things" WHERE_A "\nSELECT sk FROM Things WHERE pk = 'nobody' AND sk = '1'",
     "{\"Responses\":[{\"Item\":" A1 ",\"TableName\":\"Things\"},{\"TableName\":\"Things\"}]}"},
    {"DELETE FROM Things WHERE pk = 'b' AND sk = '1' RETURNING ALL OLD *\nINSERT INTO Numbers VALUE {'pk':1}",
     "{\"Responses\":[{\"Item\":{\"pk\":{\"S\":\"b\"},\"sk\":{\"S\":\"1\"},\"g\":{\"S\":\"y\"},\"n\":{\"N\":\"3\"}},"
     "\"TableName\":\"Things\"},{\"TableName\":\"Numbers\"}]}"},
    {"SLECT 1\nINSERT INTO Things VALUE {'pk':'a','sk':'1'}\nUPDATE Things SET x = 1 WHERE pk = 'b' AND sk = '1' AND n "
     "= "
     "7\nDELETE FROM NeverMade" WHERE_A,
     "{\"Responses\":[{\"Error\":{\"Code\":\"ValidationError\",\"Message\":\"Statement wasn't well formed, can't be "
     "processed: Unexpected token after expression\"}},{\"Error\":{\"Code\":\"DuplicateItem\",\"Message\":\"Duplicate "
     "primary key exists in table\"},\"TableName\":\"Things\"},{\"Error\":{\"Code\":\"ConditionalCheckFailed\","
     "\"Message\":\"The conditional request failed\"},\"TableName\":\"Things\"},{\"Error\":{\"Code\":"
     "\"ResourceNotFound\",\"Message\":\"Requested resource not found\"}}]}"},
    {"SELECT * FROM Things WHERE n = 1\nSELECT * FROM Things.\"by-g\" WHERE g = 'x'",
     "{\"Responses\":[{\"Error\":{\"Code\":\"ValidationError\",\"Message\":\"Select statements within "
     "BatchExecuteStatement must specify the primary key in the where clause.\"}},{\"Error\":{\"Code\":"
     "\"ValidationError\",\"Message\":\"Select statements within BatchExecuteStatement must specify the primary key in "
     "the where clause.\"}}]}"},
    {"SELECT sk FROM Things WHERE pk IN ['a'] AND sk = '1'",
     "{\"Responses\":[{\"Item\":" A1 ",\"TableName\":\"Things\"}]}"},
    {"SELECT * FROM Things" WHERE_A "\nDELETE FROM Things" WHERE_A,
     INVALID "Read and write requests together in the same batch is not supported."},
    {"SELECT * FROM Things" WHERE_A "\nSELECT n FROM Things" WHERE_A,
     INVALID "Provided list of item keys contains duplicates"},
};

static void runs_each_statement_of_a_batch(void **state) {
    for (size_t i = 0; i < sizeof batches / sizeof *batches; i++) {
        world *world = world_with_things(*state);
        expect(*state, batches[i].statement, batch(world, *state, batches[i].statement), batches[i].outcome);
    }
}

static void tells_what_is_wrong_with_a_parameter_of_its_statement_alone(void **state) {
    world *world = world_with_things(*state);
    expect(*state, "a set that is empty",
           call(world, *state, "BatchExecuteStatement",
                "{\"Statements\":[{\"Statement\":\"SELECT * FROM Things WHERE pk = ?\",\"Parameters\":[{\"SS\":[]}]},"
                "{\"Statement\":\"SELECT n FROM Things WHERE pk = 'b' AND sk = '1'\"}]}"),
           "{\"Responses\":[{\"Error\":{\"Code\":\"ValidationError\",\"Message\":\"One or more parameter values were "
           "invalid: An string set  may not be empty\"}},{\"Item\":{\"n\":{\"N\":\"3\"}},\"TableName\":\"Things\"}]}");
}

/* ---- transactions ---- */

#define IN_TRANSACTION(message_) INVALID "Validation failed in TransactStatements[0]: " message_
#define CANCELLED "TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific "

static const statement_case transactions[] = {
    {"SELECT sk FROM Things" WHERE_A "\nSELECT * FROM Things WHERE pk = 'nobody' AND sk = '1'",
     "{\"Responses\":[{\"Item\":" A1 "},{}]}"},
    {"INSERT INTO Numbers VALUE {'pk':1}\nUPDATE Things SET n = 5" WHERE_A
     "\nDELETE FROM Things WHERE pk = 'b' AND sk = "
     "'1'",
     "{\"Responses\":[]}"},
    {"EXISTS(SELECT * FROM Things" WHERE_A " AND flag IS MISSING)\nDELETE FROM Things WHERE pk = 'b' AND sk = '1'",
     "{\"Responses\":[]}"},
    {"EXISTS(SELECT * FROM Things" WHERE_A " AND n = 7)\nDELETE FROM Things WHERE pk = 'b' AND sk = '1'",
     CANCELLED "reasons [ConditionalCheckFailed, None]"},
    {"EXISTS(SELECT * FROM Things" WHERE_A " AND pk = 'b' AND n = 1)\nDELETE FROM Things WHERE pk = 'b' AND sk = '1'",
     CANCELLED "reasons [ConditionalCheckFailed, None]"},
    {"INSERT INTO Things VALUE {'pk':'a','sk':'1'}\nINSERT INTO Numbers VALUE {'pk':1}",
     CANCELLED "reasons [DuplicateItem, None]"},
    {"UPDATE Things SET n = 1 WHERE pk = 'nobody' AND sk = '1'", CANCELLED "reasons [ConditionalCheckFailed]"},
    {"UPDATE NeverMade SET a = 1" WHERE_A " RETURNING ALL NEW *\nDELETE FROM NeverMade" WHERE_A,
     CANCELLED "reasons [ResourceNotFound, ResourceNotFound]"},
    {"SELECT * FROM Things" WHERE_A "\nSELECT * FROM NeverMade.idx" WHERE_A,
     CANCELLED "reasons [None, ResourceNotFound]"},
    {"UPDATE Things SET a = 1 WHERE pk = 'a'", CANCELLED "reasons [ValidationError]"},
    {"UPDATE Things SET a = 1 WHERE pk IN ['a'] AND sk = '1'", CANCELLED "reasons [ValidationError]"},
    {"UPDATE Things SET a = 1" WHERE_A " AND pk = 'b'", CANCELLED "reasons [ValidationError]"},
    {"UPDATE Things SET a = 1" WHERE_A "\nUPDATE Things SET a = 1 WHERE pk = 'a' AND sk = 1\nUPDATE Things SET a = 1 "
     "WHERE pk = 1 AND sk = '1'",
     CANCELLED "reasons [None, ValidationError, None]"},
    {"SELECT * FROM Things" WHERE_A "\nSELECT n FROM Things" WHERE_A "\nSELECT * FROM Things WHERE pk = 1 AND sk = '1'",
     CANCELLED "reasons [None, None, ValidationError]"},
    {"SELECT * FROM Things" WHERE_A "\nSELECT n FROM Things" WHERE_A,
     INVALID "Transaction request cannot include multiple operations on one item"},
    {"DELETE FROM Things" WHERE_A "\nUPDATE Things SET n = 1" WHERE_A,
     INVALID "Transaction request cannot include multiple operations on one item"},
    {"SELECT * FROM Things" WHERE_A "\nDELETE FROM Things WHERE pk = 'b' AND sk = '1'",
     INVALID "ExecuteTransaction API does not support both read and write operations in the same request."},
    {"SELECT * FROM Things WHERE", IN_TRANSACTION("Statement wasn't well formed, can't be processed: Unexpected term")},
    {"SELECT * FROM Things" WHERE_A " AND n = 1",
     IN_TRANSACTION("Select statements within ExecuteTransaction must specify the primary key in the where clause.")},
    {"SELECT * FROM Things WHERE pk IN ['a','a'] AND sk = '1'",
     IN_TRANSACTION("Overlapping conditions with range keys are not supported in where clause")},
    {"SELECT * FROM Things.\"by-g\" WHERE g = 'x'",
     IN_TRANSACTION("Reads on indices are not supported within transactions.")},
    {"EXISTS(SELECT * FROM Things" WHERE_A ")",
     IN_TRANSACTION("EXISTS() must contain a single item read with additional condition")},
    {"EXISTS(SELECT * FROM Things.\"by-g\" WHERE g = 'x')",
     IN_TRANSACTION("Operations on indices are not supported in transactions")},
    {"UPDATE Things SET n = 1" WHERE_A " RETURNING ALL NEW *",
     IN_TRANSACTION("RETURNING clause is not supported in ExecuteTransaction.")},
    {"UPDATE Things.\"by-g\" SET n = 1" WHERE_A, IN_TRANSACTION("This operation is not supported on an index")},
    {"UPDATE Things SET n = n + [1]" WHERE_A,
     IN_TRANSACTION("Incorrect operand type for operator or function; operator or function: +, operand type: L")},
};

static void transacts_as_recorded(void **state) {
    for (size_t i = 0; i < sizeof transactions / sizeof *transactions; i++) {
        world *world = world_with_things(*state);
        expect(*state, transactions[i].statement, transact(world, *state, transactions[i].statement),
               transactions[i].outcome);
    }
}

static void writes_nothing_of_a_cancelled_transaction(void **state) {
    world *world = world_with_things(*state);
    http_response response =
        transact(world, *state, "INSERT INTO Numbers VALUE {'pk':1}\nINSERT INTO Things VALUE {'pk':'a','sk':'1'}");
    assert_true(text_find(response.content.bytes,
                          TEXT("\"CancellationReasons\":[{\"Code\":\"None\"},{\"Code\":\"DuplicateItem\",\"Message\":"
                               "\"Duplicate primary key exists in table\"}]")) != TEXT_NOT_FOUND);
    expect(*state, "what is there", execute(world, *state, "SELECT * FROM Numbers", ""), ITEMS(""));
}

static void transacts_once_for_a_token(void **state) {
    world *world = world_with_things(*state);
    const char *body =
        "{\"ClientRequestToken\":\"t-1\",\"TransactStatements\":[{\"Statement\":\"UPDATE Things SET n = n + "
        "1 WHERE pk = 'a' AND sk = '1'\"}]}";
    for (int i = 0; i < 3; i++)
        expect(*state, body, call(world, *state, "ExecuteTransaction", body), "{\"Responses\":[]}");
    expect(*state, "once", execute(world, *state, "SELECT n FROM Things" WHERE_A, ""), ITEMS("{\"n\":{\"N\":\"2\"}}"));
    http_response other = call(world, *state, "ExecuteTransaction",
                               "{\"ClientRequestToken\":\"t-1\",\"TransactStatements\":[{\"Statement\":\"DELETE FROM "
                               "Things WHERE pk = 'a' AND sk = '1'\"}]}");
    assert_true(text_find(other.content.bytes, TEXT("#IdempotentParameterMismatchException")) != TEXT_NOT_FOUND);
}

static void shows_the_item_that_a_condition_failed_for(void **state) {
    world *world = world_with_things(*state);
    const char *shows = "\"Item\":{\"pk\":{\"S\":\"b\"},\"sk\":{\"S\":\"1\"},\"g\":{\"S\":\"y\"},\"n\":{\"N\":\"3\"}}";
    const char *statement = "\"Statement\":\"DELETE FROM Things WHERE pk = 'b' AND sk = '1' AND n = 7\","
                            "\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\"";
    http_response alone = call(world, *state, "ExecuteStatement", arena_printf(*state, "{%s}", statement));
    http_response transacted =
        call(world, *state, "ExecuteTransaction", arena_printf(*state, "{\"TransactStatements\":[{%s}]}", statement));
    http_response batched =
        call(world, *state, "BatchExecuteStatement", arena_printf(*state, "{\"Statements\":[{%s}]}", statement));
    assert_true(text_find(alone.content.bytes, text_of(shows)) != TEXT_NOT_FOUND);
    assert_true(text_find(transacted.content.bytes, text_of(shows)) != TEXT_NOT_FOUND);
    assert_true(text_find(batched.content.bytes, text_of(shows)) == TEXT_NOT_FOUND);
}

/* ---- depth and size ---- */

static const char *repeated(arena *arena, const char *part, int count) {
    buffer out = BUFFER(arena);
    for (int i = 0; i < count; i++)
        buffer_append(&out, text_of(part));
    return buffer_text(&out).data;
}

static void refuses_values_that_nest_too_deep(void **state) {
    arena *arena = *state;
    world *world = world_with_things(arena);
    const char *update = arena_printf(arena, "UPDATE Things SET d = %s1%s" WHERE_A, repeated(arena, "{'a':", 32),
                                      repeated(arena, "}", 32));
    expect(arena, update, execute(world, arena, update, ""),
           arena_printf(arena, INVALID "Nesting Levels have exceeded supported limits under root%s",
                        repeated(arena, ".a", 32)));
    const char *insert = arena_printf(arena, "INSERT INTO Numbers VALUE {'pk':1,'d':%s1%s}", repeated(arena, "[", 31),
                                      repeated(arena, "]", 31));
    expect(arena, insert, execute(world, arena, insert, ""), ITEMS(""));
}

/* However a statement nests or goes on, it is answered, and the stack holds. */
static void answers_statements_without_end(void **state) {
    static const char *const parts[] = {"(",  "[",       "{'a':", "<<",      "NOT ",    "-",  "a.",
                                        "a[", "f(",      "a=",    "a OR ",   "a=1 OR ", "a+", "a IN [",
                                        "a,", "SELECT ", "FROM ", "EXISTS(", "'",       "?",  "a=1 AND (b=1 OR "};
    arena *arena = *state;
    world *world = world_with_things(arena);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *many = repeated(arena, parts[i], (int)(8000 / strlen(parts[i])));
        const char *beginnings[] = {"SELECT * FROM Things WHERE ",
                                    "UPDATE Things SET a = ", "INSERT INTO Things VALUE ", "SELECT ", ""};
        for (size_t j = 0; j < sizeof beginnings / sizeof *beginnings; j++) {
            http_response response = execute(world, arena, arena_printf(arena, "%s%s", beginnings[j], many), "");
            assert_int_equal(response.status, 400);
        }
    }
    const char *long_row =
        arena_printf(arena, "SELECT sk FROM Things WHERE pk = 'a' AND (%sn=1)", repeated(arena, "n=7 OR ", 1100));
    expect(arena, "a long row of conditions", execute(world, arena, long_row, ""), ITEMS(A1));
    const char *too_long = arena_printf(arena, "SELECT * FROM Things --%s", repeated(arena, "x", 8192));
    assert_true(
        text_find(execute(world, arena, too_long, "").content.bytes,
                  TEXT("at 'statement' failed to satisfy constraint: Member must have length less than or equal "
                       "to 8192")) != TEXT_NOT_FOUND);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(selects_as_recorded),
        TEST(writes_as_recorded),
        TEST(refuses_in_awss_words),
        TEST(takes_requests_as_documented),
        TEST(goes_on_where_a_page_ended),
        TEST(scans_every_item_in_pages),
        TEST(refuses_forged_tokens),
        TEST(decomposes_into_at_most_fifty_reads),
        TEST(runs_each_statement_of_a_batch),
        TEST(tells_what_is_wrong_with_a_parameter_of_its_statement_alone),
        TEST(transacts_as_recorded),
        TEST(writes_nothing_of_a_cancelled_transaction),
        TEST(transacts_once_for_a_token),
        TEST(shows_the_item_that_a_condition_failed_for),
        TEST(refuses_values_that_nest_too_deep),
        TEST(answers_statements_without_end),
    };
    return RUN_TESTS(tests);
}
