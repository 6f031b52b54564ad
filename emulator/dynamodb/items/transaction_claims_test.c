#include "dynamodb/items/transaction_claims.h"

#include <string.h>

#include "cloud_fixture.h"
#include "core/testing.h"
#include "store/interleaving.h"

#define SEEDS 30

/* A request of its own thread, and what came of it. */
typedef struct participant {
    world *world;
    arena *arena;
    const char *operation;
    const char *body;
    http_response response;
} participant;

static void answer(void *context) {
    participant *self = context;
    self->response = cloud_fixture_dynamodb(self->world, self->arena, self->operation, self->body);
}

static world *world_with_table(arena *arena) {
    world *world = cloud_fixture_world();
    http_response response = cloud_fixture_dynamodb(
        world, arena, "CreateTable",
        "{\"TableName\":\"Claimed\",\"AttributeDefinitions\":[{\"AttributeName\":\"p\",\"AttributeType\":\"S\"}],"
        "\"KeySchema\":[{\"AttributeName\":\"p\",\"KeyType\":\"HASH\"}],\"BillingMode\":\"PAY_PER_REQUEST\"}");
    assert_int_equal(response.status, 200);
    return world;
}

#define ADD_TO(key_)                                                                                                   \
    "{\"Update\":{\"TableName\":\"Claimed\",\"Key\":{\"p\":{\"S\":\"" key_ "\"}},"                                     \
    "\"UpdateExpression\":\"ADD n :one\",\"ExpressionAttributeValues\":{\":one\":{\"N\":\"1\"}}}}"
#define TRANSACTION(items_) "{\"TransactItems\":[" items_ "]}"

/* Runs both at once, as the seed has it. */
static void run_together(arena *memory, uint64_t seed, participant *first, participant *second) {
    participant *both[] = {first, second};
    interleaving_task tasks[2];
    for (int i = 0; i < 2; i++) {
        both[i]->arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
        arena_defer_arena(memory, both[i]->arena);
        tasks[i] = (interleaving_task){answer, both[i]};
    }
    interleaving_turns turns;
    assert_success(interleaving_run(memory, seed, tasks, 2, &turns));
}

static bool says(const http_response *response, const char *what) {
    return text_find(response->content.bytes, text_of(what)) != TEXT_NOT_FOUND;
}

static int64_t count_in(world *world, arena *arena, const char *key) {
    http_response response =
        cloud_fixture_dynamodb(world, arena, "GetItem",
                               arena_printf(arena, "{\"TableName\":\"Claimed\",\"Key\":{\"p\":{\"S\":\"%s\"}}}", key));
    const char *number = strstr(text_format(arena, "%.*s", TEXT_ARGS(response.content.bytes)).data, "\"N\":\"");
    return number ? number[5] - '0' : 0;
}

/* For some seed the second comes while the first is under way; whoever is refused has changed nothing. */
static void a_transaction_in_the_way_of_another_is_a_reason(void **state) {
    int conflicts = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        world *world = world_with_table(*state);
        participant first = {
            .world = world, .operation = "TransactWriteItems", .body = TRANSACTION(ADD_TO("a") "," ADD_TO("b"))};
        participant second = {
            .world = world, .operation = "TransactWriteItems", .body = TRANSACTION(ADD_TO("c") "," ADD_TO("b"))};
        run_together(*state, seed, &first, &second);
        int done = (first.response.status == 200) + (second.response.status == 200);
        assert_true(done >= 1);
        assert_int_equal(count_in(world, *state, "b"), done);
        const http_response *refused = first.response.status == 200 ? &second.response : &first.response;
        if (done == 1) {
            conflicts++;
            assert_true(says(refused, "TransactionCanceledException"));
            assert_true(says(refused, "[{\"Code\":\"None\"},{\"Code\":\"TransactionConflict\",\"Message\":"
                                      "\"Transaction is ongoing for the item\"}]"));
        }
    }
    assert_true(conflicts > 0);
    assert_true(conflicts < SEEDS);
}

static void a_write_of_an_item_in_a_transaction_is_refused(void **state) {
    int conflicts = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        world *world = world_with_table(*state);
        participant transaction = {.world = world, .operation = "TransactWriteItems", .body = TRANSACTION(ADD_TO("a"))};
        participant put = {.world = world,
                           .operation = "PutItem",
                           .body = "{\"TableName\":\"Claimed\",\"Item\":{\"p\":{\"S\":\"a\"}}}"};
        run_together(*state, seed, &transaction, &put);
        assert_int_equal(transaction.response.status, 200);
        if (put.response.status == 200)
            continue;
        conflicts++;
        assert_int_equal(put.response.status, 400);
        assert_true(says(&put.response, "com.amazonaws.dynamodb.v20120810#TransactionConflictException"));
        assert_int_equal(count_in(world, *state, "a"), 1);
    }
    assert_true(conflicts > 0);
    assert_true(conflicts < SEEDS);
}

/* What a batch cannot write because of a transaction it hands back. */
static void a_batch_leaves_what_a_transaction_holds(void **state) {
    int left = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        world *world = world_with_table(*state);
        participant transaction = {.world = world, .operation = "TransactWriteItems", .body = TRANSACTION(ADD_TO("a"))};
        participant batch = {.world = world,
                             .operation = "BatchWriteItem",
                             .body =
                                 "{\"RequestItems\":{\"Claimed\":[{\"DeleteRequest\":{\"Key\":{\"p\":{\"S\":\"a\"}}}},"
                                 "{\"PutRequest\":{\"Item\":{\"p\":{\"S\":\"b\"}}}}]}}"};
        run_together(*state, seed, &transaction, &batch);
        assert_int_equal(batch.response.status, 200);
        if (says(&batch.response, "{\"UnprocessedItems\":{}}"))
            continue;
        left++;
        assert_true(says(&batch.response,
                         "{\"UnprocessedItems\":{\"Claimed\":[{\"DeleteRequest\":{\"Key\":{\"p\":{\"S\":\"a\"}}}}]}}"));
        assert_int_equal(count_in(world, *state, "a"), 1);
    }
    assert_true(left > 0);
    assert_true(left < SEEDS);
}

static void a_token_that_is_under_way_is_in_progress(void **state) {
    int in_progress = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        world *world = world_with_table(*state);
        const char *body = "{\"ClientRequestToken\":\"t\",\"TransactItems\":[" ADD_TO("a") "]}";
        participant first = {.world = world, .operation = "TransactWriteItems", .body = body};
        participant second = first;
        run_together(*state, seed, &first, &second);
        in_progress += says(&first.response, "TransactionInProgressException") ||
                       says(&second.response, "TransactionInProgressException");
        assert_int_equal(count_in(world, *state, "a"), 1);
    }
    assert_true(in_progress > 0);
    assert_true(in_progress < SEEDS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_transaction_in_the_way_of_another_is_a_reason),
        TEST(a_write_of_an_item_in_a_transaction_is_refused),
        TEST(a_batch_leaves_what_a_transaction_holds),
        TEST(a_token_that_is_under_way_is_in_progress),
    };
    return RUN_TESTS(tests);
}
