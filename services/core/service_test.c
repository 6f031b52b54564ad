#include "core/service.h"

#include "core/testing.h"

/* A service whose ops fail and answer in every way, without ports but a log. */

typedef struct greeting_input {
    text name;
} greeting_input;

static const schema_field greeting_fields[] = {
    {"name", SCHEMA_TEXT, SCHEMA_OFFSET(greeting_input, name), .required = true},
};
SCHEMA(greeting_input, greeting_fields);

static const gabi_error *greet(op_call *call) {
    const greeting_input *input = call->input;
    respond_json(call, 200, text_format(call->arena, "{\"hello\":\"%.*s\"}", TEXT_ARGS(input->name)));
    return NULL;
}

static const gabi_error *break_down(op_call *call) {
    return error_new(call->arena, ERROR_INTERNAL, "disk_on_fire", "the password is swordfish");
}

static const gabi_error *be_busy(op_call *call) {
    return error_new(call->arena, ERROR_UNAVAILABLE, "no_answer", "10.0.0.7 gave no answer");
}

static const gabi_error *refuse(op_call *call) {
    const gabi_error *error = error_new(call->arena, ERROR_CONFLICT, "class_full", "There is no place left");
    return error_with_details(call->arena, error, TEXT("\"capacity\":1"));
}

static const gabi_op ops[] = {
    {"Greet", "POST /greet", ANYONE, greet, INPUT(greeting_input)},
    {"BreakDown", "GET /broken", ANYONE, break_down, NULL},
    {"BeBusy", "GET /busy", ANYONE, be_busy, NULL},
    {"Refuse", "GET /refused", ANYONE, refuse, NULL},
};

static const gabi_error *open_nothing(arena *arena, const settings *settings, const ports *ports, void **ret_owner) {
    (void)arena, (void)settings, (void)ports;
    *ret_owner = NULL;
    return NULL;
}

static const service greeter = {"greeter", ops, sizeof ops / sizeof *ops, open_nothing};

typedef struct counting_log {
    log_port port;
    size_t errors;
    text last_error;
} counting_log;

static void count(log_port *port, log_level level, const char *event, const log_field *fields, size_t field_count) {
    counting_log *self = (counting_log *)port;
    assert_string_equal(event, "op.failed");
    self->errors += level == LOG_ERROR;
    self->last_error = fields[field_count - 1].value;
}

static http_response call(arena *arena, counting_log *log, const char *method, const char *target, const char *body) {
    ports *ports = arena_zalloc(arena, sizeof *ports);
    service_instance *instance = NULL;
    http_request request = http_request_to(text_of(method), text_of(target));
    http_response response = {0};
    log->port.emit = count;
    ports->log = &log->port;
    request.body = HTTP_BODY_BYTES(text_of(body));
    assert_success(service_open(arena, &greeter, &(settings){0}, ports, &instance));
    service_handle(instance, arena, &request, &response);
    return response;
}

static void binds_the_input_and_answers(void **state) {
    counting_log log = {0};
    http_response response = call(*state, &log, "POST", "/greet", "{\"name\":\"Maya\"}");
    assert_int_equal(response.status, 200);
    assert_string(response.content.bytes, "{\"hello\":\"Maya\"}");
    assert_string(http_fields_get(&response.headers, TEXT("content-type")), "application/json");
}

static void refuses_a_bad_body_before_the_handler(void **state) {
    counting_log log = {0};
    http_response response = call(*state, &log, "POST", "/greet", "{}");
    assert_int_equal(response.status, 400);
    assert_true(text_find(response.content.bytes, TEXT("\"name\":\"is required\"")) != TEXT_NOT_FOUND);
}

static void tells_nobody_but_the_log_of_its_own_failures(void **state) {
    counting_log log = {0};
    http_response response = call(*state, &log, "GET", "/broken", "");
    assert_int_equal(response.status, 500);
    assert_string(response.content.bytes,
                  "{\"error\":{\"code\":\"internal_error\",\"message\":\"Something went wrong on our side\"}}");
    assert_int_equal(log.errors, 1);
    assert_string(log.last_error, "the password is swordfish");
}

static void says_that_it_is_busy(void **state) {
    counting_log log = {0};
    http_response response = call(*state, &log, "GET", "/busy", "");
    assert_int_equal(response.status, 503);
    assert_true(text_find(response.content.bytes, TEXT("10.0.0.7")) == TEXT_NOT_FOUND);
}

static void renders_code_message_and_details(void **state) {
    counting_log log = {0};
    http_response response = call(*state, &log, "GET", "/refused", "");
    assert_int_equal(response.status, 409);
    assert_string(response.content.bytes,
                  "{\"error\":{\"code\":\"class_full\",\"message\":\"There is no place left\",\"capacity\":1}}");
    assert_int_equal(log.errors, 0);
}

static void knows_its_paths(void **state) {
    counting_log log = {0};
    assert_int_equal(call(*state, &log, "GET", "/nowhere", "").status, 404);
    http_response response = call(*state, &log, "DELETE", "/greet", "");
    assert_true(text_find(response.content.bytes, TEXT("method_not_allowed")) != TEXT_NOT_FOUND);
}

static const gabi_op guarded_ops[] = {{"Secret", "GET /secret", MEMBER, greet, NULL}};
static const service guarded = {"guarded", guarded_ops, 1, open_nothing};

static void does_not_open_with_guarded_ops_and_no_settings_for_the_guard(void **state) {
    ports ports = {0};
    service_instance *instance = NULL;
    assert_error(service_open(*state, &guarded, &(settings){0}, &ports, &instance), ERROR_INTERNAL, "missing_setting");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(binds_the_input_and_answers),
        TEST(refuses_a_bad_body_before_the_handler),
        TEST(tells_nobody_but_the_log_of_its_own_failures),
        TEST(says_that_it_is_busy),
        TEST(renders_code_message_and_details),
        TEST(knows_its_paths),
        TEST(does_not_open_with_guarded_ops_and_no_settings_for_the_guard),
    };
    return RUN_TESTS(tests);
}
