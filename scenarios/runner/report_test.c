/* The reports of three runs that are made by hand: one passed, one failed, one cannot be parsed. */
#include "runner/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/folder_fixture.h"
#include "core/json.h"
#include "runner/collect.h"
#include "runner/cookies.h"
#include "runner/list.h"
#include "runner/report_file.h"

#define SOURCE "GET http://x/a?q=1\nHTTP 200\n[Asserts]\nstatus == 201\nbody == \"<&>\"\n"

static const char *read_file(arena *arena, const char *path) {
    text content;
    assert_success(collect_read(arena, text_of(path), &content));
    return text_to_string(arena, content);
}

static void write_file(const char *path, const char *content) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(content, file);
    fclose(file);
}

/* ---- runs ---- */

static const exchange *make_exchange(arena *arena) {
    http_response *response = arena_zalloc(arena, sizeof *response);
    http_respond(arena, response, 200, TEXT("application/json"), TEXT("{\"token\":\"sesame\"}"));
    http_fields_add(arena, &response->headers, TEXT("Set-Cookie"), TEXT("id=7; Path=/; secure; Max-Age=60"));
    exchange *made = arena_zalloc(arena, sizeof *made);
    *made = (exchange){
        .method = TEXT("GET"),
        .url = TEXT("http://x/a?q=1&r=a%20b"),
        .response = response,
        .version = TEXT("HTTP/1.1"),
        .body = response->content.bytes,
        .begin_ms = 1767600000000,
        .duration_ms = 2,
        .duration_us = 2500,
    };
    http_fields_add(arena, &made->request_headers, TEXT("X-Key"), TEXT("sesame"));
    http_fields_add(arena, &made->request_headers, TEXT("Cookie"), TEXT("a=1; b=2=3"));
    return made;
}

static file_run make_run(arena *arena, const char *path) {
    file_run run = {.arena = arena, .source = {text_of(path), TEXT(SOURCE)}, .duration_us = 4200};
    assert_null(scenario_parse(arena, &run.source, &run.scenario));
    variables_set_secret(arena, &run.outcome.variables, TEXT("key"), TEXT("sesame"));
    entry_result *result = LIST_ADD(arena, &run.outcome.entries);
    *result = (entry_result){.entry = run.scenario.items, .index = 1, .last_exchange = make_exchange(arena)};
    *(assert_result *)LIST_ADD(arena, &result->asserts) = (assert_result){.start = strlen("GET http://x/a?q=1\n")};
    *(capture_result *)LIST_ADD(arena, &result->captures) =
        (capture_result){TEXT("n"), value_of_json(arena, TEXT("{\"a\":[1,null,\"sesame\"]}"))};
    result->curl = TEXT("curl --header 'X-Key: sesame' 'http://x/a?q=1'");
    run.outcome.request_count = 1;
    run.outcome.has_passed = true;
    return run;
}

static void make_fail(arena *arena, file_run *run) {
    entry_result *result = &run->outcome.entries.items[0];
    const problem *problems[] = {
        problem_new(arena, (span){48, 54}, "Assert failure", "actual: integer <200>\nexpected: <201> & \"sesame\""),
        problem_new(arena, (span){4, 15}, "HTTP connection", "nobody is there\x1b"),
    };
    for (size_t i = 0; i < 2; i++)
        *(const problem **)LIST_ADD(arena, &result->problems) = problems[i];
    *(assert_result *)LIST_ADD(arena, &result->asserts) = (assert_result){4, problems[0]};
    run->status = RUNNER_SOME_FAILED;
}

static run_list make_runs(arena *arena) {
    file_run *runs = arena_zalloc(arena, 3 * sizeof *runs);
    runs[0] = make_run(arena, "a.hurl");
    runs[1] = make_run(arena, "b&\".hurl");
    make_fail(arena, &runs[1]);
    runs[2] = (file_run){.arena = arena, .source = {TEXT("c.hurl"), TEXT("GET")}, .status = RUNNER_UNUSABLE_INPUT};
    runs[2].parse_error = scenario_parse(arena, &runs[2].source, &runs[2].scenario);
    assert_non_null(runs[2].parse_error);
    return (run_list){runs, 3};
}

/* ---- JUnit ---- */

static void junit_tells_failures_from_errors(void **state) {
    arena *arena = *state;
    const char *path = arena_printf(arena, "%s/new/report.xml", folder_fixture(arena));
    assert_success(report_junit(arena, path, make_runs(arena)));
    assert_string_equal(
        read_file(arena, path),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><testsuites><testsuite tests=\"3\" errors=\"2\" failures=\"1\">"
        "<testcase id=\"a.hurl\" name=\"a.hurl\" time=\"0.004\" />"
        "<testcase id=\"b&amp;&quot;.hurl\" name=\"b&amp;&quot;.hurl\" time=\"0.004\">"
        "<failure>Assert failure\n  --&gt; b&amp;\".hurl:4:11\n   |\n   | GET http://x/a?q=1\n   | ...\n"
        " 4 | status == 201\n   |           ^ actual: integer &lt;200&gt;\n"
        "   |             expected: &lt;201&gt; &amp; \"***\"\n   |</failure>"
        "<error>HTTP connection\n  --&gt; b&amp;\".hurl:1:5\n   |\n 1 | GET http://x/a?q=1\n"
        "   |     ^^^^^^^^^^^ nobody is there\xEF\xBF\xBD\n   |</error></testcase>"
        "<testcase id=\"c.hurl\" name=\"c.hurl\" time=\"0.000\"><error>Parsing space\n  --&gt; c.hurl:1:4\n   |\n"
        " 1 | GET\n   |    ^ expecting a space\n   |</error></testcase></testsuite></testsuites>");
}

static void junit_tells_of_requests_that_were_skipped(void **state) {
    arena *arena = *state;
    const char *path = arena_printf(arena, "%s/report.xml", folder_fixture(arena));
    file_run run = make_run(arena, "a.hurl");
    run.outcome.entries.items[0].is_skipped_control = true;
    assert_success(report_junit(arena, path, (run_list){&run, 1}));
    assert_non_null(strstr(read_file(arena, path),
                           "time=\"0.004\"><system-out>1 requests to /_gabi skipped</system-out></testcase>"));
}

static size_t count_of(const char *content, const char *part) {
    size_t count = 0;
    for (const char *at = content; (at = strstr(at, part)); at++)
        count++;
    return count;
}

static void junit_adds_a_suite_to_what_is_there(void **state) {
    arena *arena = *state;
    const char *path = arena_printf(arena, "%s/report.xml", folder_fixture(arena));
    write_file(path, "<?xml version=\"1.0\"?>\n<testsuites><testsuite tests=\"0\"></testsuite></testsuites>\n");
    assert_success(report_junit(arena, path, make_runs(arena)));
    assert_success(report_junit(arena, path, make_runs(arena)));
    const char *content = read_file(arena, path);
    assert_int_equal(count_of(content, "<testsuite "), 3);
    assert_int_equal(count_of(content, "<testsuites>"), 1);
    assert_true(text_ends_with(text_of(content), TEXT("</testsuite></testsuites>")));
    write_file(path, "<testsuites/>");
    assert_success(report_junit(arena, path, make_runs(arena)));
    assert_int_equal(count_of(read_file(arena, path), "<testsuite "), 1);
}

/* ---- TAP ---- */

static void tap_numbers_old_and_new_tests(void **state) {
    arena *arena = *state;
    const char *path = arena_printf(arena, "%s/report.tap", folder_fixture(arena));
    write_file(path, "1..2\nok 1 - x.hurl\n# a comment\n not ok 9  -y\n");
    assert_success(report_tap(arena, path, make_runs(arena)));
    assert_string_equal(read_file(arena, path), "TAP version 13\n1..5\nok 1 - x.hurl\nnot ok 2 - y\nok 3 - a.hurl\n"
                                                "not ok 4 - b&\".hurl\nnot ok 5 - c.hurl\n");
}

/* ---- JSON ---- */

static const json *read_json(arena *arena, const char *folder) {
    const json *results;
    text content = text_of(read_file(arena, arena_printf(arena, "%s/report.json", folder)));
    assert_null(strstr(content.data, "sesame"));
    assert_success(json_parse(arena, content, 100, &results));
    return results;
}

static const json *first_of(const json *object, const char *member) { return json_first(json_member(object, member)); }

static void json_has_calls_asserts_and_captures(void **state) {
    arena *arena = *state;
    const char *folder = folder_fixture(arena);
    assert_success(report_json(arena, folder, make_runs(arena)));
    const json *results = read_json(arena, folder), *passed = json_first(results), *entry = first_of(passed, "entries");
    assert_int_equal(json_count(results), 3);
    assert_string(json_member_text(passed, "filename"), "a.hurl");
    assert_true(json_is_true(json_member(passed, "success")));
    assert_int_equal(json_number(json_member(passed, "time")), 4);
    assert_string(json_print(arena, json_member(entry, "asserts")), "[{\"line\":2,\"success\":true}]");
    assert_string(json_print(arena, json_member(entry, "captures")),
                  "[{\"name\":\"n\",\"value\":{\"a\":[1,null,\"***\"]}}]");
    assert_string(json_member_text(entry, "curl_cmd"), "curl --header 'X-Key: ***' 'http://x/a?q=1'");
    const json *call = first_of(entry, "calls");
    assert_string(json_print(arena, json_member(call, "request")),
                  "{\"cookies\":[{\"name\":\"a\",\"value\":\"1\"},{\"name\":\"b\",\"value\":\"2=3\"}],"
                  "\"headers\":[{\"name\":\"X-Key\",\"value\":\"***\"},{\"name\":\"Cookie\",\"value\":\"a=1; "
                  "b=2=3\"}],\"method\":\"GET\",\"query_string\":[{\"name\":\"q\",\"value\":\"1\"},{\"name\":\"r\","
                  "\"value\":\"a b\"}],\"url\":\"http://x/a?q=1&r=a%20b\"}");
    const json *response = json_member(call, "response");
    assert_string(json_print(arena, json_member(response, "cookies")),
                  "[{\"name\":\"id\",\"value\":\"7\",\"max_age\":\"60\",\"path\":\"/\",\"secure\":true}]");
    const char *body = arena_printf(arena, "%s/%s", folder, json_member_text(response, "body").data);
    assert_true(text_ends_with(text_of(body), TEXT("_response.json")));
    assert_string_equal(read_file(arena, body), "{\"token\":\"***\"}");
    assert_string(json_member_text(json_member(call, "timings"), "begin_call"), "2026-01-05T08:00:00.000Z");
}

static void json_has_captures_of_every_kind(void **state) {
    arena *arena = *state;
    const char *folder = folder_fixture(arena);
    file_run run = make_run(arena, "a.hurl");
    capture_result *capture = &run.outcome.entries.items[0].captures.items[0];
    cookie_list *cookies = &run.outcome.cookies;
    instant instant = {.seconds = 1335205543};
    value_list list = {0};
    value_list_add(arena, &list, value_of_date(arena, instant));
    value_list_add(arena, &list, value_of_nodes(arena, 2));
    value_list_add(arena, &list, value_of_redirect(arena, 302, TEXT("http://h/")));
    capture->value = value_of_list(arena, list);
    *(cookie *)LIST_ADD(arena, cookies) = (cookie){.domain = TEXT("h"), .includes_subdomains = true, .path = TEXT("/")};
    assert_success(report_json(arena, folder, (run_list){&run, 1}));
    const json *result = json_first(read_json(arena, folder));
    assert_string(json_print(arena, json_member(first_of(first_of(result, "entries"), "captures"), "value")),
                  "[\"2012-04-23 18:25:43 UTC\",{\"size\":2,\"type\":\"nodeset\"},"
                  "{\"location\":\"http://h/\",\"status\":302}]");
    assert_string(json_member_text(first_of(result, "cookies"), "domain"), ".h");
}

static void json_tells_why_a_run_failed(void **state) {
    arena *arena = *state;
    const char *folder = folder_fixture(arena);
    assert_success(report_json(arena, folder, make_runs(arena)));
    const json *failed = json_after(json_first(read_json(arena, folder))), *unusable = json_after(failed);
    const json *assert = json_after(first_of(first_of(failed, "entries"), "asserts"));
    assert_false(json_is_true(json_member(failed, "success")));
    assert_false(json_is_true(json_member(assert, "success")));
    assert_true(text_starts_with(json_member_text(assert, "message"), TEXT("Assert failure\n  --> b&\".hurl:4:11\n")));
    assert_true(text_starts_with(json_member_text(unusable, "error"), TEXT("Parsing space\n")));
    assert_int_equal(json_count(json_member(unusable, "entries")), 0);
}

static void json_adds_to_what_is_there(void **state) {
    arena *arena = *state;
    const char *folder = folder_fixture(arena);
    write_file(arena_printf(arena, "%s/report.json", folder), " [ {\"filename\": \"old\"} ]\n");
    assert_success(report_json(arena, folder, make_runs(arena)));
    assert_success(report_json(arena, folder, make_runs(arena)));
    const json *results = read_json(arena, folder);
    assert_int_equal(json_count(results), 7);
    assert_string(json_member_text(json_first(results), "filename"), "old");
}

/* ---- HTML ---- */

static const char *page_of(arena *arena, const char *folder, const char *index, const char *kind) {
    const char *id = strstr(index, "data-filename=\"b&amp;&quot;.hurl\" data-id=\"");
    assert_non_null(id);
    id = strstr(id, "data-id=\"") + strlen("data-id=\"");
    return read_file(arena, arena_printf(arena, "%s/store/%.36s-%s.html", folder, id, kind));
}

static void html_has_a_page_for_everything(void **state) {
    arena *arena = *state;
    const char *folder = folder_fixture(arena);
    assert_success(report_html(arena, folder, make_runs(arena)));
    const char *index = read_file(arena, arena_printf(arena, "%s/index.html", folder));
    assert_int_equal(count_of(index, "<tr data-duration=\"4\" data-status=\"success\" data-filename=\"a.hurl\""), 1);
    assert_int_equal(count_of(index, "data-status=\"failure\""), 2);
    assert_non_null(strstr(index, "Succeeded: 1 (33.3%)"));
    const char *source = page_of(arena, folder, index, "source");
    assert_non_null(
        strstr(source, "<span class=\"line wrong\" id=\"l4\"><a class=\"number\" href=\"#l4\">4</a>status"));
    assert_non_null(strstr(source, "body == \"&lt;&amp;&gt;\""));
    const char *run = page_of(arena, folder, index, "run");
    assert_non_null(strstr(run, "<h3>GET http://x/a?q=1&amp;r=a%20b</h3>"));
    assert_non_null(strstr(run, "<tr><th scope=\"row\">X-Key</th><td>***</td></tr>"));
    assert_non_null(strstr(run, "{\"token\":\"***\"}"));
    assert_non_null(strstr(run, "<details class=\"failed\" id=\"e1\" open><summary><h2>1. GET http://x/a?q=1"));
    assert_non_null(strstr(run, "<span class=\"failure\">not ok</span> <a class=\"number\" href=\""));
    assert_non_null(strstr(run, "-source.html#l4\">b&amp;\".hurl:4:11</a>\n"));
    assert_non_null(strstr(run, "-run.html\" aria-current=\"page\">Run</a>"));
    assert_non_null(strstr(run, "<meta name=\"viewport\""));
    assert_non_null(strstr(page_of(arena, folder, index, "timeline"), "<div class=\"bar failure\""));
    assert_null(strstr(run, "sesame"));
    assert_null(strstr(run, "src=")); /* nothing is fetched */
}

static void html_adds_to_what_is_there(void **state) {
    arena *arena = *state;
    const char *folder = folder_fixture(arena), *path = arena_printf(arena, "%s/index.html", folder);
    write_file(path,
               "<html><tbody><tr class=\"success\" data-duration=\"100\" data-status=\"success\" "
               "data-filename=\"old.hurl\" data-id=\"08aad14a-8d10-4ecc-892e-a72703c5b494\"></tr></tbody></html>");
    assert_success(report_html(arena, folder, make_runs(arena)));
    assert_success(report_html(arena, folder, make_runs(arena)));
    const char *index = read_file(arena, path);
    assert_int_equal(count_of(index, "<tr data-duration="), 7);
    assert_non_null(strstr(index, "08aad14a-8d10-4ecc-892e-a72703c5b494-source.html\">old.hurl</a>"));
}

/* ---- all of them ---- */

static void nothing_is_added_to_what_is_no_report(void **state) {
    static const struct {
        const gabi_error *(*write)(arena *arena, const char *path, run_list runs);
        const char *file, *content;
    } reports[] = {
        {report_junit, "", "<html></html>"},           {report_tap, "", "notes\n"},
        {report_json, "/report.json", "{\"a\":1}"},    {report_json, "/report.json", "[1,"},
        {report_html, "/index.html", "<html></html>"},
    };
    arena *arena = *state;
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++) {
        const char *folder = folder_fixture(arena);
        const char *report = *reports[i].file ? folder : arena_printf(arena, "%s/report", folder);
        const char *path = arena_printf(arena, "%s%s", report, reports[i].file);
        write_file(path, reports[i].content);
        assert_error(reports[i].write(arena, report, make_runs(arena)), ERROR_INVALID, "Unwritable");
        assert_string_equal(read_file(arena, path), reports[i].content);
    }
}

static void bodies_are_those_of_runs_that_passed(void **state) {
    arena *arena = *state;
    const char *path = arena_printf(arena, "%s/out", folder_fixture(arena));
    assert_success(report_bodies(arena, path, make_runs(arena)));
    assert_string_equal(read_file(arena, path), "{\"token\":\"***\"}");
    assert_success(report_answers(arena, path, make_runs(arena)));
    assert_string_equal(read_file(arena, path),
                        "HTTP/1.1 200\nContent-Type: application/json\nSet-Cookie: id=7; Path=/; secure; Max-Age=60\n\n"
                        "{\"token\":\"***\"}");
}

static void json_lines_are_runs_without_bodies(void **state) {
    arena *arena = *state;
    const char *path = arena_printf(arena, "%s/lines", folder_fixture(arena));
    const json *run;
    assert_success(report_json_lines(arena, path, make_runs(arena)));
    text rest = text_of(read_file(arena, path)), line;
    static const char *const names[] = {"a.hurl", "b&\".hurl", "c.hurl"};
    for (size_t i = 0; i < 3; i++) {
        text_cut(&rest, '\n', &line);
        assert_success(json_parse(arena, line, 32, &run));
        assert_string(json_member_text(run, "filename"), names[i]);
    }
    assert_true(text_is_empty(rest));
    assert_null(strstr(read_file(arena, path), "\"body\""));
    assert_null(strstr(read_file(arena, path), "sesame"));
}

static void cookies_are_a_jar_for_the_next_run(void **state) {
    arena *arena = *state;
    const char *path = arena_printf(arena, "%s/jar", folder_fixture(arena));
    run_list runs = make_runs(arena);
    cookie_list *jar = &((file_run *)runs.items)[0].outcome.cookies, read = {0};
    assert_true(cookies_keep_line(arena, jar, TEXT("x\tFALSE\t/\tTRUE\t1800000000\tid\tsesame")));
    assert_true(cookies_keep_line(arena, jar, TEXT("#HttpOnly_x\tFALSE\t/\tFALSE\t0\tb\t2")));
    assert_success(report_cookies(arena, path, runs));
    const char *content = read_file(arena, path);
    assert_string_equal(content, "# Netscape HTTP Cookie File\n# This file was generated by gabi-emu\n\n"
                                 "# Cookies for file <a.hurl>\nx\tFALSE\t/\tTRUE\t1800000000\tid\t***\n"
                                 "#HttpOnly_x\tFALSE\t/\tFALSE\t0\tb\t2\n"
                                 "# Cookies for file <b&\".hurl>\n# Cookies for file <c.hurl>\n");
    for (text rest = text_of(content), line; text_cut(&rest, '\n', &line);)
        cookies_keep_line(arena, &read, line);
    assert_int_equal(read.count, 2);
    assert_true(read.items[1].is_http_only);
}

static void curl_commands_stand_in_a_line_each(void **state) {
    arena *arena = *state;
    const char *path = arena_printf(arena, "%s/commands", folder_fixture(arena));
    assert_success(report_curl(arena, path, make_runs(arena)));
    assert_string_equal(read_file(arena, path), "curl --header 'X-Key: ***' 'http://x/a?q=1'\n"
                                                "curl --header 'X-Key: ***' 'http://x/a?q=1'\n");
}

static void says_before_what_cannot_be_written(void **state) {
    arena *arena = *state;
    const char *folder = folder_fixture(arena), *file = arena_printf(arena, "%s/file", folder);
    write_file(file, "");
    const char *good[] = {file, arena_printf(arena, "%s/new", folder), arena_printf(arena, "%s/a/b/new", folder),
                          "new"};
    for (size_t i = 0; i < 4; i++)
        assert_success(report_check_place(arena, good[i], false));
    assert_success(report_check_place(arena, folder, true));
    assert_success(report_check_place(arena, arena_printf(arena, "%s/", folder), true));
    assert_success(report_check_place(arena, arena_printf(arena, "%s/a/b/", folder), true));
    assert_error(report_check_place(arena, folder, false), ERROR_INVALID, "Unwritable");
    assert_error(report_check_place(arena, file, true), ERROR_INVALID, "Unwritable");
    assert_error(report_check_place(arena, arena_printf(arena, "%s/a/b", file), false), ERROR_INVALID, "Unwritable");
}

static void says_what_cannot_be_written(void **state) {
    run_list runs = make_runs(*state);
    assert_error(report_junit(*state, "/dev/null/x", runs), ERROR_INVALID, "Unwritable");
    assert_error(report_tap(*state, "/dev/null/x", runs), ERROR_INVALID, "Unwritable");
    assert_error(report_json(*state, "/dev/null", runs), ERROR_INVALID, "Unwritable");
    assert_error(report_html(*state, "/dev/null", runs), ERROR_INVALID, "Unwritable");
    assert_error(report_transcript(*state, "/dev/full", runs), ERROR_INVALID, "Unwritable");
    assert_error(report_bodies(*state, "/dev/full", runs), ERROR_INVALID, "Unwritable");
    assert_error(report_json_lines(*state, "/dev/full", runs), ERROR_INVALID, "Unwritable");
    assert_error(report_cookies(*state, "/dev/null/x", runs), ERROR_INVALID, "Unwritable");
    assert_error(report_curl(*state, "/dev/null/x", runs), ERROR_INVALID, "Unwritable");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(junit_tells_of_requests_that_were_skipped),
        TEST(junit_tells_failures_from_errors),
        TEST(junit_adds_a_suite_to_what_is_there),
        TEST(tap_numbers_old_and_new_tests),
        TEST(json_has_calls_asserts_and_captures),
        TEST(json_has_captures_of_every_kind),
        TEST(json_tells_why_a_run_failed),
        TEST(json_adds_to_what_is_there),
        TEST(html_has_a_page_for_everything),
        TEST(html_adds_to_what_is_there),
        TEST(bodies_are_those_of_runs_that_passed),
        TEST(json_lines_are_runs_without_bodies),
        TEST(cookies_are_a_jar_for_the_next_run),
        TEST(curl_commands_stand_in_a_line_each),
        TEST(nothing_is_added_to_what_is_no_report),
        TEST(says_before_what_cannot_be_written),
        TEST(says_what_cannot_be_written),
    };
    return RUN_TESTS(tests);
}
