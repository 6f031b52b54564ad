/* Queries: what an assert or a capture looks at. */
#include "runner/operation.h"

static const problem *find_status(evaluation *evaluation, const step *step, const value *input,
                                  const value *const operands[MOST_OPERANDS], const value **ret_value) {
    (void)step, (void)input, (void)operands;
    *ret_value = value_of_integer(evaluation->arena, evaluation->exchange->response->status);
    return NULL;
}

static const problem *find_version(evaluation *evaluation, const step *step, const value *input,
                                   const value *const operands[MOST_OPERANDS], const value **ret_value) {
    (void)step, (void)input, (void)operands;
    *ret_value = value_of_string(evaluation->arena, TEXT("1.1"));
    return NULL;
}

static const problem *find_url(evaluation *evaluation, const step *step, const value *input,
                               const value *const operands[MOST_OPERANDS], const value **ret_value) {
    (void)step, (void)input, (void)operands;
    *ret_value = value_of_string(evaluation->arena, evaluation->exchange->url);
    return NULL;
}

static const problem *find_duration(evaluation *evaluation, const step *step, const value *input,
                                    const value *const operands[MOST_OPERANDS], const value **ret_value) {
    (void)step, (void)input, (void)operands;
    *ret_value = value_of_integer(evaluation->arena, evaluation->exchange->duration_ms);
    return NULL;
}

/* One value, or the list of several fields of that name. */
static const problem *find_header(evaluation *evaluation, const step *step, const value *input,
                                  const value *const operands[MOST_OPERANDS], const value **ret_value) {
    const http_fields *headers = &evaluation->exchange->response->headers;
    value_list values = {0};
    (void)step, (void)input;
    for (size_t i = 0; i < headers->count; i++)
        if (text_equal_ignore_case(headers->items[i].name, operands[0]->text))
            value_list_add(evaluation->arena, &values, value_of_string(evaluation->arena, headers->items[i].value));
    *ret_value = values.count == 0   ? NULL
                 : values.count == 1 ? values.items[0]
                                     : value_of_list(evaluation->arena, values);
    return NULL;
}

static const problem *find_body(evaluation *evaluation, const step *step, const value *input,
                                const value *const operands[MOST_OPERANDS], const value **ret_value) {
    (void)input, (void)operands;
    text body = evaluation->exchange->body;
    if (!text_is_utf8(body))
        return problem_new(evaluation->arena, step->span, "Invalid decoding",
                           "the body is not UTF-8; use the query bytes");
    *ret_value = value_of_string(evaluation->arena, body);
    return NULL;
}

static const problem *find_bytes(evaluation *evaluation, const step *step, const value *input,
                                 const value *const operands[MOST_OPERANDS], const value **ret_value) {
    (void)step, (void)input, (void)operands;
    *ret_value = value_of_bytes(evaluation->arena, evaluation->exchange->body);
    return NULL;
}

static const problem *find_jsonpath(evaluation *evaluation, const step *step, const value *input,
                                    const value *const operands[MOST_OPERANDS], const value **ret_value) {
    exchange *exchange = evaluation->exchange;
    (void)input;
    if (!exchange->json)
        exchange->json = value_of_json(evaluation->arena, exchange->body);
    if (!exchange->json)
        return problem_new(evaluation->arena, step->span, "Invalid JSON", "the HTTP response is not a valid JSON");
    return jsonpath_find(evaluation, &step->operands[0], operands[0], exchange->json, ret_value);
}

static const problem *find_variable(evaluation *evaluation, const step *step, const value *input,
                                    const value *const operands[MOST_OPERANDS], const value **ret_value) {
    (void)step, (void)input;
    *ret_value = variables_get(evaluation->variables, operands[0]->text);
    return NULL;
}

static const problem *find_regex(evaluation *evaluation, const step *step, const value *input,
                                 const value *const operands[MOST_OPERANDS], const value **ret_value) {
    const regex *regex = operands[0]->regex;
    text group, reason;
    (void)input;
    if (!regex && !regex_compile(evaluation->arena, operands[0]->text, &regex, &reason))
        return problem_new(evaluation->arena, step->span, "Invalid regex", "%.*s", TEXT_ARGS(reason));
    bool is_found = regex_extract(regex, evaluation->exchange->body, &group);
    *ret_value = is_found ? value_of_string(evaluation->arena, group) : NULL;
    return NULL;
}

static const operation operations[] = {
    {.name = "status", .find = find_status},
    {.name = "version", .find = find_version},
    {.name = "url", .find = find_url},
    {.name = "header", .forms = {FORM_STRING}, .find = find_header},
    {.name = "body", .find = find_body},
    {.name = "bytes", .find = find_bytes},
    {.name = "jsonpath", .forms = {FORM_JSONPATH}, .find = find_jsonpath},
    {.name = "regex", .forms = {FORM_REGEX}, .find = find_regex},
    {.name = "variable", .forms = {FORM_STRING}, .find = find_variable},
    {.name = "duration", .find = find_duration},
};

const operation_table query_operations = {operations, sizeof operations / sizeof *operations};
