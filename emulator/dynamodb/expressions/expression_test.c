/* Expressions: what they mean, in words that AWS's own service was seen to take or refuse, and those that are hard on
 * their parsers. */
#include "dynamodb/expressions/expression.h"

#include <pthread.h>

#include "cloud_fixture.h"
#include "core/buffer.h"
#include "core/testing.h"
#include "dynamodb/expressions/update.h"
#include "dynamodb/values/attribute.h"

/* ---- small ones, in requests ---- */

#define CREATE                                                                                                         \
    "{\"TableName\":\"Words\",\"BillingMode\":\"PAY_PER_REQUEST\",\"AttributeDefinitions\":[{\"AttributeName\":\"p\"," \
    "\"AttributeType\":\"S\"},{\"AttributeName\":\"c\",\"AttributeType\":\"N\"}],\"KeySchema\":[{\"AttributeName\":"   \
    "\"p\",\"KeyType\":\"HASH\"},{\"AttributeName\":\"c\",\"KeyType\":\"RANGE\"}]}"
#define WORDS "{\"TableName\":\"Words\","
#define ITEM_KEY "\"p\":{\"S\":\"x\"},\"c\":{\"N\":\"1\"}"
#define UPDATE WORDS "\"Key\":{" ITEM_KEY "},\"UpdateExpression\":"
#define CHECKED(condition_)                                                                                            \
    UPDATE "\"SET z = :v\",\"ConditionExpression\":\"" condition_ "\",\"ExpressionAttributeValues\":{"
#define QUERY(condition_)                                                                                              \
    WORDS "\"KeyConditionExpression\":\"" condition_ "\",\"ExpressionAttributeValues\":{\":p\":{\"S\":\"x\"},\":c\":{" \
          "\"N\":\"1\"}},\"Select\":\"COUNT\"}"
#define FOUND(count_) "{\"Count\":" count_ ",\"ScannedCount\":" count_ "}"
#define LISTS "\"ExpressionAttributeValues\":{\":a\":{\"L\":[]},\":b\":{\"L\":[{\"S\":\"b\"}]},\":c\":{\"L\":[]}}}"

typedef struct expression_case {
    const char *operation;
    const char *body;
    const char *part; /* of the answer */
} expression_case;

/* Of the items c = 1 with a = 5, and c = 2. */
static const expression_case cases[] = {
    {"UpdateItem", CHECKED("q <> z") "\":v\":{\"S\":\"1\"}}}", "{}"},
    {"UpdateItem", CHECKED("q = z") "\":v\":{\"S\":\"1\"}}}", "ConditionalCheckFailedException"},
    {"UpdateItem", CHECKED("attribute_type(:v, :t)") "\":v\":{\"N\":\"1\"},\":t\":{\"S\":\"N\"}}}", "{}"},
    {"UpdateItem", CHECKED("attribute_type(:v, :t)") "\":v\":{\"N\":\"1\"},\":t\":{\"S\":\"S\"}}}",
     "ConditionalCheckFailedException"},
    {"UpdateItem", CHECKED("size(size(p)) > :v") "\":v\":{\"N\":\"1\"}}}",
     "Incorrect operand type for operator or function; operator or function: size, operand type: N"},
    {"UpdateItem", CHECKED("size(p)") "\":v\":{\"N\":\"1\"}}}",
     "The function is not allowed to be used this way in an expression; function: size"},
    {"UpdateItem", CHECKED("(size(p) AND p = :v)") "\":v\":{\"N\":\"1\"}}}",
     "The function is not allowed to be used this way in an expression; function: size"},
    {"UpdateItem", CHECKED("size(p) :v") "\":v\":{\"N\":\"1\"}}}", "Syntax error; token: \\\":v\\\""},
    {"UpdateItem", CHECKED("attribute_exists(p) = :v") "\":v\":{\"N\":\"1\"}}}",
     "The function is not allowed to be used this way in an expression; function: attribute_exists"},
    {"UpdateItem", CHECKED("attribute_exists(p) = ") "\":v\":{\"N\":\"1\"}}}", "Syntax error; token: \\\"<EOF>\\\""},
    {"UpdateItem", UPDATE "\"SET _a = p\"}",
     "Invalid UpdateExpression: Syntax error; token: \\\"_\\\", near: \\\"SET _a\\\""},
    {"UpdateItem", UPDATE "\"SET z = list_append(if_not_exists(q, :a), :b), y = :c\"," LISTS, "{}"},
    {"UpdateItem", UPDATE "\"SET z = list_append(list_append(:a, :b), :c)\"," LISTS,
     "Invalid UpdateExpression: The function is not allowed to be used this way in an expression; function: "
     "list_append"},
    {"UpdateItem",
     UPDATE "\"SET z = :a + :b\",\"ExpressionAttributeValues\":{\":a\":{\"N\":\"1e50\"},\":b\":{\"N\":\"1\"}}}",
     "Number overflow. Attempting to store a number with magnitude larger than supported range"},
    {"GetItem",
     WORDS "\"Key\":{" ITEM_KEY "},\"ProjectionExpression\":\"#n\",\"ExpressionAttributeNames\":{\"#n\":\"\"}}",
     "ExpressionAttributeNames contains invalid value: Empty attribute name for key #n"},
    {"Query", QUERY("p = :p AND c = :c"), FOUND("1")},
    {"Query", QUERY(":p = p AND :c = c"), FOUND("1")},
    {"Query", QUERY(":p = p AND :c < c"), FOUND("1")},
    {"Query", QUERY(":p = p AND :c <= c"), FOUND("2")},
    {"Query", QUERY(":p = p AND :c > c"), FOUND("0")},
    {"Query", QUERY(":p = p AND :c >= c"), FOUND("1")},
    {"Query",
     "{\"TableName\":\"Nope\",\"KeyConditionExpression\":\"p <> "
     ":p\",\"ExpressionAttributeValues\":{\":p\":{\"S\":\"x\"}}}",
     "Invalid operator used in KeyConditionExpression: <>"},
    {"Query", QUERY("p = :p AND c > :c AND a = :c"),
     "The number of query conditions (3) exceeds the number of key attributes defined in the schema (2)"},
    {"Query", QUERY("p = :p AND c > :c AND c < :c"),
     "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key"},
};

static void means_what_it_means_on_aws(void **state) {
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        world *world = cloud_fixture_world();
        cloud_fixture_dynamodb(world, *state, "CreateTable", CREATE);
        cloud_fixture_dynamodb(world, *state, "PutItem", WORDS "\"Item\":{" ITEM_KEY ",\"a\":{\"N\":\"5\"}}}");
        cloud_fixture_dynamodb(world, *state, "PutItem", WORDS "\"Item\":{\"p\":{\"S\":\"x\"},\"c\":{\"N\":\"2\"}}}");
        http_response response = cloud_fixture_dynamodb(world, *state, cases[i].operation, cases[i].body);
        if (text_find(response.content.bytes, text_of(cases[i].part)) == TEXT_NOT_FOUND)
            fail_msg("%s: %.*s", cases[i].body, TEXT_ARGS(response.content.bytes));
    }
}

/* Updates of lists and sets, of the item {"l": [0, 1, 2, 3, 4], "s": [<<"x">>, "y", "z"]}, and what comes of it. */
static const struct {
    const char *update;
    const char *item;
} list_cases[] = {
    {"REMOVE l[1], m, l[3]", "\"l\":{\"L\":[{\"N\":\"0\"},{\"N\":\"2\"},{\"N\":\"4\"}]}"},
    {"SET l[7] = :v REMOVE l[5]",
     "\"l\":{\"L\":[{\"N\":\"0\"},{\"N\":\"1\"},{\"N\":\"2\"},{\"N\":\"3\"},{\"N\":\"4\"},{\"S\":\"v\"}]}"},
    {"SET l[9] = :v, m = :v, l[7] = :w REMOVE l[0], l[1], l[2], l[3]",
     "\"l\":{\"L\":[{\"N\":\"4\"},{\"S\":\"w\"},{\"S\":\"v\"}]}"},
    {"SET s[1] = :v DELETE s[0] :s", "\"s\":{\"L\":[{\"S\":\"v\"},{\"S\":\"z\"}]}"},
};

static void indexes_of_an_update_mean_the_item_before(void **state) {
    for (size_t i = 0; i < sizeof list_cases / sizeof *list_cases; i++) {
        expression_scope scope;
        update update;
        table_item result, item = item_of_json(*state, TEXT("{\"l\":{\"L\":[{\"N\":\"0\"},{\"N\":\"1\"},{\"N\":\"2\"},{"
                                                            "\"N\":\"3\"},{\"N\":\"4\"}]},\"s\":{\"L\":[{\"SS\":["
                                                            "\"x\"]},{\"S\":\"y\"},{\"S\":\"z\"}]}}"));
        table_item values =
            item_of_json(*state, TEXT("{\":v\":{\"S\":\"v\"},\":w\":{\"S\":\"w\"},\":s\":{\"SS\":[\"x\"]}}"));
        assert_success(expression_scope_init(&scope, *state, NULL, &values));
        assert_success(expression_parse_update(&scope, text_of(list_cases[i].update), &update));
        assert_success(update_apply(*state, &update, &item, &result));
        if (text_find(item_to_json(*state, &result), text_of(list_cases[i].item)) == TEXT_NOT_FOUND)
            fail_msg("%s: %.*s", list_cases[i].update, TEXT_ARGS(item_to_json(*state, &result)));
    }
}

/* "a" with so many times ".b" behind it. */
static void refuses_paths_of_more_than_32_levels(void **state) {
    expression_scope scope;
    projection projection;
    assert_success(expression_scope_init(&scope, *state, NULL, NULL));
    buffer path = BUFFER(*state);
    buffer_append_char(&path, 'a');
    for (int levels = 2; levels <= 40; levels++) {
        buffer_append(&path, TEXT(".b"));
        const gabi_error *error = expression_parse_projection(&scope, buffer_text(&path), &projection);
        if (levels <= 32)
            assert_success(error);
        else
            assert_string(text_of(error ? error->message : ""),
                          arena_printf(*state,
                                       "Invalid ProjectionExpression: The document path has too many nesting levels; "
                                       "nesting levels: %d",
                                       levels));
    }
}

/* ---- nested ones ---- */

/* Half of what a worker of the HTTP server has. */
#define STACK_BYTES ((size_t)512 * 1024)

/* How an expression is repeated to its full length. */
typedef struct nesting {
    const char *label; /* "UpdateExpression", or of a condition */
    const char *start;
    const char *open;
    const char *middle;
    const char *close;
    size_t count;
    const char *refusal; /* NULL: it is accepted */
} nesting;

static const nesting nestings[] = {
    {"ConditionExpression", "", "(", "", "", 4096,
     "Invalid ConditionExpression: The expression is nested too deeply; nesting levels: 401"},
    {"ConditionExpression", "", "(", "a<b", ")", 2046,
     "Invalid ConditionExpression: The expression is nested too deeply; nesting levels: 401"},
    {"ConditionExpression", "", "(", "a<b", ")", 2,
     "Invalid ConditionExpression: The expression has redundant parentheses;"},
    {"ConditionExpression", "a<b ", "or (a<b ", "", ")", 149, NULL},
    {"ConditionExpression", "a<b ", "or (a<b ", "", ")", 454,
     "Invalid ConditionExpression: The expression contains too many operators; operator count: 301"},
    {"ConditionExpression", "", "not ", "a<b", "", 299, NULL},
    {"ConditionExpression", "", "not ", "a<b", "", 1000,
     "Invalid ConditionExpression: The expression contains too many operators; operator count: 301"},
    {"UpdateExpression", "SET a = ", "(", "", "", 4000,
     "Invalid UpdateExpression: The expression is nested too deeply; nesting levels: 401"},
    {"UpdateExpression", "SET a = ", "(", "b", ")", 100, NULL},
    {"UpdateExpression", "SET a = ", "if_not_exists(b,", "c", ")", 200, NULL},
    {"UpdateExpression", "SET a = ", "if_not_exists(b,", "c", ")", 240, NULL},
};

static text nesting_text(arena *arena, const nesting *nesting) {
    buffer out = BUFFER(arena);
    buffer_append(&out, text_of(nesting->start));
    for (size_t i = 0; i < nesting->count; i++)
        buffer_append(&out, text_of(nesting->open));
    buffer_append(&out, text_of(nesting->middle));
    for (size_t i = 0; i < nesting->count; i++)
        buffer_append(&out, text_of(nesting->close));
    return buffer_text(&out);
}

typedef struct parse {
    arena *arena;
    const nesting *nesting;
    const gabi_error *error;
} parse;

static void *run_parse(void *argument) {
    parse *self = argument;
    text expression = nesting_text(self->arena, self->nesting);
    expression_scope scope;
    const condition *condition;
    update update;
    self->error = expression_scope_init(&scope, self->arena, NULL, NULL);
    if (self->error)
        return NULL;
    self->error = text_equal(text_of(self->nesting->label), TEXT("UpdateExpression"))
                      ? expression_parse_update(&scope, expression, &update)
                      : expression_parse_condition(&scope, self->nesting->label, expression, &condition);
    return NULL;
}

static void parses_on_a_small_stack(void **state) {
    pthread_attr_t attributes;
    assert_int_equal(pthread_attr_init(&attributes), 0);
    assert_int_equal(pthread_attr_setstacksize(&attributes, STACK_BYTES), 0);
    for (size_t i = 0; i < sizeof nestings / sizeof *nestings; i++) {
        parse parse = {.arena = *state, .nesting = &nestings[i]};
        pthread_t thread;
        assert_int_equal(pthread_create(&thread, &attributes, run_parse, &parse), 0);
        assert_int_equal(pthread_join(thread, NULL), 0);
        if (!nestings[i].refusal)
            assert_success(parse.error);
        else if (!parse.error || !text_equal(text_of(parse.error->message), text_of(nestings[i].refusal)))
            fail_msg("nesting %zu: %s", i, parse.error ? parse.error->message : "accepted");
    }
    pthread_attr_destroy(&attributes);
}

/* ---- large sets ---- */

#define MEMBERS 20000

static attribute_value numbers(arena *arena, size_t from) {
    attribute *members = arena_zalloc(arena, MEMBERS * sizeof *members);
    for (size_t i = 0; i < MEMBERS; i++)
        members[i].value = (attribute_value){.kind = ATTRIBUTE_NUMBER, .text = text_format(arena, "%zu", from + i)};
    return (attribute_value){.kind = ATTRIBUTE_NUMBER_SET, .members = members, .member_count = MEMBERS};
}

/* Two sets that share half of their members, joined and taken apart again. */
static void adds_and_deletes_many_members(void **state) {
    arena *arena = *state;
    attribute old = {TEXT("a"), numbers(arena, 0)}, operand = {TEXT(":v"), numbers(arena, MEMBERS / 2)};
    table_item item = {&old, 1}, values = {&operand, 1}, added, rest;
    expression_scope scope;
    update add, delete;
    assert_success(expression_scope_init(&scope, arena, NULL, &values));
    assert_success(expression_parse_update(&scope, TEXT("ADD a :v"), &add));
    assert_success(expression_parse_update(&scope, TEXT("DELETE a :v"), &delete));
    assert_success(update_apply(arena, &add, &item, &added));
    assert_int_equal(added.attributes[0].value.member_count, MEMBERS + MEMBERS / 2);
    assert_success(update_apply(arena, &delete, &added, &rest));
    assert_int_equal(rest.attributes[0].value.member_count, MEMBERS / 2);
    assert_string(rest.attributes[0].value.members[0].value.text, "0");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(means_what_it_means_on_aws),           TEST(indexes_of_an_update_mean_the_item_before),
        TEST(refuses_paths_of_more_than_32_levels), TEST(parses_on_a_small_stack),
        TEST(adds_and_deletes_many_members),
    };
    return RUN_TESTS(tests);
}
