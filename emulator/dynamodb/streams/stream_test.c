/* Streams: what becomes of writes in them, how they are read, and what time does to them. The world's clock stands at
 * 2026-01-05T08:00:00Z, but for a millisecond a request and what a test lets pass. */
#include "dynamodb/streams/stream.h"

#include "cloud_fixture.h"
#include "core/testing.h"
#include "dynamodb/json_fixture.h"

#define HOUR_MS ((int64_t)60 * 60 * 1000)
#define MINUTE_MS ((int64_t)60 * 1000)

#define ERROR_TYPE(name) "{\"__type\":\"com.amazonaws.dynamodb.v20120810#" name "\","
#define VALIDATION "{\"__type\":\"com.amazon.coral.validate#ValidationException\",\"message\":"

#define CREATE(specification)                                                                                          \
    "{\"TableName\":\"Posts\",\"AttributeDefinitions\":[{\"AttributeName\":\"p\",\"AttributeType\":\"S\"}],"           \
    "\"KeySchema\":[{\"AttributeName\":\"p\",\"KeyType\":\"HASH\"}],\"BillingMode\":\"PAY_PER_REQUEST\","              \
    "\"StreamSpecification\":" specification "}"
#define ENABLED(view) "{\"StreamEnabled\":true,\"StreamViewType\":\"" view "\"}"

static world *world_under_test;

static text send(arena *arena, const char *operation, const char *body, int status) {
    http_response response = cloud_fixture_dynamodb(world_under_test, arena, operation, body);
    if (response.status != status)
        fail_msg("%s: %.*s", operation, TEXT_ARGS(response.content.bytes));
    return response.content.bytes;
}

static text ask(arena *arena, const char *operation, const char *body, int status) {
    http_response response = cloud_fixture_streams(world_under_test, arena, operation, body);
    if (response.status != status)
        fail_msg("%s: %.*s", operation, TEXT_ARGS(response.content.bytes));
    return response.content.bytes;
}

static const char *text_at(arena *arena, const json *object, const char *name) {
    return text_copy(arena, json_member_text(object, name)).data;
}

/* Makes the table in a world of its own; gives its stream's ARN. */
static const char *create(arena *arena, const char *specification) {
    world_under_test = cloud_fixture_world();
    const json *answer = parse(arena, send(arena, "CreateTable", specification, 200));
    return text_at(arena, json_member(answer, "TableDescription"), "LatestStreamArn");
}

static void put(arena *arena, const char *key, const char *value) {
    send(arena, "PutItem",
         arena_printf(arena, "{\"TableName\":\"Posts\",\"Item\":{\"p\":{\"S\":\"%s\"},\"v\":{\"S\":\"%s\"}}}", key,
                      value),
         200);
}

static void delete (arena *arena, const char *key) {
    send(arena, "DeleteItem", arena_printf(arena, "{\"TableName\":\"Posts\",\"Key\":{\"p\":{\"S\":\"%s\"}}}", key),
         200);
}

static const json *describe(arena *arena, const char *arn) {
    text answer = ask(arena, "DescribeStream", arena_printf(arena, "{\"StreamArn\":\"%s\"}", arn), 200);
    return json_member(parse(arena, answer), "StreamDescription");
}

static const json *shard_at(arena *arena, const char *arn, size_t index) {
    return element(json_member(describe(arena, arn), "Shards"), index);
}

static const char *shard_id(arena *arena, const char *arn, size_t index) {
    return text_at(arena, shard_at(arena, arn, index), "ShardId");
}

static const char *iterator_in(arena *arena, const char *arn, const char *shard, const char *type) {
    text answer =
        ask(arena, "GetShardIterator",
            arena_printf(arena, "{\"StreamArn\":\"%s\",\"ShardId\":\"%s\",\"ShardIteratorType\":%s}", arn, shard, type),
            200);
    return text_at(arena, parse(arena, answer), "ShardIterator");
}

/* In the first shard. */
static const char *iterator(arena *arena, const char *arn, const char *type) {
    return iterator_in(arena, arn, shard_id(arena, arn, 0), type);
}

static const json *records_of(arena *arena, const char *iterator, int limit) {
    text answer =
        ask(arena, "GetRecords", arena_printf(arena, "{\"ShardIterator\":\"%s\",\"Limit\":%d}", iterator, limit), 200);
    return parse(arena, answer);
}

/* "INSERT MODIFY …" of all records from the iterator on. */
static const char *events_from(arena *arena, const char *iterator) {
    const json *records = json_member(records_of(arena, iterator, 1000), "Records");
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < json_count(records); i++)
        buffer_format(&out, "%s%s", i ? " " : "", text_at(arena, element(records, i), "eventName"));
    return buffer_text(&out).data ? text_copy(arena, buffer_text(&out)).data : "";
}

static const char *all_events(arena *arena, const char *arn) {
    return events_from(arena, iterator(arena, arn, "\"TRIM_HORIZON\""));
}

/* ---- writes ---- */

static void get_a_record_for_each_change(void **state) {
    arena *arena = *state;
    const char *arn = create(arena, CREATE(ENABLED("KEYS_ONLY")));
    put(arena, "a", "1");
    put(arena, "a", "1"); /* changes nothing */
    put(arena, "a", "2");
    delete (arena, "a");
    delete (arena, "a"); /* there is none */
    send(arena, "UpdateItem", "{\"TableName\":\"Posts\",\"Key\":{\"p\":{\"S\":\"a\"}}}", 200);
    send(arena, "BatchWriteItem",
         "{\"RequestItems\":{\"Posts\":[{\"PutRequest\":{\"Item\":{\"p\":{\"S\":\"b\"}}}},{\"DeleteRequest\":{\"Key\":{"
         "\"p\":{\"S\":\"a\"}}}}]}}",
         200);
    assert_string_equal(all_events(arena, arn), "INSERT MODIFY REMOVE INSERT INSERT REMOVE");
}

static void get_none_for_a_transaction_that_is_cancelled(void **state) {
    arena *arena = *state;
    const char *arn = create(arena, CREATE(ENABLED("KEYS_ONLY")));
    send(arena, "TransactWriteItems",
         "{\"TransactItems\":[{\"Put\":{\"TableName\":\"Posts\",\"Item\":{\"p\":{\"S\":\"a\"}}}},{\"ConditionCheck\":{"
         "\"TableName\":\"Posts\",\"Key\":{\"p\":{\"S\":\"b\"}},\"ConditionExpression\":\"attribute_exists(p)\"}}]}",
         400);
    assert_string_equal(all_events(arena, arn), "");
}

static text change_at(arena *arena, const json *records, size_t index) {
    return json_print(arena, json_member(element(records, index), "dynamodb"));
}

static void show_what_the_view_says(void **state) {
    static const struct {
        const char *view;
        const char *images; /* of a change from 1 to 2 */
    } views[] = {
        {"KEYS_ONLY", "\"SizeBytes\":2,"},
        {"NEW_IMAGE", "\"NewImage\":{\"p\":{\"S\":\"a\"},\"v\":{\"S\":\"2\"}},\"SizeBytes\":6,"},
        {"OLD_IMAGE", "\"OldImage\":{\"p\":{\"S\":\"a\"},\"v\":{\"S\":\"1\"}},\"SizeBytes\":6,"},
        {"NEW_AND_OLD_IMAGES", "\"NewImage\":{\"p\":{\"S\":\"a\"},\"v\":{\"S\":\"2\"}},\"OldImage\":{\"p\":{\"S\":"
                               "\"a\"},\"v\":{\"S\":\"1\"}},\"SizeBytes\":10,"},
    };
    arena *arena = *state;
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        const char *arn = create(
            arena, arena_printf(arena, CREATE("{\"StreamEnabled\":true,\"StreamViewType\":\"%s\"}"), views[i].view));
        put(arena, "a", "1");
        put(arena, "a", "2");
        const json *records = json_member(records_of(arena, iterator(arena, arn, "\"TRIM_HORIZON\""), 10), "Records");
        text change = change_at(arena, records, 1);
        size_t at = text_find(change, TEXT("\"ApproximateCreationDateTime\":1767600000,"));
        assert_true(at != TEXT_NOT_FOUND);
        assert_string(text_from(change, at),
                      arena_printf(arena,
                                   "\"ApproximateCreationDateTime\":1767600000,\"Keys\":{\"p\":{\"S\":\"a\"}},%s"
                                   "\"StreamViewType\":\"%s\"}",
                                   views[i].images, views[i].view));
    }
}

static void have_the_members_of_events(void **state) {
    arena *arena = *state;
    const char *arn = create(arena, CREATE(ENABLED("KEYS_ONLY")));
    put(arena, "a", "1");
    const json *records = json_member(records_of(arena, iterator(arena, arn, "\"TRIM_HORIZON\""), 10), "Records");
    const json *record = element(records, 0);
    assert_string(json_member_text(record, "awsRegion"), "eu-central-1");
    assert_string(json_member_text(record, "eventSource"), "aws:dynamodb");
    assert_string(json_member_text(record, "eventVersion"), "1.1");
    assert_int_equal(json_member_text(record, "eventID").length, 32);
    assert_null(json_member(record, "userIdentity"));
    assert_string(json_member_text(json_member(record, "dynamodb"), "SequenceNumber"), "100000000000000000001");
}

/* ---- tables ---- */

static void are_told_by_the_table(void **state) {
    arena *arena = *state;
    const char *arn = create(arena, CREATE(ENABLED("NEW_IMAGE")));
    const json *answer = parse(arena, send(arena, "DescribeTable", "{\"TableName\":\"Posts\"}", 200));
    const json *table = json_member(answer, "Table");
    assert_string(json_print(arena, json_member(table, "StreamSpecification")), ENABLED("NEW_IMAGE"));
    assert_string(json_member_text(table, "LatestStreamArn"), arn);
    assert_int_equal(json_member_text(table, "LatestStreamLabel").length, sizeof "2026-01-05T08:00:00.001" - 1);
    create(arena, CREATE("{\"StreamEnabled\":false}"));
    answer = parse(arena, send(arena, "DescribeTable", "{\"TableName\":\"Posts\"}", 200));
    assert_null(json_member(json_member(answer, "Table"), "StreamSpecification"));
    assert_null(json_member(json_member(answer, "Table"), "LatestStreamArn"));
}

static void refuse_specifications_that_are_none(void **state) {
#define INVALID VALIDATION "\"One or more parameter values were invalid: "
#define CONSTRAINT VALIDATION "\"1 validation error detected: Value "
    static const struct {
        const char *body;
        const char *answer;
    } cases[] = {
        {CREATE("{\"StreamEnabled\":true}"),
         INVALID "Table is being created with a stream enabled, UpdateViewType is required\"}"},
        {CREATE("{\"StreamEnabled\":false,\"StreamViewType\":\"NEW_IMAGE\"}"),
         INVALID "Table is being created with a stream disabled, UpdateViewType should not be specified\"}"},
        {CREATE("{\"StreamViewType\":\"NEW_IMAGE\"}"),
         CONSTRAINT "null at 'streamSpecification.streamEnabled' failed to satisfy constraint: Member must not be "
                    "null\"}"},
        {CREATE("{\"StreamEnabled\":true,\"StreamViewType\":\"new_image\"}"),
         CONSTRAINT "'new_image' at 'streamSpecification.streamViewType' failed to satisfy constraint: Member must "
                    "satisfy enum value set: [OLD_IMAGE, KEYS_ONLY, NEW_AND_OLD_IMAGES, NEW_IMAGE]\"}"},
    };
    arena *arena = *state;
    world_under_test = cloud_fixture_world();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string(send(arena, "CreateTable", cases[i].body, 400), cases[i].answer);
}

/* What UpdateTable does, which has no operation of its own here. */
static const gabi_error *change(arena *arena, const char *switched, const char *view, const table **ret_table) {
    store *store = world_store(world_under_test);
    stream_specification specification = {{true, strcmp(switched, "on") == 0}, view ? text_of(view) : (text){0}};
    const table *table;
    invocation invocation;
    world_begin_invocation(world_under_test, &invocation);
    assert_success(store_begin(store, arena, STORE_WRITE));
    const gabi_error *error = table_find(world_under_test, arena, TEXT("Posts"), &table);
    if (!error)
        error = stream_change(world_under_test, arena, table, &specification, ret_table);
    error = store_end(store, arena, error);
    world_end_invocation(&invocation);
    return error;
}

static void are_switched_on_and_off(void **state) {
    arena *arena = *state;
    const table *table;
    const char *first = create(arena, CREATE(ENABLED("KEYS_ONLY")));
    put(arena, "a", "1");
    const gabi_error *again = change(arena, "on", "NEW_IMAGE", &table);
    assert_error(again, ERROR_INVALID, "ValidationException");
    assert_string_equal(again->message, "Table already has an enabled stream: TableName: Posts");
    assert_string_equal(change(arena, "off", "NEW_IMAGE", &table)->message,
                        "One or more parameter values were invalid: If stream is being disabled, then UpdateViewType "
                        "must not be specified");
    assert_string_equal(change(arena, "on", NULL, &table)->message,
                        "One or more parameter values were invalid: If stream is being enabled then UpdateViewType is "
                        "required");
    assert_success(change(arena, "off", NULL, &table));
    assert_string_equal(change(arena, "off", NULL, &table)->message,
                        "Table has no stream to disable: TableName: Posts");
    put(arena, "b", "1");
    assert_string_equal(all_events(arena, first), "INSERT");
    assert_string(json_member_text(describe(arena, first), "StreamStatus"), "DISABLED");
    assert_success(change(arena, "on", "NEW_IMAGE", &table));
    const char *second = text_copy(arena, stream_latest_arn(arena, table)).data;
    assert_string_not_equal(second, first);
    put(arena, "c", "1");
    assert_string_equal(all_events(arena, second), "INSERT");
}

static void outlive_their_table_by_a_day(void **state) {
    arena *arena = *state;
    const char *arn = create(arena, CREATE(ENABLED("KEYS_ONLY")));
    put(arena, "a", "1");
    send(arena, "DeleteTable", "{\"TableName\":\"Posts\"}", 200);
    assert_string_equal(all_events(arena, arn), "INSERT");
    const json *range = json_member(shard_at(arena, arn, 0), "SequenceNumberRange");
    assert_string(json_member_text(range, "EndingSequenceNumber"), "100000000000000000001");
    const json *read = records_of(arena, iterator(arena, arn, "\"TRIM_HORIZON\""), 10);
    assert_null(json_member(read, "NextShardIterator"));
    world_sleep_ms(world_under_test, 24 * HOUR_MS);
    text answer = ask(arena, "DescribeStream", arena_printf(arena, "{\"StreamArn\":\"%s\"}", arn), 400);
    assert_string(answer, arena_printf(arena,
                                       ERROR_TYPE("ResourceNotFoundException") "\"message\":\"Requested resource not "
                                                                               "found: Stream: %s not found\"}",
                                       arn));
}

/* ---- reading ---- */

static void are_read_from_where_iterators_say(void **state) {
    arena *arena = *state;
    const char *arn = create(arena, CREATE(ENABLED("KEYS_ONLY")));
    put(arena, "a", "1");
    const char *latest = iterator(arena, arn, "\"LATEST\"");
    put(arena, "a", "2");
    delete (arena, "a");
    assert_string_equal(events_from(arena, latest), "MODIFY REMOVE");
    assert_string_equal(
        events_from(arena, iterator(arena, arn, "\"AT_SEQUENCE_NUMBER\",\"SequenceNumber\":\"100000000000000000002\"")),
        "MODIFY REMOVE");
    assert_string_equal(
        events_from(arena,
                    iterator(arena, arn, "\"AFTER_SEQUENCE_NUMBER\",\"SequenceNumber\":\"100000000000000000002\"")),
        "REMOVE");
}

static void are_read_in_pages(void **state) {
    arena *arena = *state;
    const char *arn = create(arena, CREATE(ENABLED("KEYS_ONLY")));
    for (int i = 0; i < 5; i++)
        put(arena, "a", arena_printf(arena, "%d", i));
    const char *at = iterator(arena, arn, "\"TRIM_HORIZON\"");
    size_t count = 0;
    for (int page = 0; page < 3; page++) {
        const json *read = records_of(arena, at, 2);
        count += json_count(json_member(read, "Records"));
        at = text_at(arena, read, "NextShardIterator");
    }
    assert_int_equal(count, 5);
    assert_int_equal(json_count(json_member(records_of(arena, at, 2), "Records")), 0);
    put(arena, "b", "1");
    assert_string_equal(events_from(arena, at), "INSERT");
}

/* Each record is of more than 300 KB. */
static void give_about_a_megabyte_at_once(void **state) {
    arena *arena = *state;
    const char *arn = create(arena, CREATE(ENABLED("NEW_IMAGE")));
    char *long_text = arena_zalloc(arena, 300 * 1024 + 1);
    memset(long_text, 'x', 300 * 1024);
    for (int i = 0; i < 6; i++)
        put(arena, arena_printf(arena, "%d", i), long_text);
    const json *read = records_of(arena, iterator(arena, arn, "\"TRIM_HORIZON\""), 1000);
    assert_int_equal(json_count(json_member(read, "Records")), 4);
    read = records_of(arena, text_at(arena, read, "NextShardIterator"), 1000);
    assert_int_equal(json_count(json_member(read, "Records")), 2);
}

static void are_listed_in_pages(void **state) {
    arena *arena = *state;
    const char *first = create(arena, CREATE(ENABLED("KEYS_ONLY")));
    send(arena, "DeleteTable", "{\"TableName\":\"Posts\"}", 200);
    send(arena, "CreateTable", CREATE(ENABLED("KEYS_ONLY")), 200);
    text page = ask(arena, "ListStreams", "{\"Limit\":1,\"TableName\":\"Posts\"}", 200);
    assert_string(json_member_text(parse(arena, page), "LastEvaluatedStreamArn"), first);
    page = ask(arena, "ListStreams", arena_printf(arena, "{\"ExclusiveStartStreamArn\":\"%s\"}", first), 200);
    assert_int_equal(json_count(json_member(parse(arena, page), "Streams")), 1);
    assert_null(json_member(parse(arena, page), "LastEvaluatedStreamArn"));
    assert_string(ask(arena, "ListStreams", "{\"TableName\":\"Nothing\"}", 200), "{\"Streams\":[]}");
}

static void refuse_what_leads_nowhere(void **state) {
    arena *arena = *state;
    const char *arn = create(arena, CREATE(ENABLED("KEYS_ONLY")));
    const char *shard = shard_id(arena, arn, 0);
    const struct {
        const char *operation;
        const char *body;
        const char *answer;
    } cases[] = {
        {"DescribeStream", "{}",
         CONSTRAINT "null at 'streamArn' failed to satisfy constraint: Member must not be null\"}"},
        {"DescribeStream", "{\"StreamArn\":\"fake-stream\"}", VALIDATION "\"Invalid StreamArn\"}"},
        {"DescribeStream", arena_printf(arena, "{\"StreamArn\":\"%s\",\"Limit\":101}", arn),
         INVALID "Limit should be less than or equal to 100\"}"},
        {"DescribeStream", arena_printf(arena, "{\"StreamArn\":\"%s\",\"ExclusiveStartShardId\":\"short\"}", arn),
         CONSTRAINT "'short' at 'exclusiveStartShardId' failed to satisfy constraint: Member must have length greater "
                    "than or equal to 28\"}"},
        {"DescribeStream",
         arena_printf(arena, "{\"StreamArn\":\"%s\",\"ShardFilter\":{\"ShardId\":\"%s\"}}", arn, shard),
         CONSTRAINT "null at 'shardFilter.type' failed to satisfy constraint: Member must not be null\"}"},
        {"DescribeStream",
         arena_printf(arena, "{\"StreamArn\":\"%s\",\"ShardFilter\":{\"Type\":\"CHILD_SHARDS\"}}", arn),
         CONSTRAINT "null at 'shardFilter.shardId' failed to satisfy constraint: Member must not be null\"}"},
        {"ListStreams", "{\"Limit\":0}",
         CONSTRAINT "'0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to "
                    "1\"}"},
        {"GetRecords", "{\"ShardIterator\":\"sdfsdfsgagaddafgagasgasg\"}", VALIDATION "\"Invalid ShardIterator\"}"},
        {"GetRecords", "{\"ShardIterator\":\"x\",\"Limit\":1001}",
         INVALID "Limit should be less than or equal to 1000\"}"},
        {"GetShardIterator",
         arena_printf(arena, "{\"StreamArn\":\"%s\",\"ShardId\":\"%s\",\"ShardIteratorType\":\"bulle\"}", arn, shard),
         CONSTRAINT "'bulle' at 'shardIteratorType' failed to satisfy constraint: Member must satisfy enum value set: "
                    "[AFTER_SEQUENCE_NUMBER, LATEST, AT_SEQUENCE_NUMBER, TRIM_HORIZON]\"}"},
        {"GetShardIterator",
         arena_printf(arena,
                      "{\"StreamArn\":\"%s\",\"ShardId\":\"adfasdasdasdasdasdasdasdasdasasdasd\","
                      "\"ShardIteratorType\":\"LATEST\"}",
                      arn),
         ERROR_TYPE("ResourceNotFoundException") "\"message\":\"Requested resource not found: Shard does not "
                                                 "exist\"}"},
        {"GetShardIterator",
         arena_printf(arena, "{\"StreamArn\":\"%s\",\"ShardId\":\"%s\",\"ShardIteratorType\":\"AT_SEQUENCE_NUMBER\"}",
                      arn, shard),
         INVALID "SequenceNumber must be specified when ShardIteratorType is AT_SEQUENCE_NUMBER\"}"},
        {"GetShardIterator",
         arena_printf(arena,
                      "{\"StreamArn\":\"%s\",\"ShardId\":\"%s\",\"ShardIteratorType\":\"LATEST\",\"SequenceNumber\":"
                      "\"100000000000000000001\"}",
                      arn, shard),
         INVALID "SequenceNumber must not be specified when ShardIteratorType is LATEST\"}"},
        {"GetShardIterator",
         arena_printf(arena,
                      "{\"StreamArn\":\"%s\",\"ShardId\":\"%s\",\"ShardIteratorType\":\"AT_SEQUENCE_NUMBER\","
                      "\"SequenceNumber\":\"100000000000000000099\"}",
                      arn, shard),
         arena_printf(arena, INVALID "SequenceNumber 100000000000000000099 is not of shard %s\"}", shard)},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string(ask(arena, cases[i].operation, cases[i].body, 400), cases[i].answer);
}

/* ---- time ---- */

static void have_iterators_that_are_good_for_15_minutes(void **state) {
    arena *arena = *state;
    const char *arn = create(arena, CREATE(ENABLED("KEYS_ONLY")));
    const char *at = iterator(arena, arn, "\"LATEST\"");
    world_sleep_ms(world_under_test, 14 * MINUTE_MS);
    assert_string_equal(events_from(arena, at), "");
    world_sleep_ms(world_under_test, 2 * MINUTE_MS);
    text answer = ask(arena, "GetRecords", arena_printf(arena, "{\"ShardIterator\":\"%s\"}", at), 400);
    assert_true(text_starts_with(answer, TEXT(ERROR_TYPE("ExpiredIteratorException"))));
}

static void close_a_shard_after_four_hours(void **state) {
    arena *arena = *state;
    const char *arn = create(arena, CREATE(ENABLED("KEYS_ONLY")));
    put(arena, "a", "1");
    world_sleep_ms(world_under_test, 9 * HOUR_MS);
    put(arena, "b", "1");
    assert_int_equal(json_count(json_member(describe(arena, arn), "Shards")), 3);
    for (size_t i = 1; i < 3; i++)
        assert_string(json_member_text(shard_at(arena, arn, i), "ParentShardId"), shard_id(arena, arn, i - 1));
    const json *first = records_of(arena, iterator(arena, arn, "\"TRIM_HORIZON\""), 10);
    assert_int_equal(json_count(json_member(first, "Records")), 1);
    assert_null(json_member(first, "NextShardIterator"));
    const char *last = shard_id(arena, arn, 2);
    assert_string_equal(events_from(arena, iterator_in(arena, arn, last, "\"TRIM_HORIZON\"")), "INSERT");
    text children =
        ask(arena, "DescribeStream",
            arena_printf(arena, "{\"StreamArn\":\"%s\",\"ShardFilter\":{\"Type\":\"CHILD_SHARDS\",\"ShardId\":\"%s\"}}",
                         arn, shard_id(arena, arn, 0)),
            200);
    const json *shards = json_member(json_member(parse(arena, children), "StreamDescription"), "Shards");
    assert_int_equal(json_count(shards), 1);
    assert_string(json_member_text(element(shards, 0), "ShardId"), shard_id(arena, arn, 1));
}

static void tell_their_shards_in_pages(void **state) {
    arena *arena = *state;
    const char *arn = create(arena, CREATE(ENABLED("KEYS_ONLY")));
    world_sleep_ms(world_under_test, 5 * HOUR_MS);
    text page = ask(arena, "DescribeStream", arena_printf(arena, "{\"StreamArn\":\"%s\",\"Limit\":1}", arn), 200);
    const json *description = json_member(parse(arena, page), "StreamDescription");
    const char *last = text_at(arena, description, "LastEvaluatedShardId");
    assert_string_equal(last, shard_id(arena, arn, 0));
    page = ask(arena, "DescribeStream",
               arena_printf(arena, "{\"StreamArn\":\"%s\",\"ExclusiveStartShardId\":\"%s\"}", arn, last), 200);
    description = json_member(parse(arena, page), "StreamDescription");
    assert_int_equal(json_count(json_member(description, "Shards")), 1);
    assert_null(json_member(description, "LastEvaluatedShardId"));
}

static void trim_records_after_a_day(void **state) {
    arena *arena = *state;
    const char *arn = create(arena, CREATE(ENABLED("KEYS_ONLY")));
    for (int i = 0; i < 300; i++) /* more than are trimmed at once */
        put(arena, "a", arena_printf(arena, "%d", i));
    world_sleep_ms(world_under_test, 3 * HOUR_MS);
    put(arena, "b", "1"); /* in the same shard */
    const char *shard = shard_id(arena, arn, 0);
    world_sleep_ms(world_under_test, 21 * HOUR_MS + 2 * MINUTE_MS);
    assert_string_equal(events_from(arena, iterator_in(arena, arn, shard, "\"TRIM_HORIZON\"")), "INSERT");
    text answer =
        ask(arena, "GetShardIterator",
            arena_printf(arena,
                         "{\"StreamArn\":\"%s\",\"ShardId\":\"%s\",\"ShardIteratorType\":\"AT_SEQUENCE_NUMBER\","
                         "\"SequenceNumber\":\"100000000000000000001\"}",
                         arn, shard),
            400);
    assert_string(answer, ERROR_TYPE("TrimmedDataAccessException") "\"message\":\"The data you are trying to access "
                                                                   "has been trimmed\"}");
    world_sleep_ms(world_under_test, 30 * HOUR_MS);
    assert_string_not_equal(shard_id(arena, arn, 0), shard);
}

/* After years there are the shards of a day, not of all the time. */
static void pass_over_generations_of_which_nothing_is_left(void **state) {
    arena *arena = *state;
    const char *arn = create(arena, CREATE(ENABLED("KEYS_ONLY")));
    world_sleep_ms(world_under_test, 10 * 366 * 24 * HOUR_MS);
    size_t count = json_count(json_member(describe(arena, arn), "Shards"));
    assert_in_range(count, 6, 7);
    assert_null(
        json_member(json_member(shard_at(arena, arn, count - 1), "SequenceNumberRange"), "EndingSequenceNumber"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(get_a_record_for_each_change),
        TEST(get_none_for_a_transaction_that_is_cancelled),
        TEST(show_what_the_view_says),
        TEST(have_the_members_of_events),
        TEST(are_told_by_the_table),
        TEST(refuse_specifications_that_are_none),
        TEST(are_switched_on_and_off),
        TEST(outlive_their_table_by_a_day),
        TEST(are_read_from_where_iterators_say),
        TEST(are_read_in_pages),
        TEST(give_about_a_megabyte_at_once),
        TEST(are_listed_in_pages),
        TEST(refuse_what_leads_nowhere),
        TEST(have_iterators_that_are_good_for_15_minutes),
        TEST(close_a_shard_after_four_hours),
        TEST(tell_their_shards_in_pages),
        TEST(trim_records_after_a_day),
        TEST(pass_over_generations_of_which_nothing_is_left),
    };
    return RUN_TESTS(tests);
}
