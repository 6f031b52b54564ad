/* What expires, and what transactions write, beside indexes that lag, streams and what can be restored. The world's
 * clock stands at 2026-01-05T08:00:00Z, but for a millisecond a request and what a test lets pass. */
#include "cloud_fixture.h"
#include "core/json.h"
#include "core/testing.h"

#define MOST_NESTING 20
#define SECOND_MS ((int64_t)1000)
#define MINUTE_MS (60 * SECOND_MS)
#define LAG_MS (10 * MINUTE_MS)
#define TO_LIVE_MS (20 * MINUTE_MS)

static world *world_under_test;

static const json *done(arena *arena, const char *operation, const char *body) {
    const json *answer;
    http_response response = cloud_fixture_dynamodb(world_under_test, arena, operation, body);
    if (response.status != 200)
        fail_msg("%s: %.*s", operation, TEXT_ARGS(response.content.bytes));
    assert_success(json_parse(arena, response.content.bytes, MOST_NESTING, &answer));
    return answer;
}

/* A table with an index, a stream, a time to live and recovery, in a world of its own; gives the stream's ARN. */
static const char *create(arena *arena) {
    world_under_test = cloud_fixture_world();
    const json *answer = done(
        arena, "CreateTable",
        "{\"TableName\":\"Tickets\",\"AttributeDefinitions\":[{\"AttributeName\":\"p\",\"AttributeType\":\"S\"},{"
        "\"AttributeName\":\"g\",\"AttributeType\":\"S\"}],\"KeySchema\":[{\"AttributeName\":\"p\",\"KeyType\":"
        "\"HASH\"}],\"BillingMode\":\"PAY_PER_REQUEST\",\"GlobalSecondaryIndexes\":[{\"IndexName\":\"ByG\","
        "\"KeySchema\":[{\"AttributeName\":\"g\",\"KeyType\":\"HASH\"}],\"Projection\":{\"ProjectionType\":\"ALL\"}}],"
        "\"StreamSpecification\":{\"StreamEnabled\":true,\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"}}");
    done(arena, "UpdateTimeToLive",
         "{\"TableName\":\"Tickets\",\"TimeToLiveSpecification\":{\"AttributeName\":\"t\",\"Enabled\":true}}");
    done(arena, "UpdateContinuousBackups",
         "{\"TableName\":\"Tickets\",\"PointInTimeRecoverySpecification\":{\"PointInTimeRecoveryEnabled\":true}}");
    return text_to_string(arena, json_member_text(json_member(answer, "TableDescription"), "LatestStreamArn"));
}

static void set_lag(arena *arena, int64_t lag_ms) {
    http_response response =
        cloud_fixture_call(world_under_test, arena, "PUT", "/_gabi/dynamodb/tables/Tickets/index-lag", NULL,
                           arena_printf(arena, "{\"milliseconds\":%lld}", (long long)lag_ms));
    assert_int_equal(response.status, 200);
}

/* An item that expires TO_LIVE_MS from now. */
static const char *item(arena *arena, const char *key) {
    return arena_printf(arena, "{\"p\":{\"S\":\"%s\"},\"g\":{\"S\":\"x\"},\"t\":{\"N\":\"%lld\"}}", key,
                        (long long)((world_now_ms(world_under_test) + TO_LIVE_MS) / 1000));
}

static void put(arena *arena, const char *key) {
    done(arena, "PutItem", arena_printf(arena, "{\"TableName\":\"Tickets\",\"Item\":%s}", item(arena, key)));
}

static int count(arena *arena, const char *request) {
    int64_t value;
    assert_true(json_to_int64(json_member(done(arena, "Scan", request), "Count"), &value));
    return (int)value;
}

#define OF_TABLE "{\"TableName\":\"Tickets\"}"
#define OF_INDEX "{\"TableName\":\"Tickets\",\"IndexName\":\"ByG\"}"
#define OF_COPY "{\"TableName\":\"Copy\"}"
#define OF_INDEX_OF_COPY "{\"TableName\":\"Copy\",\"IndexName\":\"ByG\"}"

/* ---- indexes that lag ---- */

static void what_has_expired_leaves_a_lagging_index_later(void **state) {
    arena *arena = *state;
    create(arena);
    put(arena, "a");
    set_lag(arena, LAG_MS);
    world_sleep_ms(world_under_test, TO_LIVE_MS);
    assert_int_equal(count(arena, OF_TABLE), 0);
    assert_int_equal(count(arena, OF_INDEX), 1);
    world_sleep_ms(world_under_test, LAG_MS);
    assert_int_equal(count(arena, OF_INDEX), 0);
}

/* It expires before the index has come to show it: it is shown, and goes again. */
static void an_index_may_show_what_is_gone_already(void **state) {
    arena *arena = *state;
    create(arena);
    set_lag(arena, 2 * TO_LIVE_MS);
    put(arena, "a");
    world_sleep_ms(world_under_test, TO_LIVE_MS);
    assert_int_equal(count(arena, OF_TABLE), 0);
    assert_int_equal(count(arena, OF_INDEX), 0);
    world_sleep_ms(world_under_test, TO_LIVE_MS);
    assert_int_equal(count(arena, OF_INDEX), 1);
    world_sleep_ms(world_under_test, TO_LIVE_MS);
    assert_int_equal(count(arena, OF_INDEX), 0);
}

/* All that is due is done when the clock has moved past all of it at once. */
static void what_is_due_together_is_done_together(void **state) {
    arena *arena = *state;
    create(arena);
    set_lag(arena, LAG_MS);
    put(arena, "a");
    world_sleep_ms(world_under_test, TO_LIVE_MS + LAG_MS);
    assert_int_equal(count(arena, OF_TABLE), 0);
    world_sleep_ms(world_under_test, LAG_MS);
    assert_int_equal(count(arena, OF_INDEX), 0);
}

static void transact(arena *arena, const char *key, const char *condition) {
    cloud_fixture_dynamodb(
        world_under_test, arena, "TransactWriteItems",
        arena_printf(arena,
                     "{\"TransactItems\":[{\"Put\":{\"TableName\":\"Tickets\",\"Item\":%s}},{\"Put\":{\"TableName\":"
                     "\"Tickets\",\"Item\":%s,\"ConditionExpression\":\"%s\"}}]}",
                     item(arena, key), item(arena, "other"), condition));
}

static void an_index_shows_a_transaction_whole(void **state) {
    arena *arena = *state;
    create(arena);
    set_lag(arena, LAG_MS);
    transact(arena, "a", "attribute_not_exists(p)");
    transact(arena, "cancelled", "attribute_not_exists(p)");
    assert_int_equal(count(arena, OF_TABLE), 2);
    for (int64_t passed_ms = 0; passed_ms < LAG_MS - 5 * SECOND_MS; passed_ms += MINUTE_MS) {
        assert_int_equal(count(arena, OF_INDEX), 0);
        world_sleep_ms(world_under_test, MINUTE_MS - 1);
    }
    world_sleep_ms(world_under_test, SECOND_MS);
    assert_int_equal(count(arena, OF_INDEX), 2);
}

/* ---- streams ---- */

static const json *records(arena *arena, const char *arn) {
    const char *described = arena_printf(arena, "{\"StreamArn\":\"%s\"}", arn);
    const char *const operations[] = {"DescribeStream", "GetShardIterator", "GetRecords"};
    const char *body = described;
    const json *answer = NULL;
    for (int i = 0; i < 3; i++) {
        text bytes = cloud_fixture_streams(world_under_test, arena, operations[i], body).content.bytes;
        assert_success(json_parse(arena, bytes, MOST_NESTING, &answer));
        text shard =
            json_member_text(json_first(json_member(json_member(answer, "StreamDescription"), "Shards")), "ShardId");
        text iterator = json_member_text(answer, "ShardIterator");
        body = i == 0
                   ? arena_printf(arena,
                                  "{\"StreamArn\":\"%s\",\"ShardId\":\"%.*s\",\"ShardIteratorType\":\"TRIM_HORIZON\"}",
                                  arn, TEXT_ARGS(shard))
                   : arena_printf(arena, "{\"ShardIterator\":\"%.*s\"}", TEXT_ARGS(iterator));
    }
    return json_member(answer, "Records");
}

/* An index that lags does not hold back the stream; what is deleted by hand is not the service's doing. */
static void a_stream_tells_who_deleted_an_item(void **state) {
    arena *arena = *state;
    const char *arn = create(arena);
    set_lag(arena, LAG_MS);
    put(arena, "by hand");
    done(arena, "DeleteItem", "{\"TableName\":\"Tickets\",\"Key\":{\"p\":{\"S\":\"by hand\"}}}");
    put(arena, "expires");
    world_sleep_ms(world_under_test, TO_LIVE_MS);
    const json *each = json_first(records(arena, arn));
    static const char *const events[] = {"INSERT", "REMOVE", "INSERT", "REMOVE"};
    for (int i = 0; i < 4; i++, each = json_after(each)) {
        text principal = json_member_text(json_member(each, "userIdentity"), "PrincipalId");
        assert_string(json_member_text(each, "eventName"), events[i]);
        assert_string(principal, i == 3 ? "dynamodb.amazonaws.com" : "");
        assert_int_equal(json_count(json_member(json_member(each, "dynamodb"), "OldImage")), i % 2 == 1 ? 3 : 0);
    }
    assert_null(each);
}

/* ---- what is restored ---- */

static void restore_to(arena *arena, int64_t at_ms) {
    done(arena, "RestoreTableToPointInTime",
         arena_printf(arena,
                      "{\"SourceTableName\":\"Tickets\",\"TargetTableName\":\"Copy\",\"RestoreDateTime\":%lld.%03d}",
                      (long long)(at_ms / 1000), (int)(at_ms % 1000)));
}

/* The copy of a table has no time to live, as on AWS, so that what has expired long ago stays in it. */
static void what_had_not_expired_then_is_restored(void **state) {
    arena *arena = *state;
    create(arena);
    put(arena, "a");
    world_sleep_ms(world_under_test, TO_LIVE_MS - MINUTE_MS);
    int64_t before_ms = world_now_ms(world_under_test);
    world_sleep_ms(world_under_test, 2 * MINUTE_MS);
    assert_int_equal(count(arena, OF_TABLE), 0);
    int64_t after_ms = world_now_ms(world_under_test);
    world_sleep_ms(world_under_test, TO_LIVE_MS);
    restore_to(arena, before_ms);
    assert_int_equal(count(arena, OF_COPY), 1);
    assert_int_equal(count(arena, OF_INDEX_OF_COPY), 1);
    const json *description = json_member(done(arena, "DescribeTimeToLive", OF_COPY), "TimeToLiveDescription");
    assert_string(json_member_text(description, "TimeToLiveStatus"), "DISABLED");
    done(arena, "DeleteTable", OF_COPY);
    restore_to(arena, after_ms);
    assert_int_equal(count(arena, OF_COPY), 0);
}

/* The index of what is restored is of the table's items, not of what the source's index had come to show. */
static void an_index_of_what_is_restored_does_not_lag(void **state) {
    arena *arena = *state;
    create(arena);
    set_lag(arena, 2 * TO_LIVE_MS);
    put(arena, "a");
    world_sleep_ms(world_under_test, LAG_MS);
    int64_t then_ms = world_now_ms(world_under_test);
    world_sleep_ms(world_under_test, LAG_MS);
    restore_to(arena, then_ms);
    assert_int_equal(count(arena, OF_INDEX), 0);
    assert_int_equal(count(arena, OF_INDEX_OF_COPY), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_has_expired_leaves_a_lagging_index_later),
        TEST(an_index_may_show_what_is_gone_already),
        TEST(what_is_due_together_is_done_together),
        TEST(an_index_shows_a_transaction_whole),
        TEST(a_stream_tells_who_deleted_an_item),
        TEST(what_had_not_expired_then_is_restored),
        TEST(an_index_of_what_is_restored_does_not_lag),
    };
    return RUN_TESTS(tests);
}
