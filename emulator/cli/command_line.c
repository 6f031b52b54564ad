#include "cli/command_line.h"

#include <stddef.h>
#include <string.h>

#include "core/text.h"

const char command_line_help[] =
    "gabi-emu - a local cloud for the studio: API Gateway, Lambda, DynamoDB, Secrets Manager\n"
    "\n"
    "Usage:\n"
    "  gabi-emu [serve] [options]        run the cloud until interrupted\n"
    "  gabi-emu test [options] PATH...   run scenarios (Hurl files, or folders of them) in this process,\n"
    "                                    each in a world of its own\n"
    "  gabi-emu --help | --version\n"
    "\n"
    "Options of both:\n"
    "  --template FILE     boot from this CloudFormation template (JSON, as `cdk synth` writes it); sample data is\n"
    "                      read from sample.json beside it. Default: infra/template.json here or in a parent\n"
    "                      folder; without one the cloud is empty\n"
    "  --seed N            what ids and tokens are derived from; the same seed gives the same ones\n"
    "                      (default: 0 for test, a random one for serve)\n"
    "\n"
    "Options of serve:\n"
    "  --port N            AWS services on 127.0.0.1:N (default 4566; 0 picks a free port and prints it)\n"
    "  --api-port N        the studio's API on 127.0.0.1:N (default 3000; 0 likewise)\n"
    "  --sample            load the sample data and print its logins\n"
    "  --data DIR          keep the default world in this folder; it survives the process, kill -9 included\n"
    "  --durable           with --data: survive a power cut too (one fsync a write)\n"
    "  --credentials FILE  also know the access keys of this file (the AWS CLI's format)\n"
    "  --strict-auth       refuse unknown access keys, as AWS does, instead of letting them in with a warning\n"
    "\n"
    "Options of test:\n"
    "  --jobs N            scenarios at a time (default: one a core)\n"
    "\n"
    "Known access keys: test, and any account number of 12 digits; their secret is test.\n"
    "Exit status: 0 all is well, 1 a scenario failed, 2 bad usage or the cloud could not start.\n";

/* A bit for each command, so that an option can belong to several. */
enum { OF_SERVE = 1 << COMMAND_SERVE, OF_TEST = 1 << COMMAND_TEST };

typedef enum option_type { OPTION_FLAG, OPTION_PORT, OPTION_COUNT, OPTION_NUMBER, OPTION_PATH } option_type;

typedef struct option {
    const char *name;
    option_type type;
    int commands;
    size_t offset;      /* of the value in command_line */
    size_t flag_offset; /* of a bool that says the option was given; 0: none */
} option;

#define FIELD(name) offsetof(command_line, name)

static const option options[] = {
    {"--port", OPTION_PORT, OF_SERVE, FIELD(port), 0},
    {"--api-port", OPTION_PORT, OF_SERVE, FIELD(api_port), 0},
    {"--data", OPTION_PATH, OF_SERVE, FIELD(data_folder), 0},
    {"--durable", OPTION_FLAG, OF_SERVE, FIELD(is_durable), 0},
    {"--template", OPTION_PATH, OF_SERVE | OF_TEST, FIELD(template_path), 0},
    {"--credentials", OPTION_PATH, OF_SERVE, FIELD(credentials_path), 0},
    {"--strict-auth", OPTION_FLAG, OF_SERVE, FIELD(is_strict_auth), 0},
    {"--sample", OPTION_FLAG, OF_SERVE, FIELD(has_sample), 0},
    {"--seed", OPTION_NUMBER, OF_SERVE | OF_TEST, FIELD(seed), FIELD(has_seed)},
    {"--jobs", OPTION_COUNT, OF_TEST, FIELD(jobs), 0},
};

static const gabi_error *usage(arena *arena, const char *format, const char *argument) {
    return error_new(arena, ERROR_INVALID, "Usage", "%s; see gabi-emu --help",
                     arena_printf(arena, "%s%s", format, argument));
}

static const option *find_option(text name) {
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (text_equal(name, text_of(options[i].name)))
            return &options[i];
    return NULL;
}

static const gabi_error *store_value(arena *arena, const option *option, const char *value, command_line *line) {
    void *field = (char *)line + option->offset;
    int64_t number;
    if (option->type == OPTION_PATH) {
        *(const char **)field = value;
        return *value ? NULL : usage(arena, option->name, " needs a path");
    }
    if (!text_to_int64(text_of(value), &number) || number < 0)
        return usage(arena, arena_printf(arena, "%s needs a number, not ", option->name), value);
    if (option->type == OPTION_PORT && number > 65535)
        return usage(arena, arena_printf(arena, "%s needs a port up to 65535, not ", option->name), value);
    if (option->type == OPTION_COUNT && (number < 1 || number > 1024))
        return usage(arena, arena_printf(arena, "%s needs a number from 1 to 1024, not ", option->name), value);
    if (option->type == OPTION_NUMBER)
        *(uint64_t *)field = (uint64_t)number;
    else
        *(int *)field = (int)number;
    return NULL;
}

/* Reads the option at *index, `--name value` or `--name=value`, and moves on. */
static const gabi_error *read_option(arena *arena, int count, char *const *arguments, int *index, command_line *line) {
    const char *argument = arguments[*index];
    const char *equals = strchr(argument, '=');
    text name = equals ? (text){argument, (size_t)(equals - argument)} : text_of(argument);
    const option *option = find_option(name);
    if (!option)
        return usage(arena, "unknown option ", argument);
    if (!(option->commands & 1 << line->command))
        return usage(arena, option->name,
                     line->command == COMMAND_TEST ? " is not an option of test" : " is an option of test only");
    if (option->flag_offset)
        *(bool *)((char *)line + option->flag_offset) = true;
    if (option->type == OPTION_FLAG) {
        if (equals)
            return usage(arena, option->name, " takes no value");
        *(bool *)((char *)line + option->offset) = true;
        return NULL;
    }
    if (!equals && ++*index == count)
        return usage(arena, option->name, " needs a value");
    return store_value(arena, option, equals ? equals + 1 : arguments[*index], line);
}

static bool asks_for(int count, char *const *arguments, const char *name, const char *letter) {
    for (int i = 0; i < count && strcmp(arguments[i], "--") != 0; i++)
        if (strcmp(arguments[i], name) == 0 || strcmp(arguments[i], letter) == 0)
            return true;
    return false;
}

static const gabi_error *check(arena *arena, const command_line *line) {
    if (line->is_durable && !line->data_folder)
        return usage(arena, "--durable needs --data DIR", "");
    if (line->command == COMMAND_TEST && line->path_count == 0)
        return usage(arena, "test needs at least one PATH, e.g. scenarios/", "");
    if (line->command == COMMAND_SERVE && line->port == line->api_port && line->port != 0)
        return usage(arena, "--port and --api-port must differ", "");
    return NULL;
}

const gabi_error *command_line_parse(arena *arena, int count, char *const *arguments, command_line *ret_line) {
    command_line line = {.command = COMMAND_SERVE, .port = 4566, .api_port = 3000};
    if (asks_for(count, arguments, "--help", "-h") || (count > 0 && strcmp(arguments[0], "help") == 0))
        line.command = COMMAND_HELP;
    else if (asks_for(count, arguments, "--version", "-V"))
        line.command = COMMAND_VERSION;
    if (line.command != COMMAND_SERVE) {
        *ret_line = line;
        return NULL;
    }
    int index = 0;
    if (count > 0 && (strcmp(arguments[0], "test") == 0 || strcmp(arguments[0], "serve") == 0)) {
        line.command = strcmp(arguments[0], "test") == 0 ? COMMAND_TEST : COMMAND_SERVE;
        index = 1;
    }
    char **paths = arena_alloc(arena, (size_t)(count + 1) * sizeof *paths);
    bool options_end = false;
    for (; index < count; index++) {
        if (!options_end && strcmp(arguments[index], "--") == 0)
            options_end = true;
        else if (!options_end && arguments[index][0] == '-')
            TRY(read_option(arena, count, arguments, &index, &line));
        else if (line.command == COMMAND_TEST)
            paths[line.path_count++] = arguments[index];
        else
            return usage(arena, "unknown command ", arguments[index]);
    }
    line.paths = paths;
    TRY(check(arena, &line));
    *ret_line = line;
    return NULL;
}
