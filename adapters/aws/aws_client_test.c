/* What the adapters make of answers, with a transport that plays them from a script. */
#include "aws/aws_client.h"

#include <stdlib.h>

#include "aws/table_dynamodb.h"
#include "core/testing.h"
#include "memory/clock_memory.h"
#include "memory/ids_memory.h"

typedef struct script {
    transport transport;
    const char *const *answers; /* "STATUS BODY"; the last is played again and again; "-" for none */
    size_t count;
    size_t played;
    text last_body;
    int64_t last_timeout_ms;
    http_fields last_headers;
} script;

static const gabi_error *play(transport *transport, arena *arena, text endpoint, http_request *request,
                              http_response *ret_response) {
    script *self = (script *)transport;
    const char *answer = self->answers[self->played < self->count ? self->played : self->count - 1];
    (void)endpoint;
    self->played++;
    self->last_body = request->body.bytes;
    self->last_timeout_ms = request->timeout_ms;
    self->last_headers = request->headers;
    if (strcmp(answer, "-") == 0)
        return error_new(arena, ERROR_UNAVAILABLE, "no_answer", "nobody there");
    *ret_response = (http_response){0};
    http_respond(arena, ret_response, atoi(answer), TEXT("application/x-amz-json-1.0"),
                 text_of(strchr(answer, ' ') + 1));
    return NULL;
}

typedef struct setting {
    script script;
    clock_memory *clock;
    table_port *table;
} setting;

static setting *set_up(arena *arena, const char *const *answers, size_t count) {
    setting *self = arena_zalloc(arena, sizeof *self);
    self->script = (script){.transport = {play}, .answers = answers, .count = count};
    self->clock = clock_memory_new(arena, 1767600000000);
    aws_options options = {
        .region = TEXT("eu-central-1"),
        .access_key = TEXT("key"),
        .secret = TEXT("secret"),
        .transport = &self->script.transport,
        .clock = &self->clock->port,
        .ids = ids_memory_new(arena, 1),
    };
    self->table = table_dynamodb_new(arena, &options);
    return self;
}

#define SET_UP(arena_, ...)                                                                                            \
    set_up((arena_), (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static const gabi_error *get(setting *self, arena *arena) {
    attribute key[] = {STRING_ATTRIBUTE("id", TEXT("1"))};
    table_item item;
    return self->table->get(self->table, arena, TEXT("T"), ITEM_OF(key), false, &item);
}

#define THROTTLED "400 {\"__type\":\"x#ProvisionedThroughputExceededException\",\"message\":\"slow down\"}"
#define BROKEN "500 {\"__type\":\"x#InternalServerError\"}"

static void tries_again_what_may_pass(void **state) {
    setting *self = SET_UP(*state, THROTTLED, BROKEN, "-", "200 {}");
    assert_success(get(self, *state));
    assert_int_equal(self->script.played, 4);
    assert_true(self->clock->slept_ms <= 50 + 100 + 200);
}

static void takes_every_name_of_throttling_for_it(void **state) {
    setting *self =
        SET_UP(*state, "400 {\"__type\":\"LimitExceededException\"}", "400 {\"__type\":\"SlowDown\"}",
               "400 {\"__type\":\"Throttling\"}", "400 {\"__type\":\"RequestThrottledException\"}", "200 {}");
    assert_success(get(self, *state));
    assert_int_equal(self->script.played, 5);
}

static void signs_anew_what_has_grown_old(void **state) {
    setting *self = SET_UP(*state,
                           "400 {\"__type\":\"x#InvalidSignatureException\",\"message\":\"Signature expired: "
                           "20260105T080000Z is now earlier than 20260108T114500Z (20260108T120000Z - 15 min.)\"}",
                           "400 {\"__type\":\"x#InvalidSignatureException\",\"message\":\"Signature not yet current: "
                           "20260105T083000Z is still later than 20260105T081500Z (20260105T080000Z + 15 min.)\"}",
                           "200 {}");
    assert_success(get(self, *state));
    assert_int_equal(self->script.played, 3);
}

static void gives_up_after_five_attempts(void **state) {
    setting *self = SET_UP(*state, THROTTLED);
    assert_error(get(self, *state), ERROR_UNAVAILABLE, "service_throttled");
    assert_int_equal(self->script.played, 5);
    self = SET_UP(*state, "-");
    assert_error(get(self, *state), ERROR_UNAVAILABLE, "no_answer");
    assert_int_equal(self->script.played, 5);
}

static void waits_for_a_transaction_that_is_in_the_way(void **state) {
    setting *self = SET_UP(*state, "400 {\"__type\":\"x#TransactionConflictException\",\"message\":\"busy\"}");
    assert_error(get(self, *state), ERROR_UNAVAILABLE, "service_unavailable");
    assert_int_equal(self->script.played, 5);
}

static void does_not_repeat_what_is_refused(void **state) {
    setting *self = SET_UP(*state, "400 {\"__type\":\"x#ValidationException\",\"message\":\"bad key\"}");
    assert_error(get(self, *state), ERROR_INTERNAL, "ValidationException");
    assert_int_equal(self->script.played, 1);
    self = SET_UP(*state, "400 {\"__type\":\"x#UnrecognizedClientException\",\"message\":\"who?\"}");
    assert_error(get(self, *state), ERROR_INTERNAL, "UnrecognizedClientException");
    assert_int_equal(self->script.played, 1);
}

static void understands_no_garbage(void **state) {
    assert_error(get(SET_UP(*state, "200 <html>"), *state), ERROR_UNAVAILABLE, "malformed_answer");
    assert_error(get(SET_UP(*state, "302 "), *state), ERROR_INTERNAL, "unexpected_answer");
}

static void signs_each_request(void **state) {
    setting *self = SET_UP(*state, "200 {}");
    assert_success(get(self, *state));
    text authorization = http_fields_get(&self->script.last_headers, TEXT("authorization"));
    assert_true(
        text_starts_with(authorization, TEXT("AWS4-HMAC-SHA256 Credential=key/20260105/eu-central-1/dynamodb/")));
    assert_string(http_fields_get(&self->script.last_headers, TEXT("x-amz-target")), "DynamoDB_20120810.GetItem");
    assert_string(self->script.last_body, "{\"TableName\":\"T\",\"Key\":{\"id\":{\"S\":\"1\"}}}");
}

static void tells_why_a_transaction_was_cancelled(void **state) {
    setting *self =
        SET_UP(*state, "400 {\"__type\":\"x#TransactionCanceledException\",\"message\":\"cancelled\","
                       "\"CancellationReasons\":[{\"Code\":\"None\"},{\"Code\":\"ConditionalCheckFailed\"}]}");
    attribute key[] = {STRING_ATTRIBUTE("id", TEXT("1"))};
    table_write writes[] = {{.kind = TABLE_PUT, .table = TEXT("T"), .item = ITEM_OF(key)},
                            {.kind = TABLE_DELETE, .table = TEXT("T"), .item = ITEM_OF(key)}};
    assert_error(self->table->transact(self->table, *state, writes, 2), ERROR_CONDITION_FAILED, "condition_failed");
    assert_int_equal(writes[0].outcome, TABLE_OUTCOME_NONE);
    assert_int_equal(writes[1].outcome, TABLE_OUTCOME_CONDITION_FAILED);
    assert_true(text_find(self->script.last_body, TEXT("\"ClientRequestToken\":\"")) != TEXT_NOT_FOUND);
}

static void tells_a_conflict_from_a_condition(void **state) {
    setting *self = SET_UP(*state, "400 {\"__type\":\"x#TransactionCanceledException\",\"message\":\"cancelled\","
                                   "\"CancellationReasons\":[{\"Code\":\"TransactionConflict\"}]}");
    attribute key[] = {STRING_ATTRIBUTE("id", TEXT("1"))};
    table_write writes[] = {{.kind = TABLE_PUT, .table = TEXT("T"), .item = ITEM_OF(key)}};
    assert_error(self->table->transact(self->table, *state, writes, 1), ERROR_CONFLICT, "transaction_conflict");
    assert_int_equal(writes[0].outcome, TABLE_OUTCOME_CONFLICT);
}

static void tells_that_a_condition_was_false(void **state) {
    setting *self = SET_UP(*state, "400 {\"__type\":\"x#ConditionalCheckFailedException\",\"message\":\"no\"}");
    attribute key[] = {STRING_ATTRIBUTE("id", TEXT("1"))};
    table_write write = {
        .kind = TABLE_PUT, .table = TEXT("T"), .item = ITEM_OF(key), .condition = "attribute_exists(id)"};
    assert_error(self->table->write(self->table, *state, &write), ERROR_CONDITION_FAILED, "condition_failed");
}

static void asks_for_no_longer_than_it_may_take(void **state) {
    setting *self = SET_UP(*state, "200 {}");
    assert_success(get(self, *state));
    assert_int_equal(self->script.last_timeout_ms, 2000);
    self->clock->deadline_ms = self->clock->now_ms + 1500; /* of which some is for our own answer */
    assert_success(get(self, *state));
    assert_int_equal(self->script.last_timeout_ms, 1000);
    self->clock->deadline_ms = self->clock->now_ms + 500;
    assert_error(get(self, *state), ERROR_UNAVAILABLE, "no_time_left");
    assert_int_equal(self->script.played, 2);
}

static void does_not_wait_past_its_deadline_to_ask_again(void **state) {
    setting *self = SET_UP(*state, THROTTLED);
    self->clock->deadline_ms = self->clock->now_ms + 501;
    assert_error(get(self, *state), ERROR_UNAVAILABLE, "service_throttled");
    assert_true(self->script.played < 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(tries_again_what_may_pass),
        TEST(takes_every_name_of_throttling_for_it),
        TEST(asks_for_no_longer_than_it_may_take),
        TEST(does_not_wait_past_its_deadline_to_ask_again),
        TEST(signs_anew_what_has_grown_old),
        TEST(gives_up_after_five_attempts),
        TEST(waits_for_a_transaction_that_is_in_the_way),
        TEST(does_not_repeat_what_is_refused),
        TEST(understands_no_garbage),
        TEST(signs_each_request),
        TEST(tells_why_a_transaction_was_cancelled),
        TEST(tells_a_conflict_from_a_condition),
        TEST(tells_that_a_condition_was_false),
    };
    return RUN_TESTS(tests);
}
