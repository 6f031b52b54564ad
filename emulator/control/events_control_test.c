/* Events: asynchronous invocations, when they are delivered, and what can be done to them meanwhile. */
#include "control/events_control.h"

#include "cloud_fixture.h"
#include "core/buffer.h"
#include "core/json.h"
#include "core/testing.h"

static http_response call(world *world, arena *arena, const char *method, const char *target, const char *body) {
    return cloud_fixture_call(world, arena, method, target, NULL, body);
}

static http_response invoke(world *world, arena *arena, const char *function, text payload) {
    transport *client = cloud_client(cloud_fixture_cloud(), arena, world_name(world));
    http_request request =
        http_request_to(TEXT("POST"), text_format(arena, "/2015-03-31/functions/%s/invocations", function));
    http_response response = {0};
    http_fields_add(arena, &request.headers, TEXT("X-Amz-Invocation-Type"), TEXT("Event"));
    http_fields_add(arena, &request.headers, TEXT("X-Amz-Date"), TEXT("20260105T080000Z"));
    http_fields_add(arena, &request.headers, TEXT("Authorization"),
                    TEXT("AWS4-HMAC-SHA256 Credential=anyone/20260105/eu-central-1/lambda/aws4_request, "
                         "SignedHeaders=host, Signature=0"));
    request.body = HTTP_BODY_BYTES(payload);
    assert_success(client->send(client, arena, TEXT("http://localhost:4566"), &request, &response));
    return response;
}

/* An event that logs somebody in, which the function tells its log. */
static void log_in_later(world *world, arena *arena, const char *name, const char *password) {
    text payload = text_format(arena,
                               "{\"httpMethod\":\"POST\",\"path\":\"/auth/login\",\"body\":\"{\\\"email\\\":\\\"%s\\\","
                               "\\\"password\\\":\\\"%s\\\"}\"}",
                               name, password);
    assert_int_equal(invoke(world, arena, "gabi-auth", payload).status, 202);
}

static void anna_later(world *world, arena *arena) {
    log_in_later(world, arena, "anna@example.com", "lotus-flower-22");
}
static void ben_later(world *world, arena *arena) { log_in_later(world, arena, "ben@example.com", "warrior-two-33"); }

static const json *get(world *world, arena *arena, const char *target, const char *member) {
    const json *tree;
    http_response response = call(world, arena, "GET", target, NULL);
    assert_int_equal(response.status, 200);
    assert_success(json_parse(arena, response.content.bytes, 32, &tree));
    return json_member(tree, member);
}

static const json *events(world *world, arena *arena) { return get(world, arena, "/_gabi/events", "events"); }

/* Who has logged in so far, in order: "user-anna user-ben ". */
static void assert_logged_in(world *world, arena *arena, const char *expected) {
    buffer out = BUFFER(arena);
    const json *records = get(world, arena, "/_gabi/logs?event=auth.logged_in", "records");
    for (const json *each = json_first(records); each; each = json_after(each))
        buffer_format(&out, "%.*s ", TEXT_ARGS(json_member_text(json_member(each, "fields"), "userId")));
    assert_string(buffer_text(&out), expected);
}

static void hold(world *world, arena *arena, const char *settings) {
    assert_int_equal(call(world, arena, "PUT", "/_gabi/events", settings).status, 204);
}

/* ---- delivery ---- */

static void are_delivered_when_the_world_settles(void **state) {
    world *world = cloud_fixture_world();
    anna_later(world, *state);
    ben_later(world, *state);
    assert_int_equal(json_count(events(world, *state)), 0);
    assert_logged_in(world, *state, "user-anna user-ben ");
}

static void answer_202_with_nothing_in_it(void **state) {
    http_response response = invoke(cloud_fixture_world(), *state, "gabi-auth", TEXT("{}"));
    assert_int_equal(response.status, 202);
    assert_int_equal(response.content.bytes.length, 0);
    assert_null(http_fields_find(&response.headers, TEXT("X-Amz-Executed-Version")));
    assert_non_null(http_fields_find(&response.headers, TEXT("x-amzn-RequestId")));
}

static void are_refused_like_other_invocations(void **state) {
    world *world = cloud_fixture_world();
    arena *arena = *state;
    assert_int_equal(invoke(world, arena, "nobody", TEXT("{}")).status, 404);
    assert_int_equal(invoke(world, arena, "gabi-auth", TEXT("{")).status, 400);
    char *large = arena_alloc(arena, 1024 * 1024 + 1);
    memset(large, ' ', 1024 * 1024 + 1);
    http_response response = invoke(world, arena, "gabi-auth", (text){large, 1024 * 1024 + 1});
    assert_int_equal(response.status, 413);
    assert_true(text_find(response.content.bytes, TEXT("1048577 byte payload is too large for the Event invocation "
                                                       "type (limit 1048576 bytes)")) != TEXT_NOT_FOUND);
    assert_int_equal(json_count(events(world, arena)), 0);
}

static void assert_event(const json *event, int attempts, const char *state) {
    assert_int_equal((int)json_number(json_member(event, "attempts")), attempts);
    assert_string(json_member_text(event, "state"), state);
}

static void advance(world *world, arena *arena, int seconds) {
    http_response response =
        call(world, arena, "POST", "/_gabi/clock/advance", arena_printf(arena, "{\"seconds\":%d}", seconds));
    assert_int_equal(response.status, 200);
}

static void are_tried_again_after_one_minute_and_two_and_then_dropped(void **state) {
    world *world = cloud_fixture_world();
    hold(world, *state, "{\"held\":false}");
    call(world, *state, "PUT", "/_gabi/logs", "{\"echo\":false}");
    assert_int_equal(invoke(world, *state, "gabi-auth", TEXT("{\"no\":\"event\"}")).status, 202);
    assert_event(json_first(events(world, *state)), 1, "pending");
    advance(world, *state, 50);
    assert_event(json_first(events(world, *state)), 1, "pending");
    advance(world, *state, 15);
    assert_event(json_first(events(world, *state)), 2, "pending");
    advance(world, *state, 100);
    assert_event(json_first(events(world, *state)), 2, "pending");
    advance(world, *state, 30);
    const json *event = json_first(events(world, *state));
    assert_event(event, 3, "dropped");
    assert_true(text_find(json_member_text(event, "error"), TEXT("malformed_event")) != TEXT_NOT_FOUND);
    assert_string(json_member_text(json_member(event, "payload"), "no"), "event");
    assert_int_equal(json_count(get(world, *state, "/_gabi/logs?event=event.dropped", "records")), 1);
}

static void succeed_at_a_later_attempt(void **state) {
    world *world = cloud_fixture_world();
    call(world, *state, "POST", "/_gabi/faults",
         "{\"service\":\"lambda\",\"caller\":\"lambda\",\"effect\":\"throttle\",\"nth\":1}");
    anna_later(world, *state);
    assert_event(json_first(events(world, *state)), 1, "pending");
    advance(world, *state, 61);
    assert_int_equal(json_count(events(world, *state)), 0);
    assert_logged_in(world, *state, "user-anna ");
}

static void shift_no_ids_of_requests(void **state) {
    world *first = cloud_fixture_world(), *second = cloud_fixture_world();
    hold(second, *state, "{\"held\":true}");
    text bodies[2];
    for (int i = 0; i < 2; i++) {
        world *world = i ? second : first;
        anna_later(world, *state);
        call(world, *state, "GET", "/classes", NULL);
        http_response response = call(world, *state, "GET", "/classes", NULL);
        bodies[i] = http_fields_get(&response.headers, TEXT("x-amzn-RequestId"));
    }
    assert_text(bodies[0], bodies[1]);
}

/* ---- what is done to them ---- */

static void are_held_and_released(void **state) {
    world *world = cloud_fixture_world();
    hold(world, *state, "{\"held\":true}");
    anna_later(world, *state);
    ben_later(world, *state);
    assert_int_equal(json_count(events(world, *state)), 2);
    assert_logged_in(world, *state, "");
    assert_int_equal(call(world, *state, "POST", "/_gabi/events/2/release", NULL).status, 204);
    assert_logged_in(world, *state, "user-ben ");
    anna_later(world, *state);
    assert_int_equal(call(world, *state, "POST", "/_gabi/events/release", NULL).status, 204);
    assert_logged_in(world, *state, "user-ben user-anna user-anna ");
    ben_later(world, *state);
    hold(world, *state, "{\"held\":false}");
    assert_logged_in(world, *state, "user-ben user-anna user-anna user-ben ");
}

static void are_duplicated_reordered_and_dropped(void **state) {
    world *world = cloud_fixture_world();
    hold(world, *state, "{\"held\":true}");
    anna_later(world, *state);
    ben_later(world, *state);
    http_response response = call(world, *state, "POST", "/_gabi/events/1/duplicate", NULL);
    assert_int_equal(response.status, 201);
    assert_string(response.content.bytes, "{\"id\":3}");
    assert_int_equal(call(world, *state, "PUT", "/_gabi/events/order", "{\"ids\":[2,3]}").status, 204);
    const json *list = json_first(events(world, *state));
    static const int order[] = {2, 3, 1};
    for (size_t i = 0; i < 3; i++, list = json_after(list))
        assert_int_equal((int)json_number(json_member(list, "id")), order[i]);
    assert_int_equal(call(world, *state, "DELETE", "/_gabi/events/3", NULL).status, 204);
    hold(world, *state, "{\"held\":false}");
    assert_logged_in(world, *state, "user-ben user-anna ");
    hold(world, *state, "{\"held\":true}");
    anna_later(world, *state);
    assert_int_equal(call(world, *state, "DELETE", "/_gabi/events", NULL).status, 204);
    assert_int_equal(json_count(events(world, *state)), 0);
}

static void a_duplicate_stands_right_behind(void **state) {
    world *world = cloud_fixture_world();
    hold(world, *state, "{\"held\":true}");
    anna_later(world, *state);
    ben_later(world, *state);
    call(world, *state, "POST", "/_gabi/events/1/duplicate", NULL);
    hold(world, *state, "{\"held\":false}");
    assert_logged_in(world, *state, "user-anna user-anna user-ben ");
}

static bool is_ben_first(arena *arena, int seed) {
    world *world = cloud_fixture_world();
    hold(world, arena, "{\"held\":true}");
    anna_later(world, arena);
    ben_later(world, arena);
    hold(world, arena, arena_printf(arena, "{\"held\":false,\"seed\":%d}", seed));
    const json *records = get(world, arena, "/_gabi/logs?event=auth.logged_in", "records");
    assert_int_equal(json_count(records), 2);
    return text_equal(json_member_text(json_member(json_first(records), "fields"), "userId"), TEXT("user-ben"));
}

static void are_ordered_by_a_seed(void **state) {
    int ben_first = 0;
    for (int seed = 0; seed < 16; seed++)
        ben_first += is_ben_first(*state, seed);
    assert_in_range(ben_first, 1, 15);
    assert_int_equal(is_ben_first(*state, 3), is_ben_first(*state, 3));
}

static void are_part_of_the_world(void **state) {
    world *origin = cloud_fixture_world(), *fork;
    event *found;
    size_t count;
    hold(origin, *state, "{\"held\":true}");
    anna_later(origin, *state);
    assert_success(world_fork(*state, origin, TEXT("fork"), &fork));
    assert_success(events_list(fork, *state, &found, &count));
    assert_int_equal(count, 1);
    assert_string(found->target, "gabi-auth");
    world_free(fork);
}

static void are_refused_what_means_nothing(void **state) {
    world *world = cloud_fixture_world();
    static const char *const cases[][3] = {
        {"POST", "/_gabi/events/9/release", NULL},
        {"POST", "/_gabi/events/x/duplicate", NULL},
        {"DELETE", "/_gabi/events/0", NULL},
        {"PUT", "/_gabi/events/order", "{\"ids\":[4]}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(call(world, *state, cases[i][0], cases[i][1], cases[i][2]).status, 404);
    assert_int_equal(call(world, *state, "PUT", "/_gabi/events/order", "{\"ids\":[]}").status, 400);
    assert_int_equal(call(world, *state, "PUT", "/_gabi/events/order", "{\"ids\":[\"1\"]}").status, 400);
    assert_int_equal(call(world, *state, "PUT", "/_gabi/events", "{}").status, 400);
    assert_int_equal(call(world, *state, "PUT", "/_gabi/events", "{\"held\":true,\"seed\":-1}").status, 400);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(are_delivered_when_the_world_settles),
        TEST(answer_202_with_nothing_in_it),
        TEST(are_refused_like_other_invocations),
        TEST(are_tried_again_after_one_minute_and_two_and_then_dropped),
        TEST(succeed_at_a_later_attempt),
        TEST(shift_no_ids_of_requests),
        TEST(are_held_and_released),
        TEST(are_duplicated_reordered_and_dropped),
        TEST(a_duplicate_stands_right_behind),
        TEST(are_ordered_by_a_seed),
        TEST(are_part_of_the_world),
        TEST(are_refused_what_means_nothing),
    };
    return RUN_TESTS(tests);
}
