#include "cli/command_line.h"

#include <string.h>

#include "cli/commands.h"
#include "explore/explore.h"
#include "runner/suggestion.h"

/* Of explore. */
#define USUAL_SEED_COUNT 1000

/* Where the options of the line's command are told of. */
static const char *hint(arena *arena, const command_line *line) {
    for (const command_form *each = commands + 1; each->name; each++)
        if (each->command == line->command)
            return arena_printf(arena, "help %s", each->name);
    return "--help";
}

static const gabi_error *usage(arena *arena, const command_line *line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static const gabi_error *usage(arena *arena, const command_line *line, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *message = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return error_new(arena, ERROR_INVALID, "Usage", "%s; see gabi-emu %s", message, hint(arena, line));
}

static const gabi_error *unknown_command(arena *arena, const command_line *line, const char *name) {
    for (const command_form *each = commands; each->name; each++)
        if (near_word(&each->name, 1, text_of(name)))
            return usage(arena, line, "unknown command %s (did you mean %s?)", name, each->name);
    return usage(arena, line, "unknown command %s", name);
}

/* ---- help ---- */

static void put_usage(buffer *out, const char *usage, const char *summary) {
    buffer_format(out, "  gabi-emu %-25s %s\n", usage, summary);
}

text command_line_help(arena *arena, const char *topic) {
    buffer out = BUFFER(arena);
    const command_form *command = topic ? command_find(text_of(topic)) : NULL;
    if (command) {
        buffer_format(&out, "Usage: gabi-emu %s\n\n%s\n", command->usage, command->description);
        for (size_t i = 0; i < MOST_OPTION_GROUPS && command->groups[i]; i++)
            option_describe(&out, command->groups[i]);
        if (command->choices)
            return buffer_text(&out);
    } else {
        buffer_append(&out, TEXT("gabi-emu - a local cloud for the studio: API Gateway, Lambda, DynamoDB, Secrets "
                                 "Manager\n\nUsage:\n"));
        for (const command_form *each = commands; each->name; each++)
            put_usage(&out, each->usage, each->summary);
        put_usage(&out, "help COMMAND", "a command's options; also gabi-emu COMMAND --help");
        put_usage(&out, "--version", "the version");
        for (size_t i = 0; i < MOST_OPTION_GROUPS && commands->groups[i]; i++)
            option_describe(&out, commands->groups[i]);
    }
    buffer_append(&out,
                  TEXT("\nKnown access keys: test, and any account number of 12 digits; their secret is test.\n"
                       "Exit status: 0 all is well, 1 a scenario failed, 2 bad usage or the cloud could not start,\n"
                       "130 interrupted.\n"));
    return buffer_text(&out);
}

/* ---- options ---- */

/* The option that is one change away, or NULL. */
static const char *near_option(const command_form *command, text name) {
    for (size_t i = 0; i < MOST_OPTION_GROUPS && command->groups[i]; i++)
        for (size_t j = 0; j < command->groups[i]->count; j++) {
            const char *const candidate[] = {command->groups[i]->items[j].name};
            if (near_word(candidate, 1, name))
                return candidate[0];
        }
    return NULL;
}

/* Why the command has no such option: another one may have it. */
static const gabi_error *refuse_option(arena *arena, const command_line *line, const command_form *command, text name) {
    for (const command_form *each = commands; each->name; each++)
        if (command_option(each, name))
            return usage(arena, line, "%.*s is an option of %s, not of %s", TEXT_ARGS(name), each->name, command->name);
    const char *near = near_option(command, name);
    return usage(arena, line, "unknown option %.*s%s%s%s", TEXT_ARGS(name), near ? " (did you mean " : "",
                 near ? near : "", near ? "?)" : "");
}

/* Reads the option at *index, `--name value` or `--name=value`, and moves on. */
static const gabi_error *read_option(arena *arena, int count, char *const *arguments, int *index,
                                     const command_form *command, command_line *line) {
    const char *argument = arguments[*index];
    const char *equals = strchr(argument, '=');
    text name = equals ? (text){argument, (size_t)(equals - argument)} : text_of(argument);
    const option *option = command_option(command, name);
    if (!option)
        return refuse_option(arena, line, command, name);
    const char *value = equals ? equals + 1 : NULL;
    if (option_is_alone(option) && value)
        return usage(arena, line, "%s takes no value", option->name);
    if (!option_is_alone(option) && !value) {
        if (++*index == count)
            return usage(arena, line, "%s needs a value", option->name);
        value = arguments[*index];
    }
    const gabi_error *error = option_store(arena, option, value, line);
    return error ? usage(arena, line, "%s", error->message) : NULL;
}

/* ---- what fits together ---- */

static bool reports(const test_line *test) {
    return test->report_junit || test->report_tap || test->report_json || test->report_html || test->transcript ||
           test->cookie_jar || test->curl_file || test->output_file || test->prints_json;
}

static const gabi_error *check_test(arena *arena, const command_line *line) {
    const test_line *test = &line->test;
    if (test->from_entry && test->to_entry && test->from_entry > test->to_entry)
        return usage(arena, line, "--from-entry must not be behind --to-entry");
    if (test->error_format && strcmp(test->error_format, "short") != 0 && strcmp(test->error_format, "long") != 0)
        return usage(arena, line, "--error-format needs short or long, not %s", test->error_format);
    if (test->has_colour && test->has_no_colour)
        return usage(arena, line, "--color and --no-color exclude each other");
    if (test->watches && (test->lists_only || test->globs.count > 0 || reports(test)))
        return usage(arena, line, "--watch goes neither with --list nor with --glob nor with reports");
    for (int i = 0; i < line->path_count; i++)
        if ((test->watches || test->steps) && strcmp(line->paths[i], "-") == 0)
            return usage(arena, line,
                         test->watches ? "--watch cannot watch the standard input"
                                       : "--step has the standard input for its commands");
    if (test->steps && (test->watches || test->lists_only || test->jobs || test->repeat != 1 || test->shows_progress))
        return usage(arena, line, "--step goes neither with --watch, --list, --jobs nor --repeat");
    if (test->repeat < 0 && (test->watches || reports(test)))
        return usage(arena, line, "--repeat -1 has no end: it goes neither with --watch nor with reports");
    if (test->prints_headers && !test->output_file)
        return usage(arena, line, "--include needs --output FILE");
    if (test->against && (test->watches || line->template_path || line->archive_path))
        return usage(arena, line,
                     "--against has a cloud already: it goes neither with --template, --archive nor --watch");
    return NULL;
}

static const gabi_error *check_explore(arena *arena, const command_line *line) {
    if (line->path_count != 1)
        return usage(arena, line, "explore needs one FILE, a scenario");
    if (line->explore.seed_count == 0)
        return usage(arena, line, "--seeds needs a number from 1");
    if (line->explore.clients > EXPLORE_MOST_CLIENTS)
        return usage(arena, line, "--clients needs a number from 1 to %d, not %d", EXPLORE_MOST_CLIENTS,
                     line->explore.clients);
    return NULL;
}

static const gabi_error *check_serve(arena *arena, const command_line *line) {
    if (line->is_durable && !line->data_folder)
        return usage(arena, line, "--durable needs --data DIR");
    if (line->port == line->api_port && line->port != 0)
        return usage(arena, line, "--port and --api-port must differ");
    return NULL;
}

static const gabi_error *check_choice(arena *arena, const command_line *line, const command_form *command) {
    buffer all = BUFFER(arena);
    for (const char *const *each = command->choices; *each; each++) {
        if (line->choice && strcmp(line->choice, *each) == 0)
            return NULL;
        buffer_format(&all, "%s%s", each == command->choices ? "" : each[1] ? ", " : " or ", *each);
    }
    return usage(arena, line, "%s needs %s, not %s", command->name, buffer_text(&all).data,
                 line->choice ? line->choice : "nothing");
}

static const gabi_error *check_archive(arena *arena, const command_line *line) {
    bool has_seed = line->has_seed && line->command != COMMAND_EXPLORE; /* whose seed is another */
    if (line->archive_path && (line->template_path || line->has_sample || has_seed || line->data_folder))
        return usage(arena, line,
                     "--archive is all of a world: it goes with neither --template, --sample, --seed nor "
                     "--data");
    return NULL;
}

/* ---- all of it ---- */

static bool asks_for(int count, char *const *arguments, const char *name, const char *letter) {
    for (int i = 0; i < count && strcmp(arguments[i], "--") != 0; i++)
        if (strcmp(arguments[i], name) == 0 || strcmp(arguments[i], letter) == 0)
            return true;
    return false;
}

/* `help`, `help COMMAND` and `COMMAND --help`. */
static const gabi_error *read_help(arena *arena, int count, char *const *arguments, command_line *line) {
    bool is_word = strcmp(arguments[0], "help") == 0;
    line->command = COMMAND_HELP;
    if (is_word && count > 1 && arguments[1][0] != '-') {
        line->topic = arguments[1];
        if (!command_find(text_of(line->topic)))
            return unknown_command(arena, line, line->topic);
    } else if (!is_word && command_find(text_of(arguments[0]))) {
        line->topic = arguments[0];
    }
    return NULL;
}

static const gabi_error *read_arguments(arena *arena, int count, char *const *arguments, const command_form *command,
                                        command_line *line) {
    char **paths = arena_alloc(arena, (size_t)(count + 1) * sizeof *paths);
    bool options_end = false;
    for (int index = 0; index < count; index++) {
        if (!options_end && strcmp(arguments[index], "--") == 0)
            options_end = true;
        else if (!options_end && arguments[index][0] == '-' && arguments[index][1])
            TRY(read_option(arena, count, arguments, &index, command, line));
        else if (command->takes_paths)
            paths[line->path_count++] = arguments[index];
        else if (command->choices && !line->choice)
            line->choice = arguments[index];
        else if (command->choices)
            return usage(arena, line, "%s takes one argument, %s is one too many", command->name, arguments[index]);
        else
            return unknown_command(arena, line, arguments[index]);
    }
    if (command->choices)
        TRY(check_choice(arena, line, command));
    line->paths = paths;
    TRY(check_archive(arena, line));
    switch (line->command) {
    case COMMAND_TEST: return check_test(arena, line);
    case COMMAND_EXPLORE: return check_explore(arena, line);
    case COMMAND_COMPLETION: return NULL;
    default: return check_serve(arena, line);
    }
}

const gabi_error *command_line_parse(arena *arena, int count, char *const *arguments, command_line *ret_line) {
    command_line line = {.command = COMMAND_SERVE,
                         .port = 4566,
                         .api_port = 3000,
                         .test = {.repeat = 1},
                         .explore = {.seed_count = USUAL_SEED_COUNT}};
    const command_form *command = count > 0 ? command_find(text_of(arguments[0])) : NULL;
    if (asks_for(count, arguments, "--help", "-h") || (count > 0 && strcmp(arguments[0], "help") == 0)) {
        TRY(read_help(arena, count, arguments, &line));
    } else if (asks_for(count, arguments, "--version", "-V")) {
        line.command = COMMAND_VERSION;
    } else if (command) {
        line.command = command->command;
        TRY(read_arguments(arena, count - 1, arguments + 1, command, &line));
    } else {
        TRY(read_arguments(arena, count, arguments, commands, &line));
    }
    *ret_line = line;
    return NULL;
}
