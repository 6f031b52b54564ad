/* A mistake that is planted in the booking service is found within a thousand seeds, and shown again by what is
 * written; without it a thousand seeds find nothing. */
#include "explore/explore.h"

#include <stdlib.h>
#include <unistd.h>

#include "cli/guest.h"
#include "cloud_fixture.h"
#include "core/testing.h"

/* ---- planting ---- */

/* A mistake, as if somebody had made it. */
typedef struct mistake {
    const char *conditions[4]; /* how those of writes begin that are not there, up to a NULL */
    bool is_hopeful;           /* takes it that a write without an answer was done */
} mistake;

static const mistake *planted; /* NULL: none */

typedef struct careless {
    transport transport; /* first: a transport is its careless */
    struct transport *inner;
} careless;

/* The body with the conditions made to hold always; their placeholders stay in use, or DynamoDB would complain. */
static text without_conditions(arena *arena, text body) {
    for (size_t i = 0; planted->conditions[i]; i++) {
        size_t at = text_find(body, text_of(planted->conditions[i]));
        if (at != TEXT_NOT_FOUND)
            body = text_format(arena, "%.*sattribute_not_exists(planted) OR %.*s", (int)at, body.data,
                               TEXT_ARGS(text_from(body, at)));
    }
    return body;
}

static const gabi_error *send_carelessly(transport *transport, arena *arena, text endpoint, http_request *request,
                                         http_response *ret_response) {
    careless *self = (careless *)transport;
    http_request changed = *request;
    changed.headers = (http_fields){0};
    for (size_t i = 0; i < request->headers.count; i++) /* it would not fit any more, and nobody inside needs it */
        if (!text_equal_ignore_case(request->headers.items[i].name, TEXT("Authorization")))
            http_fields_add(arena, &changed.headers, request->headers.items[i].name, request->headers.items[i].value);
    changed.body = HTTP_BODY_BYTES(without_conditions(arena, request->body.bytes));
    const gabi_error *error = self->inner->send(self->inner, arena, endpoint, &changed, ret_response);
    if (!error || !planted->is_hopeful ||
        !text_ends_with(http_fields_get(&request->headers, TEXT("X-Amz-Target")), TEXT(".TransactWriteItems")))
        return error;
    http_respond(arena, ret_response, 200, TEXT("application/x-amz-json-1.0"), TEXT("{}"));
    return NULL;
}

static void plant(void *context, world *world) {
    careless *made = context;
    *made = (careless){{send_carelessly}, world_transport(world)};
    world_set_transport(world, &made->transport);
}

static const gabi_error *open_world(void *owner, arena *arena, text name, runner_world *ret_world) {
    runner_host host = guest_host(owner);
    TRY(host.open_world(owner, arena, name, ret_world));
    if (planted)
        assert_success(cloud_visit(owner, arena, name, plant, arena_alloc(arena, sizeof(careless))));
    return NULL;
}

static void close_world(void *owner, text name) { guest_host(owner).close_world(owner, name); }

/* ---- exploring ---- */

typedef struct found {
    bool holds;
    text told;
    text replay;
} found;

static text read_all(arena *arena, FILE *file) {
    buffer out = BUFFER(arena);
    char piece[4096];
    rewind(file);
    for (size_t count; (count = fread(piece, 1, sizeof piece, file)) > 0;)
        buffer_append(&out, (text){piece, count});
    fclose(file);
    return buffer_text(&out);
}

/* As `gabi-emu test` does. */
static enum runner_status run_replay(arena *arena, const char *path, const mistake *mistake) {
    enum runner_status status;
    runner_options options = {
        .paths = &path,
        .path_count = 1,
        .execution = {.request = default_options},
        .host = {cloud_fixture_cloud(), open_world, close_world},
        .output = tmpfile(),
    };
    guest_add_addresses(arena, &options.variables);
    planted = mistake;
    assert_success(runner_run(arena, &options, &status));
    planted = NULL;
    fclose(options.output);
    return status;
}

static found explore_seeds(arena *arena, const char *scenario, size_t clients, const mistake *mistake) {
    char replay_path[] = "/tmp/explore_test_XXXXXX";
    int replay = mkstemp(replay_path);
    found found;
    explore_options options = {
        .path = scenario,
        .seed_count = 1000,
        .clients = clients,
        .host = {cloud_fixture_cloud(), open_world, close_world},
        .replay_path = replay_path,
        .output = tmpfile(),
    };
    guest_add_addresses(arena, &options.variables);
    planted = mistake;
    assert_success(explore(arena, &options, &found.holds));
    planted = NULL;
    found.told = read_all(arena, options.output);
    found.replay = read_all(arena, fdopen(replay, "r"));
    if (!found.holds) {
        assert_int_equal(run_replay(arena, replay_path, mistake), RUNNER_SOME_FAILED);
        assert_int_equal(run_replay(arena, replay_path, NULL), RUNNER_ALL_PASSED);
    }
    unlink(replay_path);
    return found;
}

#define LAST_SEAT "scenarios/control/01-together.hurl"
#define CANCELLED_AT_ONCE "scenarios/booking/11-cancelled-twice-at-once.hurl"

static void finds_nothing_where_nothing_is_wrong(void **state) {
    assert_true(explore_seeds(*state, LAST_SEAT, 1, NULL).holds);
    assert_true(explore_seeds(*state, CANCELLED_AT_ONCE, 1, NULL).holds);
}

static void assert_says(text where, const char *what) {
    if (text_find(where, text_of(what)) == TEXT_NOT_FOUND)
        fail_msg("\"%s\" is not in: %.*s", what, TEXT_ARGS(where));
}

static void finds_a_place_that_is_sold_without_looking(void **state) {
    static const mistake mistake = {.conditions = {"#status = :scheduled AND startsAt > :now"}};
    found found = explore_seeds(*state, LAST_SEAT, 1, &mistake);
    assert_false(found.holds);
    assert_says(found.told, "no-place-is-sold-twice: class-private has 2 bookings for 1 places");
    assert_says(found.told, "it needs 0");
    assert_says(found.replay, "# - no-place-is-sold-twice: class-private has 2 bookings for 1 places\n");
    assert_says(found.replay, "jsonpath \"$.violations\" isEmpty\n");
}

/* Which needs two requests that have both read before either writes. */
static void finds_a_booking_that_is_cancelled_without_looking(void **state) {
    static const mistake mistake = {
        .conditions = {"#status = :confirmed AND classId = :class", "ownerId = :booking", "booked >= :one"}};
    found found = explore_seeds(*state, CANCELLED_AT_ONCE, 1, &mistake);
    assert_false(found.holds);
    assert_says(found.told, "places-taken-are-counted: class-nidra counts ");
    assert_says(found.replay, "\"seed\": ");
}

static void finds_a_write_that_is_only_hoped_for_and_the_one_fault_that_it_takes(void **state) {
    static const mistake mistake = {.is_hopeful = true};
    found found = explore_seeds(*state, LAST_SEAT, 1, &mistake);
    assert_false(found.holds);
    assert_says(found.told, "what-is-acknowledged-stays: ");
    assert_says(found.told, "it needs 1\n");
    assert_says(found.replay, "POST {{aws}}/_gabi/faults\n{\"service\":\"dynamodb\",");
}

#define ONE_MEMBER "scenarios/booking/02-book-list-cancel.hurl"

static void finds_what_several_clients_of_a_scenario_break(void **state) {
    static const mistake mistake = {
        .conditions = {"#status = :confirmed AND classId = :class", "ownerId = :booking", "booked >= :one"}};
    found found = explore_seeds(*state, ONE_MEMBER, 3, &mistake);
    assert_false(found.holds);
    assert_says(found.told, "places-taken-are-counted: ");
    assert_says(found.replay, "POST {{aws}}/_gabi/together\nbase64,");
    assert_true(explore_seeds(*state, ONE_MEMBER, 1, &mistake).holds);
}

static void refuses_files_that_cannot_be_explored(void **state) {
    explore_options options = {.path = "nowhere.hurl", .seed_count = 1, .host = guest_host(cloud_fixture_cloud())};
    bool holds;
    assert_error(explore(*state, &options, &holds), ERROR_INVALID, "Unreadable");
    options.path = "README.md";
    assert_error(explore(*state, &options, &holds), ERROR_INVALID, "ScenarioInvalid");
    options.path = LAST_SEAT; /* without its addresses */
    assert_error(explore(*state, &options, &holds), ERROR_INVALID, "ScenarioFails");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(finds_nothing_where_nothing_is_wrong),
        TEST(finds_a_place_that_is_sold_without_looking),
        TEST(finds_a_booking_that_is_cancelled_without_looking),
        TEST(finds_a_write_that_is_only_hoped_for_and_the_one_fault_that_it_takes),
        TEST(finds_what_several_clients_of_a_scenario_break),
        TEST(refuses_files_that_cannot_be_explored),
    };
    return RUN_TESTS(tests);
}
