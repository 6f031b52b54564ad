/* A mistake that is planted in the studio's services is found within a thousand seeds, and shown again by what is
 * written; without it a thousand seeds find nothing. */
#include "explore/explore.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "booking/booking_api.h"
#include "cli/guest.h"
#include "cloud_fixture.h"
#include "core/json.h"
#include "core/testing.h"
#include "lambda/lambda.h"

/* ---- planting ---- */

/* A mistake, as if somebody had made it. */
typedef struct mistake {
    const char *name;
    const char *scenario;
    size_t clients;
    const char *conditions[4]; /* how those of writes begin that are not there, up to a NULL */
    bool is_hopeful;           /* takes it that a write without an answer was done */
    bool is_hasty;             /* does not look whether a transaction was refused */
    bool is_piecemeal;         /* writes what should be a transaction one by one */
    bool is_repetitive;        /* sends no token with a transaction, so that sent again it is done again */
    bool is_stale;             /* what was read once is read again as it was */
    int64_t behind_ms;         /* by so much the clock of the booking service is */
    const char *invariant;     /* that it breaks; NULL: none */
} mistake;

static const mistake *planted; /* NULL: none */

typedef struct remembered {
    text body;
    text answer;
} remembered;

#define MOST_REMEMBERED 256

typedef struct careless {
    transport transport; /* first: a transport is its careless */
    struct transport *inner;
    arena *arena; /* of what is remembered */
    remembered reads[MOST_REMEMBERED];
    size_t read_count;
    size_t token_count;
} careless;

#define ALWAYS "attribute_not_exists(planted) OR "

/* The body with the conditions made to hold always; their placeholders stay in use, or DynamoDB would complain. */
static text without_conditions(arena *arena, text body) {
    for (size_t i = 0; planted->conditions[i]; i++) {
        buffer out = BUFFER(arena);
        for (size_t at; (at = text_find(body, text_of(planted->conditions[i]))) != TEXT_NOT_FOUND;) {
            size_t end = at + strlen(planted->conditions[i]);
            buffer_format(&out, "%.*s" ALWAYS "%s", (int)at, body.data, planted->conditions[i]);
            body = text_from(body, end);
        }
        buffer_append(&out, body);
        body = buffer_text(&out);
    }
    return body;
}

#define TOKEN "\"ClientRequestToken\":\""

static text with_new_token(careless *self, arena *arena, text body) {
    size_t at = text_find(body, TEXT(TOKEN));
    if (at == TEXT_NOT_FOUND)
        return body;
    text rest = text_from(body, at + sizeof TOKEN - 1);
    return text_format(arena, "%.*s" TOKEN "%u%.*s", (int)at, body.data, (unsigned)++self->token_count,
                       TEXT_ARGS(text_from(rest, text_index(rest, '"'))));
}

/* The same to the same place, with another operation and body. */
static const gabi_error *send_changed(careless *self, arena *arena, text endpoint, const http_request *request,
                                      text target, text body, http_response *ret_response) {
    http_request changed = *request;
    changed.headers = (http_fields){0};
    for (size_t i = 0; i < request->headers.count; i++) { /* it would not fit any more, and nobody inside needs it */
        const http_field *field = &request->headers.items[i];
        bool is_target = text_equal_ignore_case(field->name, TEXT("X-Amz-Target"));
        if (!text_equal_ignore_case(field->name, TEXT("Authorization")))
            http_fields_add(arena, &changed.headers, field->name, is_target ? target : field->value);
    }
    changed.body = HTTP_BODY_BYTES(body);
    return self->inner->send(self->inner, arena, endpoint, &changed, ret_response);
}

/* What a transaction is answered whose condition at that index does not hold. */
static void answer_cancelled(arena *arena, size_t index, size_t count, http_response *ret_response) {
    buffer out = BUFFER(arena);
    buffer_append(&out, TEXT("{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\","
                             "\"message\":\"cancelled\",\"CancellationReasons\":["));
    for (size_t i = 0; i < count; i++)
        buffer_format(&out, "%s{\"Code\":\"%s\"}", i ? "," : "", i == index ? "ConditionalCheckFailed" : "None");
    buffer_append(&out, TEXT("]}"));
    http_respond(arena, ret_response, 400, TEXT("application/x-amz-json-1.0"), buffer_text(&out));
}

/* {"Put": {…}} as PutItem, and so on, up to the first that is refused. */
static const gabi_error *send_piecemeal(careless *self, arena *arena, text endpoint, const http_request *request,
                                        text body, http_response *ret_response) {
    const json *tree;
    assert_success(json_parse(arena, text_copy(arena, body), 64, &tree));
    const json *items = json_member(tree, "TransactItems");
    size_t index = 0;
    for (const json *each = json_first(items); each; each = json_after(each), index++) {
        const json *write = json_first(each);
        text target = text_format(arena, "DynamoDB_20120810.%.*sItem", TEXT_ARGS(json_name_of(write)));
        if (text_equal(json_name_of(write), TEXT("ConditionCheck")))
            continue;
        TRY(send_changed(self, arena, endpoint, request, target, json_print(arena, write), ret_response));
        if (text_find(ret_response->content.bytes, TEXT("ConditionalCheckFailed")) != TEXT_NOT_FOUND)
            answer_cancelled(arena, index, json_count(items), ret_response);
        if (ret_response->status != 200)
            return NULL;
    }
    return NULL;
}

static const remembered *find_remembered(const careless *self, text body) {
    for (size_t i = 0; i < self->read_count; i++)
        if (text_equal(self->reads[i].body, body))
            return &self->reads[i];
    return NULL;
}

static void answer_well(arena *arena, text body, http_response *ret_response) {
    http_respond(arena, ret_response, 200, TEXT("application/x-amz-json-1.0"), body);
}

static const gabi_error *send_read(careless *self, arena *arena, text endpoint, const http_request *request,
                                   text target, http_response *ret_response) {
    const remembered *known = planted->is_stale ? find_remembered(self, request->body.bytes) : NULL;
    if (known) {
        answer_well(arena, text_copy(arena, known->answer), ret_response);
        return NULL;
    }
    TRY(send_changed(self, arena, endpoint, request, target, request->body.bytes, ret_response));
    if (ret_response->status == 200 && self->read_count < MOST_REMEMBERED)
        self->reads[self->read_count++] = (remembered){text_copy(self->arena, request->body.bytes),
                                                       text_copy(self->arena, ret_response->content.bytes)};
    return NULL;
}

static const gabi_error *send_carelessly(transport *transport, arena *arena, text endpoint, http_request *request,
                                         http_response *ret_response) {
    careless *self = (careless *)transport;
    text target = http_fields_get(&request->headers, TEXT("X-Amz-Target"));
    bool is_transaction = text_ends_with(target, TEXT(".TransactWriteItems"));
    if (text_ends_with(target, TEXT(".GetItem")) || text_ends_with(target, TEXT(".Query")))
        return send_read(self, arena, endpoint, request, target, ret_response);
    text body = without_conditions(arena, request->body.bytes);
    if (planted->is_repetitive)
        body = with_new_token(self, arena, body);
    const gabi_error *error = is_transaction && planted->is_piecemeal
                                  ? send_piecemeal(self, arena, endpoint, request, body, ret_response)
                                  : send_changed(self, arena, endpoint, request, target, body, ret_response);
    bool is_refused = !error && ret_response->status != 200;
    if (is_transaction && ((error && planted->is_hopeful) || (is_refused && planted->is_hasty))) {
        answer_well(arena, TEXT("{}"), ret_response);
        return NULL;
    }
    return error;
}

typedef struct late_clock {
    clock_port port; /* first: a clock port is its late clock */
    clock_port *inner;
} late_clock;

static int64_t late_now_ms(clock_port *port) {
    clock_port *inner = ((late_clock *)port)->inner;
    return inner->now_ms(inner) - planted->behind_ms;
}

static void late_sleep_ms(clock_port *port, int64_t duration_ms) {
    clock_port *inner = ((late_clock *)port)->inner;
    inner->sleep_ms(inner, duration_ms);
}

static int64_t late_deadline_ms(clock_port *port) {
    (void)port;
    return INT64_MAX;
}

static const gabi_error *open_late(arena *arena, const settings *settings, const ports *given, void **ret_owner) {
    ports *late = arena_alloc(arena, sizeof *late);
    late_clock *clock = arena_alloc(arena, sizeof *clock);
    *clock = (late_clock){{late_now_ms, late_sleep_ms, late_deadline_ms}, given->clock};
    *late = *given;
    late->clock = &clock->port;
    return booking_service.open(arena, settings, late, ret_owner);
}

static void plant_clock(arena *arena, world *world) {
    service *late = arena_alloc(arena, sizeof *late);
    *late = booking_service;
    late->open = open_late;
    lambda_add_service(world, late);
}

/* Trials open the world that they fork from at the same time, each for itself. */
static pthread_mutex_t planting = PTHREAD_MUTEX_INITIALIZER;

static void plant_once(careless *made, world *world) {
    if (world_transport(world)->send == send_carelessly)
        return;
    *made = (careless){.transport = {send_carelessly}, .inner = world_transport(world), .arena = made->arena};
    world_set_transport(world, &made->transport);
    if (planted->behind_ms)
        plant_clock(made->arena, world);
}

static void plant(void *context, world *world) {
    pthread_mutex_lock(&planting);
    plant_once(context, world);
    pthread_mutex_unlock(&planting);
}

static const gabi_error *open_world(void *owner, arena *arena, text name, runner_world *ret_world) {
    runner_host host = guest_host(owner);
    TRY(host.open_world(owner, arena, name, ret_world));
    if (!planted)
        return NULL;
    careless *made = arena_zalloc(arena, sizeof *made);
    made->arena = arena;
    assert_success(cloud_visit(owner, arena, name, plant, made));
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

static const login members[] = {
    {TEXT_INIT("anna@example.com"), TEXT_INIT("lotus-flower-22"), TEXT_INIT("member")},
    {TEXT_INIT("ben@example.com"), TEXT_INIT("warrior-two-33"), TEXT_INIT("member")},
    {TEXT_INIT("chiara@example.com"), TEXT_INIT("childs-pose-44"), TEXT_INIT("member")},
};

#define SEEDS 1000

static found explore_seeds(arena *arena, const char *scenario, size_t clients, const mistake *mistake) {
    char replay_path[] = "/tmp/explore_test_XXXXXX";
    int replay = mkstemp(replay_path);
    found found;
    explore_options options = {
        .path = scenario,
        .seed_count = SEEDS,
        .clients = clients,
        .host = {cloud_fixture_cloud(), open_world, close_world},
        .logins = {members, sizeof members / sizeof *members},
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
#define ONE_MEMBER "scenarios/booking/02-book-list-cancel.hurl"

#define UNLOOKED_CANCELLING "#status = :confirmed AND classId = :class", "ownerId = :booking", "booked >= :one"

static const mistake mistakes[] = {
    {"a place is sold without looking whether there is one", LAST_SEAT, 1,
     .conditions = {"#status = :scheduled AND startsAt > :now"}, .invariant = "no-place-is-sold-twice"},
    {"a place is sold without looking, where several members run one's scenario", ONE_MEMBER, 3,
     .conditions = {"#status = :scheduled AND startsAt > :now"}, .invariant = "no-place-is-sold-twice"},
    {"a booking is cancelled without looking whether it is", CANCELLED_AT_ONCE, 1, .conditions = {UNLOOKED_CANCELLING},
     .invariant = "places-taken-are-counted"},
    {"a member is given a second place", "scenarios/booking/09-twice-at-once.hurl", 1,
     .conditions = {"attribute_not_exists(bookingId)"}, .invariant = "each-booking-holds-one-place"},
    {"a booking is moved without looking where it is", "scenarios/booking/23-moved-twice-at-once.hurl", 1,
     .conditions = {"#status = :confirmed AND classId = :before", "ownerId = :booking", "booked >= :one"},
     .invariant = "places-taken-are-counted"},
    {"an address is given to two accounts", "scenarios/auth/13-one-address-two-newcomers.hurl", 1,
     .conditions = {"attribute_not_exists(userId)"}, .invariant = "each-address-is-one-accounts"},
    {"a refresh token is taken twice", "scenarios/auth/14-two-refreshes-at-once.hurl", 1,
     .conditions = {"attribute_exists(tokenId) AND attribute_not_exists(usedAt)"},
     .invariant = "a-token-is-exchanged-once"},
    {"a write without an answer is taken for done", LAST_SEAT, 1, .is_hopeful = true,
     .invariant = "what-is-acknowledged-stays"},
    {"nobody looks whether a transaction was refused", LAST_SEAT, 1, .is_hasty = true,
     .invariant = "what-is-acknowledged-stays"},
    {"a transaction is several writes", LAST_SEAT, 1, .is_piecemeal = true,
     .invariant = "each-booking-holds-one-place"},
    {"a function's clock is behind", "scenarios/booking/19-a-class-begins.hurl", 1, .behind_ms = 3600000,
     .invariant = "what-has-begun-is-not-sold"},
    {"what is sent again is done again", ONE_MEMBER, 1, .conditions = {UNLOOKED_CANCELLING}, .is_repetitive = true,
     .invariant = "places-taken-are-counted"},
};

static size_t seeds_told(text told) {
    size_t at = text_find(told, TEXT("broken after ")), count = 0;
    sscanf(told.data + at, "broken after %zu", &count);
    return count;
}

/* A booking that is made by an event, which is delivered again when Lambda does not hear what came of it. */
#define BOOKED_LATER                                                                                                   \
    "POST {{api}}/auth/login\n"                                                                                        \
    "{\"email\": \"anna@example.com\", \"password\": \"lotus-flower-22\"}\n"                                           \
    "HTTP 200\n"                                                                                                       \
    "[Captures]\n"                                                                                                     \
    "anna: jsonpath \"$.accessToken\"\n\n"                                                                             \
    "POST {{aws}}/2015-03-31/functions/gabi-booking/invocations\n"                                                     \
    "X-Amz-Invocation-Type: Event\n"                                                                                   \
    "X-Amz-Date: 20260105T080000Z\n"                                                                                   \
    "Authorization: AWS4-HMAC-SHA256 Credential=anyone/20260105/eu-central-1/lambda/aws4_request, "                    \
    "SignedHeaders=host, Signature=0\n"                                                                                \
    "{\"httpMethod\": \"POST\", \"path\": \"/classes/class-yin/book\", \"multiValueHeaders\": "                        \
    "{\"Authorization\": [\"Bearer {{anna}}\"]}, \"body\": null}\n"                                                    \
    "HTTP 202\n\n"                                                                                                     \
    "GET {{api}}/classes\n"                                                                                            \
    "HTTP 200\n"

static void finds_an_event_that_is_done_again_when_it_is_delivered_again(void **state) {
    static const mistake mistake = {.conditions = {"attribute_not_exists(bookingId)"}};
    char path[] = "/tmp/explore_test_XXXXXX";
    FILE *file = fdopen(mkstemp(path), "w");
    fputs(BOOKED_LATER, file);
    fclose(file);
    found found = explore_seeds(*state, path, 1, &mistake);
    unlink(path);
    if (found.holds || text_find(found.told, TEXT("\"service\":\"lambda\"")) == TEXT_NOT_FOUND)
        fail_msg("%.*s", TEXT_ARGS(found.told));
    print_message("an event is done each time that it is delivered: %zu seeds\n", seeds_told(found.told));
}

static void finds_each_mistake_within_a_thousand_seeds(void **state) {
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        const mistake *mistake = &mistakes[i];
        found found = explore_seeds(*state, mistake->scenario, mistake->clients, mistake);
        if (found.holds || text_find(found.told, text_of(mistake->invariant)) == TEXT_NOT_FOUND)
            fail_msg("%s: %.*s", mistake->name, TEXT_ARGS(found.told));
        print_message("%s: %zu seeds\n", mistake->name, seeds_told(found.told));
    }
}

/* And none where there is none, or where something else makes it good. */
static void finds_nothing_where_nothing_is_wrong(void **state) {
    static const mistake stale = {.is_stale = true}, twice = {.conditions = {UNLOOKED_CANCELLING}};
    assert_true(explore_seeds(*state, LAST_SEAT, 1, NULL).holds);
    assert_true(explore_seeds(*state, CANCELLED_AT_ONCE, 1, NULL).holds);
    assert_true(explore_seeds(*state, ONE_MEMBER, 3, NULL).holds);
    assert_true(explore_seeds(*state, LAST_SEAT, 1, &stale).holds);
    assert_true(explore_seeds(*state, ONE_MEMBER, 1, &twice).holds);
}

static void assert_says(text where, const char *what) {
    if (text_find(where, text_of(what)) == TEXT_NOT_FOUND)
        fail_msg("\"%s\" is not in: %.*s", what, TEXT_ARGS(where));
}

static void writes_what_little_it_takes(void **state) {
    found found = explore_seeds(*state, LAST_SEAT, 1, &mistakes[0]);
    assert_says(found.told, "no-place-is-sold-twice: class-private has 2 bookings for 1 places");
    assert_says(found.told, "of 3 requests it needs 2, of 0 faults 0");
    assert_says(found.replay, "# - no-place-is-sold-twice: class-private has 2 bookings for 1 places\n");
    assert_says(found.replay, "\"seed\": ");
    assert_says(found.replay, "jsonpath \"$.violations\" isEmpty\n");
}

/* Of three who register an address at once two are enough. */
static void writes_which_of_the_requests_that_run_together_it_takes(void **state) {
    found found = explore_seeds(*state, mistakes[5].scenario, 1, &mistakes[5]);
    assert_says(found.told, " requests it needs 2, of ");
}

static void writes_the_one_fault_that_it_takes(void **state) {
    static const mistake hopeful = {.is_hopeful = true};
    found found = explore_seeds(*state, LAST_SEAT, 1, &hopeful);
    assert_says(found.told, "what-is-acknowledged-stays: ");
    assert_says(found.told, " faults 1\n");
    assert_says(found.replay, "POST {{aws}}/_gabi/faults\n{\"service\":\"dynamodb\",");
}

static void writes_what_as_many_clients_as_it_takes_have_sent(void **state) {
    found found = explore_seeds(*state, ONE_MEMBER, 3, &mistakes[1]);
    assert_says(found.told, "no-place-is-sold-twice: class-private has 2 bookings for 1 places");
    assert_says(found.told, "of 3 clients it needs 2\n");
    assert_says(found.replay, "POST {{aws}}/_gabi/together\nbase64,");
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
        TEST(finds_each_mistake_within_a_thousand_seeds),
        TEST(finds_an_event_that_is_done_again_when_it_is_delivered_again),
        TEST(finds_nothing_where_nothing_is_wrong),
        TEST(writes_what_little_it_takes),
        TEST(writes_which_of_the_requests_that_run_together_it_takes),
        TEST(writes_the_one_fault_that_it_takes),
        TEST(writes_what_as_many_clients_as_it_takes_have_sent),
        TEST(refuses_files_that_cannot_be_explored),
    };
    return RUN_TESTS(tests);
}
