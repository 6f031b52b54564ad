#include "cli/test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/against.h"
#include "cli/boot.h"
#include "cli/guest.h"
#include "cli/interruption.h"
#include "cli/step_views.h"
#include "cli/watch_mode.h"
#include "runner/collect.h"
#include "runner/runner.h"

/* The addresses are there; what the environment says, then files, then the command line, wins. */
static const gabi_error *add_variables(arena *arena, const test_line *line, given_variables *variables) {
    TRY(given_add_environment(arena, variables, (const char *const *)environ));
    for (size_t i = 0; i < line->variables_files.count; i++)
        TRY(given_add_file(arena, variables, line->variables_files.items[i], false));
    for (size_t i = 0; i < line->variables.count; i++)
        TRY(given_add(arena, variables, text_of(line->variables.items[i]), false));
    for (size_t i = 0; i < line->secrets_files.count; i++)
        TRY(given_add_file(arena, variables, line->secrets_files.items[i], true));
    for (size_t i = 0; i < line->secrets.count; i++)
        TRY(given_add(arena, variables, text_of(line->secrets.items[i]), true));
    return NULL;
}

/* A terminal that can, and somebody who has not said otherwise (https://no-color.org). */
static bool is_coloured(const test_line *line) {
    const char *without = getenv("NO_COLOR"), *terminal = getenv("TERM");
    bool can = isatty(STDOUT_FILENO) && terminal && strcmp(terminal, "dumb") != 0;
    return line->has_colour || (!line->has_no_colour && can && (!without || !*without));
}

static const gabi_error *make_execution(arena *arena, const test_line *line, execution_options *ret_execution) {
    execution_options execution = {
        .request = default_options,
        .file_root = text_of(line->file_root),
        .from_entry = (size_t)line->from_entry,
        .to_entry = (size_t)line->to_entry,
        .continues_on_error = line->continues_on_error,
        .ignores_asserts = line->ignores_asserts,
        .ignores_cookies = line->ignores_cookies,
    };
    execution.request.has_network = line->against != NULL;
    execution.request.user_agent = text_of(line->user_agent);
    execution.request.most_body_bytes = (int64_t)line->most_body_bytes;
    for (size_t i = 0; i < line->request_options.count; i++) {
        text value = text_of(line->request_options.items[i]), name;
        text_cut(&value, ':', &name);
        TRY(given_set_option(arena, &execution.request, name, text_from(value, 1)));
    }
    execution.request.connection.no_proxy = text_of(line->no_proxy);
    text netrc = execution.request.netrc_file;
    if (!text_is_empty(netrc) && access(text_to_string(arena, netrc), R_OK) != 0)
        return error_new(arena, ERROR_INVALID, "Unreadable", "%.*s: %s", TEXT_ARGS(netrc), strerror(errno));
    if (line->cookie_file)
        TRY(collect_read(arena, text_of(line->cookie_file), &execution.cookie_lines));
    *ret_execution = execution;
    return NULL;
}

/* Without a path, what is piped in is a scenario, as hurl has it; a person at a terminal has forgotten to name one. */
static const gabi_error *find_paths(arena *arena, const command_line *line, runner_options *options) {
    static const char *const standard_input[] = {COLLECT_STANDARD_INPUT};
    options->paths = (const char *const *)line->paths;
    options->path_count = (size_t)line->path_count;
    if (line->path_count > 0 || line->test.globs.count > 0)
        return NULL;
    if (line->test.watches || line->test.steps || isatty(STDIN_FILENO))
        return error_new(arena, ERROR_INVALID, "Usage",
                         "test needs at least one PATH, e.g. scenarios/; see gabi-emu help test");
    options->paths = standard_input;
    options->path_count = 1;
    return NULL;
}

/* What goes to the standard output keeps it for itself. */
static FILE *result_stream(const test_line *test) {
    bool is_taken = test->output_file ? strcmp(test->output_file, "-") == 0 : test->prints_json;
    return is_taken ? stderr : stdout;
}

static const gabi_error *make_options(arena *arena, const command_line *line, runner_options *ret_options) {
    const test_line *test = &line->test;
    runner_options options = {
        .globs = test->globs.items,
        .glob_count = test->globs.count,
        .shard_number = (size_t)test->shard.number,
        .shard_count = (size_t)test->shard.count,
        .repeat = test->repeat > 0 ? (size_t)test->repeat : 0,
        .is_endless = test->repeat < 0,
        .jobs = (size_t)test->jobs,
        .is_shuffled = test->is_shuffled,
        .shuffle_seed = test->shuffle_seed,
        .output = result_stream(test),
        .shows_answers = test->error_format && strcmp(test->error_format, "long") == 0,
        .is_coloured = is_coloured(test),
        .progress = test->shows_progress || isatty(STDERR_FILENO) ? stderr : NULL,
        .report_junit = test->report_junit,
        .report_tap = test->report_tap,
        .report_json = test->report_json,
        .report_html = test->report_html,
        .report_cookies = test->cookie_jar,
        .report_curl = test->curl_file,
        .transcript = test->transcript,
        .answers = test->output_file   ? test->output_file
                   : test->prints_json ? "-"
                                       : NULL,
        .answer_form = test->prints_json      ? ANSWER_RUNS_AS_JSON
                       : test->prints_headers ? ANSWER_WITH_HEADERS
                                              : ANSWER_BODIES,
    };
    TRY(find_paths(arena, line, &options));
    TRY(make_execution(arena, test, &options.execution));
    *ret_options = options;
    return NULL;
}

/* Files one after the other, each step by step; address is where the control API is, empty where there is none. */
static void begin_steps(arena *arena, const command_line *line, text address, runner_options *options) {
    stepper_view *views = arena_alloc(arena, STEP_VIEWS * sizeof *views);
    stepper_options told = {.input = stdin, .output = options->output, .is_typed = isatty(STDIN_FILENO)};
    if (!line->test.steps)
        return;
    if (!text_is_empty(address)) {
        step_views(arena, address, views);
        told.views = views;
        told.view_count = STEP_VIEWS;
    }
    stepper *stepper = stepper_new(arena, &told);
    stepping *stepping = arena_alloc(arena, sizeof *stepping);
    *stepping = stepper_listener(stepper);
    options->execution.stepping = stepping;
    options->execution.is_interrupted = stepper_has_quit(stepper);
    options->progress = NULL;
    options->jobs = 1;
}

/* Runs the scenarios over HTTP. */
static const gabi_error *run_against(arena *arena, const command_line *line, runner_options *options,
                                     enum runner_status *ret_status) {
    against *against;
    TRY(against_new(arena, line->test.against, line->seed, &options->execution.request.connection, &against));
    options->execution.skips_control = against_is_stage(against);
    against_add_addresses(against, arena, &options->variables);
    TRY(add_variables(arena, &line->test, &options->variables));
    options->host = against_host(against);
    begin_steps(arena, line, against_is_stage(against) ? TEXT("") : against_address(against), options);
    return runner_run(arena, options, ret_status);
}

/* Boots a cloud and runs the scenarios in it. */
static const gabi_error *run(arena *arena, const command_line *line, runner_options *options,
                             enum runner_status *ret_status) {
    booted booted;
    TRY(guest_boot(arena, line, line->seed, &booted));
    if (!booted.project.template_path && !line->archive_path)
        fputs("gabi-emu: there is no infra/template.json here or above, so the cloud is empty; --template FILE names "
              "one\n",
              stderr);
    options->host = guest_host(booted.cloud);
    const gabi_error *error = runner_run(arena, options, ret_status);
    cloud_close(booted.cloud);
    TRY(error);
    warnings_print(booted.warnings, stderr);
    return NULL;
}

static const gabi_error *run_here(arena *arena, const command_line *line, runner_options *options,
                                  enum runner_status *ret_status) {
    guest_add_addresses(arena, &options->variables);
    begin_steps(arena, line, guest_aws_address, options);
    TRY(add_variables(arena, &line->test, &options->variables));
    return line->test.watches ? watch_mode(arena, line, options) : run(arena, line, options, ret_status);
}

const gabi_error *test(arena *arena, const command_line *line, int *ret_status) {
    runner_options options;
    enum runner_status status = RUNNER_ALL_PASSED;
    TRY(make_options(arena, line, &options));
    if (!line->test.watches && !line->test.steps)
        options.execution.is_interrupted = interruption_await(arena);
    if (line->test.lists_only)
        TRY(runner_list(arena, &options));
    else if (line->test.against)
        TRY(run_against(arena, line, &options, &status));
    else
        TRY(run_here(arena, line, &options, &status));
    *ret_status = status;
    return NULL;
}
