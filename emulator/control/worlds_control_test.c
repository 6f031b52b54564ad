/* The control API as a whole, worlds and resets. */
#include "control/worlds_control.h"

#include "control/control_fixture.h"

static void a_fork_has_what_its_origin_had_and_goes_its_own_way(void **state) {
    book(*state, "origin");
    assert_int_equal(ask(*state, "x", "POST", "/_gabi/worlds", "{\"name\":\"fork\",\"from\":\"origin\"}").status, 201);
    assert_int_equal(booked(*state, "fork"), 1);
    assert_int_equal(ask(*state, "origin", "POST", "/_gabi/reset", "").status, 204);
    assert_int_equal(booked(*state, "origin"), 0);
    assert_int_equal(booked(*state, "fork"), 1);
    assert_int_equal(booked(*state, "another"), 0);
    assert_int_equal(ask(*state, "x", "DELETE", "/_gabi/worlds/fork", "").status, 204);
    assert_int_equal(booked(*state, "fork"), 0);
}

static void a_world_gets_the_name_seed_and_clock_that_it_is_given(void **state) {
    const json *made = body_of(*state,
                               ask(*state, "giver", "POST", "/_gabi/worlds",
                                   "{\"seed\":0,\"clock\":{\"mode\":\"frozen\",\"now\":\"2030-01-01T00:00:00Z\"}}"),
                               201);
    int64_t seed = -1;
    assert_string(json_member_text(made, "name"), "giver-1");
    assert_true(json_to_int64(json_member(made, "seed"), &seed));
    assert_int_equal(seed, 0);
    assert_string(json_member_text(json_member(made, "clock"), "now"), "2030-01-01T00:00:00.000Z");
    made = body_of(*state, ask(*state, "x", "GET", "/_gabi/worlds/giver-1", ""), 200);
    assert_string(json_member_text(json_member(made, "clock"), "mode"), "frozen");
    made = body_of(*state, ask(*state, "giver", "POST", "/_gabi/worlds", "{\"name\":\"a/b\"}"), 201);
    assert_string(json_member_text(made, "name"), "a/b");
    assert_int_equal(ask(*state, "x", "DELETE", "/_gabi/worlds/a%2Fb", "").status, 204);
}

static void lists_the_worlds_that_there_are(void **state) {
    body_of(*state, ask(*state, "x", "POST", "/_gabi/worlds", "{\"name\":\"listed\"}"), 201);
    const json *list = body_of(*state, ask(*state, "x", "GET", "/_gabi/worlds", ""), 200);
    bool is_found = false;
    for (const json *each = json_first(json_member(list, "worlds")); each; each = json_after(each))
        is_found |= text_equal(json_member_text(each, "name"), TEXT("listed"));
    assert_true(is_found);
    assert_int_equal(json_number(json_member(list, "most")), WORLDS_MOST);
    list = body_of(*state, ask(*state, "x", "GET", "/_gabi/worlds?prefix=liste", ""), 200);
    assert_int_equal(json_count(json_member(list, "worlds")), 1);
    list = body_of(*state, ask(*state, "x", "GET", "/_gabi/worlds?prefix=listed-", ""), 200);
    assert_int_equal(json_count(json_member(list, "worlds")), 0);
}

static void refuses_worlds_that_cannot_be(void **state) {
    body_of(*state, ask(*state, "x", "POST", "/_gabi/worlds", "{\"name\":\"there\"}"), 201);
    assert_refused(*state, ask(*state, "x", "POST", "/_gabi/worlds", "{\"name\":\"there\"}"), 409, "world_exists");
    assert_refused(*state, ask(*state, "x", "POST", "/_gabi/worlds", "{\"name\":\"there\",\"from\":\"there\"}"), 409,
                   "world_exists");
    assert_refused(*state, ask(*state, "x", "POST", "/_gabi/worlds", "{\"from\":\"nowhere\"}"), 404, "world_not_found");
    assert_refused(*state, ask(*state, "x", "POST", "/_gabi/worlds", "{\"name\":\"a b\"}"), 400, "invalid_name");
    assert_refused(*state, ask(*state, "x", "POST", "/_gabi/worlds", "{\"seed\":1.5}"), 400, "invalid_seed");
    assert_refused(*state, ask(*state, "x", "POST", "/_gabi/worlds", "{\"clock\":{\"now\":\"noon\"}}"), 400,
                   "invalid_clock");
    assert_refused(*state, ask(*state, "x", "POST", "/_gabi/worlds", "{\"clock\":7}"), 400, "invalid_body");
    assert_refused(*state, ask(*state, "x", "POST", "/_gabi/worlds", "{\"nmae\":\"x\"}"), 400, "invalid_body");
    assert_refused(*state, ask(*state, "x", "DELETE", "/_gabi/worlds/nowhere", ""), 404, "world_not_found");
    assert_refused(*state, ask(*state, "x", "GET", "/_gabi/worlds/nowhere", ""), 404, "world_not_found");
}

static void says_which_methods_a_path_takes(void **state) {
    http_response response = ask(*state, "x", "PUT", "/_gabi/worlds/one", "");
    assert_refused(*state, response, 405, "method_not_allowed");
    assert_string(http_fields_get(&response.headers, TEXT("Allow")), "GET, DELETE");
    response = ask(*state, "x", "POST", "/_gabi/health", "");
    assert_string(http_fields_get(&response.headers, TEXT("Allow")), "GET, HEAD");
    assert_refused(*state, ask(*state, "x", "GET", "/_gabi/nothing", ""), 404, "not_found");
}

static void is_healthy_by_its_head_alone(void **state) {
    http_response response = ask(*state, "x", "HEAD", "/_gabi/health", "");
    assert_int_equal(response.status, 200);
    assert_int_equal(response.content.bytes.length, 0);
}

static void what_waits_for_others_is_not_run_together_with_them(void **state) {
    static const char *const waiting[] = {"\"method\":\"POST\",\"path\":\"/_gabi/reset\"",
                                          "\"method\":\"DELETE\",\"path\":\"/_gabi/worlds/one\""};
    for (size_t i = 0; i < sizeof waiting / sizeof *waiting; i++) {
        const json *answer = body_of(
            *state,
            ask(*state, "x", "POST", "/_gabi/together", arena_printf(*state, "{\"requests\":[{%s}]}", waiting[i])),
            200);
        const json *response = json_first(json_member(answer, "responses"));
        assert_int_equal(json_number(json_member(response, "status")), 409);
        assert_string(json_member_text(json_member(json_member(response, "body"), "error"), "code"), "together");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_fork_has_what_its_origin_had_and_goes_its_own_way),
        TEST(a_world_gets_the_name_seed_and_clock_that_it_is_given),
        TEST(lists_the_worlds_that_there_are),
        TEST(refuses_worlds_that_cannot_be),
        TEST(says_which_methods_a_path_takes),
        TEST(is_healthy_by_its_head_alone),
        TEST(what_waits_for_others_is_not_run_together_with_them),
    };
    return RUN_TESTS(tests);
}
