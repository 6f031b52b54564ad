/* Each invariant holds in the sample's data, and a wrong item is found. */
#include "invariants/invariants.h"

#include "cloud_fixture.h"
#include "core/testing.h"
#include "invariants/answers.h"

static violation_list check(world *world, arena *arena) {
    violation_list found = {0};
    transport *client = cloud_client(cloud_fixture_cloud(), arena, world_name(world));
    studio_data data;
    assert_success(studio_data_read(arena, client, TEXT("http://localhost:4566"), &data));
    invariants_check(arena, &data, &found);
    return found;
}

static void hold_in_the_samples_data(void **state) { assert_int_equal(check(cloud_fixture_world(), *state).count, 0); }

static void hold_where_there_is_nothing(void **state) {
    world *world = cloud_fixture_world();
    static const char *const tables[] = {"Users", "Classes", "Bookings"};
    for (size_t i = 0; i < 3; i++) {
        const char *body = arena_printf(*state, "{\"TableName\":\"%s\"}", tables[i]);
        assert_int_equal(cloud_fixture_dynamodb(world, *state, "DeleteTable", body).status, 200);
    }
    assert_int_equal(check(world, *state).count, 0);
}

/* What is found when items are put or deleted behind the studio's back. */
static void assert_violated(arena *arena, const char *operation, const char *body, const char *invariant,
                            const char *what) {
    world *world = cloud_fixture_world();
    assert_int_equal(cloud_fixture_dynamodb(world, arena, operation, body).status, 200);
    violation_list found = check(world, arena);
    for (size_t i = 0; i < found.count; i++)
        if (strcmp(found.items[i].invariant, invariant) == 0 && text_equal(found.items[i].what, text_of(what)))
            return;
    for (size_t i = 0; i < found.count; i++)
        print_error("%s: %.*s\n", found.items[i].invariant, TEXT_ARGS(found.items[i].what));
    fail_msg("%s was not found: %s", invariant, what);
}

static void find_a_place_that_is_sold_twice(void **state) {
    assert_violated(*state, "UpdateItem",
                    "{\"TableName\":\"Classes\",\"Key\":{\"classId\":{\"S\":\"class-sunrise\"}},\"UpdateExpression\":"
                    "\"SET #c = :one\",\"ExpressionAttributeNames\":{\"#c\":\"capacity\"},"
                    "\"ExpressionAttributeValues\":{\":one\":{\"N\":\"1\"}}}",
                    "no-place-is-sold-twice", "class-sunrise has 2 bookings for 1 places");
}

static void find_places_that_are_counted_wrongly(void **state) {
    assert_violated(*state, "UpdateItem",
                    "{\"TableName\":\"Classes\",\"Key\":{\"classId\":{\"S\":\"class-yin\"}},\"UpdateExpression\":"
                    "\"SET booked = :one\",\"ExpressionAttributeValues\":{\":one\":{\"N\":\"1\"}}}",
                    "places-taken-are-counted", "class-yin counts 1 places taken, and has 0 bookings");
}

static void find_bookings_and_places_without_each_other(void **state) {
    assert_violated(*state, "DeleteItem",
                    "{\"TableName\":\"Bookings\",\"Key\":{\"bookingId\":{\"S\":\"seat#class-vinyasa#user-anna\"}}}",
                    "each-booking-holds-one-place",
                    "the booking booking-3 holds no place: seat#class-vinyasa#user-anna is missing");
    assert_violated(*state, "PutItem",
                    "{\"TableName\":\"Bookings\",\"Item\":{\"bookingId\":{\"S\":\"seat#class-vinyasa#user-anna\"},"
                    "\"ownerId\":{\"S\":\"booking-1\"}}}",
                    "each-booking-holds-one-place",
                    "the booking booking-3 shares seat#class-vinyasa#user-anna with booking-1");
    assert_violated(*state, "DeleteItem", "{\"TableName\":\"Bookings\",\"Key\":{\"bookingId\":{\"S\":\"booking-3\"}}}",
                    "each-booking-holds-one-place",
                    "seat#class-vinyasa#user-anna is held for booking-3, which is no live booking");
}

static void find_addresses_and_accounts_without_each_other(void **state) {
    assert_violated(*state, "DeleteItem",
                    "{\"TableName\":\"Users\",\"Key\":{\"userId\":{\"S\":\"email#ben@example.com\"}}}",
                    "each-address-is-one-accounts",
                    "the account user-ben does not own its address: email#ben@example.com is missing");
    assert_violated(*state, "PutItem",
                    "{\"TableName\":\"Users\",\"Item\":{\"userId\":{\"S\":\"user-2\"},\"email\":{\"S\":"
                    "\"Ben@example.com\"}}}",
                    "each-address-is-one-accounts",
                    "the account user-2 does not own its address: email#ben@example.com is another's");
    assert_violated(*state, "DeleteItem", "{\"TableName\":\"Users\",\"Key\":{\"userId\":{\"S\":\"user-ben\"}}}",
                    "each-address-is-one-accounts",
                    "email#ben@example.com is held for user-ben, which is no account of that address");
}

/* ---- what was answered ---- */

static void assert_answers_violate(arena *arena, const recorded_exchange *exchanges, size_t count,
                                   const char *invariant, const char *what) {
    violation_list found = {0};
    studio_data data;
    transport *client = cloud_client(cloud_fixture_cloud(), arena, world_name(cloud_fixture_world()));
    assert_success(studio_data_read(arena, client, TEXT("http://localhost:4566"), &data));
    answers_check(arena, exchanges, count, &data, &found);
    assert_int_equal(found.count, what ? 1 : 0);
    if (!what)
        return;
    assert_string_equal(found.items[0].invariant, invariant);
    assert_string(found.items[0].what, what);
}

#define EXCHANGE(method_, target_, status_, request_, response_)                                                       \
    {                                                                                                                  \
        .door = DOOR_API, .method = TEXT_INIT(method_), .target = TEXT_INIT(target_), .status = (status_),             \
        .request_body = TEXT_INIT(request_), .response_body = TEXT_INIT(response_)                                     \
    }
#define ASSERT_ANSWERS(state_, exchanges_, invariant_, what_)                                                          \
    assert_answers_violate(*(state_), (exchanges_), sizeof(exchanges_) / sizeof *(exchanges_), (invariant_), (what_))

static void find_answers_that_are_failures(void **state) {
    static const recorded_exchange failed[] = {EXCHANGE("GET", "/classes?limit=1", 500, "", "{}")};
    static const recorded_exchange busy[] = {EXCHANGE("GET", "/classes", 503, "", "{}"),
                                             EXCHANGE("GET", "/classes", 0, "", "")};
    ASSERT_ANSWERS(state, failed, "nothing-breaks", "GET /classes was answered 500");
    static const recorded_exchange faulty[] = {
        {.door = DOOR_API, .method = TEXT_INIT("GET"), .target = TEXT_INIT("/classes"), .status = 502, .fault = 1}};
    ASSERT_ANSWERS(state, busy, NULL, NULL);
    ASSERT_ANSWERS(state, faulty, NULL, NULL);
}

#define BOOKED(id, class)                                                                                              \
    EXCHANGE("POST", "/classes/x/book", 201, "", "{\"bookingId\":\"" id "\",\"classId\":\"" class "\"}")

static void find_bookings_that_were_confirmed_and_are_not_there(void **state) {
    static const recorded_exchange lost[] = {BOOKED("b-1", "class-yin")};
    static const recorded_exchange moved[] = {BOOKED("booking-3", "class-yin")};
    static const recorded_exchange kept[] = {BOOKED("booking-3", "class-vinyasa")};
    static const recorded_exchange changed[] = {BOOKED("booking-3", "class-yin"),
                                                EXCHANGE("PUT", "/bookings/booking-3", 0, "", "")};
    ASSERT_ANSWERS(state, lost, "what-is-acknowledged-stays",
                   "the booking b-1 of class-yin was confirmed, and is not there");
    ASSERT_ANSWERS(state, moved, "what-is-acknowledged-stays",
                   "the booking booking-3 of class-yin was confirmed, and is confirmed in class-vinyasa");
    ASSERT_ANSWERS(state, kept, NULL, NULL);
    ASSERT_ANSWERS(state, changed, NULL, NULL);
}

static void find_bookings_that_were_cancelled_and_are_not(void **state) {
    static const recorded_exchange cancelled[] = {EXCHANGE("DELETE", "/bookings/booking-3", 200, "", "{}")};
    static const recorded_exchange refused[] = {EXCHANGE("DELETE", "/bookings/booking-3", 409, "", "{}")};
    ASSERT_ANSWERS(state, cancelled, "what-is-acknowledged-stays", "the booking booking-3 was cancelled, and is not");
    ASSERT_ANSWERS(state, refused, NULL, NULL);
}

#define REFRESHED(token, status) EXCHANGE("POST", "/auth/refresh", status, "{\"refreshToken\":\"" token "\"}", "{}")

#define BOOKED_AT(ms_)                                                                                                 \
    {                                                                                                                  \
        .door = DOOR_API, .method = TEXT_INIT("POST"), .target = TEXT_INIT("/classes/class-yin/book"), .status = 201,  \
        .begin_ms = (ms_),                                                                                             \
        .response_body =                                                                                               \
            TEXT_INIT("{\"bookingId\":\"booking-3\",\"classId\":\"class-vinyasa\",\"class\":{\"startsAt\":"            \
                      "\"2026-01-05T08:00:00Z\"}}")                                                                    \
    }

static void find_bookings_of_what_has_begun(void **state) {
    static const recorded_exchange late[] = {BOOKED_AT(INT64_C(1767600000000))};
    static const recorded_exchange just_in_time[] = {BOOKED_AT(INT64_C(1767599999999))};
    ASSERT_ANSWERS(state, late, "what-has-begun-is-not-sold",
                   "the booking booking-3 of a class that began at 2026-01-05T08:00:00Z was made at "
                   "2026-01-05T08:00:00Z");
    ASSERT_ANSWERS(state, just_in_time, NULL, NULL);
}

static void find_tokens_that_are_exchanged_twice(void **state) {
    static const recorded_exchange twice[] = {REFRESHED("0123456789", 200), REFRESHED("abc", 200),
                                              REFRESHED("0123456789", 200)};
    static const recorded_exchange once[] = {REFRESHED("0123456789", 200), REFRESHED("0123456789", 401)};
    ASSERT_ANSWERS(state, twice, "a-token-is-exchanged-once",
                   "two requests were given new tokens for the refresh token 01234567…");
    ASSERT_ANSWERS(state, once, NULL, NULL);
}

static void are_asked_for_through_the_control_api(void **state) {
    world *world = cloud_fixture_world();
    http_response response = cloud_fixture_call(world, *state, "GET", "/_gabi/invariants", NULL, NULL);
    assert_string(response.content.bytes, "{\"violations\":[]}");
    cloud_fixture_dynamodb(world, *state, "DeleteItem",
                           "{\"TableName\":\"Users\",\"Key\":{\"userId\":{\"S\":\"user-ben\"}}}");
    response = cloud_fixture_call(world, *state, "GET", "/_gabi/invariants", NULL, NULL);
    assert_string(
        response.content.bytes,
        "{\"violations\":[{\"invariant\":\"each-address-is-one-accounts\",\"what\":\"email#ben@example.com is "
        "held for user-ben, which is no account of that address\"}]}");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(hold_in_the_samples_data),
        TEST(hold_where_there_is_nothing),
        TEST(find_a_place_that_is_sold_twice),
        TEST(find_places_that_are_counted_wrongly),
        TEST(find_bookings_and_places_without_each_other),
        TEST(find_addresses_and_accounts_without_each_other),
        TEST(find_answers_that_are_failures),
        TEST(find_bookings_that_were_confirmed_and_are_not_there),
        TEST(find_bookings_that_were_cancelled_and_are_not),
        TEST(find_bookings_of_what_has_begun),
        TEST(find_tokens_that_are_exchanged_twice),
        TEST(are_asked_for_through_the_control_api),
    };
    return RUN_TESTS(tests);
}
