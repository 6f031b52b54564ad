#include "cli/completion.h"

#include "cli/commands.h"

const char *const completion_shells[] = {"bash", "fish", "zsh", NULL};

/* What may stand behind an option. */
typedef enum value_form { VALUE_NONE, VALUE_FILE, VALUE_FOLDER, VALUE_CHOICE, VALUE_ANY } value_form;

/* "FILE", "FILE[:PASSWORD]" and "PATH" */
static bool is_file(const char *argument) {
    return strncmp(argument, "FILE", strlen("FILE")) == 0 || strcmp(argument, "PATH") == 0;
}

static value_form value_form_of(const option *option) {
    return option_is_alone(option)                 ? VALUE_NONE
           : is_file(option->argument)             ? VALUE_FILE
           : strcmp(option->argument, "DIR") == 0  ? VALUE_FOLDER
           : strchr(option->argument, '|') != NULL ? VALUE_CHOICE
                                                   : VALUE_ANY;
}

static bool is_repeatable(const option *option) {
    return option->type == OPTION_PATHS || option->type == OPTION_DEFINITION || option->type == OPTION_REQUEST;
}

/* What every command has besides. */
static const option common_rows[] = {
    {"--help", OPTION_FLAG, 0, 0, NULL, "print the options", 'h'},
    {"--version", OPTION_FLAG, 0, 0, NULL, "print the version", 'V'},
};
static const option_group common_options = {"", common_rows, sizeof common_rows / sizeof *common_rows};

/* The index-th group of options that the command has, the common ones last; NULL behind them. */
static const option_group *group_at(const command_form *command, size_t index) {
    size_t count = 0;
    while (count < MOST_OPTION_GROUPS && command->groups[count])
        count++;
    return index < count ? command->groups[index] : index == count ? &common_options : NULL;
}

/* Calls act for each option of the command that is not refused. */
static void each_option(buffer *out, const command_form *command,
                        void (*act)(buffer *out, const command_form *command, const option *option)) {
    const option_group *group;
    for (size_t i = 0; (group = group_at(command, i)); i++)
        for (size_t j = 0; j < group->count; j++)
            if (group->items[j].type != OPTION_REFUSED)
                act(out, command, &group->items[j]);
}

/* The first words of an option's help, up to where it goes into details. */
static text brief(const option *option) {
    static const char *const ends[] = {"; ", " (", ": ", ". "};
    text help = text_of(option->help);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t end = text_find(help, text_of(ends[i]));
        help = text_upto(help, end);
    }
    return help;
}

/* "short long" of "short|long" */
static void put_alternatives(buffer *out, const option *option) {
    for (const char *each = option->argument; *each; each++)
        buffer_append_char(out, *each == '|' ? ' ' : *each);
}

static void put_commands(buffer *out) {
    for (const command_form *each = commands; each->name; each++)
        buffer_format(out, "%s ", each->name);
    buffer_append(out, TEXT("help"));
}

static void put_choices(buffer *out, const command_form *command) {
    for (size_t i = 0; command->choices && command->choices[i]; i++)
        buffer_format(out, "%s%s", i ? " " : "", command->choices[i]);
}

/* With a backslash before each of the characters. */
static void put_escaped(buffer *out, text plain, const char *characters) {
    for (size_t i = 0; i < plain.length; i++) {
        if (strchr(characters, plain.data[i]))
            buffer_append_char(out, '\\');
        buffer_append_char(out, plain.data[i]);
    }
}

/* ---- bash ---- */

static void put_bash_name(buffer *out, const command_form *command, const option *option) {
    (void)command;
    buffer_format(out, " %s", option->name);
    if (option->letter)
        buffer_format(out, " -%c", option->letter);
}

static void put_bash_value(buffer *out, const command_form *command, const option *option) {
    (void)command;
    value_form form = value_form_of(option);
    if (form == VALUE_NONE)
        return;
    buffer_format(out, "        %s", option->name);
    if (option->letter)
        buffer_format(out, " | -%c", option->letter);
    buffer_format(out, ") kind=%s",
                  form == VALUE_FILE     ? "file"
                  : form == VALUE_FOLDER ? "folder"
                  : form == VALUE_CHOICE ? "word words='"
                                         : "nothing");
    if (form == VALUE_CHOICE) {
        put_alternatives(out, option);
        buffer_append_char(out, '\'');
    }
    buffer_append(out, TEXT(" ;;\n"));
}

static void put_bash_command(buffer *out, const command_form *command) {
    buffer_format(out, "    %s)\n        operand=%s words='", command->name,
                  command->choices       ? "word"
                  : command->takes_paths ? "file"
                                         : "nothing");
    put_choices(out, command);
    buffer_append(out, TEXT("' options='"));
    each_option(out, command, put_bash_name);
    buffer_append(out, TEXT("'\n        case $option in\n"));
    each_option(out, command, put_bash_value);
    buffer_append(out, TEXT("        esac\n        ;;\n"));
}

static const char bash_start[] =
    "_gabi_emu() {\n"
    "    local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]} command=serve\n"
    "    local kind='' operand=nothing words='' options=''\n"
    "    COMPREPLY=()\n"
    "    # To the shell --name=value is three words.\n"
    "    if [[ $word == = ]]; then\n"
    "        word=\n"
    "    elif [[ $option == = ]]; then\n"
    "        option=${COMP_WORDS[COMP_CWORD - 2]}\n"
    "    fi\n"
    "    if [[ $COMP_CWORD -gt 1 && ${COMP_WORDS[1]} != -* ]]; then\n"
    "        command=${COMP_WORDS[1]}\n"
    "    fi\n"
    "    case $command in\n";

static const char bash_end[] = "    if [[ -z $kind && $word == -* ]]; then\n"
                               "        kind=word words=$options\n"
                               "    elif [[ -z $kind && $COMP_CWORD -eq 1 ]]; then\n"
                               "        kind=word words=$commands\n"
                               "    elif [[ -z $kind ]]; then\n"
                               "        kind=$operand\n"
                               "    fi\n"
                               "    case $kind in\n"
                               "    file) mapfile -t COMPREPLY < <(compgen -f -- \"$word\") ;;\n"
                               "    folder) mapfile -t COMPREPLY < <(compgen -d -- \"$word\") ;;\n"
                               "    word) mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\") ;;\n"
                               "    esac\n"
                               "}\n"
                               "complete -o filenames -F _gabi_emu gabi-emu\n";

static void put_bash(buffer *out) {
    buffer_append(out, text_of(bash_start));
    for (const command_form *each = commands; each->name; each++)
        put_bash_command(out, each);
    buffer_append(out, TEXT("    help) operand=word words='"));
    put_commands(out);
    buffer_append(out, TEXT("' ;;\n    esac\n    local commands='"));
    put_commands(out);
    buffer_append(out, TEXT("'\n"));
    buffer_append(out, text_of(bash_end));
}

/* ---- zsh ---- */

/* In single quotes; the characters are those that mean something to _arguments where it stands. */
static void put_zsh_text(buffer *out, text plain, const char *characters) {
    for (size_t i = 0; i < plain.length; i++)
        if (plain.data[i] == '\'')
            buffer_append(out, TEXT("'\\''"));
        else
            put_escaped(out, text_upto(text_from(plain, i), 1), characters);
}

/* A specification for _arguments: '*--name=[explanation]:message:action' */
static void put_zsh_specification(buffer *out, const option *option, const char *name) {
    value_form form = value_form_of(option);
    bool takes_equals = form != VALUE_NONE && name[1] == '-';
    buffer_format(out, "            '%s%s%s[", is_repeatable(option) ? "*" : "", name, takes_equals ? "=" : "");
    put_zsh_text(out, brief(option), "[]:\\");
    buffer_append_char(out, ']');
    if (form != VALUE_NONE) {
        buffer_append_char(out, ':');
        put_zsh_text(out, text_of(option->argument), ":\\");
        buffer_append(out, form == VALUE_FILE     ? TEXT(":_files")
                           : form == VALUE_FOLDER ? TEXT(":_files -/")
                           : form == VALUE_CHOICE ? TEXT(":(")
                                                  : TEXT(": "));
    }
    if (form == VALUE_CHOICE) {
        put_alternatives(out, option);
        buffer_append_char(out, ')');
    }
    buffer_append(out, TEXT("'\n"));
}

static void put_zsh_option(buffer *out, const command_form *command, const option *option) {
    (void)command;
    const char letter[] = {'-', option->letter, '\0'};
    put_zsh_specification(out, option, option->name);
    if (option->letter)
        put_zsh_specification(out, option, letter);
}

static void put_zsh_command(buffer *out, const command_form *command) {
    buffer_format(out, "    %s)\n        specifications=(\n", command->name);
    each_option(out, command, put_zsh_option);
    if (command->choices) {
        buffer_append(out, TEXT("            '1:word:("));
        put_choices(out, command);
        buffer_append(out, TEXT(")'\n"));
    } else if (command->takes_paths) {
        buffer_append(out, TEXT("            '*:file:_files'\n"));
    }
    buffer_append(out, TEXT("        )\n        ;;\n"));
}

static const char zsh_start[] = "_gabi-emu() {\n"
                                "    local -a specifications operands\n"
                                "    local command=serve\n"
                                "    if [[ $CURRENT -gt 2 && $words[2] != -* ]]; then\n"
                                "        command=$words[2]\n"
                                "        shift words\n"
                                "        (( CURRENT-- ))\n"
                                "    else\n"
                                "        operands=('1:command:(";

/* The file is called as a function where it is found in $fpath, and makes the function known where it is sourced. */
static const char zsh_end[] = "    esac\n"
                              "    _arguments $specifications $operands\n"
                              "}\n"
                              "if [[ $funcstack[1] == _gabi-emu ]]; then\n"
                              "    _gabi-emu \"$@\"\n"
                              "else\n"
                              "    compdef _gabi-emu gabi-emu\n"
                              "fi\n";

static void put_zsh(buffer *out) {
    buffer_append(out, text_of(zsh_start));
    put_commands(out);
    buffer_append(out, TEXT(")')\n    fi\n    case $command in\n"));
    for (const command_form *each = commands; each->name; each++)
        put_zsh_command(out, each);
    buffer_append(out, TEXT("    help) operands=('1:command:("));
    put_commands(out);
    buffer_append(out, TEXT(")') ;;\n"));
    buffer_append(out, text_of(zsh_end));
}

/* ---- fish ---- */

static void put_fish_text(buffer *out, text plain) {
    buffer_append_char(out, '\'');
    put_escaped(out, plain, "'\\");
    buffer_append_char(out, '\'');
}

/* Where the command's options and operands stand; serve is what stands without a command, too. */
static void put_fish_condition(buffer *out, const command_form *command) {
    if (command != commands) {
        buffer_format(out, " -n '__fish_seen_subcommand_from %s'", command->name);
        return;
    }
    buffer_append(out, TEXT(" -n 'not __fish_seen_subcommand_from"));
    for (const command_form *each = commands + 1; each->name; each++)
        buffer_format(out, " %s", each->name);
    buffer_append(out, TEXT(" help'"));
}

static void put_fish_option(buffer *out, const command_form *command, const option *option) {
    value_form form = value_form_of(option);
    buffer_append(out, TEXT("complete -c gabi-emu"));
    put_fish_condition(out, command);
    buffer_format(out, " -l %s", option->name + strlen("--"));
    if (option->letter)
        buffer_format(out, " -s %c", option->letter);
    buffer_append(out, form == VALUE_NONE     ? TEXT("")
                       : form == VALUE_FILE   ? TEXT(" -r -F")
                       : form == VALUE_FOLDER ? TEXT(" -x -a '(__fish_complete_directories)'")
                                              : TEXT(" -x"));
    if (form == VALUE_CHOICE) {
        buffer_append(out, TEXT(" -a '"));
        put_alternatives(out, option);
        buffer_append_char(out, '\'');
    }
    buffer_append(out, TEXT(" -d "));
    put_fish_text(out, brief(option));
    buffer_append_char(out, '\n');
}

static void put_fish_command(buffer *out, const command_form *command) {
    buffer_format(out, "complete -c gabi-emu -n __fish_use_subcommand -a %s -d ", command->name);
    put_fish_text(out, text_of(command->summary));
    buffer_append_char(out, '\n');
    each_option(out, command, put_fish_option);
    if (!command->choices && !command->takes_paths)
        return;
    buffer_append(out, TEXT("complete -c gabi-emu"));
    put_fish_condition(out, command);
    buffer_append(out, command->choices ? TEXT(" -a '") : TEXT(" -F"));
    put_choices(out, command);
    buffer_append(out, command->choices ? TEXT("'\n") : TEXT("\n"));
}

static void put_fish(buffer *out) {
    buffer_append(out, TEXT("complete -c gabi-emu -f\n"));
    for (const command_form *each = commands; each->name; each++)
        put_fish_command(out, each);
    buffer_append(out, TEXT("complete -c gabi-emu -n __fish_use_subcommand -a help -d 'print a command\\'s options'\n"
                            "complete -c gabi-emu -n '__fish_seen_subcommand_from help' -a '"));
    put_commands(out);
    buffer_append(out, TEXT("'\n"));
}

/* ---- all of them ---- */

text completion_script(arena *arena, text shell) {
    buffer out = BUFFER(arena);
    buffer_format(&out, "%s# Completion of gabi-emu, as `gabi-emu completion %.*s` prints it.\n\n",
                  text_equal(shell, TEXT("zsh")) ? "#compdef gabi-emu\n" : "", TEXT_ARGS(shell));
    if (text_equal(shell, TEXT("bash")))
        put_bash(&out);
    else if (text_equal(shell, TEXT("fish")))
        put_fish(&out);
    else
        put_zsh(&out);
    return buffer_text(&out);
}
