#include "runner/given.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>

#include "runner/collect.h"
#include "runner/list.h"
#include "runner/parse.h"

/* Functions of templates, which a variable would hide. */
static const char *const function_names[] = {"getEnv", "newDate", "newUuid"};

static const gabi_error *bad_variable(arena *arena, text definition, const char *why) {
    size_t equals = text_index(definition, '=');
    return error_new(arena, ERROR_INVALID, "BadVariable", "the variable %.*s %s",
                     TEXT_ARGS(text_upto(definition, equals)), why);
}

static bool is_all_digits(text t) {
    for (size_t i = 0; i < t.length; i++)
        if (!isdigit((unsigned char)t.data[i]))
            return false;
    return t.length > 0;
}

static bool is_number(arena *arena, text t) {
    int64_t integer;
    char *end;
    if (t.length == 0 || isspace((unsigned char)t.data[0]))
        return false;
    if (text_to_int64(t, &integer) || is_all_digits(t))
        return true;
    const char *string = text_to_string(arena, t);
    strtod(string, &end);
    return *end == '\0' && !strpbrk(string, "xXpPnN(");
}

static const gabi_error *infer(arena *arena, text definition, text spelled, const value **ret_value) {
    if (text_equal(spelled, TEXT("true")) || text_equal(spelled, TEXT("false")))
        *ret_value = value_of_boolean(arena, spelled.data[0] == 't');
    else if (text_equal(spelled, TEXT("null")))
        *ret_value = value_of_json(arena, spelled);
    else if (is_number(arena, spelled))
        *ret_value = value_of_number(arena, spelled);
    else if (!text_starts_with(spelled, TEXT("\"")))
        *ret_value = value_of_string(arena, spelled);
    else if (spelled.length > 1 && text_ends_with(spelled, TEXT("\"")))
        *ret_value = value_of_string(arena, text_upto(text_from(spelled, 1), spelled.length - 2));
    else
        return bad_variable(arena, definition, "has a value that begins with a quote and does not end with one");
    return NULL;
}

static void add(arena *arena, given_variables *self, given_variable variable) {
    *(given_variable *)LIST_ADD(arena, self) = variable;
}

void given_add_string(arena *arena, given_variables *self, text name, text string) {
    add(arena, self, (given_variable){name, value_of_string(arena, string), false});
}

const gabi_error *given_add(arena *arena, given_variables *self, text definition, bool is_secret) {
    text rest = definition, name;
    const value *value;
    text_cut(&rest, '=', &name);
    if (!rest.data || text_is_empty(name))
        return bad_variable(arena, definition, "is not given as name=value");
    if (text_is_one_of(name, function_names, sizeof function_names / sizeof *function_names))
        return bad_variable(arena, definition, "has the name of a function");
    for (size_t i = 0; is_secret && i < self->count; i++)
        if (self->items[i].is_secret && text_equal(self->items[i].name, name))
            return bad_variable(arena, definition, "is a secret that was given already");
    if (is_secret)
        value = value_of_string(arena, rest);
    else
        TRY(infer(arena, definition, rest, &value));
    add(arena, self, (given_variable){name, value, is_secret});
    return NULL;
}

const gabi_error *given_add_file(arena *arena, given_variables *self, const char *path, bool is_secret) {
    text rest, line;
    TRY(collect_read(arena, text_of(path), &rest));
    for (size_t number = 1; text_cut(&rest, '\n', &line); number++) {
        line = text_trim(line);
        if (text_is_empty(line) || text_starts_with(line, TEXT("#")))
            continue;
        const gabi_error *error = given_add(arena, self, line, is_secret);
        if (error)
            return error_new(arena, error->kind, error->code, "%s:%zu: %s", path, number, error->message);
    }
    return NULL;
}

const gabi_error *given_add_environment(arena *arena, given_variables *self, const char *const *environment) {
    static const struct {
        text prefix;
        bool is_secret;
    } kinds[] = {{TEXT_INIT("HURL_VARIABLE_"), false}, {TEXT_INIT("HURL_SECRET_"), true}};
    for (; *environment; environment++)
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
            if (text_starts_with(text_of(*environment), kinds[i].prefix))
                TRY(given_add(arena, self, text_from(text_of(*environment), kinds[i].prefix.length),
                              kinds[i].is_secret));
    return NULL;
}

/* ---- options ---- */

static bool is_text(entry_option_form form) { return form == ENTRY_OPTION_TEXT || form == ENTRY_OPTION_FILE; }

static const problem *set_option(arena *arena, request_options *options, text name, text value) {
    variables none = {0};
    option_setting setting = {.option = entry_option_find(name)};
    parser parser = {arena, value, 0};
    assert(setting.option); /* or whoever calls has a name of its own making */
    if (is_text(setting.option->form))
        setting.literal = value_of_string(arena, value);
    else
        PASS_ON(parse_option_value(&parser, &setting));
    if (setting.is_placeholder || (!is_text(setting.option->form) && !parse_at_end(&parser)))
        return problem_new(arena, (span){0}, "", "the value is not of that kind");
    const option_target target = {arena, &none, options};
    const option_setting_list settings = {&setting, 1, 1};
    return options_apply(&target, &settings);
}

const gabi_error *given_set_option(arena *arena, request_options *options, text name, text value) {
    const problem *problem = set_option(arena, options, name, value);
    return problem ? error_new(arena, ERROR_INVALID, "BadOption", "--%.*s %.*s: %.*s", TEXT_ARGS(name),
                               TEXT_ARGS(value), TEXT_ARGS(problem->message))
                   : NULL;
}

variables given_begin(arena *arena, const given_variables *self) {
    variables variables = {0};
    for (size_t i = 0; i < self->count; i++) {
        const given_variable *each = &self->items[i];
        if (each->is_secret)
            variables_set_secret(arena, &variables, each->name, each->value->text);
        else
            variables_set(arena, &variables, each->name, each->value);
    }
    return variables;
}
