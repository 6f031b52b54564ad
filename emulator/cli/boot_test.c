#include "cli/boot.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/guest.h"
#include "core/folder_fixture.h"

/* A folder with no project in it or above. */
static void leave_the_project(arena *arena) { assert_int_equal(chdir(folder_fixture(arena)), 0); }

static void boots_an_empty_cloud_for_scenarios_where_there_is_no_project(void **state) {
    command_line line = {0};
    booted booted;
    leave_the_project(*state);
    assert_success(guest_boot(*state, &line, 0, &booted));
    assert_null(booted.project.template_path);
    assert_false(booted.has_sample);
    cloud_close(booted.cloud);
}

static void boots_a_template_without_sample_data_beside_it(void **state) {
    command_line line = {.template_path = "t.json"};
    booted booted;
    leave_the_project(*state);
    FILE *file = fopen("t.json", "w");
    assert_non_null(file);
    fputs("{\"Resources\":{\"L\":{\"Type\":\"AWS::Logs::LogGroup\"}}}", file);
    fclose(file);
    assert_success(guest_boot(*state, &line, 0, &booted));
    assert_string_equal(booted.project.template_path, "t.json");
    assert_false(booted.has_sample);
    cloud_close(booted.cloud);
}

static void write_archive(arena *arena, const char *path) {
    command_line line = {0};
    booted booted;
    http_request request = http_request_to(TEXT("GET"), TEXT("/_gabi/archive"));
    http_response response = {0};
    http_fields_add(arena, &request.headers, TEXT("Host"), TEXT("localhost:4566"));
    assert_success(guest_boot(arena, &line, 7, &booted));
    transport *client = cloud_client(booted.cloud, arena, TEXT("default"));
    assert_success(client->send(client, arena, guest_aws_address, &request, &response));
    assert_int_equal(response.status, 200);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fwrite(response.content.bytes.data, 1, response.content.bytes.length, file);
    fclose(file);
    cloud_close(booted.cloud);
}

static void boots_the_world_of_an_archive(void **state) {
    command_line line = {.archive_path = "w.gabi"};
    booted booted;
    leave_the_project(*state);
    write_archive(*state, "w.gabi");
    assert_success(guest_boot(*state, &line, 0, &booted));
    assert_int_equal(booted.seed, 7);
    assert_null(booted.project.template_path);
    cloud_close(booted.cloud);
}

static void says_what_is_no_archive(void **state) {
    command_line line = {.archive_path = "t.json"};
    booted booted;
    leave_the_project(*state);
    assert_error(guest_boot(*state, &line, 0, &booted), ERROR_INVALID, "Unreadable");
    FILE *file = fopen("t.json", "w");
    assert_non_null(file);
    fputs("{}", file);
    fclose(file);
    const gabi_error *error = guest_boot(*state, &line, 0, &booted);
    assert_error(error, ERROR_INVALID, "invalid_archive");
    assert_non_null(strstr(error->message, "t.json: "));
}

static void says_that_there_is_no_sample_when_it_is_asked_for(void **state) {
    command_line line = {0};
    booted booted;
    boot_options options = {.line = &line, .clock = WORLD_CLOCK_HOST, .sample = BOOT_WITH_SAMPLE};
    leave_the_project(*state);
    assert_error(boot(*state, &options, &booted), ERROR_INVALID, "NoSample");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(boots_an_empty_cloud_for_scenarios_where_there_is_no_project),
        TEST(boots_a_template_without_sample_data_beside_it),
        TEST(boots_the_world_of_an_archive),
        TEST(says_what_is_no_archive),
        TEST(says_that_there_is_no_sample_when_it_is_asked_for),
    };
    return RUN_TESTS(tests);
}
