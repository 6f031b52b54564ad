/* The control API as a whole, worlds and resets. */
#include "control/worlds_control.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

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

/* Before anything of that name is made, whose memory it would not fit into. */
static void refuses_names_longer_than_a_world_has_room_for(void **state) {
    char *name = arena_alloc(*state, 100001);
    memset(name, 'a', 100000);
    name[100000] = '\0';
    body_of(*state, ask(*state, "long", "POST", "/_gabi/worlds", "{\"name\":\"long\"}"), 201);
    assert_int_equal(ask(*state, "long", "PUT", "/_gabi/snapshots/one", "").status, 201);
    const char *const origins[] = {"", ",\"from\":\"long\"", ",\"snapshot\":\"one\""};
    for (size_t i = 0; i < sizeof origins / sizeof *origins; i++)
        assert_refused(
            *state,
            ask(*state, "long", "POST", "/_gabi/worlds", arena_printf(*state, "{\"name\":\"%s\"%s}", name, origins[i])),
            400, "invalid_name");
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
                                          "\"method\":\"POST\",\"path\":\"/_gabi/clock/advance\"",
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

/* ---- at once ---- */

#define THREADS 4
#define ROUNDS 45

static void *do_everything(void *context) {
    const int number = *(const int *)context;
    static const struct {
        const char *method, *path, *body;
    } calls[] = {
        {"POST", "/_gabi/worlds", "{\"from\":\"busy\"}"},
        {"PUT", "/_gabi/snapshots/one", ""},
        {"POST", "/_gabi/snapshots/one/restore", ""},
        {"GET", "/_gabi/archive", ""},
        {"POST", "/_gabi/clock/advance", "{\"hours\":1}"},
        {"POST", "/_gabi/reset", ""},
        {"GET", "/_gabi/worlds?prefix=busy", ""},
        {"GET", "/_gabi/dynamodb/tables/Classes/items", ""},
        {"POST", "/_gabi/together",
         "{\"requests\":[{\"path\":\"/classes\"},{\"path\":\"/classes\"},{\"path\":\"/classes\"}]}"},
    };
    for (int round = 0; round < ROUNDS; round++) {
        arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
        const char *fork = arena_printf(arena, "busy-fork-%d", number);
        size_t call = (size_t)(round * 3 + number) % (sizeof calls / sizeof *calls);
        http_response response = ask(arena, "busy", calls[call].method, calls[call].path, calls[call].body);
        assert_true(response.status < 500);
        assert_true(booked(arena, "busy") >= 0);
        response = ask(arena, "busy", "POST", "/_gabi/worlds",
                       arena_printf(arena, "{\"name\":\"%s\",\"from\":\"busy\"}", fork));
        assert_true(response.status == 201);
        assert_true(booked(arena, fork) >= 0);
        assert_int_equal(ask(arena, "x", "DELETE", arena_printf(arena, "/_gabi/worlds/%s", fork), "").status, 204);
        arena_free(arena);
    }
    return NULL;
}

static void forks_resets_and_requests_go_together(void **state) {
    pthread_t threads[THREADS];
    int numbers[THREADS];
    assert_int_equal(booked(*state, "busy"), 0);
    for (int i = 0; i < THREADS; i++) {
        numbers[i] = i;
        assert_int_equal(pthread_create(&threads[i], NULL, do_everything, &numbers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(ask(*state, "busy", "POST", "/_gabi/reset", "").status, 204);
    assert_int_equal(booked(*state, "busy"), 0);
}

/* ---- speed, loosely: ci/bench measures it ---- */

#define TRIES 51
#define MOST_US 100000 /* with sanitizers and others on the machine */

static int64_t now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int by_number(const void *a, const void *b) {
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static void a_fork_to_its_first_answer_and_a_reset_take_little(void **state) {
    int64_t forks_us[TRIES], resets_us[TRIES];
    book(*state, "quick");
    for (int i = 0; i < TRIES; i++) {
        int64_t start_us = now_us();
        const char *name = arena_printf(*state, "quick-%d", i);
        body_of(*state,
                ask(*state, "quick", "POST", "/_gabi/worlds",
                    arena_printf(*state, "{\"name\":\"%s\",\"from\":\"quick\"}", name)),
                201);
        assert_int_equal(booked(*state, name), 1);
        forks_us[i] = now_us() - start_us;
        assert_int_equal(ask(*state, name, "POST", "/_gabi/reset", "").status, 204);
        resets_us[i] = now_us() - start_us - forks_us[i];
    }
    qsort(forks_us, TRIES, sizeof *forks_us, by_number);
    qsort(resets_us, TRIES, sizeof *resets_us, by_number);
    assert_true(forks_us[TRIES / 2] < MOST_US);
    assert_true(resets_us[TRIES / 2] < MOST_US);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_fork_has_what_its_origin_had_and_goes_its_own_way),
        TEST(a_world_gets_the_name_seed_and_clock_that_it_is_given),
        TEST(lists_the_worlds_that_there_are),
        TEST(refuses_worlds_that_cannot_be),
        TEST(refuses_names_longer_than_a_world_has_room_for),
        TEST(says_which_methods_a_path_takes),
        TEST(is_healthy_by_its_head_alone),
        TEST(what_waits_for_others_is_not_run_together_with_them),
        TEST(forks_resets_and_requests_go_together),
        TEST(a_fork_to_its_first_answer_and_a_reset_take_little),
    };
    return RUN_TESTS(tests);
}
