#include "auth/auth.h"

#include "cloud_fixture.h"
#include "core/json.h"
#include "core/testing.h"
#include "lambda/function_store.h"
#include "lambda/instance.h"
#include "store/interleaving.h"

#define MINUTE_MS ((int64_t)60 * 1000)
#define DAY_MS (24 * 60 * MINUTE_MS)

#define EMAIL "ines@example.com"
#define PASSWORD "downward dog"
#define WRONG_PASSWORD "upward dog"
#define CHEAP_HASH "$2b$04$abcdefghijklmnopqrstuup2gy19SA33GZlrDMGuuROUhIu55qHtK" /* of PASSWORD, with cost 4 */

/* ---- what a client does ---- */

static const json *json_of(arena *arena, const http_response *response) {
    const json *body = NULL;
    assert_success(json_parse(arena, response->content.bytes, 16, &body));
    return body;
}

static void assert_refused(arena *arena, const http_response *response, int status, const char *code) {
    assert_int_equal(response->status, status);
    assert_string(json_member_text(json_member(json_of(arena, response), "error"), "code"), code);
}

static const char *registration_body(arena *arena, const char *email, const char *password) {
    return arena_printf(arena, "{\"email\":\"%s\",\"password\":\"%s\",\"firstName\":\"Ines\",\"lastName\":\"Vega\"}",
                        email, password);
}

static http_response register_as(world *world, arena *arena, const char *email, const char *password) {
    return cloud_fixture_call(world, arena, "POST", "/auth/register", NULL, registration_body(arena, email, password));
}

static const char *login_body(arena *arena, const char *email, const char *password) {
    return arena_printf(arena, "{\"email\":\"%s\",\"password\":\"%s\"}", email, password);
}

static http_response log_in_as(world *world, arena *arena, const char *email, const char *password) {
    return cloud_fixture_call(world, arena, "POST", "/auth/login", NULL, login_body(arena, email, password));
}

static const char *refresh_body(arena *arena, text refresh_token) {
    return arena_printf(arena, "{\"refreshToken\":\"%.*s\"}", TEXT_ARGS(refresh_token));
}

static http_response refresh_with(world *world, arena *arena, text refresh_token) {
    return cloud_fixture_call(world, arena, "POST", "/auth/refresh", NULL, refresh_body(arena, refresh_token));
}

static http_response verify(world *world, arena *arena, text access_token) {
    return cloud_fixture_call(world, arena, "GET", "/auth/verify", text_to_string(arena, access_token), NULL);
}

static http_response log_out_with(world *world, arena *arena, text access_token) {
    return cloud_fixture_call(world, arena, "POST", "/auth/logout", text_to_string(arena, access_token), NULL);
}

typedef struct token_pair {
    text access;
    text refresh;
    text user_id;
} token_pair;

static token_pair pair_of(arena *arena, const http_response *response) {
    assert_int_equal(response->status, 200);
    const json *body = json_of(arena, response);
    return (token_pair){
        .access = json_member_text(body, "accessToken"),
        .refresh = json_member_text(body, "refreshToken"),
        .user_id = json_member_text(json_member(body, "user"), "userId"),
    };
}

static token_pair log_in_well(world *world, arena *arena) {
    http_response response = log_in_as(world, arena, EMAIL, PASSWORD);
    return pair_of(arena, &response);
}

static token_pair refresh_well(world *world, arena *arena, text refresh_token) {
    http_response response = refresh_with(world, arena, refresh_token);
    return pair_of(arena, &response);
}

static void fail_to_log_in(world *world, arena *arena, int times) {
    for (int i = 0; i < times; i++) {
        http_response response = log_in_as(world, arena, EMAIL, WRONG_PASSWORD);
        assert_refused(arena, &response, 401, "invalid_credentials");
    }
}

static world *world_with_member(arena *arena) {
    world *world = cloud_fixture_world();
    assert_int_equal(register_as(world, arena, EMAIL, PASSWORD).status, 202);
    return world;
}

/* What is done at the same time, in an order that the seed decides. */
typedef struct simultaneous_call {
    world *world;
    arena *arena;
    const char *target;
    const char *body;
    int status;
} simultaneous_call;

#define SIMULTANEOUS_SEEDS 16

static void run_call(void *context) {
    simultaneous_call *self = context;
    self->status = cloud_fixture_call(self->world, self->arena, "POST", self->target, NULL, self->body).status;
}

/* How many of the calls are answered with status. */
static size_t call_at_once(arena *arena, uint64_t seed, simultaneous_call *calls, size_t count, int status) {
    interleaving_task tasks[INTERLEAVING_MOST_TASKS] = {0};
    for (size_t i = 0; i < count; i++) {
        calls[i].arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
        tasks[i] = (interleaving_task){run_call, &calls[i]};
    }
    interleaving_turns turns;
    assert_success(interleaving_run(arena, seed, tasks, count, &turns));
    size_t answered = 0;
    for (size_t i = 0; i < count; i++) {
        arena_free(calls[i].arena);
        answered += calls[i].status == status;
    }
    return answered;
}

/* Changes an account behind the service's back. */
static void set_attribute(world *world, arena *arena, text user_id, const char *name, const char *value) {
    http_response response = cloud_fixture_dynamodb(
        world, arena, "UpdateItem",
        arena_printf(arena,
                     "{\"TableName\":\"Users\",\"Key\":{\"userId\":{\"S\":\"%.*s\"}},"
                     "\"UpdateExpression\":\"SET #name = :value\",\"ExpressionAttributeNames\":{\"#name\":\"%s\"},"
                     "\"ExpressionAttributeValues\":{\":value\":{\"S\":\"%s\"}}}",
                     TEXT_ARGS(user_id), name, value));
    assert_int_equal(response.status, 200);
}

static text scan(world *world, arena *arena, const char *table) {
    http_response response =
        cloud_fixture_dynamodb(world, arena, "Scan", arena_printf(arena, "{\"TableName\":\"%s\"}", table));
    assert_int_equal(response.status, 200);
    return response.content.bytes;
}

static int count_in(text haystack, text needle) {
    int count = 0;
    for (size_t at; (at = text_find(haystack, needle)) != TEXT_NOT_FOUND; count++)
        haystack = text_from(haystack, at + needle.length);
    return count;
}

static bool is_in(text haystack, text needle) { return count_in(haystack, needle) > 0; }

/* ---- registering ---- */

static void registers_a_member_who_can_log_in(void **state) {
    arena *arena = *state;
    world *world = world_with_member(arena);
    http_response response = log_in_as(world, arena, EMAIL, PASSWORD);
    assert_int_equal(response.status, 200);
    assert_string(http_fields_get(&response.headers, TEXT("Cache-Control")), "no-store");
    const json *body = json_of(arena, &response), *user = json_member(body, "user");
    int64_t expires_in_s = 0;
    assert_true(json_to_int64(json_member(body, "expiresIn"), &expires_in_s));
    assert_int_equal(expires_in_s, 15 * 60);
    assert_string(json_member_text(body, "tokenType"), "Bearer");
    assert_string(json_member_text(user, "email"), EMAIL);
    assert_string(json_member_text(user, "firstName"), "Ines");
    assert_string(json_member_text(user, "lastName"), "Vega");
    assert_string(json_member_text(user, "role"), "member");
    assert_int_equal(json_count(user), 5);
}

static void takes_an_address_once_in_any_case_and_does_not_say_so(void **state) {
    arena *arena = *state;
    world *world = cloud_fixture_world();
    http_response first = register_as(world, arena, "Ines@Example.com", PASSWORD);
    http_response again = register_as(world, arena, "inES@example.COM", "child's pose");
    assert_int_equal(again.status, 202);
    assert_text(again.content.bytes, first.content.bytes);
    http_response response = log_in_as(world, arena, EMAIL, "child's pose");
    assert_refused(arena, &response, 401, "invalid_credentials");
    assert_int_equal(log_in_as(world, arena, "INES@EXAMPLE.COM", PASSWORD).status, 200);
}

static void keeps_no_secret_in_the_clear(void **state) {
    arena *arena = *state;
    world *world = world_with_member(arena);
    token_pair pair = log_in_well(world, arena);
    text users = scan(world, arena, "Users"), tokens = scan(world, arena, "Tokens");
    assert_true(is_in(users, pair.user_id) && is_in(tokens, pair.user_id));
    assert_false(is_in(users, TEXT(PASSWORD)));
    assert_false(is_in(tokens, pair.refresh));
    assert_false(is_in(tokens, pair.access));
}

static void gives_an_address_to_one_of_those_who_register_at_once(void **state) {
    arena *arena = *state;
    static const char *const chosen[] = {"first password", "second password", "third password"};
    enum { CALLS = sizeof chosen / sizeof *chosen };
    for (uint64_t seed = 0; seed < SIMULTANEOUS_SEEDS; seed++) {
        world *world = cloud_fixture_world();
        simultaneous_call calls[CALLS];
        for (size_t i = 0; i < CALLS; i++)
            calls[i] = (simultaneous_call){
                .world = world, .target = "/auth/register", .body = registration_body(arena, EMAIL, chosen[i])};
        assert_int_equal(call_at_once(arena, seed, calls, CALLS, 202), CALLS);
        int good = 0;
        for (size_t i = 0; i < CALLS; i++)
            good += log_in_as(world, arena, EMAIL, chosen[i]).status == 200;
        assert_int_equal(good, 1);
        /* In one account and one guard. */
        assert_int_equal(count_in(scan(world, arena, "Users"), TEXT(EMAIL)), 2);
    }
}

static void assert_field_refused(arena *arena, const http_response *response, const char *field, const char *problem) {
    assert_refused(arena, response, 400, "invalid_body");
    const json *error = json_member(json_of(arena, response), "error");
    assert_string(json_member_text(json_member(error, "fields"), field), problem);
}

static void refuses_passwords_that_are_short_long_or_common(void **state) {
    arena *arena = *state;
    world *world = cloud_fixture_world();
    char too_long[74] = {0};
    memset(too_long, 'x', sizeof too_long - 1);
    http_response response = register_as(world, arena, EMAIL, "7 bytes");
    assert_field_refused(arena, &response, "password", "must have at least 8 bytes");
    response = register_as(world, arena, EMAIL, too_long);
    assert_field_refused(arena, &response, "password", "must have at most 72 bytes");
    response = register_as(world, arena, EMAIL, "Password123");
    assert_field_refused(arena, &response, "password", "is one of the passwords that are tried first");
}

static void refuses_a_registration_that_lacks_something(void **state) {
    arena *arena = *state;
    world *world = cloud_fixture_world();
    http_response response = cloud_fixture_call(world, arena, "POST", "/auth/register", NULL, "{\"email\":\"ines\"}");
    assert_field_refused(arena, &response, "email", "must be an e-mail address");
    assert_field_refused(arena, &response, "password", "is required");
    assert_field_refused(arena, &response, "firstName", "is required");
    assert_field_refused(arena, &response, "lastName", "is required");
}

/* ---- logging in ---- */

static void does_not_tell_what_is_wrong_with_a_log_in(void **state) {
    arena *arena = *state;
    world *world = world_with_member(arena);
    http_response unknown = log_in_as(world, arena, "nobody@example.com", PASSWORD);
    http_response wrong = log_in_as(world, arena, "INES@example.com", WRONG_PASSWORD);
    fail_to_log_in(world, arena, ATTEMPTS_MOST_BY_EMAIL - 1);
    http_response locked = log_in_as(world, arena, EMAIL, PASSWORD);
    assert_refused(arena, &unknown, 401, "invalid_credentials");
    assert_text(wrong.content.bytes, unknown.content.bytes);
    assert_text(locked.content.bytes, unknown.content.bytes);
    assert_int_equal(wrong.status, unknown.status);
    assert_int_equal(locked.status, unknown.status);
}

static void forgets_failures_after_a_success(void **state) {
    arena *arena = *state;
    world *world = world_with_member(arena);
    fail_to_log_in(world, arena, ATTEMPTS_MOST_BY_EMAIL - 1);
    log_in_well(world, arena);
    fail_to_log_in(world, arena, ATTEMPTS_MOST_BY_EMAIL - 1);
    log_in_well(world, arena);
}

static void assert_locked(world *world, arena *arena) {
    http_response response = log_in_as(world, arena, EMAIL, PASSWORD);
    assert_refused(arena, &response, 401, "invalid_credentials");
}

static void locks_an_account_for_a_quarter_of_an_hour_then_longer(void **state) {
    arena *arena = *state;
    world *world = world_with_member(arena);
    fail_to_log_in(world, arena, ATTEMPTS_MOST_BY_EMAIL);
    world_sleep_ms(world, 14 * MINUTE_MS);
    assert_locked(world, arena);
    world_sleep_ms(world, MINUTE_MS);
    fail_to_log_in(world, arena, ATTEMPTS_MOST_BY_EMAIL);
    world_sleep_ms(world, 29 * MINUTE_MS);
    assert_locked(world, arena);
    world_sleep_ms(world, MINUTE_MS);
    log_in_well(world, arena);
    fail_to_log_in(world, arena, ATTEMPTS_MOST_BY_EMAIL);
    world_sleep_ms(world, 15 * MINUTE_MS);
    log_in_well(world, arena);
}

static void counts_no_failures_while_an_account_is_locked(void **state) {
    arena *arena = *state;
    world *world = world_with_member(arena);
    fail_to_log_in(world, arena, 3 * ATTEMPTS_MOST_BY_EMAIL);
    world_sleep_ms(world, 15 * MINUTE_MS);
    log_in_well(world, arena);
}

static void counts_failures_that_come_at_once(void **state) {
    arena *arena = *state;
    for (uint64_t seed = 0; seed < SIMULTANEOUS_SEEDS; seed++) {
        world *world = world_with_member(arena);
        simultaneous_call calls[ATTEMPTS_MOST_BY_EMAIL];
        for (size_t i = 0; i < ATTEMPTS_MOST_BY_EMAIL; i++)
            calls[i] = (simultaneous_call){
                .world = world, .target = "/auth/login", .body = login_body(arena, EMAIL, WRONG_PASSWORD)};
        assert_int_equal(call_at_once(arena, seed, calls, ATTEMPTS_MOST_BY_EMAIL, 401), ATTEMPTS_MOST_BY_EMAIL);
        assert_locked(world, arena);
    }
}

static void lets_one_member_log_in_many_times_at_once(void **state) {
    arena *arena = *state;
    enum { CALLS = 2 * ATTEMPTS_MOST_BY_EMAIL };
    world *world = world_with_member(arena);
    simultaneous_call calls[CALLS];
    for (size_t i = 0; i < CALLS; i++)
        calls[i] =
            (simultaneous_call){.world = world, .target = "/auth/login", .body = login_body(arena, EMAIL, PASSWORD)};
    assert_int_equal(call_at_once(arena, 1, calls, CALLS, 200), CALLS);
}

static void throttles_a_sender_who_fails_for_many_accounts(void **state) {
    arena *arena = *state;
    world *world = world_with_member(arena);
    for (int i = 0; i < ATTEMPTS_MOST_BY_ADDRESS; i++) {
        http_response response =
            log_in_as(world, arena, arena_printf(arena, "nobody%d@example.com", i), WRONG_PASSWORD);
        assert_int_equal(response.status, 401);
    }
    http_response response = log_in_as(world, arena, EMAIL, PASSWORD);
    assert_refused(arena, &response, 429, "too_many_attempts");
    world_sleep_ms(world, 15 * MINUTE_MS);
    log_in_well(world, arena);
}

static void counts_a_right_password_for_a_locked_account_as_a_failure(void **state) {
    arena *arena = *state;
    world *world = world_with_member(arena);
    fail_to_log_in(world, arena, ATTEMPTS_MOST_BY_EMAIL);
    for (int i = ATTEMPTS_MOST_BY_EMAIL; i < ATTEMPTS_MOST_BY_ADDRESS; i++)
        assert_locked(world, arena);
    assert_int_equal(log_in_as(world, arena, EMAIL, PASSWORD).status, 429);
}

/* What the test's own service does with the ports it is opened with. */
static const gabi_error *succeed_after_a_lock(arena *arena, const settings *settings, const ports *ports,
                                              void **ret_owner) {
    (void)ret_owner;
    attempts attempts = {0};
    attempt_history history = {0};
    assert_success(attempts_open(arena, settings, ports, &attempts));
    assert_success(attempts_by_email(&attempts, arena, TEXT(EMAIL), &history));
    assert_success(attempts_clear(&attempts, arena, &history));
    for (int i = 0; i < ATTEMPTS_MOST_BY_EMAIL; i++)
        assert_success(attempts_add(&attempts, arena, &history));
    const gabi_error *error = attempts_clear(&attempts, arena, &history);
    assert_non_null(error);
    assert_int_equal(error->kind, ERROR_CONDITION_FAILED);
    return NULL;
}

static function auth_function(world *world, arena *arena) {
    function function = {0};
    bool is_found = false;
    assert_success(function_find(arena, world, TEXT("gabi-auth"), &is_found, &function));
    assert_true(is_found);
    return function;
}

static void lets_no_guess_win_that_was_under_way_when_the_lock_came(void **state) {
    arena *arena = *state;
    static const service probe = {.name = "probe", .open = succeed_after_a_lock};
    world *world = cloud_fixture_world();
    function function = auth_function(world, arena);
    invocation invocation;
    world_begin_invocation(world, &invocation);
    instance *instance = NULL;
    assert_success(instance_open(arena, world, &probe, &function, &instance));
    instance_close(instance);
    world_end_invocation(&invocation);
}

static void renews_a_hash_that_was_cheaper(void **state) {
    arena *arena = *state;
    world *world = cloud_fixture_world();
    function function = auth_function(world, arena);
    size_t at = text_find(function.environment, TEXT("\"BCRYPT_COST\":\"4\""));
    assert_int_not_equal(at, TEXT_NOT_FOUND);
    function.environment = text_copy(arena, function.environment);
    memcpy((char *)function.environment.data + at, "\"BCRYPT_COST\":\"5\"", strlen("\"BCRYPT_COST\":\"5\""));
    assert_success(function_put(arena, world, &function));
    assert_int_equal(register_as(world, arena, EMAIL, PASSWORD).status, 202);
    token_pair pair = log_in_well(world, arena);
    set_attribute(world, arena, pair.user_id, "passwordHash", CHEAP_HASH);
    log_in_well(world, arena);
    assert_false(is_in(scan(world, arena, "Users"), TEXT(CHEAP_HASH)));
    log_in_well(world, arena);
}

static void lets_nobody_into_a_disabled_account(void **state) {
    arena *arena = *state;
    world *world = world_with_member(arena);
    token_pair pair = log_in_well(world, arena);
    set_attribute(world, arena, pair.user_id, "status", "disabled");
    http_response response = log_in_as(world, arena, EMAIL, PASSWORD);
    assert_refused(arena, &response, 401, "invalid_credentials");
    response = refresh_with(world, arena, pair.refresh);
    assert_refused(arena, &response, 401, "invalid_refresh_token");
    response = verify(world, arena, pair.access);
    assert_refused(arena, &response, 401, "invalid_token");
}

/* ---- verifying ---- */

static void verifies_a_token_and_shows_the_account_as_it_is_now(void **state) {
    arena *arena = *state;
    world *world = world_with_member(arena);
    token_pair pair = log_in_well(world, arena);
    set_attribute(world, arena, pair.user_id, "role", "admin");
    http_response response = verify(world, arena, pair.access);
    assert_int_equal(response.status, 200);
    const json *body = json_of(arena, &response), *user = json_member(body, "user");
    assert_true(json_is_true(json_member(body, "valid")));
    assert_text(json_member_text(user, "userId"), pair.user_id);
    assert_string(json_member_text(user, "email"), EMAIL);
    assert_string(json_member_text(user, "role"), "admin");
}

static void refuses_a_token_that_is_missing_forged_or_too_old(void **state) {
    arena *arena = *state;
    world *world = world_with_member(arena);
    token_pair pair = log_in_well(world, arena);
    http_response response = cloud_fixture_call(world, arena, "GET", "/auth/verify", NULL, NULL);
    assert_refused(arena, &response, 401, "missing_token");
    text forged = text_copy(arena, pair.access);
    char *last = (char *)forged.data + forged.length - 2;
    *last = *last == 'A' ? 'B' : 'A';
    response = verify(world, arena, forged);
    assert_refused(arena, &response, 401, "invalid_token");
    response = verify(world, arena, pair.refresh);
    assert_refused(arena, &response, 401, "invalid_token");
    world_sleep_ms(world, 14 * MINUTE_MS);
    assert_int_equal(verify(world, arena, pair.access).status, 200);
    world_sleep_ms(world, MINUTE_MS);
    response = verify(world, arena, pair.access);
    assert_refused(arena, &response, 401, "token_expired");
}

/* ---- refreshing ---- */

static void assert_not_refreshed(world *world, arena *arena, text refresh_token) {
    http_response response = refresh_with(world, arena, refresh_token);
    assert_refused(arena, &response, 401, "invalid_refresh_token");
}

static void gives_a_new_pair_for_a_refresh_token(void **state) {
    arena *arena = *state;
    world *world = world_with_member(arena);
    token_pair first = log_in_well(world, arena);
    world_sleep_ms(world, 20 * MINUTE_MS);
    http_response response = refresh_with(world, arena, first.refresh);
    token_pair second = pair_of(arena, &response);
    assert_string(http_fields_get(&response.headers, TEXT("Cache-Control")), "no-store");
    assert_text(second.user_id, first.user_id);
    assert_false(text_equal(second.refresh, first.refresh));
    assert_int_equal(verify(world, arena, second.access).status, 200);
}

static void ends_the_session_when_a_refresh_token_comes_twice(void **state) {
    arena *arena = *state;
    world *world = world_with_member(arena);
    token_pair other = log_in_well(world, arena);
    token_pair first = log_in_well(world, arena);
    token_pair second = refresh_well(world, arena, first.refresh);
    token_pair third = refresh_well(world, arena, second.refresh);
    assert_not_refreshed(world, arena, first.refresh);
    assert_not_refreshed(world, arena, third.refresh);
    refresh_well(world, arena, other.refresh);
}

static void ends_the_session_when_a_refresh_token_comes_twice_at_once(void **state) {
    arena *arena = *state;
    for (uint64_t seed = 0; seed < SIMULTANEOUS_SEEDS; seed++) {
        world *world = world_with_member(arena);
        token_pair pair = log_in_well(world, arena);
        const char *body = refresh_body(arena, pair.refresh);
        simultaneous_call calls[] = {
            {.world = world, .target = "/auth/refresh", .body = body},
            {.world = world, .target = "/auth/refresh", .body = body},
        };
        assert_int_equal(call_at_once(arena, seed, calls, 2, 200), 1);
        assert_true(calls[0].status == 401 || calls[1].status == 401);
        assert_true(is_in(scan(world, arena, "Tokens"), TEXT("family#")));
    }
}

static void refuses_a_refresh_token_that_nobody_was_given(void **state) {
    arena *arena = *state;
    world *world = world_with_member(arena);
    token_pair pair = log_in_well(world, arena);
    assert_not_refreshed(world, arena, TEXT("nobody-was-given-this"));
    assert_not_refreshed(world, arena, pair.access);
    http_response response = cloud_fixture_call(world, arena, "POST", "/auth/refresh", NULL, "{}");
    assert_field_refused(arena, &response, "refreshToken", "is required");
}

static void lets_a_refresh_token_lie_for_thirty_days(void **state) {
    arena *arena = *state;
    world *world = world_with_member(arena);
    token_pair used = log_in_well(world, arena), forgotten = log_in_well(world, arena);
    world_sleep_ms(world, 30 * DAY_MS - MINUTE_MS);
    refresh_well(world, arena, used.refresh);
    world_sleep_ms(world, MINUTE_MS);
    assert_not_refreshed(world, arena, forgotten.refresh);
}

static void ends_a_session_ninety_days_after_the_log_in(void **state) {
    arena *arena = *state;
    world *world = world_with_member(arena);
    token_pair pair = log_in_well(world, arena);
    for (int i = 0; i < 4; i++) {
        world_sleep_ms(world, 22 * DAY_MS);
        pair = refresh_well(world, arena, pair.refresh);
    }
    world_sleep_ms(world, 2 * DAY_MS);
    assert_not_refreshed(world, arena, pair.refresh);
}

/* ---- logging out ---- */

static void ends_one_session_at_log_out(void **state) {
    arena *arena = *state;
    world *world = world_with_member(arena);
    token_pair pair = log_in_well(world, arena), other = log_in_well(world, arena);
    http_response response = log_out_with(world, arena, pair.access);
    assert_int_equal(response.status, 204);
    assert_int_equal(response.content.bytes.length, 0);
    response = verify(world, arena, pair.access);
    assert_refused(arena, &response, 401, "invalid_token");
    response = log_out_with(world, arena, pair.access);
    assert_refused(arena, &response, 401, "invalid_token");
    assert_not_refreshed(world, arena, pair.refresh);
    assert_int_equal(verify(world, arena, other.access).status, 200);
    refresh_well(world, arena, other.refresh);
}

static void logs_nobody_out_without_a_token(void **state) {
    arena *arena = *state;
    http_response response = cloud_fixture_call(cloud_fixture_world(), arena, "POST", "/auth/logout", NULL, NULL);
    assert_refused(arena, &response, 401, "missing_token");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(registers_a_member_who_can_log_in),
        TEST(takes_an_address_once_in_any_case_and_does_not_say_so),
        TEST(gives_an_address_to_one_of_those_who_register_at_once),
        TEST(keeps_no_secret_in_the_clear),
        TEST(refuses_passwords_that_are_short_long_or_common),
        TEST(refuses_a_registration_that_lacks_something),
        TEST(does_not_tell_what_is_wrong_with_a_log_in),
        TEST(forgets_failures_after_a_success),
        TEST(locks_an_account_for_a_quarter_of_an_hour_then_longer),
        TEST(counts_no_failures_while_an_account_is_locked),
        TEST(counts_failures_that_come_at_once),
        TEST(lets_one_member_log_in_many_times_at_once),
        TEST(throttles_a_sender_who_fails_for_many_accounts),
        TEST(counts_a_right_password_for_a_locked_account_as_a_failure),
        TEST(lets_no_guess_win_that_was_under_way_when_the_lock_came),
        TEST(renews_a_hash_that_was_cheaper),
        TEST(lets_nobody_into_a_disabled_account),
        TEST(verifies_a_token_and_shows_the_account_as_it_is_now),
        TEST(refuses_a_token_that_is_missing_forged_or_too_old),
        TEST(gives_a_new_pair_for_a_refresh_token),
        TEST(ends_the_session_when_a_refresh_token_comes_twice),
        TEST(ends_the_session_when_a_refresh_token_comes_twice_at_once),
        TEST(refuses_a_refresh_token_that_nobody_was_given),
        TEST(lets_a_refresh_token_lie_for_thirty_days),
        TEST(ends_a_session_ninety_days_after_the_log_in),
        TEST(ends_one_session_at_log_out),
        TEST(logs_nobody_out_without_a_token),
    };
    return RUN_TESTS(tests);
}
