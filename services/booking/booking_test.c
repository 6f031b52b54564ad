#include "booking/bookings.h"

#include "cloud_fixture.h"
#include "core/items.h"
#include "core/json.h"
#include "core/testing.h"
#include "core/transaction.h"
#include "lambda/lambda.h"

/* ---- what a client does ---- */

static const json *json_of(arena *arena, const http_response *response) {
    const json *body = NULL;
    assert_success(json_parse(arena, response->content.bytes, 32, &body));
    return body;
}

static void assert_refused(arena *arena, http_response response, int status, const char *code) {
    assert_int_equal(response.status, status);
    assert_string(json_member_text(json_member(json_of(arena, &response), "error"), "code"), code);
}

static const char *log_in(world *world, arena *arena, const char *email, const char *password) {
    const char *body = arena_printf(arena, "{\"email\":\"%s\",\"password\":\"%s\"}", email, password);
    http_response response = cloud_fixture_call(world, arena, "POST", "/auth/login", NULL, body);
    assert_int_equal(response.status, 200);
    return text_to_string(arena, json_member_text(json_of(arena, &response), "accessToken"));
}

static const char *anna(world *world, arena *arena) {
    return log_in(world, arena, "anna@example.com", "lotus-flower-22");
}

static const char *maya(world *world, arena *arena) {
    return log_in(world, arena, "maya@studio.example", "namaste-admin-1");
}

static http_response book(world *world, arena *arena, const char *class_id, const char *token) {
    return cloud_fixture_call(world, arena, "POST", arena_printf(arena, "/classes/%s/book", class_id), token, NULL);
}

/* The class in the list of classes to come. */
static const json *find_class(world *world, arena *arena, const char *class_id) {
    http_response response = cloud_fixture_call(world, arena, "GET", "/classes", NULL, NULL);
    assert_int_equal(response.status, 200);
    const json *list = json_member(json_of(arena, &response), "classes");
    for (const json *each = json_first(list); each; each = json_after(each))
        if (text_equal(json_member_text(each, "classId"), text_of(class_id)))
            return each;
    fail_msg("%s is not listed", class_id);
    return NULL;
}

static int booked(world *world, arena *arena, const char *class_id) {
    return (int)json_number(json_member(find_class(world, arena, class_id), "booked"));
}

/* ---- classes ---- */

static void lists_classes_to_come_in_the_order_of_time(void **state) {
    http_response response = cloud_fixture_call(cloud_fixture_world(), *state, "GET", "/classes", NULL, NULL);
    text before = TEXT("2026-01-05T08:00:00Z");
    const json *list = json_member(json_of(*state, &response), "classes");
    assert_int_equal(json_count(list), 10);
    for (const json *each = json_first(list); each; each = json_after(each)) {
        assert_true(text_compare(before, json_member_text(each, "startsAt")) < 0);
        before = json_member_text(each, "startsAt");
    }
}

static void lists_classes_between_two_days(void **state) {
    http_response response = cloud_fixture_call(cloud_fixture_world(), *state, "GET",
                                                "/classes?from=2026-01-08&to=2026-01-09T00:00:00Z", NULL, NULL);
    const json *list = json_member(json_of(*state, &response), "classes");
    assert_int_equal(json_count(list), 2);
    assert_string(json_member_text(json_first(list), "classId"), "class-ashtanga");
}

static void refuses_queries_that_mean_nothing(void **state) {
    static const char *const targets[] = {
        "/classes?limit=0",
        "/classes?limit=101",
        "/classes?limit=x",
        "/classes?from=monday",
        "/classes?to=2026-02-30",
        "/classes?next=%00",
        "/classes?next=bm90aGluZw",
        "/classes?from=2026-03-01&to=2026-02-01",
        "/classes?from=9999-12-31T23:59:59-23:59",
    };
    world *world = cloud_fixture_world();
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        assert_refused(*state, cloud_fixture_call(world, *state, "GET", targets[i], NULL, NULL), 400, "invalid_query");
}

/* ---- bookings ---- */

static void books_a_place(void **state) {
    world *world = cloud_fixture_world();
    http_response response = book(world, *state, "class-yin", anna(world, *state));
    assert_int_equal(response.status, 201);
    assert_string(json_member_text(json_of(*state, &response), "status"), "confirmed");
    assert_int_equal(booked(world, *state, "class-yin"), 1);
}

static void refuses_a_second_place_for_the_same_member(void **state) {
    world *world = cloud_fixture_world();
    assert_refused(*state, book(world, *state, "class-vinyasa", anna(world, *state)), 409, "already_booked");
    assert_int_equal(booked(world, *state, "class-vinyasa"), 1);
}

static void refuses_classes_that_are_full_past_or_unknown(void **state) {
    world *world = cloud_fixture_world();
    const char *token = maya(world, *state);
    assert_refused(*state, book(world, *state, "class-nidra", token), 409, "class_full");
    assert_refused(*state, book(world, *state, "class-sunrise", token), 409, "class_started");
    assert_refused(*state, book(world, *state, "class-x", token), 404, "class_not_found");
    assert_refused(*state, book(world, *state, "class-yin", NULL), 401, "missing_token");
}

static void refuses_a_class_that_the_studio_has_cancelled(void **state) {
    world *world = cloud_fixture_world();
    cloud_fixture_dynamodb(world, *state, "UpdateItem",
                           "{\"TableName\":\"Classes\",\"Key\":{\"classId\":{\"S\":\"class-yin\"}},"
                           "\"UpdateExpression\":\"SET #s = :s\",\"ExpressionAttributeNames\":{\"#s\":\"status\"},"
                           "\"ExpressionAttributeValues\":{\":s\":{\"S\":\"cancelled\"}}}");
    assert_refused(*state, book(world, *state, "class-yin", anna(world, *state)), 409, "class_cancelled");
}

static void refuses_notes_that_are_too_long(void **state) {
    arena *arena = *state;
    world *world = cloud_fixture_world();
    char *notes = arena_zalloc(arena, BOOKING_NOTES_MOST_BYTES + 2);
    memset(notes, 'x', BOOKING_NOTES_MOST_BYTES + 1);
    http_response response = cloud_fixture_call(world, arena, "POST", "/classes/class-yin/book", anna(world, arena),
                                                arena_printf(arena, "{\"notes\":\"%s\"}", notes));
    assert_refused(arena, response, 400, "invalid_body");
}

static void frees_the_place_when_cancelled_once(void **state) {
    world *world = cloud_fixture_world();
    const char *token = anna(world, *state);
    for (int i = 0; i < 2; i++)
        assert_int_equal(cloud_fixture_call(world, *state, "DELETE", "/bookings/booking-3", token, NULL).status, 200);
    assert_int_equal(booked(world, *state, "class-vinyasa"), 0);
    assert_int_equal(book(world, *state, "class-vinyasa", token).status, 201);
}

static void tells_nothing_of_a_place_that_cannot_be_given_back(void **state) {
    world *world = cloud_fixture_world();
    const char *token = anna(world, *state);
    cloud_fixture_dynamodb(world, *state, "DeleteItem",
                           "{\"TableName\":\"Classes\",\"Key\":{\"classId\":{\"S\":\"class-vinyasa\"}}}");
    assert_refused(*state, cloud_fixture_call(world, *state, "DELETE", "/bookings/booking-3", token, NULL), 503,
                   "unavailable");
}

static void does_not_cancel_what_has_begun(void **state) {
    world *world = cloud_fixture_world();
    http_response response =
        cloud_fixture_call(world, *state, "DELETE", "/bookings/booking-1", anna(world, *state), NULL);
    assert_refused(*state, response, 409, "class_started");
}

static void moves_a_booking_with_both_places(void **state) {
    world *world = cloud_fixture_world();
    http_response response = cloud_fixture_call(world, *state, "PUT", "/bookings/booking-3", anna(world, *state),
                                                "{\"classId\":\"class-yin\",\"notes\":\"back row\"}");
    assert_int_equal(response.status, 200);
    assert_string(json_member_text(json_of(*state, &response), "notes"), "back row");
    assert_int_equal(booked(world, *state, "class-vinyasa"), 0);
    assert_int_equal(booked(world, *state, "class-yin"), 1);
}

static void leaves_everything_as_it_was_when_it_cannot_move(void **state) {
    world *world = cloud_fixture_world();
    const char *token = anna(world, *state);
    static const struct {
        const char *body;
        int status;
        const char *code;
    } cases[] = {
        {"{\"classId\":\"class-nidra\"}", 409, "class_full"},
        {"{\"classId\":\"class-sunrise\"}", 409, "already_booked"},
        {"{\"classId\":\"class-x\"}", 404, "class_not_found"},
        {"{}", 400, "invalid_body"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_refused(*state, cloud_fixture_call(world, *state, "PUT", "/bookings/booking-3", token, cases[i].body),
                       cases[i].status, cases[i].code);
    assert_int_equal(booked(world, *state, "class-vinyasa"), 1);
    assert_int_equal(booked(world, *state, "class-nidra"), 2);
}

static void hides_bookings_from_strangers(void **state) {
    world *world = cloud_fixture_world();
    const char *token = maya(world, *state);
    assert_refused(*state, cloud_fixture_call(world, *state, "DELETE", "/bookings/booking-3", token, NULL), 404,
                   "booking_not_found");
    assert_refused(*state, cloud_fixture_call(world, *state, "PUT", "/bookings/booking-3", token, "{\"notes\":\"x\"}"),
                   404, "booking_not_found");
    http_response response = cloud_fixture_call(world, *state, "GET", "/bookings", token, NULL);
    assert_int_equal(json_count(json_member(json_of(*state, &response), "bookings")), 0);
}

static void lists_bookings_page_by_page(void **state) {
    arena *arena = *state;
    world *world = cloud_fixture_world();
    const char *token = anna(world, arena);
    http_response first = cloud_fixture_call(world, arena, "GET", "/bookings?limit=1", token, NULL);
    text next = json_member_text(json_of(arena, &first), "next");
    assert_string(json_member_text(json_first(json_member(json_of(arena, &first), "bookings")), "bookingId"),
                  "booking-3");
    http_response second = cloud_fixture_call(
        world, arena, "GET", arena_printf(arena, "/bookings?limit=1&next=%.*s", TEXT_ARGS(next)), token, NULL);
    assert_string(json_member_text(json_first(json_member(json_of(arena, &second), "bookings")), "bookingId"),
                  "booking-1");
}

/* ---- races, through /_gabi/together ---- */

/* Two requests to the same path at once, interleaved by the seed: their statuses. */
static void call_together(world *world, arena *arena, int seed, const char *path, const char *const tokens[2],
                          int ret_statuses[2]) {
    const char *body =
        arena_printf(arena,
                     "{\"seed\":%d,\"requests\":["
                     "{\"method\":\"POST\",\"path\":\"%s\",\"headers\":{\"Authorization\":\"Bearer %s\"}},"
                     "{\"method\":\"POST\",\"path\":\"%s\",\"headers\":{\"Authorization\":\"Bearer %s\"}}]}",
                     seed, path, tokens[0], path, tokens[1]);
    http_response response = cloud_fixture_call(world, arena, "POST", "/_gabi/together", NULL, body);
    assert_int_equal(response.status, 200);
    const json *answer = json_first(json_member(json_of(arena, &response), "responses"));
    for (int i = 0; i < 2; i++, answer = json_after(answer))
        ret_statuses[i] = (int)json_number(json_member(answer, "status"));
}

#define SEEDS 12

static void sells_the_last_place_once_however_requests_interleave(void **state) {
    for (int seed = 0; seed < SEEDS; seed++) {
        world *world = cloud_fixture_world();
        const char *tokens[] = {anna(world, *state), maya(world, *state)};
        int statuses[2];
        call_together(world, *state, seed, "/classes/class-private/book", tokens, statuses);
        assert_int_equal(statuses[0] + statuses[1], 201 + 409);
        assert_int_equal(booked(world, *state, "class-private"), 1);
    }
}

/* A service with the mistake that conditions are there against: it reads, thinks and writes. */
static const gabi_error *book_carelessly(op_call *call) {
    const studio_tables *tables = call->owner;
    table_port *table = tables->ports->table;
    attribute key[] = {STRING_ATTRIBUTE("classId", TEXT("class-private"))};
    table_item item;
    TRY(table->get(table, call->arena, tables->classes, ITEM_OF(key), true, &item));
    if (item_integer(&item, "booked") >= item_integer(&item, "capacity"))
        return error_new(call->arena, ERROR_CONFLICT, "class_full", "There is no place left");
    attribute values[] = {INTEGER_ATTRIBUTE(call->arena, ":booked", item_integer(&item, "booked") + 1)};
    table_write write = {.kind = TABLE_UPDATE,
                         .table = tables->classes,
                         .item = ITEM_OF(key),
                         .update = "SET booked = :booked",
                         .values = ITEM_OF(values)};
    TRY(table->write(table, call->arena, &write));
    respond_json(call, 201, TEXT("{}"));
    return NULL;
}

static const gabi_op careless_ops[] = {{"BookCarelessly", "POST /classes/{id}/book", ANYONE, book_carelessly, NULL}};
static const service careless_service = {"booking", careless_ops, 1, studio_tables_open};

static void finds_a_lost_update_that_was_planted(void **state) {
    int oversold = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
        world *world = cloud_fixture_world();
        const char *tokens[] = {"anybody", "anybody else"};
        int statuses[2], again[2];
        lambda_add_service(world, &careless_service);
        call_together(world, *state, seed, "/classes/class-private/book", tokens, statuses);
        oversold += statuses[0] == 201 && statuses[1] == 201;
        /* The same seed finds the same again. */
        struct world *other = cloud_fixture_world();
        lambda_add_service(other, &careless_service);
        call_together(other, *state, seed, "/classes/class-private/book", tokens, again);
        assert_memory_equal(statuses, again, sizeof statuses);
    }
    assert_true(oversold > 0);
    assert_true(oversold < SEEDS); /* else it would not be the interleaving that does it */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(lists_classes_to_come_in_the_order_of_time),
        TEST(lists_classes_between_two_days),
        TEST(refuses_queries_that_mean_nothing),
        TEST(books_a_place),
        TEST(refuses_a_second_place_for_the_same_member),
        TEST(refuses_classes_that_are_full_past_or_unknown),
        TEST(refuses_a_class_that_the_studio_has_cancelled),
        TEST(refuses_notes_that_are_too_long),
        TEST(frees_the_place_when_cancelled_once),
        TEST(tells_nothing_of_a_place_that_cannot_be_given_back),
        TEST(does_not_cancel_what_has_begun),
        TEST(moves_a_booking_with_both_places),
        TEST(leaves_everything_as_it_was_when_it_cannot_move),
        TEST(hides_bookings_from_strangers),
        TEST(lists_bookings_page_by_page),
        TEST(sells_the_last_place_once_however_requests_interleave),
        TEST(finds_a_lost_update_that_was_planted),
    };
    return RUN_TESTS(tests);
}
