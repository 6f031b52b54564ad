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
        TEST(says_that_there_is_no_sample_when_it_is_asked_for),
    };
    return RUN_TESTS(tests);
}
