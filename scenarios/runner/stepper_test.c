/* The stepper: scripts of commands, and what is shown for them. */
#include "runner/stepper.h"

#include <stdlib.h>

#include "runner/answer_fixture.h"

#define FILE_OF_THREE                                                                                                  \
    "GET http://h/json\nHTTP 200\n[Captures]\nn: jsonpath \"$.n\"\n[Asserts]\njsonpath \"$.s\" == \"abc\"\n\n"         \
    "POST http://h/text\nX-Pin: {{pin}}\n`{{n}}`\nHTTP 200\n\n"                                                        \
    "GET http://h/text\nHTTP 404\n"

typedef struct session {
    const char *output;
    outcome outcome;
    bool has_quit;
} session;

static const gabi_error *show_argument(void *owner, arena *arena, const runner_world *world, text argument,
                                       buffer *out) {
    assert_non_null(world->client);
    if (text_is_empty(argument))
        return error_new(arena, ERROR_NOT_FOUND, "none", "%s is not there", (const char *)owner);
    buffer_format(out, "%s: %.*s\n", (const char *)owner, TEXT_ARGS(argument));
    return NULL;
}

static session step_through(arena *arena, const char *content, const char *typed, bool is_typed) {
    char *output;
    size_t size;
    int64_t now_ms = NOON_MS;
    transport client = {.send = answer_canned};
    runner_world world = {.client = &client, .owner = &now_ms, .now_ms = canned_now_ms};
    variables variables = {.world = &world};
    source source = {TEXT("x.hurl"), text_of(content)};
    scenario scenario;
    stepper_view view = {"s", "[WHAT]", "something of the world", show_argument, (void *)"the state"};
    FILE *input = fmemopen((void *)typed, strlen(typed), "r");
    stepper_options options = {input, open_memstream(&output, &size), is_typed, &view, 1};
    stepper *stepper = stepper_new(arena, &options);
    stepping stepping = stepper_listener(stepper);
    execution_options execution = {
        .request = default_options, .stepping = &stepping, .is_interrupted = stepper_has_quit(stepper)};
    variables_set_secret(arena, &variables, TEXT("pin"), TEXT("sesame"));
    assert_null(scenario_parse(arena, &source, &scenario));
    session session = {.outcome = scenario_execute(arena, &source, &scenario, &world, &execution, variables)};
    fclose(input);
    fclose(options.output);
    arena_defer(arena, free, output);
    session.output = output;
    session.has_quit = atomic_load(stepper_has_quit(stepper));
    return session;
}

static session step_script(arena *arena, const char *typed) { return step_through(arena, FILE_OF_THREE, typed, false); }

static void assert_shows(const session *session, const char *part) {
    if (!strstr(session->output, part))
        fail_msg("does not show\n%s\nbut\n%s", part, session->output);
}

static void assert_hides(const session *session, const char *part) {
    if (strstr(session->output, part))
        fail_msg("shows\n%s\nin\n%s", part, session->output);
}

static void shows_what_is_sent_and_what_came_of_it(void **state) {
    session session = step_script(*state, "\n\nn\n\n");
    assert_shows(&session, "\n[1/3] x.hurl:1\nGET http://h/json\nHost: h\nAccept: */*\n");
    assert_shows(&session, "(step) \n\nHTTP/1.1 200\nContent-Type: application/json\n");
    assert_shows(&session, "\n\n{\"s\":\"abc\",");
    assert_shows(&session, "\n\nok 2: HTTP 200\nok 6: jsonpath \"$.s\" == \"abc\"\nn = integer <1>\n");
    assert_shows(&session, "\n[2/3] x.hurl:8\nPOST http://h/text\n");
    assert_shows(&session, "\n\n1\n(step) \n");
    assert_shows(&session, "\n[3/3] x.hurl:13\nGET http://h/text\n");
    assert_shows(&session, "(step) n\n");
    assert_shows(&session, "not ok 14: HTTP 404\nerror: Assert status code\n  --> x.hurl:14:6\n");
    assert_shows(&session, "^^^ actual value is <200>");
    assert_true(text_ends_with(text_of(session.output), TEXT("(failed) \n")));
    assert_int_equal(session.outcome.request_count, 3);
    assert_false(session.has_quit);
}

static void hides_secrets(void **state) {
    session session = step_script(*state, "\np pin\nr\n");
    assert_shows(&session, "X-Pin: ***\n");
    assert_shows(&session, "pin = string <***>\n");
    assert_hides(&session, "sesame");
}

static void runs_on_to_a_failure(void **state) {
    session session = step_script(*state, "c\nr\np n\n\n");
    assert_shows(&session, "[2/3] POST http://h/text: 200\n");
    assert_hides(&session, "ok 6:");
    assert_shows(&session, "Hello World!\n\nnot ok 14: HTTP 404\n");
    assert_shows(&session, "(failed) r\n\n[3/3] x.hurl:13\nGET http://h/text\nHost: h\n");
    assert_shows(&session, "(failed) p n\nn = integer <1>\n(failed) ");
}

static void stops_at_break_points(void **state) {
    session session = step_script(*state, "b 2\nb 3\nb\nb 3\nb 9\nb x\nc\nb 2\nq\n");
    assert_shows(&session, "(step) b 3\nStops at 2, 3.\n(step) b\nStops at 2, 3.\n(step) b 3\nStops at 2.\n");
    assert_shows(&session, "(step) b 9\nThere is no such request.\n(step) b x\nThere is no such request.\n");
    assert_shows(&session, "(step) c\n[1/3] GET http://h/json: 200\n\n[2/3] x.hurl:8\n");
    assert_shows(&session, "Stops at no request but where one fails.\n");
    assert_int_equal(session.outcome.request_count, 1);
}

static void shows_variables_the_file_the_time_and_what_the_host_has(void **state) {
    session session = step_script(*state, "\np\np nothing\nl\nt\ns Bookings \ns\nh\nfly\n\nq\n");
    assert_shows(&session, "(step) p\nn = integer <1>\npin = string <***>\n");
    assert_shows(&session, "There is no variable nothing.\n");
    assert_shows(&session, "    6  jsonpath \"$.s\" == \"abc\"\n    7  \n>   8  POST http://h/text\n");
    assert_shows(&session, "(step) t\n2026-01-05T12:00:00.000Z\n");
    assert_shows(&session, "(step) s Bookings \nthe state: Bookings\n(step) s\nthe state is not there\n");
    assert_shows(&session, "  q          end here\n  s [WHAT]   something of the world\n");
    assert_shows(&session, "There is no such command; h lists them.\n");
}

static void ends_where_it_is_told_to(void **state) {
    static const char *const scripts[] = {"\nq\n", "\n", "\nh"}; /* with the input, too */
    for (size_t i = 0; i < 3; i++) {
        session session = step_script(*state, scripts[i]);
        assert_int_equal(session.outcome.request_count, 1);
        assert_true(session.has_quit);
        assert_false(session.outcome.has_passed);
    }
}

static void says_nothing_again_that_is_typed(void **state) {
    session session = step_through(*state, FILE_OF_THREE, "p n\nq\n", true);
    assert_shows(&session, "(step) There is no variable n.\n(step) ");
    assert_hides(&session, "p n");
}

static void tells_why_a_request_cannot_be_sent(void **state) {
    session session = step_through(*state, "GET http://h/{{nothing}}\n", "r\n\n", false);
    assert_shows(&session, "error: Undefined variable\n");
    assert_shows(&session, "(failed) r\n\n[1/1] x.hurl:1\n(failed) \n");
    assert_int_equal(session.outcome.request_count, 0);
}

static void counts_attempts(void **state) {
    session session =
        step_through(*state, "GET http://h/text\n[Options]\nretry: 1\nretry-interval: 0\nHTTP 404\n", "\n\n\n", false);
    assert_shows(&session, "[1/1] x.hurl:1, attempt 2\n");
    assert_shows(&session, "(failed) ");
    session =
        step_through(*state, "GET http://h/text\n[Options]\nretry: 1\nretry-interval: 0\nHTTP 404\n", "c\n\n", false);
    assert_shows(&session, "[1/1] GET http://h/text: 200, to be tried again\n");
}

static void cuts_long_bodies_and_tells_of_those_that_are_no_text(void **state) {
    session session = step_through(*state, "GET http://h/bytes\n", "\n", false);
    assert_shows(&session, "\n(3 bytes that are no text)\n");
    arena *arena = *state;
    char *body = arena_alloc(arena, 5001);
    memset(body, 'x', 5000);
    body[5000] = '\0';
    session = step_through(arena, arena_printf(arena, "POST http://h/text\n`%s`\n", body), "q\n", false);
    assert_shows(&session, "x\n… (5000 bytes)\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(shows_what_is_sent_and_what_came_of_it),
        TEST(hides_secrets),
        TEST(runs_on_to_a_failure),
        TEST(stops_at_break_points),
        TEST(shows_variables_the_file_the_time_and_what_the_host_has),
        TEST(ends_where_it_is_told_to),
        TEST(says_nothing_again_that_is_typed),
        TEST(tells_why_a_request_cannot_be_sent),
        TEST(counts_attempts),
        TEST(cuts_long_bodies_and_tells_of_those_that_are_no_text),
    };
    return RUN_TESTS(tests);
}
