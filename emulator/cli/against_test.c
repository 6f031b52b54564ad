/* Scenarios over HTTP, against a cloud behind a server of this process and against a stage that is none. */
#include "cli/against.h"

#include <pthread.h>
#include <stdlib.h>

#include "cloud_fixture.h"
#include "core/folder_fixture.h"
#include "core/json.h"
#include "edge/server.h"

/* ---- the other end ---- */

/* Servers live as long as the process, and so do their arenas. */
static server *open_server(void) {
    static arena *arenas[2];
    static size_t count;
    server *server;
    server_ports any = {0, 0};
    arenas[count] = arena_new(ARENA_REQUEST_CEILING_BYTES);
    assert_success(server_open(arenas[count++], any, &server));
    return server;
}

/* One for all tests. */
static server *cloud_server(void) {
    static server *server;
    if (!server) {
        server = open_server();
        cloud_tell_ports(cloud_fixture_cloud(), server_port(server, EDGE_AWS), server_port(server, EDGE_API));
        server_begin(server, cloud_answer, cloud_fixture_cloud());
    }
    return server;
}

static const char *address(arena *arena, const server *server, edge_entry entry, const char *path) {
    return arena_printf(arena, "http://127.0.0.1:%d%s", server_port(server, entry), path);
}

static char seen_by_stage[4096];
static pthread_mutex_t seeing = PTHREAD_MUTEX_INITIALIZER; /* by the server's threads */

static void answer_as_stage(void *owner, edge_entry entry, arena *arena, http_request *request,
                            http_response *ret_response) {
    (void)owner, (void)entry;
    pthread_mutex_lock(&seeing);
    size_t length = strlen(seen_by_stage);
    snprintf(seen_by_stage + length, sizeof seen_by_stage - length, "%.*s %.*s;", TEXT_ARGS(request->target),
             TEXT_ARGS(http_fields_get(&request->headers, TEXT("X-Gabi-World"))));
    pthread_mutex_unlock(&seeing);
    bool is_known = text_find(request->path, TEXT("_gabi")) == TEXT_NOT_FOUND;
    http_respond(arena, ret_response, is_known ? 200 : 403, TEXT("application/json"), TEXT("{\"message\":\"-\"}"));
}

/* ---- running ---- */

static const char *write_file(arena *arena, const char *content) {
    const char *path = arena_printf(arena, "%s/scenario", folder_fixture(arena));
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(content, file);
    fclose(file);
    return path;
}

static const char *run(arena *arena, against *against, const char *content, enum runner_status expected) {
    const char *path = write_file(arena, content);
    char *output;
    size_t size;
    enum runner_status status;
    runner_options options = {
        .paths = &path,
        .path_count = 1,
        .repeat = 2,
        .host = against_host(against),
        .execution = {.request = default_options, .skips_control = against_is_stage(against)},
        .output = open_memstream(&output, &size),
    };
    against_add_addresses(against, arena, &options.variables);
    assert_success(runner_run(arena, &options, &status));
    fclose(options.output);
    arena_defer(arena, free, output);
    if (status != expected)
        fail_msg("status %d instead of %d:\n%s", status, expected, output);
    return output;
}

/* What a world of its own shows: each of the runs books the one place that there is. */
#define BOOK                                                                                                           \
    "POST {{api}}/auth/login\n{\"email\":\"ben@example.com\",\"password\":\"warrior-two-33\"}\nHTTP 200\n"             \
    "[Captures]\ntoken: jsonpath \"$.accessToken\"\n"                                                                  \
    "POST {{api}}/classes/class-private/book\nAuthorization: Bearer {{token}}\nHTTP 201\n"

static size_t world_count(arena *arena) {
    transport *client = cloud_client(cloud_fixture_cloud(), arena, TEXT("default"));
    http_request request = http_request_to(TEXT("GET"), TEXT("/_gabi/worlds"));
    http_response response = {0};
    const json *answer;
    assert_success(client->send(client, arena, TEXT("http://localhost:4566"), &request, &response));
    assert_success(json_parse(arena, response.content.bytes, 32, &answer));
    return json_count(json_member(answer, "worlds"));
}

static void runs_in_worlds_of_a_gabi_emu_and_drops_them(void **state) {
    arena *arena = *state;
    against *against;
    size_t before = world_count(arena);
    assert_success(against_new(arena, address(arena, cloud_server(), EDGE_API, ""), 7, NULL, &against));
    assert_false(against_is_stage(against));
    run(arena, against, BOOK, RUNNER_ALL_PASSED);
    assert_int_equal(world_count(arena), before);
}

static void finds_both_addresses_by_either(void **state) {
    arena *arena = *state;
    against *against;
    assert_success(against_new(arena, address(arena, cloud_server(), EDGE_AWS, "/"), 0, NULL, &against));
    run(arena, against,
        "GET {{api}}/classes\nHTTP 200\n"
        "POST {{aws}}/_gabi/reset\nHTTP 204\n"
        "POST {{aws}}/\nX-Amz-Target: DynamoDB_20120810.ListTables\n{}\nHTTP *\n[Asserts]\nstatus < 500\n",
        RUNNER_ALL_PASSED);
}

static void goes_by_the_time_and_chance_of_the_world(void **state) {
    arena *arena = *state;
    against *against;
    text uuids[2];
    for (int i = 0; i < 2; i++) {
        runner_world world;
        assert_success(against_new(arena, address(arena, cloud_server(), EDGE_API, ""), 7, NULL, &against));
        runner_host host = against_host(against);
        assert_success(host.open_world(host.owner, arena, TEXT("x"), &world));
        int64_t start_ms = world.now_ms(world.owner);
        assert_true(start_ms >= INT64_C(1767600000000) && start_ms < INT64_C(1767600060000));
        assert_success(world.sleep_ms(world.owner, 3600000)); /* which takes no time here */
        assert_true(world.now_ms(world.owner) >= start_ms + 3600000);
        uuids[i] = world.uuid(world.owner, arena);
        host.close_world(host.owner, TEXT("x"));
    }
    assert_int_equal(uuids[0].length, 36);
    assert_string(uuids[0], uuids[1].data);
}

static void skips_the_control_api_at_a_stage(void **state) {
    arena *arena = *state;
    server *server = open_server();
    server_begin(server, answer_as_stage, NULL);
    against *against;
    assert_success(against_new(arena, address(arena, server, EDGE_API, "/prod/"), 0, NULL, &against));
    assert_true(against_is_stage(against));
    seen_by_stage[0] = '\0';
    const char *output =
        run(arena, against,
            "GET {{api}}/a\nHTTP 200\n\nPOST {{api}}/_gabi/reset\nHTTP 204\n\nGET {{api}}/{{newUuid}}\n"
            "HTTP 200\n",
            RUNNER_ALL_PASSED);
    assert_non_null(strstr(output, "(2 requests, 1 to /_gabi skipped, "));
    assert_non_null(strstr(seen_by_stage, "/prod/a ;"));
    assert_null(strstr(seen_by_stage, "_gabi"));
    run(arena, against, "GET {{aws}}/\n", RUNNER_SOME_FAILED); /* an address that a stage does not tell */
}

static void says_that_nobody_answers(void **state) {
    against *against;
    assert_error(against_new(*state, "http://127.0.0.1:1", 0, NULL, &against), ERROR_UNAVAILABLE, "no_answer");
    const connection by_proxy = {.proxy = TEXT("127.0.0.1:1")};
    const char *there = address(*state, cloud_server(), EDGE_AWS, "");
    assert_error(against_new(*state, there, 0, &by_proxy, &against), ERROR_UNAVAILABLE, "no_answer");
    assert_error(against_new(*state, "http://", 0, NULL, &against), ERROR_INVALID, "bad_url");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(runs_in_worlds_of_a_gabi_emu_and_drops_them),
        TEST(finds_both_addresses_by_either),
        TEST(goes_by_the_time_and_chance_of_the_world),
        TEST(skips_the_control_api_at_a_stage),
        TEST(says_that_nobody_answers),
    };
    return RUN_TESTS(tests);
}
