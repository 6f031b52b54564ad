#include "control/clock_control.h"

#include "cloud_fixture.h"
#include "core/json.h"
#include "core/testing.h"

#define START_MS INT64_C(1767600000000)

static const json *ask(world *world, arena *arena, const char *method, const char *path, const char *body, int status) {
    const json *answer;
    http_response response = cloud_fixture_call(world, arena, method, path, NULL, body);
    if (response.status != status)
        print_error("%d %.*s\n", response.status, TEXT_ARGS(response.content.bytes));
    assert_int_equal(response.status, status);
    assert_success(json_parse(arena, response.content.bytes, 16, &answer));
    return answer;
}

static int64_t now_ms(const json *clock) {
    int64_t now_ms = 0;
    assert_true(json_to_int64(json_member(clock, "now_ms"), &now_ms));
    return now_ms;
}

static void shows_the_time_without_moving_it(void **state) {
    world *world = cloud_fixture_world();
    int64_t first_ms = now_ms(ask(world, *state, "GET", "/_gabi/clock", NULL, 200));
    const json *clock = ask(world, *state, "GET", "/_gabi/clock", NULL, 200);
    assert_int_equal(now_ms(clock), first_ms);
    assert_string(json_member_text(clock, "mode"), "frozen");
    assert_true(text_starts_with(json_member_text(clock, "now"), TEXT("2026-01-05T08:00:00.0")));
}

static void advances_by_all_units_together(void **state) {
    world *world = cloud_fixture_world();
    int64_t start_ms = world_now_ms(world);
    ask(world, *state, "POST", "/_gabi/clock/advance",
        "{\"days\":1,\"hours\":1,\"minutes\":1,\"seconds\":1,\"milliseconds\":1}", 200);
    assert_int_equal(world_now_ms(world), start_ms + 86400000 + 3600000 + 60000 + 1000 + 1);
    ask(world, *state, "POST", "/_gabi/clock/advance", "{\"to\":\"2026-03-01T00:00:00Z\"}", 200);
    assert_int_equal(world_now_ms(world), INT64_C(1772323200000));
    ask(world, *state, "POST", "/_gabi/clock/advance", "{}", 200);
    assert_int_equal(world_now_ms(world), INT64_C(1772323200000));
}

static void freezes_runs_and_goes_back(void **state) {
    world *world = cloud_fixture_world();
    ask(world, *state, "PUT", "/_gabi/clock", "{\"now\":\"2025-01-01T00:00:00Z\"}", 200);
    assert_int_equal(world_now_ms(world), INT64_C(1735689600000));
    const json *clock = ask(world, *state, "PUT", "/_gabi/clock", "{\"mode\":\"running\"}", 200);
    assert_string(json_member_text(clock, "mode"), "running");
    assert_true(now_ms(clock) - INT64_C(1735689600000) < 10000);
    clock = ask(world, *state, "PUT", "/_gabi/clock", "{\"mode\":\"running\",\"offset_ms\":-5000}", 200);
    int64_t offset_ms = now_ms(clock) - world_host_now_ms();
    assert_true(offset_ms <= -5000 && offset_ms > -15000);
    clock = ask(world, *state, "PUT", "/_gabi/clock", "{\"mode\":\"host\"}", 200);
    assert_string(json_member_text(clock, "mode"), "host");
    assert_true(world_host_now_ms() - now_ms(clock) < 10000);
    clock = ask(world, *state, "PUT", "/_gabi/clock", "{\"mode\":\"frozen\"}", 200);
    assert_int_equal(world_now_ms(world), now_ms(clock));
}

/* ---- what falls due ---- */

#define TABLE                                                                                                          \
    "{\"TableName\":\"Passes\",\"AttributeDefinitions\":[{\"AttributeName\":\"id\",\"AttributeType\":\"S\"}],"         \
    "\"KeySchema\":[{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"}],\"BillingMode\":\"PAY_PER_REQUEST\","             \
    "\"StreamSpecification\":{\"StreamEnabled\":true,\"StreamViewType\":\"KEYS_ONLY\"}}"

static void do_dynamodb(world *world, arena *arena, const char *operation, const char *body) {
    http_response response = cloud_fixture_dynamodb(world, arena, operation, body);
    if (response.status != 200)
        print_error("%.*s\n", TEXT_ARGS(response.content.bytes));
    assert_int_equal(response.status, 200);
}

static void put_pass(world *world, arena *arena, const char *id, int64_t expires_at_ms) {
    do_dynamodb(world, arena, "PutItem",
                arena_printf(arena,
                             "{\"TableName\":\"Passes\",\"Item\":{\"id\":{\"S\":\"%s\"},\"ends\":{\"N\":\"%lld\"}}}",
                             id, (long long)(expires_at_ms / 1000)));
}

static text member_of_answer(arena *arena, http_response response, const char *name) {
    const json *body;
    assert_int_equal(response.status, 200);
    assert_success(json_parse(arena, response.content.bytes, 32, &body));
    return json_member_text(body, name);
}

/* The removals that the table's stream tells of: "id@second since the start", in order. */
static text removals(world *world, arena *arena) {
    const json *body;
    buffer out = BUFFER(arena);
    http_response response = cloud_fixture_dynamodb(world, arena, "DescribeTable", "{\"TableName\":\"Passes\"}");
    assert_success(json_parse(arena, response.content.bytes, 32, &body));
    text arn = json_member_text(json_member(body, "Table"), "LatestStreamArn");
    response = cloud_fixture_streams(world, arena, "DescribeStream",
                                     arena_printf(arena, "{\"StreamArn\":\"%.*s\"}", TEXT_ARGS(arn)));
    assert_success(json_parse(arena, response.content.bytes, 32, &body));
    for (const json *shard = json_first(json_member(json_member(body, "StreamDescription"), "Shards")); shard;
         shard = json_after(shard)) {
        text iterator = member_of_answer(
            arena,
            cloud_fixture_streams(world, arena, "GetShardIterator",
                                  arena_printf(arena,
                                               "{\"StreamArn\":\"%.*s\",\"ShardId\":\"%.*s\","
                                               "\"ShardIteratorType\":\"TRIM_HORIZON\"}",
                                               TEXT_ARGS(arn), TEXT_ARGS(json_member_text(shard, "ShardId")))),
            "ShardIterator");
        const json *records;
        response = cloud_fixture_streams(world, arena, "GetRecords",
                                         arena_printf(arena, "{\"ShardIterator\":\"%.*s\"}", TEXT_ARGS(iterator)));
        assert_success(json_parse(arena, response.content.bytes, 32, &records));
        for (const json *each = json_first(json_member(records, "Records")); each; each = json_after(each)) {
            const json *change = json_member(each, "dynamodb");
            if (text_equal(json_member_text(each, "eventName"), TEXT("REMOVE")))
                buffer_format(&out, "%.*s@%.0f ",
                              TEXT_ARGS(json_member_text(json_member(json_member(change, "Keys"), "id"), "S")),
                              json_number(json_member(change, "ApproximateCreationDateTime")) -
                                  (double)(START_MS / 1000));
        }
    }
    return buffer_text(&out);
}

static world *world_with_passes(arena *arena) {
    world *world = cloud_fixture_world();
    do_dynamodb(world, arena, "CreateTable", TABLE);
    do_dynamodb(world, arena, "UpdateTimeToLive",
                "{\"TableName\":\"Passes\",\"TimeToLiveSpecification\":{\"AttributeName\":\"ends\",\"Enabled\":true}}");
    put_pass(world, arena, "second", START_MS + 7200000);
    put_pass(world, arena, "first", START_MS + 3600000);
    put_pass(world, arena, "third", START_MS + 10000000);
    return world;
}

static void what_falls_due_is_done_at_its_time_and_in_order(void **state) {
    world *world = world_with_passes(*state);
    ask(world, *state, "POST", "/_gabi/clock/advance", "{\"hours\":2,\"minutes\":30}", 200);
    assert_string(removals(world, *state), "first@3600 second@7200 ");
}

static void a_clock_that_is_set_ahead_does_so_too(void **state) {
    world *world = world_with_passes(*state);
    ask(world, *state, "PUT", "/_gabi/clock", "{\"now\":\"2026-01-05T11:00:00Z\"}", 200);
    assert_string(removals(world, *state), "first@3600 second@7200 third@10000 ");
}

static void a_running_clock_does_so_too(void **state) {
    world *world = world_with_passes(*state);
    ask(world, *state, "PUT", "/_gabi/clock", "{\"mode\":\"running\"}", 200);
    ask(world, *state, "POST", "/_gabi/clock/advance", "{\"hours\":3}", 200);
    assert_string(removals(world, *state), "first@3600 second@7200 third@10000 ");
}

static void tells_what_is_due_next(void **state) {
    world *world = world_with_passes(*state);
    const json *clock = ask(world, *state, "GET", "/_gabi/clock", NULL, 200);
    assert_string(json_member_text(clock, "due"), "2026-01-05T09:00:00.000Z");
}

/* ---- what is refused ---- */

static void refuses(world *world, arena *arena, const char *method, const char *path, const char *body,
                    const char *code) {
    const json *answer = ask(world, arena, method, path, body, 400);
    assert_string(json_member_text(json_member(answer, "error"), "code"), code);
}

static void refuses_times_that_are_none(void **state) {
    world *world = cloud_fixture_world();
    int64_t start_ms = world_now_ms(world);
    static const char *const settings[] = {
        "{\"mode\":\"slow\"}",
        "{\"now\":\"1969-12-31T23:59:59Z\"}",
        "{\"now\":\"2026-02-30T00:00:00Z\"}",
        "{\"mode\":\"running\",\"now\":\"2026-03-01T00:00:00Z\",\"offset_ms\":7}",
        "{\"offset_ms\":7}",
        "{\"mode\":\"host\",\"now\":\"2026-03-01T00:00:00Z\"}",
        "{\"mode\":\"running\",\"now\":\"2999-01-01T00:00:00Z\"}",
    };
    static const char *const advances[] = {
        "{\"to\":\"2020-01-01T00:00:00Z\"}",
        "{\"to\":\"2999-01-01T00:00:00Z\"}",
        "{\"to\":\"2026-03-01T00:00:00Z\",\"days\":1}",
        "{\"to\":\"later\"}",
        "{\"days\":36600,\"hours\":1}",
    };
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        refuses(world, *state, "PUT", "/_gabi/clock", settings[i], "invalid_clock");
    for (size_t i = 0; i < sizeof advances / sizeof *advances; i++)
        refuses(world, *state, "POST", "/_gabi/clock/advance", advances[i], "invalid_clock");
    refuses(world, *state, "POST", "/_gabi/clock/advance", "{\"weeks\":1}", "invalid_body");
    refuses(world, *state, "POST", "/_gabi/clock/advance", "{\"days\":-1}", "invalid_body");
    assert_int_equal(world_now_ms(world), start_ms);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(shows_the_time_without_moving_it),
        TEST(advances_by_all_units_together),
        TEST(freezes_runs_and_goes_back),
        TEST(what_falls_due_is_done_at_its_time_and_in_order),
        TEST(a_clock_that_is_set_ahead_does_so_too),
        TEST(a_running_clock_does_so_too),
        TEST(tells_what_is_due_next),
        TEST(refuses_times_that_are_none),
    };
    return RUN_TESTS(tests);
}
