/* Running entries against a server in this file: what is sent, what is kept, what is told. */
#include "runner/execute.h"

#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/encoding.h"
#include "core/folder_fixture.h"
#include "runner/collect.h"

/* ---- the server ---- */

#define BEGIN_MS INT64_C(1767600000000) /* 2026-01-05T08:00:00Z */

typedef struct server {
    transport transport;
    int64_t now_ms;
    int uuids;
    int requests;
    const connection *connection; /* of the last request, where there is a network */
    buffer log;                   /* every request as it came */
} server;

static void respond(arena *arena, http_response *response, int status, const char *header, const char *value) {
    http_respond(arena, response, status, TEXT("text/plain"), TEXT(""));
    if (header)
        http_fields_add(arena, &response->headers, text_of(header), text_of(value));
}

static void gzip(arena *arena, http_response *response, text plain) {
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(6);
    char *compressed = arena_alloc(arena, 200);
    size_t size = libdeflate_gzip_compress(compressor, plain.data, plain.length, compressed, 200);
    libdeflate_free_compressor(compressor);
    respond(arena, response, 200, "Content-Encoding", "gzip");
    response->content.bytes = (text){compressed, size};
}

/* /redirect/STATUS?TARGET, /set?COOKIE, /busy?N (503 up to the Nth request), /gzip, /lines, /slow; else 200. */
static void answer_path(server *self, arena *arena, http_request *request, http_response *response) {
    char *query = text_to_string(arena, percent_decode(arena, request->query, false));
    if (text_starts_with(request->path, TEXT("/redirect/")))
        respond(arena, response, atoi(text_to_string(arena, text_from(request->path, 10))), "Location", query);
    else if (text_equal(request->path, TEXT("/set")))
        respond(arena, response, 200, "Set-Cookie", query);
    else if (text_equal(request->path, TEXT("/busy")))
        respond(arena, response, self->requests < atoi(query) ? 503 : 200, NULL, NULL);
    else if (text_equal(request->path, TEXT("/gzip")))
        gzip(arena, response, TEXT("hello"));
    else if (text_equal(request->path, TEXT("/lines")))
        http_respond(arena, response, 200, TEXT("text/plain"), TEXT("one\ntwo\nthree\nfour\n"));
    else
        http_respond(arena, response, 200, TEXT("application/json"), TEXT("{\"id\":7,\"name\":\"anna\"}"));
}

static const gabi_error *serve(transport *transport, arena *arena, text endpoint, http_request *request,
                               http_response *ret_response) {
    server *self = (server *)transport;
    self->requests++;
    buffer_format(&self->log, "%.*s %.*s%.*s\n", TEXT_ARGS(request->method), TEXT_ARGS(endpoint),
                  TEXT_ARGS(request->target));
    for (size_t i = 0; i < request->headers.count; i++)
        buffer_format(&self->log, "%.*s: %.*s\n", TEXT_ARGS(request->headers.items[i].name),
                      TEXT_ARGS(request->headers.items[i].value));
    buffer_append(&self->log, request->body.bytes);
    buffer_append_char(&self->log, '\n');
    if (text_equal(request->path, TEXT("/slow")))
        usleep(20000);
    *ret_response = (http_response){0};
    answer_path(self, arena, request, ret_response);
    return NULL;
}

static int64_t now_ms(void *owner) { return ((const server *)owner)->now_ms; }

static const gabi_error *sleep_ms(void *owner, int64_t duration_ms) {
    server *self = owner;
    if (duration_ms == 4711)
        return error_new(self->log.arena, ERROR_INVALID, "too_far", "the clock is stuck");
    self->now_ms += duration_ms;
    return NULL;
}

static text uuid(void *owner, arena *arena) {
    return text_format(arena, "0000000%d-0000-4000-8000-000000000000", ++((server *)owner)->uuids);
}

static void note_connection(void *owner, const connection *connection) { ((server *)owner)->connection = connection; }

/* ---- running ---- */

typedef struct run {
    arena *arena;
    source source;
    scenario scenario;
    outcome outcome;
    server *server;
} run;

static run run_with(arena *arena, const char *path, const char *content, execution_options options) {
    run run = {.arena = arena, .source = {text_of(path), text_of(content)}};
    run.server = arena_zalloc(arena, sizeof *run.server);
    *run.server = (server){.transport = {serve}, .now_ms = BEGIN_MS, .log = BUFFER(arena)};
    const problem *problem = scenario_parse(arena, &run.source, &run.scenario);
    if (problem)
        fail_msg("%s: %.*s", problem->title, TEXT_ARGS(problem->message));
    source *source = arena_alloc(arena, sizeof *source);
    scenario *scenario = arena_alloc(arena, sizeof *scenario);
    *source = run.source;
    *scenario = run.scenario;
    runner_world *world = arena_alloc(arena, sizeof *world);
    *world = (runner_world){
        .client = &run.server->transport,
        .owner = run.server,
        .now_ms = now_ms,
        .sleep_ms = sleep_ms,
        .uuid = uuid,
        .connect = options.request.has_network ? note_connection : NULL,
    };
    run.outcome = scenario_execute(arena, source, scenario, world, &options, (variables){0});
    return run;
}

static run run_text(arena *arena, const char *content) {
    return run_with(arena, "x.hurl", content, (execution_options){.request = default_options});
}

/* All problems that count, as they are shown. */
static const char *problems_of(const run *run) {
    buffer out = BUFFER(run->arena);
    for (size_t i = 0; i < run->outcome.entries.count; i++) {
        const entry_result *result = &run->outcome.entries.items[i];
        for (size_t j = 0; j < result->problems.count && !result->is_retried; j++) {
            problem_describe(&out, &run->source, result->problems.items[j], &result->entry->start, false);
            buffer_append_char(&out, '\n');
        }
    }
    return buffer_text(&out).data;
}

static void assert_passed(const run *run) {
    if (!run->outcome.has_passed)
        fail_msg("%s", problems_of(run));
}

static const char *log_of(const run *run) { return buffer_text(&run->server->log).data; }

static void assert_shows(const char *whole, const char *part) {
    if (!strstr(whole, part))
        fail_msg("no \"%s\" in:\n%s", part, whole);
}

static void assert_shows_not(const char *whole, const char *part) {
    if (strstr(whole, part))
        fail_msg("\"%s\" in:\n%s", part, whole);
}

static void write_file(arena *arena, const char *folder, const char *name, const char *content) {
    FILE *file = fopen(arena_printf(arena, "%s/%s", folder, name), "w");
    assert_non_null(file);
    fputs(content, file);
    fclose(file);
}

/* ---- requests ---- */

static void sends_headers_in_the_order_of_libcurl(void **state) {
    run run =
        run_text(*state, "POST http://me:p%40ss@Example.ORG:80/a/./b/../c?x=1\nX-A: 1\n[Options]\nheader: X-B: 2\n"
                         "[Cookies]\nc: d\n[Query]\nq: a b&c\n{\"a\": 1}\nHTTP 200\n");
    assert_passed(&run);
    assert_string_equal(log_of(&run), "POST http://example.org/a/c?x=1&q=a%20b%26c\nHost: Example.ORG\n"
                                      "Authorization: Basic bWU6cEBzcw==\nAccept: */*\nCookie: c=d\nX-A: 1\nX-B: 2\n"
                                      "Content-Type: application/json\nUser-Agent: gabi-emu/" GABI_VERSION
                                      "\nContent-Length: 8\n{\"a\": 1}\n");
}

static void leaves_a_path_as_it_is_and_asks_for_compression(void **state) {
    run run = run_text(*state, "GET http://h/a/../b\nAccept: x\nUser-Agent: y\nHost: z\n[Options]\npath-as-is: true\n"
                               "compressed: true\nuser: a:b\n");
    assert_string_equal(log_of(&run), "GET http://h/a/../b\nHost: z\nAccept: x\nUser-Agent: y\n"
                                      "Authorization: Basic YTpi\nAccept-Encoding: gzip, deflate, br\n\n");
}

static void sends_forms_and_parts_with_files(void **state) {
    arena *arena = *state;
    const char *folder = folder_fixture(arena), *path = arena_printf(arena, "%s/x.hurl", folder);
    write_file(arena, folder, "a.txt", "content");
    run run = run_with(arena, path,
                       "POST http://h/form\n[Form]\na: b c\nd: \xC3\xA9&\n"
                       "POST http://h/parts\n[Multipart]\nx\\:y: z\nf: file,a.txt;\ng: file,a.txt; a/b\n"
                       "POST http://h/file\nfile,a.txt;\n",
                       (execution_options){.request = default_options});
    assert_passed(&run);
    assert_shows(log_of(&run), "\na=b%20c&d=%C3%A9%26\n");
    assert_shows(
        log_of(&run),
        "--------------------------0000000100004000\r\nContent-Disposition: form-data; name=\"x:y\"\r\n\r\nz\r\n"
        "--------------------------0000000100004000\r\nContent-Disposition: form-data; name=\"f\"; "
        "filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\ncontent\r\n"
        "--------------------------0000000100004000\r\nContent-Disposition: form-data; name=\"g\"; "
        "filename=\"a.txt\"\r\nContent-Type: a/b\r\n\r\ncontent\r\n"
        "--------------------------0000000100004000--\r\n");
    assert_shows(log_of(&run),
                 "Content-Type: multipart/form-data; boundary=------------------------0000000100004000\n");
    assert_shows(log_of(&run), "Content-Length: 7\ncontent\n");
}

static void names_parts_by_the_type_that_the_entry_gives(void **state) {
    run run = run_text(*state, "POST http://h/\nContent-Type: multipart/mixed\nX: y\n[Multipart]\na: b\n");
    assert_shows(log_of(&run), "X: y\nUser-Agent: gabi-emu/" GABI_VERSION "\nContent-Length: ");
    assert_shows(log_of(&run), "\nContent-Type: multipart/mixed; boundary=------------------------0000000100004000\n");
    assert_shows(log_of(&run), "Content-Disposition: attachment; name=\"a\"\r\n");
}

static void refuses_files_outside_of_its_folder(void **state) {
    arena *arena = *state;
    const char *folder = folder_fixture(arena), *path = arena_printf(arena, "%s/x.hurl", folder);
    static const char *const cases[][2] = {
        {"file,../x;", "unauthorized access to file ../x, check --file-root option"},
        {"file,/etc/passwd;", "unauthorized access to file /etc/passwd, check --file-root option"},
        {"file,a/../../x;", "unauthorized access to file a/../../x, check --file-root option"},
        {"file,none.txt;", "file none.txt can not be read"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        run run = run_with(arena, path, arena_printf(arena, "POST http://h\n%s\n", cases[i][0]),
                           (execution_options){.request = default_options});
        assert_shows(problems_of(&run), cases[i][1]);
        assert_int_equal(run.server->requests, 0);
    }
}

static void finds_files_below_the_root_that_it_is_given(void **state) {
    arena *arena = *state;
    const char *folder = folder_fixture(arena);
    write_file(arena, folder, "a.txt", "content");
    run run = run_with(arena, "elsewhere/x.hurl", "POST http://h\nfile,a.txt;\n",
                       (execution_options){.request = default_options, .file_root = text_of(folder)});
    assert_passed(&run);
    assert_shows(log_of(&run), "\ncontent\n");
}

static void finds_credentials_in_netrc_files(void **state) {
    arena *arena = *state;
    const char *folder = folder_fixture(arena);
    write_file(arena, folder, "netrc", "machine h login x password b\n");
    run run = run_text(arena, arena_printf(arena,
                                           "GET http://x:y@h/1\n[Options]\nnetrc-file: %s/netrc\n"
                                           "GET http://x:y@h/2\n[Options]\nnetrc-file: %s/netrc\nnetrc-optional: true\n"
                                           "GET http://i/3\n[Options]\nnetrc-file: %s/netrc\n"
                                           "GET http://h/4\n[Options]\nnetrc-file: %s/none\n",
                                           folder, folder, folder, folder));
    assert_passed(&run);
    assert_shows(log_of(&run), "GET http://h/1\nHost: h\nAuthorization: Basic eDpi\n");
    assert_shows(log_of(&run), "GET http://h/2\nHost: h\nAuthorization: Basic eDp5\n");
    assert_shows_not(strstr(log_of(&run), "GET http://i/3"), "Authorization");
}

static void signs_requests_for_aws(void **state) {
    run run = run_text(*state, "POST http://dynamodb.eu-central-1.amazonaws.com/\nX-Amz-Target: T\n[Options]\n"
                               "aws-sigv4: aws:amz\nuser: AKID:secret\n{}\n");
    assert_passed(&run);
    assert_shows(log_of(&run), "X-Amz-Date: 20260105T080000Z\n");
    assert_shows(log_of(&run),
                 "Authorization: AWS4-HMAC-SHA256 Credential=AKID/20260105/eu-central-1/dynamodb/aws4_request, "
                 "SignedHeaders=content-type;host;user-agent;x-amz-date;"
                 "x-amz-target, Signature=");
    assert_shows_not(log_of(&run), "Basic");
    run = run_text(*state, "GET http://h/\n[Options]\naws-sigv4: aws:amz:r:s\nuser: a:b\n");
    assert_shows(log_of(&run), "Credential=a/20260105/r/s/aws4_request");
    run = run_text(*state, "GET http://h/\n[Options]\naws-sigv4: aws:amz\nuser: a:b\n");
    assert_shows(problems_of(&run), "(3) service missing in parameters and hostname");
    run = run_text(*state, "GET http://s.h/\n[Options]\naws-sigv4: aws:amz\nuser: a:b\n");
    assert_shows(problems_of(&run), "(3) region missing in parameters and hostname");
    run = run_text(*state, "GET http://h/\nAuthorization: mine\n[Options]\naws-sigv4: aws:amz\nuser: a:b\n");
    assert_shows(log_of(&run), "Authorization: mine\n");
    assert_shows_not(log_of(&run), "X-Amz-Date");
    run = run_text(*state, "GET http://h/\n[Options]\naws-sigv4: goog:goog4:r:s\nuser: a:b\n");
    assert_shows(problems_of(&run), "signatures are made for the provider aws:amz alone");
}

/* ---- URLs ---- */

static void says_what_is_wrong_with_a_url(void **state) {
    static const char *const cases[][2] = {
        {"ftp://h", "invalid URL <ftp://h> (Only <http://> and <https://> schemes are supported)"},
        {"h/x", "invalid URL <h/x> (Missing scheme <http://> or <https://>)"},
        {"http://", "invalid URL <http://> (empty host)"},
        {"http://h:99999/", "invalid URL <http://h:99999/> (invalid port number)"},
        {"http://a b/", "invalid URL <http://a b/> (invalid international domain name)"},
        {"http://h[1]/", "invalid URL <http://h[1]/> (invalid international domain name)"},
        {"http://[x]/", "invalid URL <http://[x]/> (invalid IPv6 address)"},
        {"http://a`b/", "(3) URL using bad/illegal format or missing URL"},
        {"http://h/a b", "(3) URL using bad/illegal format or missing URL"},
        {"http://h/{{x}}", "you must set the variable x"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        run run = run_text(*state, arena_printf(*state, "GET %s\n", cases[i][0]));
        assert_shows(problems_of(&run), cases[i][1]);
    }
}

/* ---- redirects ---- */

static void follows_redirects_where_it_is_told_to(void **state) {
    run run = run_text(*state, "POST http://h/redirect/302?/redirect/307?../c\n[BasicAuth]\na: b\n[Options]\n"
                               "location: true\n`x`\nHTTP 200\n[Asserts]\nurl == \"http://h/c\"\n");
    assert_passed(&run);
    assert_shows(log_of(&run), "\nGET http://h/redirect/307?../c\nHost: h\nAccept: */*\nAuthorization: Basic YTpi\n");
    assert_shows(log_of(&run), "\nGET http://h/c\n");
    assert_int_equal(run.outcome.request_count, 3);
    assert_string(run.outcome.entries.items[0].last_exchange->previous->url, "http://h/redirect/307?../c");
}

static void keeps_the_body_of_a_request_that_keeps_its_method(void **state) {
    run run = run_text(*state, "POST http://h/redirect/308?/b\n[Options]\nlocation: true\n`x`\nHTTP 200\n"
                               "GET http://h/redirect/301?/b\nHTTP 301\n");
    assert_passed(&run);
    assert_shows(log_of(&run), "POST http://h/b\n");
    assert_int_equal(run.server->requests, 3);
}

static void shows_credentials_to_other_hosts_only_when_they_are_trusted(void **state) {
    run run = run_text(*state, "GET http://h/redirect/301?http://i/b\n[Options]\nlocation: true\nuser: a:b\n");
    assert_shows(log_of(&run), "GET http://i/b\nHost: i\nAccept: */*\nUser-Agent");
    assert_shows_not(strstr(log_of(&run), "GET http://i"), "Authorization");
    run = run_text(*state, "GET http://h/redirect/301?http://i/b\n[Options]\nlocation-trusted: true\nuser: a:b\n");
    assert_shows(strstr(log_of(&run), "GET http://i"), "Authorization");
}

static void ends_redirects_that_do_not(void **state) {
    run run = run_text(*state, "GET http://h/redirect/302?/redirect/302?\n[Options]\nlocation: true\nmax-redirs: 3\n");
    assert_shows(problems_of(&run), "too many redirect");
    assert_int_equal(run.server->requests, 4);
    run = run_text(*state, "GET http://h/redirect/302?ftp://x\n[Options]\nlocation: true\n");
    assert_shows(problems_of(&run), "invalid URL <ftp://x> (Only <http://> and <https://> schemes are supported)");
}

/* ---- cookies ---- */

static void keeps_cookies_from_request_to_request(void **state) {
    run run = run_text(*state, "GET http://h/set?a=1\nGET http://h/set?b=2;%20Path=/deep\nGET http://h/deep/x\n"
                               "[Cookies]\nc: 3\nGET http://i/\nGET http://h/set?a=;%20Max-Age=0\nGET http://h/y\n");
    assert_passed(&run);
    assert_shows(strstr(log_of(&run), "GET http://h/deep/x"), "Cookie: b=2; a=1; c=3\n");
    assert_shows_not(strstr(log_of(&run), "GET http://h/y"), "Cookie");
    assert_int_equal(run.outcome.cookies.count, 1);
    run = run_with(*state, "x.hurl", "GET http://h/set?a=1\nGET http://h/b\n",
                   (execution_options){.request = default_options, .ignores_cookies = true});
    assert_shows_not(log_of(&run), "Cookie:");
}

static void lets_cookies_expire_by_the_clock_of_the_world(void **state) {
    run run = run_text(*state, "GET http://h/set?a=1;%20Max-Age=60\nGET http://h/1\nGET http://h/2\n[Options]\n"
                               "delay: 2m\n");
    assert_shows(strstr(log_of(&run), "GET http://h/1"), "Cookie: a=1\n");
    assert_shows_not(strstr(log_of(&run), "GET http://h/2"), "Cookie");
}

static void begins_with_cookies_that_it_is_given(void **state) {
    run run = run_with(*state, "x.hurl", "GET http://h/1\n#@cookie_storage_clear\nGET http://h/2\n",
                       (execution_options){.request = default_options,
                                           .cookie_lines = TEXT("# a comment\n.h\tTRUE\t/\tFALSE\t0\ta\tb c\n")});
    assert_shows(log_of(&run), "Cookie: a=b c\n");
    assert_shows_not(strstr(log_of(&run), "GET http://h/2"), "Cookie");
}

static void warns_once_of_each_old_name_where_asserts_are_looked_at(void **state) {
    run run =
        run_text(*state, "GET http://h/1\nHTTP 200\n[Captures]\na: bytes decode \"utf-8\"\n[Asserts]\n"
                         "bytes decode \"utf-8\" exists\nbytes decode \"utf-8\" exists\nbody includes \"anna\"\n");
    assert_string(run.outcome.log,
                  "warning: <includes> predicate is now deprecated in favor of <contains> predicate\n"
                  "warning: <decode> filter in captures is now deprecated in favor of <charsetDecode> filter\n"
                  "warning: <decode> filter in asserts is now deprecated in favor of <charsetDecode> filter\n");
    run = run_text(*state, "GET http://h/1\nHTTP 201\n[Asserts]\nbody includes \"anna\"\n");
    assert_string(run.outcome.log, "");
}

static void warns_of_a_comment_that_is_no_cookie_and_of_old_names(void **state) {
    run run = run_text(*state, "#@cookie_storage_set: nonsense\nGET http://h/1\nHTTP 200\n[Asserts]\n"
                               "body includes \"anna\"\nbytes decode \"utf-8\" contains \"anna\"\n");
    assert_shows(run.outcome.log.data, "warning: Cookie string can not be parsed: 'nonsense'\n");
    assert_shows(run.outcome.log.data, "warning: <includes> predicate is now deprecated in favor of <contains> ");
    assert_shows(run.outcome.log.data, "warning: <decode> filter in asserts is now deprecated in favor of ");
}

/* ---- again, later, not at all ---- */

static void tries_again_by_the_clock_of_the_world(void **state) {
    run run = run_text(*state, "GET http://h/busy?4\n[Options]\nretry: 5\nretry-interval: 1m\nHTTP 200\n");
    assert_passed(&run);
    assert_int_equal(run.server->now_ms - BEGIN_MS, 180000);
    assert_int_equal(run.outcome.entries.count, 4);
    assert_true(run.outcome.entries.items[2].is_retried);
    assert_false(run.outcome.entries.items[3].is_retried);
    run = run_text(*state, "GET http://h/busy?4\n[Options]\nretry: 2\nHTTP 200\n");
    assert_int_equal(run.outcome.entries.count, 3);
    assert_shows(problems_of(&run), "actual value is <503>");
    run = run_text(*state, "GET http://h/busy?4\n[Options]\nretry: 1\nverbose: true\nHTTP 200\n");
    assert_shows(run.outcome.log.data, "*  5 | HTTP 200\n*    |      ^^^ actual value is <503>\n*    |\n*\n"
                                       "* Retry on entry 1 (count: 1/1, interval: 1000 ms)\n");
    assert_shows(run.outcome.log.data, "* Retry max count reached, no more retry\n");
    run = run_text(*state, "GET http://h/busy?4\n[Options]\nretry: 2\nHTTP 200\n");
    assert_int_equal(run.server->now_ms - BEGIN_MS, 2000);
}

static void gives_up_what_would_go_on_for_ever(void **state) {
    run run = run_text(*state, "GET http://h/x\n[Options]\nretry: -1\nHTTP 404\n");
    assert_shows(problems_of(&run), "this request has been sent 10000 times");
    run = run_with(*state, "x.hurl", "GET http://h/x\n[Options]\nrepeat: -1\nHTTP 404\n",
                   (execution_options){.request = default_options, .continues_on_error = true});
    assert_shows(problems_of(&run), "this request has been sent 10000 times");
}

static void stops_at_the_end_of_time(void **state) {
    run run = run_text(*state, "GET http://h/x\n[Options]\ndelay: 9223372036854775807h\n");
    assert_shows(problems_of(&run), "the world's clock cannot go past the year 9999");
    assert_int_equal(run.server->requests, 0);
    run = run_text(*state, "GET http://h/x\n[Options]\nretry: 2\nretry-interval: 9223372036854775807\nHTTP 404\n");
    assert_shows(problems_of(&run), "the world's clock cannot go past the year 9999");
    assert_int_equal(run.server->requests, 1);
    run = run_text(*state, "GET http://h/x\n[Options]\ndelay: 4711ms\n");
    assert_shows(problems_of(&run), "the clock is stuck");
}

static void repeats_delays_and_skips(void **state) {
    run run =
        run_text(*state, "GET http://h/a\n[Options]\nrepeat: 3\ndelay: 1s\nGET http://h/b\n[Options]\nskip: true\n"
                         "GET http://h/c\n[Options]\nrepeat: 0\n");
    assert_passed(&run);
    assert_int_equal(run.server->requests, 3);
    assert_int_equal(run.server->now_ms - BEGIN_MS, 3000);
    assert_int_equal(run.outcome.entries.count, 3);
    run = run_text(*state, "GET http://h/b\n[Options]\nskip: true\n");
    assert_passed(&run);
    assert_string(run.outcome.log, "warning: No entry have been executed for file x.hurl\n");
}

static void runs_a_part_of_the_file(void **state) {
    execution_options options = {.request = default_options, .from_entry = 2, .to_entry = 3};
    run run = run_with(*state, "x.hurl", "GET http://h/1\nGET http://h/2\nGET http://h/3\nGET http://h/4\n", options);
    assert_int_equal(run.server->requests, 2);
    assert_int_equal(run.outcome.entries.items[0].index, 2);
}

static void goes_on_after_a_failure_only_when_it_is_told_to(void **state) {
    const char *content = "GET http://h/1\nHTTP 404\nGET http://h/2\nHTTP 200\n";
    run run = run_text(*state, content);
    assert_int_equal(run.server->requests, 1);
    run = run_with(*state, "x.hurl", content,
                   (execution_options){.request = default_options, .continues_on_error = true});
    assert_int_equal(run.server->requests, 2);
    assert_false(run.outcome.has_passed);
    run = run_with(*state, "x.hurl", content, (execution_options){.request = default_options, .ignores_asserts = true});
    assert_passed(&run);
}

static void repeats_a_failure_when_it_is_told_to_go_on(void **state) {
    run run = run_with(*state, "x.hurl", "GET http://h/1\n[Options]\nrepeat: 3\nHTTP 404\n",
                       (execution_options){.request = default_options, .continues_on_error = true});
    assert_int_equal(run.server->requests, 3);
    assert_false(run.outcome.has_passed);
}

static void leaves_the_control_api_out_where_there_is_none(void **state) {
    run run = run_with(*state, "x.hurl", "POST http://h/_gabi/clock\nHTTP 201\nGET http://h/x\nHTTP 200\n",
                       (execution_options){.request = default_options, .skips_control = true});
    assert_passed(&run);
    assert_int_equal(run.server->requests, 1);
    assert_true(run.outcome.entries.items[0].is_skipped_control);
}

static void sends_no_cookies_of_a_section_beside_a_header_of_them(void **state) {
    run run = run_text(*state, "GET http://h/set?a=1\nGET http://h/1\nCookie: c=3\n[Cookies]\nb: 2\n");
    assert_shows(log_of(&run), "Cookie: a=1\n");
    assert_shows(log_of(&run), "Cookie: c=3\n");
    assert_shows_not(log_of(&run), "b=2");
}

static void sends_no_body_with_head(void **state) {
    run run = run_text(*state, "HEAD http://h/1\n{\"a\": 1}\n");
    assert_passed(&run);
    assert_shows(log_of(&run), "Content-Type: application/json\n");
    assert_shows_not(log_of(&run), "Content-Length");
    assert_shows_not(log_of(&run), "{\"a\"");
}

static void says_how_requests_go_over_a_network(void **state) {
    execution_options options = {.request = default_options};
    options.request.has_network = true;
    run run = run_with(*state, "x.hurl", "GET http://h/1\n[Options]\ndigest: true\nuser: anna:lotus\n", options);
    assert_passed(&run);
    assert_true(run.server->connection->has_digest);
    assert_string(run.server->connection->user, "anna:lotus");
    assert_shows_not(log_of(&run), "Authorization");
    run = run_with(*state, "x.hurl", "GET http://bob:x@h/1\n[Options]\nntlm: true\nuser: anna:lotus\n", options);
    assert_string(run.server->connection->user, "bob:x");
}

static void minds_the_time_that_an_answer_takes(void **state) {
    run run = run_text(*state, "GET http://h/slow\n[Options]\nmax-time: 10ms\n");
    assert_shows(problems_of(&run), "(28) Operation timed out after ");
}

static void minds_the_size_of_an_answer(void **state) {
    execution_options options = {.request = default_options};
    options.request.most_body_bytes = 1;
    run run = run_with(*state, "x.hurl", "GET http://h/slow\n", options);
    assert_shows(problems_of(&run), "(63) Maximum file size exceeded");
}

/* ---- answers ---- */

static void draws_functions_from_the_world(void **state) {
    run run = run_text(*state, "POST http://h/{{newUuid}}\n{\"at\": \"{{newDate}}\"}\nPOST http://h/{{newUuid}}\n");
    assert_passed(&run);
    assert_shows(log_of(&run), "POST http://h/00000001-0000-4000-8000-000000000000\n");
    assert_shows(log_of(&run), "POST http://h/00000002-0000-4000-8000-000000000000\n");
    assert_shows(log_of(&run), "{\"at\": \"2026-01-05T08:00:00");
    run = run_text(*state,
                   "GET http://h/{{id}}\n[Options]\nvariable: id={{newUuid}}\nrepeat: 2\nGET http://h/{{newUuid}}\n");
    assert_shows(log_of(&run), "GET http://h/00000002-0000-4000-8000-000000000000\n");
    assert_shows(log_of(&run), "GET http://h/00000003-0000-4000-8000-000000000000\n");
}

static void keeps_captures_and_hides_secrets(void **state) {
    run run = run_text(*state, "GET http://h/1\nHTTP 200\n[Captures]\nid: jsonpath \"$.id\"\n"
                               "name: jsonpath \"$.name\" redact\nGET http://h/{{id}}/{{name}}\n[Options]\n"
                               "verbose: true\n");
    assert_passed(&run);
    assert_shows(log_of(&run), "GET http://h/7/anna\n");
    assert_int_equal(run.outcome.entries.items[0].captures.count, 2);
    assert_string(run.outcome.entries.items[0].captures.items[1].name, "name");
    assert_shows(run.outcome.log.data, "> GET /7/*** HTTP/1.1\n");
    assert_shows_not(run.outcome.log.data, "anna");
}

static void logs_bodies_as_what_they_are(void **state) {
    run run = run_text(*state, "POST http://h/gzip\n[Options]\nvery-verbose: true\n`one\\n\\ntwo`\n");
    assert_shows(run.outcome.log.data, "* Request body:\n* one\n*\n* two\n*\n");
    assert_shows(run.outcome.log.data, "* Response body:\n* hello\n*\n");
    run = run_text(*state, "POST http://h/x\nContent-Type: image/png\n[Options]\nvery-verbose: true\nhex,00ff;\n");
    assert_shows(run.outcome.log.data, "* Request body:\n* Bytes <00ff...>\n*\n");
}

static void writes_answers_to_files_or_to_the_output(void **state) {
    arena *arena = *state;
    const char *folder = folder_fixture(arena), *path = arena_printf(arena, "%s/x.hurl", folder);
    text written;
    run run = run_with(arena, path,
                       "GET http://h/gzip\n[Options]\noutput: deep/er.txt\ncompressed: true\nHTTP 200\n`hello`\n"
                       "GET http://h/lines\n[Options]\noutput: -\n",
                       (execution_options){.request = default_options});
    assert_passed(&run);
    assert_success(collect_read(arena, text_format(arena, "%s/deep/er.txt", folder), &written));
    assert_string(written, "hello");
    assert_string(run.outcome.output, "one\ntwo\nthree\nfour\n");
    run = run_with(arena, path, "GET http://h/x\n[Options]\noutput: ../x\n",
                   (execution_options){.request = default_options});
    assert_shows(problems_of(&run), "unauthorized access to file ../x");
}

static void tells_of_each_assert_and_its_line(void **state) {
    run run = run_text(*state, "GET http://h/x\nHTTP 200\nContent-Type: text/html\nX: y\n[Asserts]\n"
                               "jsonpath \"$.id\" == 7\njsonpath \"$.id\" == 8\n`no`\n");
    static const struct {
        size_t line;
        bool holds;
    } expected[] = {{2, true}, {2, true}, {3, false}, {4, false}, {8, false}, {6, true}, {7, false}};
    const assert_result_list *asserts = &run.outcome.entries.items[0].asserts;
    assert_int_equal(asserts->count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < asserts->count; i++) {
        assert_int_equal(source_place(&run.source, asserts->items[i].start).line, expected[i].line);
        assert_int_equal(!asserts->items[i].problem, expected[i].holds);
    }
    assert_int_equal(run.outcome.entries.items[0].problems.count, 4);
}

/* ---- how problems are shown ---- */

typedef struct shown {
    const char *content;
    const char *problem;
} shown;

static const shown problems[] = {
    {"GET http://h/x\nHTTP 404\n[Asserts]\nstatus == 404\n", "Assert status code\n"
                                                             "  --> x.hurl:2:6\n"
                                                             "   |\n"
                                                             "   | GET http://h/x\n"
                                                             " 2 | HTTP 404\n"
                                                             "   |      ^^^ actual value is <200>\n"
                                                             "   |\n"},
    {"GET http://h/x\nHTTP 200\n[Asserts]\n\tjsonpath\t\"$.id\" == 8\n", "Assert failure\n"
                                                                         "  --> x.hurl:4:0\n"
                                                                         "   |\n"
                                                                         "   | GET http://h/x\n"
                                                                         "   | ...\n"
                                                                         " 4 |     jsonpath    \"$.id\" == 8\n"
                                                                         "   |   actual:   integer <7>\n"
                                                                         "   |   expected: integer <8>\n"
                                                                         "   |\n"},
    {"GET http://h/lines\nHTTP 200\n```\none\ntwo\n3\n4\n```\n", "Assert body value\n"
                                                                 "  --> x.hurl:6:1\n"
                                                                 "   |\n"
                                                                 "   | GET http://h/lines\n"
                                                                 "   | ...\n"
                                                                 " 6 | 3\n"
                                                                 "   |   -3\n"
                                                                 "   |   -4\n"
                                                                 "   |   +three\n"
                                                                 "   |   +four\n"
                                                                 "   |\n"},
    {"GET http://h/lines\nHTTP 200\n```\none\ntwo\nmore\nthree\nfour\n```\n", "Assert body value\n"
                                                                              "  --> x.hurl:6:1\n"
                                                                              "   |\n"
                                                                              "   | GET http://h/lines\n"
                                                                              "   | ...\n"
                                                                              " 6 | more\n"
                                                                              "   |   -more\n"
                                                                              "   |\n"},
    {"GET http://h/x\nHTTP 200\n\tX-\xC3\xA9: 1\n", "Header not found\n"
                                                    "  --> x.hurl:3:2\n"
                                                    "   |\n"
                                                    "   | GET http://h/x\n"
                                                    "   | ...\n"
                                                    " 3 |     X-\xC3\xA9: 1\n"
                                                    "   |     ^^^ this header has not been found in the response\n"
                                                    "   |\n"},
};

static void shows_problems_as_hurl_does(void **state) {
    for (size_t i = 0; i < sizeof problems / sizeof *problems; i++) {
        run run = run_text(*state, problems[i].content);
        assert_string_equal(problems_of(&run), problems[i].problem);
    }
}

/* ---- curl ---- */

static void tells_the_curl_command_of_a_request(void **state) {
    static const char *const cases[][2] = {
        {"GET http://h/a\n", "curl 'http://h/a'"},
        {"HEAD http://h/a\n", "curl --head 'http://h/a'"},
        {"POST http://h/a\n", "curl --request POST 'http://h/a'"},
        {"PUT http://h/a?b=[c]\nX: it's\nY:\n{\"a\":\n1}\n",
         "curl --request PUT --header $'X: it\\'s' --header 'Y;' --header 'Content-Type: application/json' "
         "--data $'{\"a\":\\n1}' --globoff 'http://h/a?b=[c]'"},
        {"POST http://h/a\n[Form]\na: b c\n[Query]\nd: \xC3\xA9\n[Cookies]\ne: f\n",
         "curl --data 'a=b%20c' --cookie 'e=f' 'http://h/a?d=%C3%A9'"},
        {"POST http://h/a\n[Options]\nlocation: true\ncompressed: true\nuser: a:b\nmax-redirs: 3\nmax-time: 9s\n"
         "hex,00ff;\n",
         "curl --header 'Content-Type: application/octet-stream' --data $'\\x00\\xff' --compressed --location "
         "--max-redirs 3 --max-time 9 --user 'a:b' 'http://h/a'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        run run = run_text(*state, cases[i][0]);
        assert_string(run.outcome.entries.items[0].curl, cases[i][1]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(sends_headers_in_the_order_of_libcurl),
        TEST(leaves_a_path_as_it_is_and_asks_for_compression),
        TEST(sends_forms_and_parts_with_files),
        TEST(names_parts_by_the_type_that_the_entry_gives),
        TEST(refuses_files_outside_of_its_folder),
        TEST(finds_files_below_the_root_that_it_is_given),
        TEST(finds_credentials_in_netrc_files),
        TEST(signs_requests_for_aws),
        TEST(says_what_is_wrong_with_a_url),
        TEST(follows_redirects_where_it_is_told_to),
        TEST(keeps_the_body_of_a_request_that_keeps_its_method),
        TEST(shows_credentials_to_other_hosts_only_when_they_are_trusted),
        TEST(ends_redirects_that_do_not),
        TEST(keeps_cookies_from_request_to_request),
        TEST(lets_cookies_expire_by_the_clock_of_the_world),
        TEST(begins_with_cookies_that_it_is_given),
        TEST(warns_once_of_each_old_name_where_asserts_are_looked_at),
        TEST(warns_of_a_comment_that_is_no_cookie_and_of_old_names),
        TEST(tries_again_by_the_clock_of_the_world),
        TEST(gives_up_what_would_go_on_for_ever),
        TEST(stops_at_the_end_of_time),
        TEST(repeats_delays_and_skips),
        TEST(runs_a_part_of_the_file),
        TEST(goes_on_after_a_failure_only_when_it_is_told_to),
        TEST(repeats_a_failure_when_it_is_told_to_go_on),
        TEST(leaves_the_control_api_out_where_there_is_none),
        TEST(sends_no_cookies_of_a_section_beside_a_header_of_them),
        TEST(sends_no_body_with_head),
        TEST(says_how_requests_go_over_a_network),
        TEST(minds_the_time_that_an_answer_takes),
        TEST(minds_the_size_of_an_answer),
        TEST(draws_functions_from_the_world),
        TEST(keeps_captures_and_hides_secrets),
        TEST(logs_bodies_as_what_they_are),
        TEST(writes_answers_to_files_or_to_the_output),
        TEST(tells_of_each_assert_and_its_line),
        TEST(shows_problems_as_hurl_does),
        TEST(tells_the_curl_command_of_a_request),
    };
    return RUN_TESTS(tests);
}
