#include "cloud.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/folder_fixture.h"
#include "core/json.h"
#include "data_folder.h"
#include "project.h"

typedef struct opened {
    cloud *cloud;
    project project;
} opened;

static void ignore_warning(void *reporter, text logical_id, text type, const char *what) {
    (void)reporter, (void)logical_id, (void)type, (void)what;
}

static const cloud_reporter reporter = {ignore_warning, NULL};

static opened open_cloud(arena *arena, bool has_sample) {
    opened self;
    cloud_options options = {
        .clock = WORLD_CLOCK_FROZEN,
        .frozen_at_ms = INT64_C(1767600000000),
        .credentials = credentials_new(arena),
        .api_address = TEXT("http://localhost:3000"),
    };
    assert_success(project_read(arena, "infra/template.json", &self.project));
    assert_success(cloud_open(arena, &options, &self.cloud));
    assert_success(cloud_deploy(self.cloud, arena, self.project.template_document, &reporter));
    if (has_sample)
        assert_success(cloud_load_sample(self.cloud, arena, self.project.sample_document));
    return self;
}

/* The answer to a request as it comes in from outside; fields are "Name: value" pairs. */
static http_response ask(cloud *cloud, arena *arena, edge_entry entry, const char *method, const char *target,
                         const char *name, const char *value, const char *body) {
    http_request request = http_request_to(text_of(method), text_of(target));
    http_response response = {0};
    http_fields_add(arena, &request.headers, TEXT("Host"), TEXT("localhost"));
    if (name)
        http_fields_add(arena, &request.headers, text_of(name), text_of(value));
    request.body = HTTP_BODY_BYTES(text_of(body));
    cloud_answer(cloud, entry, arena, &request, &response);
    return response;
}

static size_t count_classes(cloud *cloud, arena *arena, const char *world) {
    http_response response = ask(cloud, arena, EDGE_API, "GET", "/classes", world ? "X-Gabi-World" : NULL, world, "");
    const json *body;
    assert_int_equal(response.status, 200);
    assert_success(json_parse(arena, response.content.bytes, 16, &body));
    return json_count(json_member(body, "classes"));
}

static void delete_class(cloud *cloud, arena *arena, const char *world, const char *class_id) {
    transport *client = cloud_client(cloud, arena, text_of(world));
    http_request request = http_request_to(TEXT("POST"), TEXT("/"));
    http_response response;
    http_fields_add(arena, &request.headers, TEXT("Host"), TEXT("localhost:4566"));
    http_fields_add(arena, &request.headers, TEXT("Content-Type"), TEXT("application/x-amz-json-1.0"));
    http_fields_add(arena, &request.headers, TEXT("X-Amz-Target"), TEXT("DynamoDB_20120810.DeleteItem"));
    http_fields_add(arena, &request.headers, TEXT("X-Amz-Date"), TEXT("20260105T080000Z"));
    http_fields_add(arena, &request.headers, TEXT("Authorization"),
                    TEXT("AWS4-HMAC-SHA256 Credential=nobody/20260105/eu-central-1/dynamodb/aws4_request, "
                         "SignedHeaders=host;x-amz-date, Signature=0"));
    request.body = HTTP_BODY_BYTES(
        text_format(arena, "{\"TableName\":\"Classes\",\"Key\":{\"classId\":{\"S\":\"%s\"}}}", class_id));
    assert_success(client->send(client, arena, TEXT("http://localhost:4566"), &request, &response));
    assert_int_equal(response.status, 200);
}

static void worlds_do_not_see_each_other(void **state) {
    opened self = open_cloud(*state, true);
    delete_class(self.cloud, *state, "one", "class-yin");
    assert_int_equal(count_classes(self.cloud, *state, "one"), 9);
    assert_int_equal(count_classes(self.cloud, *state, "two"), 10);
    assert_int_equal(count_classes(self.cloud, *state, NULL), 10);
    cloud_close(self.cloud);
}

static const char *draw_in_upkeep(cloud *cloud, arena *arena, const char *name) {
    world *world;
    invocation upkeep;
    assert_success(cloud_world(cloud, arena, text_of(name), &world));
    world_begin_upkeep(world, &upkeep);
    text uuid = world_uuid(world, arena);
    world_end_invocation(&upkeep);
    return uuid.data;
}

static void a_world_draws_the_same_ids_however_many_there_were_before(void **state) {
    opened opened = open_cloud(*state, true);
    const char *first = draw_in_upkeep(opened.cloud, *state, "first");
    assert_string_equal(draw_in_upkeep(opened.cloud, *state, "second"), first);
    assert_string_equal(draw_in_upkeep(opened.cloud, *state, "third"), first);
    cloud_close(opened.cloud);
}

static void a_world_that_was_dropped_begins_anew(void **state) {
    opened self = open_cloud(*state, true);
    delete_class(self.cloud, *state, "one", "class-yin");
    cloud_drop(self.cloud, TEXT("one"));
    assert_int_equal(count_classes(self.cloud, *state, "one"), 10);
    cloud_close(self.cloud);
}

static void reset_puts_a_world_back_to_its_beginning(void **state) {
    opened self = open_cloud(*state, true);
    delete_class(self.cloud, *state, "one", "class-yin");
    delete_class(self.cloud, *state, "two", "class-yin");
    assert_int_equal(ask(self.cloud, *state, EDGE_AWS, "POST", "/_gabi/reset", "X-Gabi-World", "one", "").status, 204);
    assert_int_equal(count_classes(self.cloud, *state, "one"), 10);
    assert_int_equal(count_classes(self.cloud, *state, "two"), 9);
    cloud_close(self.cloud);
}

static void refuses_names_that_are_none(void **state) {
    opened self = open_cloud(*state, false);
    http_response response = ask(self.cloud, *state, EDGE_API, "GET", "/classes", "X-Gabi-World", "a b", "");
    assert_int_equal(response.status, 400);
    assert_true(text_find(response.content.bytes, TEXT("invalid_name")) != TEXT_NOT_FOUND);
    cloud_close(self.cloud);
}

static void tells_what_it_serves(void **state) {
    opened self = open_cloud(*state, false);
    static const char *const targets[] = {"/_gabi/health", "/_localstack/health"};
    for (size_t i = 0; i < 2; i++) {
        http_response response = ask(self.cloud, *state, EDGE_AWS, "GET", targets[i], NULL, NULL, "");
        assert_int_equal(response.status, 200);
        assert_true(text_find(response.content.bytes, TEXT("\"dynamodb\":\"running\"")) != TEXT_NOT_FOUND);
        assert_true(text_find(response.content.bytes, TEXT("\"version\":\"" GABI_VERSION "\"")) != TEXT_NOT_FOUND);
    }
    assert_int_equal(ask(self.cloud, *state, EDGE_AWS, "GET", "/_gabi/nothing", NULL, NULL, "").status, 404);
    cloud_close(self.cloud);
}

static void refuses_togethers_that_mean_nothing(void **state) {
    opened self = open_cloud(*state, false);
    static const char *const bodies[] = {"",
                                         "{}",
                                         "{\"requests\":[]}",
                                         "{\"requests\":[{}]}",
                                         "{\"seed\":\"x\",\"requests\":[]}",
                                         "{\"requests\":[{\"path\":\"nowhere\"}]}"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        assert_int_equal(ask(self.cloud, *state, EDGE_AWS, "POST", "/_gabi/together", NULL, NULL, bodies[i]).status,
                         400);
    cloud_close(self.cloud);
}

static void says_which_service_it_does_not_have(void **state) {
    opened self = open_cloud(*state, false);
    http_response response = ask(self.cloud, *state, EDGE_AWS, "POST", "/", NULL, NULL, "");
    assert_int_equal(response.status, 501);
    assert_true(text_find(response.content.bytes, TEXT("it has no signature, no X-Amz-Target and no AWS host name. "
                                                       "gabi-emu emulates apigateway, lambda, dynamodb")) !=
                TEXT_NOT_FOUND);
    response = ask(self.cloud, *state, EDGE_AWS, "POST", "/", "X-Amz-Target", "Trains_2020.Go", "");
    assert_int_equal(response.status, 501);
    assert_true(text_find(response.content.bytes,
                          TEXT("gabi-emu knows none for its X-Amz-Target \\\"Trains_2020.Go\\\"")) != TEXT_NOT_FOUND);
    cloud_close(self.cloud);
}

/* ---- kept in a folder ---- */

static const char *make_folder(arena *arena) { return arena_printf(arena, "%s/data", folder_fixture(arena)); }

/* In a process of its own, as a folder is locked until its process ends. */
static int in_another_process(void (*run)(const char *folder), const char *folder) {
    pid_t child = fork();
    if (child == 0) {
        run(folder);
        _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static opened open_in_folder(arena *arena, const char *folder, bool *ret_is_new) {
    opened self = open_cloud(arena, true);
    assert_success(
        cloud_keep_in_folder(self.cloud, arena, folder, false, self.project.template_document, &reporter, ret_is_new));
    return self;
}

static void keep_and_delete(const char *folder) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    bool is_new;
    opened self = open_in_folder(arena, folder, &is_new);
    assert_true(is_new);
    delete_class(self.cloud, arena, "default", "class-yin");
}

static void finds_again_what_it_kept_in_a_folder(void **state) {
    const char *folder = make_folder(*state);
    assert_int_equal(in_another_process(keep_and_delete, folder), 0);
    bool is_new;
    opened self = open_in_folder(*state, folder, &is_new);
    assert_false(is_new);
    assert_int_equal(count_classes(self.cloud, *state, NULL), 9);
    assert_int_equal(count_classes(self.cloud, *state, "other"), 10);
    cloud_close(self.cloud);
}

static void control(cloud *cloud, arena *arena, const char *method, const char *path, const char *body, int status) {
    http_response response = ask(cloud, arena, EDGE_AWS, method, path, NULL, NULL, body);
    if (response.status != status)
        print_error("%s %s: %.*s\n", method, path, TEXT_ARGS(response.content.bytes));
    assert_int_equal(response.status, status);
}

static void go_back_and_set_the_clock(const char *folder) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    bool is_new;
    opened self = open_in_folder(arena, folder, &is_new);
    delete_class(self.cloud, arena, "default", "class-yin");
    control(self.cloud, arena, "PUT", "/_gabi/snapshots/nine", "", 201);
    delete_class(self.cloud, arena, "default", "class-nidra");
    control(self.cloud, arena, "POST", "/_gabi/worlds", "{\"name\":\"eight\",\"from\":\"default\"}", 201);
    control(self.cloud, arena, "POST", "/_gabi/snapshots/nine/restore", "", 204);
    assert_int_equal(count_classes(self.cloud, arena, "default"), 9);
    assert_int_equal(count_classes(self.cloud, arena, "eight"), 8);
    control(self.cloud, arena, "PUT", "/_gabi/clock", "{\"now\":\"2026-01-05T09:00:00Z\"}", 200);
}

static void a_folder_keeps_what_a_world_went_back_to_and_its_clock(void **state) {
    const char *folder = make_folder(*state);
    assert_int_equal(in_another_process(go_back_and_set_the_clock, folder), 0);
    bool is_new;
    world *world;
    opened self = open_in_folder(*state, folder, &is_new);
    assert_success(cloud_world(self.cloud, *state, TEXT("default"), &world));
    assert_int_equal(world_now_ms(world) / 1000, 1767603600);
    assert_int_equal(count_classes(self.cloud, *state, NULL), 9);
    cloud_close(self.cloud);
}

static void delete_all(const char *folder) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    bool is_new;
    opened self = open_in_folder(arena, folder, &is_new);
    delete_class(self.cloud, arena, "default", "class-yin");
    control(self.cloud, arena, "DELETE", "/_gabi/worlds/default", "", 204);
}

static void a_folder_does_not_keep_what_was_ended(void **state) {
    const char *folder = make_folder(*state);
    assert_int_equal(in_another_process(delete_all, folder), 0);
    bool is_new;
    opened self = open_in_folder(*state, folder, &is_new);
    assert_int_equal(count_classes(self.cloud, *state, NULL), 10);
    cloud_close(self.cloud);
}

static void restore_archive(const char *folder) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    bool is_new;
    opened self = open_in_folder(arena, folder, &is_new);
    delete_class(self.cloud, arena, "default", "class-yin");
    http_response archive = ask(self.cloud, arena, EDGE_AWS, "GET", "/_gabi/archive", NULL, NULL, "");
    assert_int_equal(archive.status, 200);
    control(self.cloud, arena, "POST", "/_gabi/reset", "", 204);
    assert_int_equal(count_classes(self.cloud, arena, "default"), 10);
    http_request request = http_request_to(TEXT("PUT"), TEXT("/_gabi/archive"));
    http_response response = {0};
    request.body = HTTP_BODY_BYTES(archive.content.bytes);
    cloud_answer(self.cloud, EDGE_AWS, arena, &request, &response);
    assert_int_equal(response.status, 204);
}

static void a_folder_keeps_the_world_of_an_archive(void **state) {
    const char *folder = make_folder(*state);
    assert_int_equal(in_another_process(restore_archive, folder), 0);
    bool is_new;
    opened self = open_in_folder(*state, folder, &is_new);
    assert_false(is_new);
    assert_int_equal(count_classes(self.cloud, *state, NULL), 9);
    cloud_close(self.cloud);
}

static void write_file(arena *arena, const char *folder, const char *name, const char *content) {
    mkdir(folder, 0700);
    FILE *file = fopen(arena_printf(arena, "%s/%s", folder, name), "w");
    assert_non_null(file);
    fputs(content, file);
    fclose(file);
}

static void fills_a_folder_whose_first_start_was_interrupted(void **state) {
    const char *folder = make_folder(*state);
    write_file(*state, folder, "format", "gabi-emu data, format 4\n");
    write_file(*state, folder, "world.sqlite", "");
    bool is_new;
    opened self = open_in_folder(*state, folder, &is_new);
    assert_true(is_new);
    assert_int_equal(count_classes(self.cloud, *state, NULL), 10);
    cloud_close(self.cloud);
}

static void refuses_folder(arena *arena, const char *folder, const char *message) {
    data_folder opened;
    const gabi_error *error = data_folder_open(arena, folder, &opened);
    assert_error(error, ERROR_UNAVAILABLE, "DataFolder");
    assert_string_equal(error->message, arena_printf(arena, "%s%s", folder, message));
}

static void refuses_a_folder_of_another_format(void **state) {
    const char *folder = make_folder(*state);
    assert_int_equal(in_another_process(keep_and_delete, folder), 0);
    write_file(*state, folder, "format", "gabi-emu data, format 99\n");
    refuses_folder(*state, folder, ": has format 99, this gabi-emu reads format 4");
}

static void refuses_a_folder_that_belongs_to_somebody_else(void **state) {
    const char *folder = make_folder(*state);
    write_file(*state, folder, "format", "A3, landscape\n");
    refuses_folder(*state, folder, "/format: not the format file of a gabi-emu data folder");
    char content[32] = "";
    FILE *file = fopen(arena_printf(*state, "%s/format", folder), "r");
    assert_non_null(fgets(content, sizeof content, file));
    fclose(file);
    assert_string_equal(content, "A3, landscape\n");
}

static void names_a_database_that_is_none(void **state) {
    const char *folder = make_folder(*state);
    write_file(*state, folder, "format", "gabi-emu data, format 4\n");
    write_file(*state, folder, "world.sqlite", "This is a text, whatever its name says, and long enough to be read.");
    refuses_folder(*state, folder, "/world.sqlite: file is not a database");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(worlds_do_not_see_each_other),
        TEST(a_world_draws_the_same_ids_however_many_there_were_before),
        TEST(a_world_that_was_dropped_begins_anew),
        TEST(reset_puts_a_world_back_to_its_beginning),
        TEST(refuses_names_that_are_none),
        TEST(tells_what_it_serves),
        TEST(refuses_togethers_that_mean_nothing),
        TEST(says_which_service_it_does_not_have),
        TEST(finds_again_what_it_kept_in_a_folder),
        TEST(a_folder_keeps_what_a_world_went_back_to_and_its_clock),
        TEST(a_folder_does_not_keep_what_was_ended),
        TEST(a_folder_keeps_the_world_of_an_archive),
        TEST(fills_a_folder_whose_first_start_was_interrupted),
        TEST(refuses_a_folder_of_another_format),
        TEST(refuses_a_folder_that_belongs_to_somebody_else),
        TEST(names_a_database_that_is_none),
    };
    return RUN_TESTS(tests);
}
