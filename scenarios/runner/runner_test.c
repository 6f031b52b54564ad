/* The runner against an answerer in this file: what passes, what fails and how it is shown, and the exit statuses. */
#include "runner/runner.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/folder_fixture.h"
#include "runner/collect.h"

/* ---- the answerer: says back what it was asked, in JSON ---- */

typedef struct echo {
    transport transport;
    text world;
    int requests;
    int64_t now_ms;
    int uuids;
} echo;

static atomic_bool is_interrupted; /* by a request to /interrupt, or the third one to /third */
static int thirds;
static atomic_int open_worlds, opened_worlds;
static char opened_names[4096]; /* of the worlds that were opened one after the other */
static size_t opened_names_length;

static const gabi_error *answer(transport *transport, arena *arena, text endpoint, http_request *request,
                                http_response *ret_response) {
    echo *self = (echo *)transport;
    (void)endpoint;
    if (text_equal(request->path, TEXT("/down")))
        return error_new(arena, ERROR_UNAVAILABLE, "no_answer", "nobody is there");
    if (text_equal(request->path, TEXT("/slow")))
        usleep(200000);
    if (text_equal(request->path, TEXT("/interrupt")))
        atomic_store(&is_interrupted, true);
    if (text_equal(request->path, TEXT("/third")) && ++thirds == 3)
        atomic_store(&is_interrupted, true);
    text body = text_format(
        arena,
        "{\"method\":\"%.*s\",\"target\":\"%.*s\",\"type\":\"%.*s\",\"bytes\":%zu,\"world\":\"%.*s\",\"count\":%d,"
        "\"list\":[1,2,3],\"items\":[{\"id\":\"a\",\"n\":1},{\"id\":\"b\",\"n\":2}],\"none\":null}",
        TEXT_ARGS(request->method), TEXT_ARGS(request->target),
        TEXT_ARGS(http_fields_get(&request->headers, TEXT("content-type"))), request->body.bytes.length,
        TEXT_ARGS(self->world), ++self->requests);
    *ret_response = (http_response){0};
    http_respond(arena, ret_response, 200, TEXT("application/json"), body);
    http_fields_add(arena, &ret_response->headers, TEXT("X-Two"), TEXT("1"));
    http_fields_add(arena, &ret_response->headers, TEXT("X-Two"), TEXT("2"));
    return NULL;
}

static int64_t now_ms(void *owner) { return ((const echo *)owner)->now_ms; }

static const gabi_error *sleep_ms(void *owner, int64_t duration_ms) {
    ((echo *)owner)->now_ms += duration_ms;
    return NULL;
}

static text uuid(void *owner, arena *arena) {
    return text_format(arena, "00000000-0000-4000-8000-%012d", ++((echo *)owner)->uuids);
}

static text warnings(void *owner, arena *arena) {
    (void)owner;
    return text_copy(arena, TEXT("error studio op.failed pin=4711\n"));
}

static const gabi_error *open_world(void *owner, arena *arena, text name, runner_world *ret_world) {
    echo *made = arena_zalloc(arena, sizeof *made);
    (void)owner;
    made->transport.send = answer;
    made->world = text_copy(arena, name);
    if (atomic_fetch_add(&open_worlds, 1) == 0)
        opened_names_length += (size_t)snprintf(opened_names + opened_names_length,
                                                sizeof opened_names - opened_names_length, "%.*s ", TEXT_ARGS(name));
    atomic_fetch_add(&opened_worlds, 1);
    *ret_world = (runner_world){.client = &made->transport,
                                .owner = made,
                                .now_ms = now_ms,
                                .sleep_ms = sleep_ms,
                                .uuid = uuid,
                                .warnings = warnings};
    return NULL;
}

static void close_world(void *owner, text name) {
    (void)owner, (void)name;
    atomic_fetch_sub(&open_worlds, 1);
}

/* ---- running files ---- */

static const char *write_file(arena *arena, const char *folder, const char *name, const char *content) {
    const char *path = arena_printf(arena, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(content, file);
    fclose(file);
    return path;
}

typedef struct result {
    enum runner_status status;
    const char *output;
} result;

/* Runs the file or folder; the rest is as the options have it. */
static result run_with(arena *arena, const char *path, runner_options options) {
    char *output;
    size_t size;
    result result = {.status = RUNNER_UNUSABLE_INPUT};
    options.paths = &path;
    options.path_count = 1;
    if (options.execution.request.max_time_ms == 0)
        options.execution.request = default_options;
    options.host = (runner_host){NULL, open_world, close_world};
    options.output = open_memstream(&output, &size);
    given_add_string(arena, &options.variables, TEXT("api"), TEXT("http://localhost:3000"));
    assert_success(runner_run(arena, &options, &result.status));
    fclose(options.output);
    arena_defer(arena, free, output);
    result.output = output;
    assert_int_equal(open_worlds, 0);
    return result;
}

static result run(arena *arena, const char *path, size_t jobs) {
    return run_with(arena, path, (runner_options){.jobs = jobs});
}

static result run_text(arena *arena, const char *content) {
    return run(arena, write_file(arena, folder_fixture(arena), "x.hurl", content), 1);
}

static void passes_what_is_so(void **state) {
    result result = run_text(*state, "# a comment\n"
                                     "POST {{api}}/things?x=1\n"
                                     "X-Header: {{api}}\n"
                                     "[Query]\n"
                                     "q: a b&c\n"
                                     "{\"name\": \"{{api}}\"}\n"
                                     "HTTP 200\n"
                                     "Content-Type: application/json\n"
                                     "[Captures]\n"
                                     "count: jsonpath \"$.count\"\n"
                                     "[Asserts]\n"
                                     "status == 200\n"
                                     "jsonpath \"$.method\" == \"POST\"\n"
                                     "jsonpath \"$.target\" == \"/things?x=1&q=a%20b%26c\"\n"
                                     "jsonpath \"$.type\" == \"application/json\"\n"
                                     "jsonpath \"$.bytes\" == 33\n"
                                     "jsonpath \"$.list\" count == 3\n"
                                     "jsonpath \"$.list[-1]\" == 3\n"
                                     "jsonpath \"$.list[0:2]\" count == 2\n"
                                     "jsonpath \"$.items[*].id\" contains \"b\"\n"
                                     "jsonpath \"$.items[?(@.n > 1)].id\" == \"b\"\n"
                                     "jsonpath \"$..n\" count == 2\n"
                                     "jsonpath \"$.none\" == null\n"
                                     "jsonpath \"$.nothing\" not exists\n"
                                     "jsonpath \"$.method\" matches /^PO.T$/\n"
                                     "jsonpath \"$.count\" >= 1\n"
                                     "jsonpath \"$.count\" isInteger\n"
                                     "header \"x-two\" contains \"2\"\n"
                                     "body contains \"POST\"\n"
                                     "variable \"count\" == 1\n"
                                     "\n"
                                     "GET {{api}}/{{count}}\n"
                                     "HTTP *\n"
                                     "[Asserts]\n"
                                     "jsonpath \"$.target\" == \"/1\"\n"
                                     "jsonpath \"$.count\" != {{count}}\n");
    if (result.status != RUNNER_ALL_PASSED)
        print_error("%s\n", result.output);
    assert_int_equal(result.status, RUNNER_ALL_PASSED);
    assert_non_null(strstr(result.output, "Executed requests: 2 ("));
    assert_non_null(strstr(result.output, "Succeeded files:   1 (100.0%)"));
}

static void shows_the_line_that_fails(void **state) {
    result result =
        run_text(*state, "GET {{api}}/a\nHTTP 200\n[Asserts]\njsonpath \"$.count\" == 7\n\nGET {{api}}/b\nHTTP 200\n");
    assert_int_equal(result.status, RUNNER_SOME_FAILED);
    assert_non_null(strstr(result.output, "not ok "));
    assert_non_null(strstr(result.output, "x.hurl:4:"));
    assert_non_null(strstr(result.output, "jsonpath \"$.count\" == 7"));
    assert_non_null(strstr(result.output, "actual:   integer <1>"));
    assert_non_null(strstr(result.output, "expected: integer <7>"));
    assert_non_null(strstr(result.output, "(1 requests")); /* the file ends at its first failure */
}

typedef struct failing {
    const char *content;
    const char *shown;
} failing;

static const failing failures[] = {
    {"GET {{api}}/\nHTTP 404\n", "Assert status code"},
    {"GET {{api}}/\nHTTP/2 200\n", "Assert HTTP version"},
    {"GET {{api}}/\nHTTP 200\nContent-Type: text/plain\n", "actual value is <application/json>"},
    {"GET {{api}}/\nHTTP 200\nX-None: 1\n", "Header not found"},
    {"GET {{api}}/\nHTTP 200\n[Captures]\nx: jsonpath \"$.nothing\"\n", "query didn't return any result"},
    {"GET {{api}}/\nHTTP 200\n[Asserts]\njsonpath \"$.nothing\" == 1\n", "actual:   none"},
    {"GET {{api}}/\nHTTP 200\n[Asserts]\njsonpath \"$.method\" > 1\n",
     "types between actual and expected are not consistent"},
    {"GET {{api}}/\nHTTP 200\n[Asserts]\njsonpath \"$.method\" not == \"GET\"\n", "expected: not string <GET>"},
    {"GET {{api}}/\nHTTP 200\n[Asserts]\njsonpath \"$[\" exists\n", "Invalid JSONPath"},
    {"GET {{api}}/{{who}}\nHTTP 200\n", "you must set the variable who"},
    {"GET {{api}}/\nHTTP 200\n{}\n", "Assert body value"},
    {"GET {{api}}/down\nHTTP 200\n", "nobody is there"},
};

static void fails_what_is_not_so(void **state) {
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
        result result = run_text(*state, failures[i].content);
        assert_int_equal(result.status, RUNNER_SOME_FAILED);
        if (!strstr(result.output, failures[i].shown))
            fail_msg("case %zu shows no \"%s\":\n%s", i, failures[i].shown, result.output);
    }
}

static void takes_a_byte_order_mark_and_nothing_but_utf_8(void **state) {
    result result = run_text(*state, "\xEF\xBB\xBFGET {{api}}/\nHTTP 200\n");
    assert_int_equal(result.status, RUNNER_ALL_PASSED);
    result = run_text(*state, "GET {{api}}/\xFF\n");
    assert_int_equal(result.status, RUNNER_UNUSABLE_INPUT);
    assert_non_null(strstr(result.output, "x.hurl: invalid utf-8 sequence of 1 bytes from index"));
}

static void says_where_a_file_cannot_be_read(void **state) {
    static const failing unreadable[] = {
        {"GET\n", "expecting a space"},
        {"GET {{api}}/\nHTTP 200\n[Asserts]\nnonsense exists\n", "the HTTP method <nonsense> is not valid."},
        {"GET {{api}}/\nHTTP 200\n[Asserts]\nstatus isBig\n", "expecting a predicate"},
        {"GET {{api}}/\n[Nonsense]\na: b\n",
         "the section is not valid. Valid values are Query, Form, Multipart, Cookies, Options"},
        {"GET {{api}}/\n[Options]\nretri: 3\nHTTP 200\n", "the option name is not valid. Did you mean retry?"},
    };
    for (size_t i = 0; i < sizeof unreadable / sizeof *unreadable; i++) {
        result result = run_text(*state, unreadable[i].content);
        assert_int_equal(result.status, RUNNER_UNUSABLE_INPUT);
        if (!strstr(result.output, unreadable[i].shown))
            fail_msg("case %zu shows no \"%s\":\n%s", i, unreadable[i].shown, result.output);
    }
}

static void runs_a_folder_in_parallel_each_file_in_a_world_of_its_own(void **state) {
    arena *arena = *state;
    const char *folder = folder_fixture(arena);
    for (int i = 0; i < 20; i++)
        write_file(arena, folder, arena_printf(arena, "%02d.hurl", i),
                   "GET {{api}}/\nHTTP 200\n[Asserts]\njsonpath \"$.count\" == 1\njsonpath \"$.world\" startsWith "
                   "\"scenario-\"\n");
    write_file(arena, folder, "notes.txt", "no scenario");
    int before = opened_worlds;
    result result = run(arena, folder, 4);
    assert_int_equal(result.status, RUNNER_ALL_PASSED);
    assert_int_equal(opened_worlds - before, 20);
    assert_non_null(strstr(result.output, "Succeeded files:   20 (100.0%)"));
    assert_true(strstr(result.output, "00.hurl") < strstr(result.output, "19.hurl"));
}

/* ---- how files are run ---- */

static const char *read_file(arena *arena, const char *path) {
    text content;
    assert_success(collect_read(arena, text_of(path), &content));
    return text_to_string(arena, content);
}

/* A folder of a few files whose answers differ. */
static const char *make_files(arena *arena, int count) {
    const char *folder = folder_fixture(arena);
    for (int i = 0; i < count; i++)
        write_file(arena, folder, arena_printf(arena, "%02d.hurl", i),
                   arena_printf(arena, "GET {{api}}/%d\nHTTP 200\n\nPUT {{api}}/%d\n{}\nHTTP 200\n", i, i));
    return folder;
}

static void writes_the_same_transcript_in_any_order(void **state) {
    arena *arena = *state;
    const char *folder = make_files(arena, 10), *transcripts[2];
    for (int i = 0; i < 2; i++) {
        const char *path = arena_printf(arena, "%s/transcript-%d", folder, i);
        runner_options options = {.jobs = i ? 4 : 1, .is_shuffled = i, .shuffle_seed = 3, .transcript = path};
        result result = run_with(arena, folder, options);
        assert_int_equal(result.status, RUNNER_ALL_PASSED);
        assert_true(strstr(result.output, "00.hurl") < strstr(result.output, "09.hurl"));
        transcripts[i] = read_file(arena, path);
    }
    assert_string_equal(transcripts[0], transcripts[1]);
    assert_non_null(strstr(transcripts[0], "/09.hurl\n> GET http://localhost:3000/9\n"));
    assert_non_null(strstr(transcripts[0], "> 2 bytes\n{}\n< 200\n< Content-Type: application/json\n"));
}

static void begins_files_in_the_order_that_a_number_decides(void **state) {
    arena *arena = *state;
    const char *folder = make_files(arena, 20), *first_worlds[3];
    for (int i = 0; i < 3; i++) {
        /* With one job at a time the answerer sees the files in the order in which they begin. */
        opened_names_length = 0;
        run_with(arena, folder, (runner_options){.jobs = 1, .is_shuffled = true, .shuffle_seed = i < 2 ? 1 : 2});
        first_worlds[i] = arena_printf(arena, "%.*s", (int)opened_names_length, opened_names);
    }
    assert_string_equal(first_worlds[0], first_worlds[1]);
    assert_string_not_equal(first_worlds[0], first_worlds[2]);
}

static void runs_a_part_of_the_files_or_all_of_them_again(void **state) {
    arena *arena = *state;
    const char *folder = make_files(arena, 5);
    result result = run_with(arena, folder, (runner_options){.jobs = 1, .shard_number = 2, .shard_count = 2});
    assert_non_null(strstr(result.output, "Executed files:    2\n"));
    assert_non_null(strstr(result.output, "01.hurl"));
    assert_non_null(strstr(result.output, "03.hurl"));
    result = run_with(arena, folder, (runner_options){.jobs = 1, .shard_number = 9, .shard_count = 9});
    assert_non_null(strstr(result.output, "Executed files:    0\n"));
    assert_int_equal(result.status, RUNNER_ALL_PASSED);
    result = run_with(arena, folder, (runner_options){.jobs = 1, .repeat = 3});
    assert_non_null(strstr(result.output, "Executed files:    15\nExecuted requests: 30 ("));
    static const struct {
        size_t from, to;
        const char *requests;
    } parts[] = {{2, 0, "requests: 5 ("}, {0, 1, "requests: 5 ("}, {2, 9, "requests: 5 ("}, {3, 0, "requests: 0 ("}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        runner_options options = {.jobs = 1};
        options.execution.from_entry = parts[i].from;
        options.execution.to_entry = parts[i].to;
        result = run_with(arena, folder, options);
        assert_non_null(strstr(result.output, parts[i].requests));
    }
}

/* As Control-C does it. */
static result run_interruptible(arena *arena, const char *path, runner_options options) {
    atomic_store(&is_interrupted, false);
    options.jobs = 1;
    options.execution.is_interrupted = &is_interrupted;
    return run_with(arena, path, options);
}

static void ends_in_good_order_when_interrupted(void **state) {
    arena *arena = *state;
    const char *folder = folder_fixture(arena), *report = arena_printf(arena, "%s/report.tap", folder);
    write_file(arena, folder, "1.hurl", "GET {{api}}/a\n");
    write_file(arena, folder, "2.hurl", "GET {{api}}/interrupt\n\nGET {{api}}/b\n");
    write_file(arena, folder, "3.hurl", "GET {{api}}/c\n");
    result result = run_interruptible(arena, folder, (runner_options){.report_tap = report});
    assert_int_equal(result.status, RUNNER_INTERRUPTED);
    assert_non_null(strstr(result.output, "2.hurl:3:5"));
    assert_non_null(strstr(result.output, "^^^^^^^^^ the run was ended before this request\n"));
    assert_non_null(strstr(result.output, "Executed files:    2\nExecuted requests: 2 ("));
    assert_non_null(strstr(read_file(arena, report), "\n1..2\nok 1 "));
}

static void ends_a_file_that_would_go_on_for_ever(void **state) {
    result result =
        run_interruptible(*state,
                          write_file(*state, folder_fixture(*state), "x.hurl",
                                     "GET {{api}}/interrupt\n[Options]\nretry: -1\nHTTP 201\n\nGET {{api}}/b\n"),
                          (runner_options){.execution.continues_on_error = true});
    assert_int_equal(result.status, RUNNER_INTERRUPTED);
    assert_non_null(strstr(result.output, "(1 requests, "));
}

/* In its third round; each file that is run opens a world. */
static void runs_until_it_is_interrupted(void **state) {
    arena *arena = *state;
    const char *folder = folder_fixture(arena);
    write_file(arena, folder, "1.hurl", "GET {{api}}/a\n");
    write_file(arena, folder, "2.hurl", "GET {{api}}/third\n");
    thirds = 0;
    result result = run_interruptible(arena, folder, (runner_options){.is_endless = true});
    assert_int_equal(result.status, RUNNER_INTERRUPTED);
    assert_non_null(strstr(result.output, "Executed files:    6\nExecuted requests: 6 ("));
    assert_non_null(strstr(result.output, "Failed files:      0 (0.0%)"));
}

static void shows_no_secret(void **state) {
    arena *arena = *state;
    const char *folder = folder_fixture(arena), *transcript = arena_printf(arena, "%s/transcript", folder);
    const char *path = write_file(arena, folder, "x.hurl",
                                  "GET {{api}}/{{pin}}\nX-Pin: {{pin}}\n[BasicAuth]\nme: {{pin}}\nHTTP 200\n"
                                  "[Asserts]\njsonpath \"$.target\" == \"/{{pin}}0\"\n");
    runner_options options = {.jobs = 1, .transcript = transcript};
    assert_success(given_add(arena, &options.variables, TEXT("pin=4711"), true));
    result result = run_with(arena, path, options);
    assert_int_equal(result.status, RUNNER_SOME_FAILED);
    assert_null(strstr(result.output, "4711"));
    assert_non_null(strstr(result.output, "actual:   string </***>"));
    assert_null(strstr(read_file(arena, transcript), "4711"));
    assert_null(strstr(read_file(arena, transcript), "bWU6NDcxMQ==")); /* me:4711 */
    assert_non_null(strstr(read_file(arena, transcript), "> X-Pin: ***\n"));
}

static void shows_what_was_logged_where_a_file_has_failed(void **state) {
    arena *arena = *state;
    const char *folder = folder_fixture(arena);
    write_file(arena, folder, "1.hurl", "GET {{api}}/\nHTTP 200\n");
    write_file(arena, folder, "2.hurl", "GET {{api}}/\nHTTP 404\n");
    runner_options options = {.jobs = 1};
    assert_success(given_add(arena, &options.variables, TEXT("pin=4711"), true));
    result result = run_with(arena, folder, options);
    const char *logged = strstr(result.output, "Logged meanwhile:\nerror studio op.failed pin=***\n\n");
    assert_non_null(logged);
    assert_true(logged > strstr(result.output, "not ok "));
    assert_null(strstr(logged + 1, "Logged meanwhile"));
}

static void shows_the_whole_answer_when_asked(void **state) {
    arena *arena = *state;
    const char *path =
        write_file(arena, folder_fixture(arena), "x.hurl", "GET {{api}}/a\nHTTP 404\n[Asserts]\nstatus == 404\n");
    result result = run_with(arena, path, (runner_options){.jobs = 1, .shows_answers = true});
    const char *answer = strstr(result.output, "* Request can be run with the following curl command:\n* curl ");
    assert_non_null(answer);
    assert_non_null(strstr(answer, "\n\nHTTP/1.1 200\nContent-Type: application/json\n"));
    assert_non_null(strstr(answer, "\n\n{\"method\":\"GET\""));
    assert_null(strstr(answer + 1, "* Request can be run")); /* once, though two asserts fail */
}

static void tells_how_far_a_long_run_is(void **state) {
    arena *arena = *state;
    const char *folder = folder_fixture(arena);
    char *progress;
    size_t size;
    for (int i = 0; i < 3; i++)
        write_file(arena, folder, arena_printf(arena, "%d.hurl", i), "GET {{api}}/slow\n\nGET {{api}}/slow\n");
    FILE *line = open_memstream(&progress, &size);
    run_with(arena, folder, (runner_options){.jobs = 1, .progress = line});
    fclose(line);
    arena_defer(arena, free, progress);
    assert_non_null(strstr(progress, "2 of 3 files, 0 failed: "));
    assert_non_null(strstr(progress, "/2.hurl, request 2 of 2"));
    assert_true(text_ends_with(text_of(progress), TEXT("\r\033[K"))); /* which leaves nothing behind */
}

static void refuses_to_write_where_it_cannot(void **state) {
    arena *arena = *state;
    const char *path = write_file(arena, folder_fixture(arena), "x.hurl", "GET {{api}}/\nHTTP 200\n");
    enum runner_status status;
    runner_options options = {.paths = &path, .path_count = 1, .host = {NULL, open_world, close_world}};
    given_add_string(arena, &options.variables, TEXT("api"), TEXT("http://localhost:3000"));
    options.output = fopen("/dev/null", "w");
    options.transcript = "/dev/null/transcript";
    assert_error(runner_run(arena, &options, &status), ERROR_INVALID, "Unwritable");
    options.transcript = "/dev/full";
    assert_error(runner_run(arena, &options, &status), ERROR_INVALID, "Unwritable");
    fclose(options.output);
}

static void refuses_a_path_without_scenarios(void **state) {
    arena *arena = *state;
    const char *paths[] = {"/nowhere/at/all.hurl", folder_fixture(arena)};
    for (size_t i = 0; i < 2; i++) {
        enum runner_status status;
        runner_options options = {.paths = &paths[i], .path_count = 1, .output = stdout};
        assert_error(runner_run(arena, &options, &status), ERROR_INVALID, "NoScenarios");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(passes_what_is_so),
        TEST(shows_the_line_that_fails),
        TEST(fails_what_is_not_so),
        TEST(takes_a_byte_order_mark_and_nothing_but_utf_8),
        TEST(says_where_a_file_cannot_be_read),
        TEST(runs_a_folder_in_parallel_each_file_in_a_world_of_its_own),
        TEST(writes_the_same_transcript_in_any_order),
        TEST(begins_files_in_the_order_that_a_number_decides),
        TEST(runs_a_part_of_the_files_or_all_of_them_again),
        TEST(ends_in_good_order_when_interrupted),
        TEST(ends_a_file_that_would_go_on_for_ever),
        TEST(runs_until_it_is_interrupted),
        TEST(shows_no_secret),
        TEST(shows_what_was_logged_where_a_file_has_failed),
        TEST(shows_the_whole_answer_when_asked),
        TEST(tells_how_far_a_long_run_is),
        TEST(refuses_to_write_where_it_cannot),
        TEST(refuses_a_path_without_scenarios),
    };
    return RUN_TESTS(tests);
}
