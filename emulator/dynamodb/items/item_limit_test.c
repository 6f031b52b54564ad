/* The 400 KB that an item may have: for each operation that writes, the largest that it takes, and one byte more. The
 * 4 MB that a transaction may carry, likewise. */
#include "core/testing.h"
#include "dynamodb/items/filling_fixture.h"
#include "dynamodb/refusal_fixture.h"

#define CREATE                                                                                                         \
    "{'TableName':'Bulky','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':[{'AttributeName':'p',"               \
    "'AttributeType':'S'}],'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}]}"
#define TOO_LARGE "Item size has exceeded the maximum allowed size"
#define TOO_LARGE_UPDATE "Item size to update has exceeded the maximum allowed size"

/* The key and the name "f" have three bytes. */
#define MOST "<409597>"
#define TOO_MUCH "<409598>"

/* A statement's SET costs 22, and the name "f" one; the key does not count. */
#define MOST_SET "<409577>"
#define TOO_MUCH_SET "<409578>"
#define LONG_KEY "123456789012345678901234567890"
#define MOST_SET_OF_LONG_KEY "<409568>"
#define TOO_MUCH_SET_OF_LONG_KEY "<409569>"

#define ITEM(filling) "{'p':{'S':'k'},'f':{'S':'" filling "'}}"
#define PUT(filling) "{'TableName':'Bulky','Item':" ITEM(filling) "}"
#define BATCH(filling) "{'RequestItems':{'Bulky':[{'PutRequest':{'Item':" ITEM(filling) "}}]}}"
#define TRANSACTED_PUT(filling) "{'TransactItems':[{'Put':" PUT(filling) "}]}"
#define KEY(key) "'TableName':'Bulky','Key':{'p':{'S':'" key "'}}"
#define SET_OF(key, filling)                                                                                           \
    "{" KEY(key) ",'UpdateExpression':'SET f = :f','ExpressionAttributeValues':{':f':{'S':'" filling "'}}}"
#define TRANSACTED_SET(filling) "{'TransactItems':[{'Update':" SET_OF("k", filling) "}]}"
#define LEGACY_SET(filling) "{" KEY("k") ",'AttributeUpdates':{'f':{'Value':{'S':'" filling "'}}}}"
/* A statement's own quotes are written so that they are none of the body's. */
#define INSERT(key, filling)                                                                                           \
    "{'Statement':'INSERT INTO Bulky VALUE {\\u0027p\\u0027:?,\\u0027f\\u0027:?}','Parameters':[{'S':'" key            \
    "'},{'S':'" filling "'}]}"
#define STATED_UPDATE(filling)                                                                                         \
    "{'Statement':'UPDATE Bulky SET f = ? WHERE p = ?','Parameters':[{'S':'" filling "'},{'S':'k'}]}"
/* Leaves the item as it is. */
#define IDLE(rest)                                                                                                     \
    "{" KEY("k") ",'UpdateExpression':'SET p2 = if_not_exists(p2, :f)','ExpressionAttributeValues':{':f':{'S':"        \
                 "'<409700>'}}" rest "}"

typedef struct accepted {
    const char *operation;
    const char *body;
} accepted;

static const accepted largest[] = {
    {"PutItem", PUT(MOST)},
    {"BatchWriteItem", BATCH(MOST)},
    {"TransactWriteItems", TRANSACTED_PUT(MOST)},
    {"TransactWriteItems", TRANSACTED_SET(MOST)},
    {"ExecuteStatement", INSERT("i", MOST)},
    {"ExecuteStatement", STATED_UPDATE(MOST)},
    {"UpdateItem", LEGACY_SET(MOST)},
    {"UpdateItem", SET_OF("k", MOST_SET)},
    {"UpdateItem", SET_OF(LONG_KEY, MOST_SET_OF_LONG_KEY)},
};

static const refusal one_more[] = {
    {"PutItem", PUT(TOO_MUCH), TOO_LARGE},
    {"BatchWriteItem", BATCH(TOO_MUCH), TOO_LARGE},
    {"TransactWriteItems", TRANSACTED_PUT(TOO_MUCH), TOO_LARGE},
    {"ExecuteStatement", INSERT("j", TOO_MUCH), TOO_LARGE},
    {"ExecuteStatement", STATED_UPDATE(TOO_MUCH), TOO_LARGE_UPDATE},
    {"UpdateItem", LEGACY_SET(TOO_MUCH), TOO_LARGE_UPDATE},
    {"UpdateItem", SET_OF("k", TOO_MUCH_SET), TOO_LARGE_UPDATE},
    {"UpdateItem", SET_OF(LONG_KEY, TOO_MUCH_SET_OF_LONG_KEY), TOO_LARGE_UPDATE},
    {"UpdateItem", IDLE(""), TOO_LARGE_UPDATE},
    {"UpdateItem", IDLE(",'ConditionExpression':'attribute_exists(nope)'"), TOO_LARGE_UPDATE},
};

static world *world_with_table(arena *arena) {
    world *world = operation_fixture_world(arena);
    assert_int_equal(operation_fixture_call(world, arena, "CreateTable", refusal_body(arena, CREATE)).status, 200);
    return world;
}

static http_response call(world *world, arena *arena, const char *operation, const char *body) {
    return operation_fixture_call(world, arena, operation, refusal_body(arena, filled(arena, body)));
}

static void may_be_reached(void **state) {
    world *world = world_with_table(*state);
    for (size_t i = 0; i < sizeof largest / sizeof *largest; i++) {
        http_response response = call(world, *state, largest[i].operation, largest[i].body);
        if (response.status != 200)
            fail_msg("%s %s: %.*s", largest[i].operation, largest[i].body, TEXT_ARGS(response.content.bytes));
    }
    world_free(world);
}

static void may_not_be_exceeded(void **state) {
    world *world = world_with_table(*state);
    assert_int_equal(call(world, *state, "PutItem", PUT("x")).status, 200);
    for (size_t i = 0; i < sizeof one_more / sizeof *one_more; i++) {
        refusal refusal = one_more[i];
        refusal.body = filled(*state, refusal.body);
        refuse_all_in(world, *state, "ValidationException", &refusal, 1);
    }
    world_free(world);
}

/* What an update makes of an item is known only when the transaction is on its way. */
static void cancels_a_transaction_that_updates(void **state) {
    world *world = world_with_table(*state);
    text answer = call(world, *state, "TransactWriteItems", TRANSACTED_SET(TOO_MUCH)).content.bytes;
    assert_true(text_find(answer, TEXT("#TransactionCanceledException\"")) != TEXT_NOT_FOUND);
    assert_true(text_find(answer, TEXT("\"Code\":\"ValidationError\",\"Message\":\"" TOO_LARGE_UPDATE "\"")) !=
                TEXT_NOT_FOUND);
    world_free(world);
}

/* A transaction of a write, with * for its key, to each of the items "a" to "k": the last may be another. */
static const char *eleven(arena *arena, const char *usual, const char *last) {
    buffer out = BUFFER(arena);
    for (int key = 'a'; key <= 'k'; key++) {
        buffer_append(&out, key == 'a' ? TEXT("{'TransactItems':[") : TEXT(","));
        for (const char *at = key < 'k' ? usual : last; *at; at++)
            buffer_append_char(&out, *at == '*' ? (char)key : *at);
    }
    buffer_append(&out, TEXT("]}"));
    return filled(arena, buffer_text(&out).data);
}

#define PUT_OF_ELEVEN(filling) "{'Put':{'TableName':'Bulky','Item':{'p':{'S':'*'},'f':{'S':'" filling "'}}}}"
#define SET_OF_ELEVEN                                                                                                  \
    "{'Update':{" KEY("*") ",'UpdateExpression':'SET g = :g','ExpressionAttributeValues':{':g':{'N':'1'}}}}"
#define DELETE_OF_ELEVEN "{'Delete':{" KEY("*") "}}"

/* Each has three bytes for its key and its names. */
static void transaction_may_carry_4_mb(void **state) {
    world *world = world_with_table(*state);
    const refusal refused[] = {
        {"TransactWriteItems", eleven(*state, PUT_OF_ELEVEN("<400000>"), PUT_OF_ELEVEN("<194272>")),
         "Transaction payload size cannot exceed 4MB. Payload Size: : Transaction payload size cannot exceed 4MB. "
         "Payload Size: 4194305"},
    };
    REFUSE_ALL_IN(world, *state, "ValidationException", refused);
    http_response response = operation_fixture_call(
        world, *state, "TransactWriteItems",
        refusal_body(*state, eleven(*state, PUT_OF_ELEVEN("<400000>"), PUT_OF_ELEVEN("<194271>"))));
    assert_int_equal(response.status, 200);
    world_free(world);
}

/* The update makes of just under 4 MB just over. */
static void items_of_a_transaction_may_have_more(void **state) {
    world *world = world_with_table(*state);
    const char *bodies[] = {
        eleven(*state, PUT_OF_ELEVEN("<381297>"), PUT_OF_ELEVEN("<381297>")),
        eleven(*state, SET_OF_ELEVEN, SET_OF_ELEVEN),
        eleven(*state, DELETE_OF_ELEVEN, DELETE_OF_ELEVEN),
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        http_response response =
            operation_fixture_call(world, *state, "TransactWriteItems", refusal_body(*state, bodies[i]));
        if (response.status != 200)
            fail_msg("%zu: %.*s", i, TEXT_ARGS(response.content.bytes));
    }
    world_free(world);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(may_be_reached),
        TEST(may_not_be_exceeded),
        TEST(cancels_a_transaction_that_updates),
        TEST(transaction_may_carry_4_mb),
        TEST(items_of_a_transaction_may_have_more),
    };
    return RUN_TESTS(tests);
}
