/* Filters: what becomes of a value on its way to a predicate or a capture. */
#include "core/encoding.h"
#include "runner/operation.h"

static const problem *wrong_input(evaluation *evaluation, const step *step, const value *input) {
    text shown = value_describe(evaluation->arena, input);
    return problem_new(evaluation->arena, step->span, "Filter error", "the filter %s cannot take: %.*s",
                       step->operation->name, TEXT_ARGS(shown));
}

static const problem *filter_count(evaluation *evaluation, const step *step, const value *input,
                                   const value *const operands[MOST_OPERANDS], const value **ret_value) {
    (void)operands;
    bool is_collection = input->kind == VALUE_LIST || input->kind == VALUE_OBJECT;
    if (!is_collection && input->kind != VALUE_BYTES)
        return wrong_input(evaluation, step, input);
    *ret_value =
        value_of_integer(evaluation->arena, (int64_t)(is_collection ? input->items.count : input->text.length));
    return NULL;
}

static const problem *take_item(evaluation *evaluation, const step *step, const value *input, int64_t index,
                                const value **ret_value) {
    if (input->kind != VALUE_LIST)
        return wrong_input(evaluation, step, input);
    if (index < 0)
        index += (int64_t)input->items.count;
    *ret_value = index >= 0 && (size_t)index < input->items.count ? input->items.items[index] : NULL;
    return NULL;
}

static const problem *filter_nth(evaluation *evaluation, const step *step, const value *input,
                                 const value *const operands[MOST_OPERANDS], const value **ret_value) {
    return take_item(evaluation, step, input, operands[0]->integer, ret_value);
}

static const problem *filter_first(evaluation *evaluation, const step *step, const value *input,
                                   const value *const operands[MOST_OPERANDS], const value **ret_value) {
    (void)operands;
    return take_item(evaluation, step, input, 0, ret_value);
}

static const problem *filter_last(evaluation *evaluation, const step *step, const value *input,
                                  const value *const operands[MOST_OPERANDS], const value **ret_value) {
    (void)operands;
    return take_item(evaluation, step, input, -1, ret_value);
}

static const problem *filter_regex(evaluation *evaluation, const step *step, const value *input,
                                   const value *const operands[MOST_OPERANDS], const value **ret_value) {
    const regex *regex = operands[0]->regex;
    text group, reason;
    if (input->kind != VALUE_STRING)
        return wrong_input(evaluation, step, input);
    if (!regex && !regex_compile(evaluation->arena, operands[0]->text, &regex, &reason))
        return problem_new(evaluation->arena, step->span, "Invalid regex", "%.*s", TEXT_ARGS(reason));
    *ret_value = regex_extract(regex, input->text, &group) ? value_of_string(evaluation->arena, group) : NULL;
    return NULL;
}

static const problem *filter_replace(evaluation *evaluation, const step *step, const value *input,
                                     const value *const operands[MOST_OPERANDS], const value **ret_value) {
    text old = operands[0]->text, rest = input->text;
    buffer out = BUFFER(evaluation->arena);
    if (input->kind != VALUE_STRING || text_is_empty(old))
        return wrong_input(evaluation, step, input);
    for (size_t at; (at = text_find(rest, old)) != TEXT_NOT_FOUND; rest = text_from(rest, at + old.length)) {
        buffer_append(&out, text_upto(rest, at));
        buffer_append(&out, operands[1]->text);
    }
    buffer_append(&out, rest);
    *ret_value = value_of_string(evaluation->arena, buffer_text(&out));
    return NULL;
}

static const problem *filter_split(evaluation *evaluation, const step *step, const value *input,
                                   const value *const operands[MOST_OPERANDS], const value **ret_value) {
    text separator = operands[0]->text, rest = input->text;
    value_list parts = {0};
    if (input->kind != VALUE_STRING || text_is_empty(separator))
        return wrong_input(evaluation, step, input);
    for (size_t at; (at = text_find(rest, separator)) != TEXT_NOT_FOUND; rest = text_from(rest, at + separator.length))
        value_list_add(evaluation->arena, &parts, value_of_string(evaluation->arena, text_upto(rest, at)));
    value_list_add(evaluation->arena, &parts, value_of_string(evaluation->arena, rest));
    *ret_value = value_of_list(evaluation->arena, parts);
    return NULL;
}

static const problem *filter_to_int(evaluation *evaluation, const step *step, const value *input,
                                    const value *const operands[MOST_OPERANDS], const value **ret_value) {
    int64_t integer;
    (void)operands;
    if (input->kind == VALUE_INTEGER)
        integer = input->integer;
    else if (input->kind == VALUE_FLOAT)
        integer = (int64_t)input->number;
    else if (input->kind != VALUE_STRING || !text_to_int64(input->text, &integer))
        return wrong_input(evaluation, step, input);
    *ret_value = value_of_integer(evaluation->arena, integer);
    return NULL;
}

static const problem *filter_to_string(evaluation *evaluation, const step *step, const value *input,
                                       const value *const operands[MOST_OPERANDS], const value **ret_value) {
    text rendered;
    (void)operands;
    if (!value_render(evaluation->arena, input, &rendered))
        return wrong_input(evaluation, step, input);
    *ret_value = value_of_string(evaluation->arena, rendered);
    return NULL;
}

static const problem *filter_jsonpath(evaluation *evaluation, const step *step, const value *input,
                                      const value *const operands[MOST_OPERANDS], const value **ret_value) {
    const value *document = input->kind == VALUE_STRING ? value_of_json(evaluation->arena, input->text) : input;
    if (!document)
        return wrong_input(evaluation, step, input);
    return jsonpath_find(evaluation, &step->operands[0], operands[0], document, ret_value);
}

static const problem *filter_url_encode(evaluation *evaluation, const step *step, const value *input,
                                        const value *const operands[MOST_OPERANDS], const value **ret_value) {
    (void)operands;
    if (input->kind != VALUE_STRING)
        return wrong_input(evaluation, step, input);
    *ret_value = value_of_string(evaluation->arena, percent_encode(evaluation->arena, input->text, false));
    return NULL;
}

static const problem *filter_url_decode(evaluation *evaluation, const step *step, const value *input,
                                        const value *const operands[MOST_OPERANDS], const value **ret_value) {
    (void)operands;
    if (input->kind != VALUE_STRING)
        return wrong_input(evaluation, step, input);
    *ret_value = value_of_string(evaluation->arena, percent_decode(evaluation->arena, input->text, false));
    return NULL;
}

static const operation operations[] = {
    {.name = "count", .find = filter_count},
    {.name = "nth", .forms = {FORM_INTEGER}, .find = filter_nth},
    {.name = "first", .find = filter_first},
    {.name = "last", .find = filter_last},
    {.name = "regex", .forms = {FORM_REGEX}, .find = filter_regex},
    {.name = "replace", .forms = {FORM_STRING, FORM_STRING}, .find = filter_replace},
    {.name = "split", .forms = {FORM_STRING}, .find = filter_split},
    {.name = "toInt", .find = filter_to_int},
    {.name = "toString", .find = filter_to_string},
    {.name = "jsonpath", .forms = {FORM_JSONPATH}, .find = filter_jsonpath},
    {.name = "urlEncode", .find = filter_url_encode},
    {.name = "urlDecode", .find = filter_url_decode},
};

const operation_table filter_operations = {operations, sizeof operations / sizeof *operations};
