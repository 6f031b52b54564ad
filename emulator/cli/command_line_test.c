#include "cli/command_line.h"

#include "core/testing.h"

#define PARSE(arena_, line_, ...)                                                                                      \
    command_line_parse((arena_), (int)(sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *)),                        \
                       (char *const *)(const void *)(const char *[]){__VA_ARGS__}, (line_))

static void serves_on_the_usual_ports_by_default(void **state) {
    command_line line;
    assert_success(command_line_parse(*state, 0, NULL, &line));
    assert_int_equal(line.command, COMMAND_SERVE);
    assert_int_equal(line.port, 4566);
    assert_int_equal(line.api_port, 3000);
    assert_false(line.has_sample);
}

static void reads_options_in_both_forms(void **state) {
    command_line line;
    assert_success(PARSE(*state, &line, "serve", "--port=0", "--api-port", "81", "--data", "d", "--durable", "--sample",
                         "--seed", "7", "--strict-auth", "--template", "t.json", "--credentials=c"));
    assert_int_equal(line.port, 0);
    assert_int_equal(line.api_port, 81);
    assert_string_equal(line.data_folder, "d");
    assert_true(line.is_durable && line.has_sample && line.is_strict_auth && line.has_seed);
    assert_int_equal(line.seed, 7);
    assert_string_equal(line.template_path, "t.json");
    assert_string_equal(line.credentials_path, "c");
}

static void reads_the_paths_of_test(void **state) {
    command_line line;
    assert_success(PARSE(*state, &line, "test", "a.hurl", "--jobs", "3", "--", "--odd.hurl"));
    assert_int_equal(line.command, COMMAND_TEST);
    assert_int_equal(line.jobs, 3);
    assert_int_equal(line.path_count, 2);
    assert_string_equal(line.paths[1], "--odd.hurl");
}

static void knows_help_and_version(void **state) {
    command_line line;
    assert_success(PARSE(*state, &line, "serve", "--help"));
    assert_int_equal(line.command, COMMAND_HELP);
    assert_success(PARSE(*state, &line, "-V"));
    assert_int_equal(line.command, COMMAND_VERSION);
}

static void says_what_is_wrong(void **state) {
    static const struct {
        const char *arguments[4];
        int count;
        const char *message;
    } cases[] = {
        {{"--fly"}, 1, "unknown option --fly; see gabi-emu --help"},
        {{"fly"}, 1, "unknown command fly; see gabi-emu --help"},
        {{"--port"}, 1, "--port needs a value; see gabi-emu --help"},
        {{"--port", "many"}, 2, "--port needs a number, not many; see gabi-emu --help"},
        {{"--port", "70000"}, 2, "--port needs a port up to 65535, not 70000; see gabi-emu --help"},
        {{"--port", "-1"}, 2, "--port needs a number, not -1; see gabi-emu --help"},
        {{"--port", "3000"}, 2, "--port and --api-port must differ; see gabi-emu --help"},
        {{"--sample=yes"}, 1, "--sample takes no value; see gabi-emu --help"},
        {{"--durable"}, 1, "--durable needs --data DIR; see gabi-emu --help"},
        {{"--data", ""}, 2, "--data needs a path; see gabi-emu --help"},
        {{"--jobs", "2"}, 2, "--jobs is an option of test only; see gabi-emu --help"},
        {{"test", "--port", "1"}, 3, "--port is not an option of test; see gabi-emu --help"},
        {{"test"}, 1, "test needs at least one PATH, e.g. scenarios/; see gabi-emu --help"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        command_line line;
        const gabi_error *error =
            command_line_parse(*state, cases[i].count, (char *const *)(const void *)cases[i].arguments, &line);
        assert_error(error, ERROR_INVALID, "Usage");
        assert_string_equal(error->message, cases[i].message);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(serves_on_the_usual_ports_by_default),
        TEST(reads_options_in_both_forms),
        TEST(reads_the_paths_of_test),
        TEST(knows_help_and_version),
        TEST(says_what_is_wrong),
    };
    return RUN_TESTS(tests);
}
