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
    assert_int_equal(line.test.jobs, 3);
    assert_int_equal(line.path_count, 2);
    assert_string_equal(line.paths[1], "--odd.hurl");
}

static void reads_the_options_of_test(void **state) {
    command_line line;
    assert_success(PARSE(*state, &line, "test", "--glob", "a*", "--glob=b*", "--shard", "2/5", "--variable", "a=b=c",
                         "--secret=pin=1", "--repeat", "3", "--shuffle", "0", "--report-junit=j", "--report-tap", "t",
                         "--list", "--color", "--test", "--no-output"));
    assert_int_equal(line.test.globs.count, 2);
    assert_string_equal(line.test.globs.items[1], "b*");
    assert_int_equal(line.test.shard.number, 2);
    assert_int_equal(line.test.shard.count, 5);
    assert_string_equal(line.test.variables.items[0], "a=b=c");
    assert_string_equal(line.test.secrets.items[0], "pin=1");
    assert_int_equal(line.test.repeat, 3);
    assert_true(line.test.is_shuffled && line.test.lists_only && line.test.has_colour);
    assert_string_equal(line.test.report_junit, "j");
    assert_string_equal(line.test.report_tap, "t");
    assert_int_equal(line.path_count, 0);
}

static void reads_what_hurl_has_for_output(void **state) {
    command_line line;
    assert_success(PARSE(*state, &line, "test", "-", "--repeat", "-1"));
    assert_int_equal(line.path_count, 1);
    assert_string_equal(line.paths[0], "-");
    assert_int_equal(line.test.repeat, -1);
    assert_success(PARSE(*state, &line, "test", "a", "-c", "jar", "-o", "-", "-i", "--json", "--curl", "c",
                         "--max-filesize=9", "--no-pretty", "--verbosity=brief", "-n"));
    assert_string_equal(line.test.cookie_jar, "jar");
    assert_string_equal(line.test.output_file, "-");
    assert_string_equal(line.test.curl_file, "c");
    assert_true(line.test.prints_headers && line.test.prints_json);
    assert_int_equal(line.test.most_body_bytes, 9);
    assert_string_equal(line.test.request_options.items[0], "verbosity: brief");
    assert_string_equal(line.test.request_options.items[1], "netrc: true");
}

static void reads_options_of_connections(void **state) {
    command_line line;
    assert_success(PARSE(*state, &line, "test", "a", "-k", "-E", "c.pem:pw", "--key=k", "-x", "p:1", "--no-proxy", "h",
                         "-4", "-0", "--connect-timeout", "3", "--resolve", "h:1:::1"));
    const string_list *options = &line.test.request_options;
    static const char *const expected[] = {"insecure: true",      "cert: c.pem:pw",  "key: k",
                                           "proxy: p:1",          "ipv4: true",      "http1.0: true",
                                           "connect-timeout: 3s", "resolve: h:1:::1"};
    assert_int_equal(options->count, 8);
    for (size_t i = 0; i < 8; i++)
        assert_string_equal(options->items[i], expected[i]);
    assert_string_equal(line.test.no_proxy, "h");
}

static void reads_options_of_requests(void **state) {
    command_line line;
    assert_success(
        PARSE(*state, &line, "test", "a", "-L", "-H", "X: y", "--retry=-1", "-v", "-A", "me", "-m", "7", "-m", "7ms"));
    const string_list *options = &line.test.request_options;
    assert_int_equal(options->count, 6);
    assert_string_equal(options->items[0], "location: true");
    assert_string_equal(options->items[1], "header: X: y");
    assert_string_equal(options->items[2], "retry: -1");
    assert_string_equal(options->items[3], "verbose: true");
    assert_string_equal(options->items[4], "max-time: 7s");
    assert_string_equal(options->items[5], "max-time: 7ms");
    assert_string_equal(line.test.user_agent, "me");
}

static void reads_the_options_of_explore(void **state) {
    command_line line;
    assert_success(PARSE(*state, &line, "explore", "a.hurl", "--seeds", "5000", "--seed=7", "--jobs", "2", "--clients",
                         "3", "--replay", "b.hurl", "--template", "t.json"));
    assert_int_equal(line.command, COMMAND_EXPLORE);
    assert_int_equal(line.explore.seed_count, 5000);
    assert_int_equal(line.seed, 7);
    assert_int_equal(line.explore.jobs, 2);
    assert_int_equal(line.explore.clients, 3);
    assert_string_equal(line.explore.replay_path, "b.hurl");
    assert_string_equal(line.paths[0], "a.hurl");
}

static void reads_the_shell_of_completion(void **state) {
    command_line line;
    assert_success(PARSE(*state, &line, "completion", "fish"));
    assert_int_equal(line.command, COMMAND_COMPLETION);
    assert_string_equal(line.choice, "fish");
}

static void knows_help_and_version(void **state) {
    command_line line;
    assert_success(PARSE(*state, &line, "--help"));
    assert_int_equal(line.command, COMMAND_HELP);
    assert_null(line.topic);
    assert_success(PARSE(*state, &line, "-V"));
    assert_int_equal(line.command, COMMAND_VERSION);
}

static void helps_with_one_command(void **state) {
    command_line line;
    assert_success(PARSE(*state, &line, "test", "--jobs", "--help"));
    assert_int_equal(line.command, COMMAND_HELP);
    assert_string_equal(line.topic, "test");
    assert_success(PARSE(*state, &line, "help", "serve"));
    assert_string_equal(line.topic, "serve");
    assert_non_null(strstr(command_line_help(*state, "test").data, "\n  --jobs N "));
    assert_null(strstr(command_line_help(*state, "test").data, "--port"));
    assert_non_null(strstr(command_line_help(*state, NULL).data, "gabi-emu test [options] PATH..."));
}

typedef struct wrong_line {
    const char *arguments[6];
    const char *message;
} wrong_line;

static const wrong_line wrong_lines[] = {
    {{"--fly"}, "unknown option --fly; see gabi-emu --help"},
    {{"fly"}, "unknown command fly; see gabi-emu --help"},
    {{"tests"}, "unknown command tests (did you mean test?); see gabi-emu --help"},
    {{"help", "serv"}, "unknown command serv (did you mean serve?); see gabi-emu --help"},
    {{"test", "--retri", "1"}, "unknown option --retri (did you mean --retry?); see gabi-emu help test"},
    {{"explore", "a", "--seeds=0"}, "--seeds needs a number from 1; see gabi-emu help explore"},
    {{"help", "fly"}, "unknown command fly; see gabi-emu --help"},
    {{"--port"}, "--port needs a value; see gabi-emu --help"},
    {{"--port", "many"}, "--port needs a number, not many; see gabi-emu --help"},
    {{"--port", ""}, "--port needs a number, not nothing; see gabi-emu --help"},
    {{"--port", "70000"}, "--port needs a port up to 65535, not 70000; see gabi-emu --help"},
    {{"--port", "-1"}, "--port needs a number, not -1; see gabi-emu --help"},
    {{"--port", "3000"}, "--port and --api-port must differ; see gabi-emu --help"},
    {{"--sample=yes"}, "--sample takes no value; see gabi-emu --help"},
    {{"--durable"}, "--durable needs --data DIR; see gabi-emu --help"},
    {{"--data", ""}, "--data needs a path; see gabi-emu --help"},
    {{"--jobs", "2"}, "--jobs is an option of test, not of serve; see gabi-emu --help"},
    {{"test", "--port", "1"}, "--port is an option of serve, not of test; see gabi-emu help test"},
    {{"test", "--fly"}, "unknown option --fly; see gabi-emu help test"},
    {{"explore"}, "explore needs one FILE, a scenario; see gabi-emu help explore"},
    {{"explore", "a", "--clients", "17"}, "--clients needs a number from 1 to 16, not 17; see gabi-emu help explore"},
    {{"explore", "a", "b"}, "explore needs one FILE, a scenario; see gabi-emu help explore"},
    {{"serve", "--archive=a", "--sample"},
     "--archive is all of a world: it goes with neither --template, --sample, --seed nor --data; see gabi-emu --help"},
    {{"completion"}, "completion needs bash, fish or zsh, not nothing; see gabi-emu help completion"},
    {{"completion", "tcsh"}, "completion needs bash, fish or zsh, not tcsh; see gabi-emu help completion"},
    {{"completion", "bash", "zsh"}, "completion takes one argument, zsh is one too many; see gabi-emu help completion"},
    {{"test", "a", "--jobs", "0"}, "--jobs needs a number from 1 to 1024, not 0; see gabi-emu help test"},
    {{"test", "a", "--repeat", "-2"}, "--repeat needs a number from 1 to 1024, or -1, not -2; see gabi-emu help test"},
    {{"test", "a", "--repeat", "0"}, "--repeat needs a number from 1 to 1024, or -1, not 0; see gabi-emu help test"},
    {{"test", "a", "--repeat=-1", "--report-tap=t"},
     "--repeat -1 has no end: it goes neither with --watch nor with reports; see gabi-emu help test"},
    {{"test", "-", "--step"}, "--step has the standard input for its commands; see gabi-emu help test"},
    {{"test", "a", "--step", "--repeat", "2"},
     "--step goes neither with --watch, --list, --jobs nor --repeat; see gabi-emu help test"},
    {{"test", "-", "--watch"}, "--watch cannot watch the standard input; see gabi-emu help test"},
    {{"test", "a", "--include"}, "--include needs --output FILE; see gabi-emu help test"},
    {{"test", "a", "--ssl-no-revoke"},
     "--ssl-no-revoke: it is for Windows, where gabi-emu does not run; see gabi-emu help test"},
    {{"test", "a", "--shard", "0/2"}, "--shard needs a part like 1/3, not 0/2; see gabi-emu help test"},
    {{"test", "a", "--shard", "3/2"}, "--shard needs a part like 1/3, not 3/2; see gabi-emu help test"},
    {{"test", "a", "--shard", "2"}, "--shard needs a part like 1/3, not 2; see gabi-emu help test"},
    {{"test", "a", "--variable", "x"}, "--variable needs a name=value, not x; see gabi-emu help test"},
    {{"test", "a", "--secret", "=x"}, "--secret needs a name=value, not =x; see gabi-emu help test"},
    {{"test", "a", "--glob="}, "--glob needs a path; see gabi-emu help test"},
    {{"test", "a", "--from-entry=3", "--to-entry=2"},
     "--from-entry must not be behind --to-entry; see gabi-emu help test"},
    {{"test", "a", "--location=no"}, "--location takes no value; see gabi-emu help test"},
    {{"test", "a", "--against", "localhost"},
     "--against needs an address like http://127.0.0.1:3000, not localhost; see gabi-emu help test"},
    {{"test", "a", "--against=http://x", "--watch"},
     "--against has a cloud already: it goes neither with --template, --archive nor --watch; see gabi-emu help test"},
    {{"test", "a", "--error-format", "brief"}, "--error-format needs short or long, not brief; see gabi-emu help test"},
    {{"test", "a", "-H"}, "--header needs a value; see gabi-emu help test"},
    {{"test", "a", "--watch", "--list"},
     "--watch goes neither with --list nor with --glob nor with reports; see gabi-emu help test"},
    {{"test", "a", "--color", "--no-color"}, "--color and --no-color exclude each other; see gabi-emu help test"},
};

static void says_what_is_wrong(void **state) {
    for (size_t i = 0; i < sizeof wrong_lines / sizeof *wrong_lines; i++) {
        command_line line;
        int count = 0;
        while (wrong_lines[i].arguments[count])
            count++;
        const gabi_error *error =
            command_line_parse(*state, count, (char *const *)(const void *)wrong_lines[i].arguments, &line);
        assert_error(error, ERROR_INVALID, "Usage");
        assert_string_equal(error->message, wrong_lines[i].message);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(serves_on_the_usual_ports_by_default),
        TEST(reads_options_in_both_forms),
        TEST(reads_the_paths_of_test),
        TEST(reads_the_options_of_test),
        TEST(reads_what_hurl_has_for_output),
        TEST(reads_options_of_connections),
        TEST(reads_options_of_requests),
        TEST(reads_the_options_of_explore),
        TEST(reads_the_shell_of_completion),
        TEST(knows_help_and_version),
        TEST(helps_with_one_command),
        TEST(says_what_is_wrong),
    };
    return RUN_TESTS(tests);
}
