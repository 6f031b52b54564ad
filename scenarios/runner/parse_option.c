/* [Options]: each has a name and a value in the form of its row in the table of options. */
#include <ctype.h>

#include "runner/parse.h"
#include "runner/suggestion.h"

/* A literal, or a placeholder that has a value of its type when it runs. expected says what it is. */
static const problem *read_placeholder(parser *self, const char *expected, option_setting *setting) {
    parser ahead = *self;
    const problem *problem = parse_lone_placeholder(&ahead, &setting->template);
    if (problem)
        return parse_expecting(self, problem->span.start, expected);
    self->at = ahead.at;
    setting->is_placeholder = true;
    return NULL;
}

static const problem *read_boolean(parser *self, option_setting *setting) {
    if (parse_accept(self, "true"))
        setting->literal = value_of_boolean(self->arena, true);
    else if (parse_accept(self, "false"))
        setting->literal = value_of_boolean(self->arena, false);
    else
        return read_placeholder(self, "true|false", setting);
    return NULL;
}

static const problem *read_whole_number(parser *self, int64_t least, const char *expected, option_setting *setting) {
    parser ahead = *self;
    int64_t number;
    bool found;
    if (parse_integer(&ahead, "integer", least < 0, &number, &found) || !found || number < least)
        return read_placeholder(self, expected, setting);
    self->at = ahead.at;
    setting->literal = value_of_integer(self->arena, number);
    return NULL;
}

static const problem *unknown_unit(parser *self, size_t at, text unit) {
    static const char *const units[] = {"ms", "s"};
    return parse_problem_at(self, at, "Parsing duration", "the duration unit is not valid. %s",
                            did_you_mean(self->arena, units, 2, unit, "Valid values are ms, s"));
}

static const problem *read_duration(parser *self, option_setting *setting) {
    static const struct {
        const char *name;
        int64_t ms;
    } units[] = {{"", 1}, {"ms", 1}, {"s", 1000}, {"m", 60000}, {"h", 3600000}};
    int64_t number;
    bool found;
    PASS_ON(parse_integer(self, "natural", false, &number, &found));
    if (!found)
        return read_placeholder(self, "integer", setting);
    size_t start = self->at;
    while (isalpha((unsigned char)parse_peek(self, 0)))
        self->at++;
    text unit = text_upto(text_from(self->input, start), self->at - start);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (text_equal(unit, text_of(units[i].name))) {
            int64_t most = INT64_MAX / units[i].ms;
            setting->literal = value_of_integer(self->arena, (number < most ? number : most) * units[i].ms);
            return NULL;
        }
    return unknown_unit(self, start, unit);
}

static const problem *read_verbosity(parser *self, option_setting *setting) {
    size_t start = self->at;
    while (isalpha((unsigned char)parse_peek(self, 0)))
        self->at++;
    text word = text_upto(text_from(self->input, start), self->at - start);
    static const char *const words[] = {"brief", "verbose", "debug"};
    if (!text_is_one_of(word, words, 3))
        return parse_expecting(self, start, "brief|verbose|debug");
    setting->literal = value_of_string(self->arena, word);
    return NULL;
}

/* ---- variable: name=value ---- */

static const problem *read_variable_name(parser *self, text *ret_name) {
    static const char *const functions[] = {"getEnv", "newDate", "newUuid"};
    size_t start = self->at;
    text name = parse_name(self, "_-");
    if (text_is_empty(name))
        return parse_expecting(self, start, "variable name");
    if (text_is_one_of(name, functions, 3))
        return parse_problem_at(self, start, "Parsing variable",
                                "conflicts with the %.*s function, use a different name", TEXT_ARGS(name));
    *ret_name = name;
    return NULL;
}

static const problem *read_variable_value(parser *self, option_setting *setting) {
    bool found;
    PASS_ON(parse_plain_literal(self, &setting->literal, &found));
    if (found)
        return NULL;
    return parse_is_at(self, "\"") ? parse_quoted(self, &setting->template) : parse_unquoted(self, &setting->template);
}

static const problem *read_variable(parser *self, option_setting *setting) {
    PASS_ON(read_variable_name(self, &setting->name));
    parse_spaces(self);
    PASS_ON(parse_expect(self, "="));
    parse_spaces(self);
    const problem *problem = read_variable_value(self, setting);
    return problem ? parse_expecting(self, problem->span.start, "variable value") : NULL;
}

/* ---- all of them ---- */

const problem *parse_option_value(parser *self, option_setting *setting) {
    switch (setting->option->form) {
    case ENTRY_OPTION_BOOLEAN: return read_boolean(self, setting);
    case ENTRY_OPTION_COUNT: return read_whole_number(self, -1, "integer >= -1", setting);
    case ENTRY_OPTION_NATURAL: return read_whole_number(self, 0, "integer >= 0", setting);
    case ENTRY_OPTION_DURATION: return read_duration(self, setting);
    case ENTRY_OPTION_FILE: return parse_file_name(self, false, &setting->template);
    case ENTRY_OPTION_FILE_AND_PASSWORD: return parse_file_name(self, true, &setting->template);
    case ENTRY_OPTION_VERBOSITY: return read_verbosity(self, setting);
    case ENTRY_OPTION_VARIABLE: return read_variable(self, setting);
    default: return parse_unquoted(self, &setting->template);
    }
}

const problem *parse_option(parser *self, option_setting *ret_setting, bool *ret_found) {
    size_t before = self->at;
    parse_empty_lines(self);
    size_t start = self->at;
    text name = parse_word(self, "-._");
    parse_spaces(self);
    *ret_found = parse_accept(self, ":");
    if (!*ret_found) {
        self->at = before;
        return NULL;
    }
    parse_spaces(self);
    option_setting setting = {.option = entry_option_find(name), .span.start = self->at};
    if (!setting.option)
        return parse_problem_at(self, start, "Parsing option", "the option name is not valid. %s",
                                entry_option_suggest(self->arena, name));
    PASS_ON(parse_option_value(self, &setting));
    setting.span.end = self->at;
    *ret_setting = setting;
    return parse_line_end(self);
}
