#include "runner/answer.h"

#include "core/encoding.h"
#include "runner/diff.h"
#include "runner/list.h"

typedef struct checking {
    const answer_context *context;
    arena *arena;
    const expected_response *expected;
    exchange *exchange;
    evaluation evaluation;
    entry_result *result;
} checking;

static const problem *render(const checking *self, const template *template, text *ret_text) {
    return template_render(self->arena, self->context->variables, template, ret_text);
}

static void add_problem(checking *self, const problem *problem) {
    if (problem)
        *(const struct problem **)LIST_ADD(self->arena, &self->result->problems) = problem;
}

static void add_assert(checking *self, span span, const problem *problem) {
    assert_result *added = LIST_ADD(self->arena, &self->result->asserts);
    *added = (assert_result){span.start, problem};
    add_problem(self, problem);
}

/* ---- version and status ---- */

static void check_version_and_status(checking *self) {
    const expected_response *expected = self->expected;
    text version = self->exchange->version;
    int status = self->exchange->response->status;
    bool is_version = text_equal(expected->version, TEXT("HTTP")) || text_equal(expected->version, version);
    add_assert(self, expected->version_span,
               is_version ? NULL
                          : problem_new(self->arena, expected->version_span, "Assert HTTP version",
                                        "actual value is <%.*s>", TEXT_ARGS(version)));
    if (expected->status != ANY_STATUS)
        add_assert(self, expected->status_span,
                   expected->status == status ? NULL
                                              : problem_new(self->arena, expected->status_span, "Assert status code",
                                                            "actual value is <%d>", status));
}

/* ---- captures ---- */

static const problem *capture_value(checking *self, const capture *capture, capture_result *ret_result) {
    const value *value = NULL;
    PASS_ON(render(self, &capture->name, &ret_result->name));
    PASS_ON(extraction_capture(&self->evaluation, &capture->extraction, &value));
    ret_result->value = value;
    if (!capture->is_redacted)
        variables_set(self->arena, self->context->variables, ret_result->name, value);
    else if (value->kind == VALUE_STRING)
        variables_set_secret(self->arena, self->context->variables, ret_result->name, value->text);
    else
        return problem_new(self->arena, capture->name.span, "Invalid secret type",
                           "secret must be string, actual value is <%s>", value_kind_name(value));
    return NULL;
}

/* False where one has no value; then none is told of. */
static bool take_captures(checking *self) {
    for (size_t i = 0; i < self->expected->captures.count; i++) {
        capture_result result = {0};
        const problem *problem = capture_value(self, &self->expected->captures.items[i], &result);
        if (problem) {
            self->result->captures.count = 0;
            add_problem(self, problem);
            return false;
        }
        *(capture_result *)LIST_ADD(self->arena, &self->result->captures) = result;
    }
    return true;
}

/* ---- headers ---- */

/* What is wrong with the fields of that name, of which one must be as expected. */
static const problem *compare_header(checking *self, const field *field, text name, text expected) {
    const http_fields *headers = &self->exchange->response->headers;
    buffer found = BUFFER(self->arena);
    size_t count = 0;
    text last = TEXT("");
    for (size_t i = 0; i < headers->count; i++)
        if (text_equal_ignore_case(headers->items[i].name, name)) {
            last = headers->items[i].value;
            if (text_equal(last, expected))
                return NULL;
            buffer_format(&found, "%s\"%.*s\"", count++ ? ", " : "", TEXT_ARGS(last));
        }
    if (count == 0)
        return problem_new(self->arena, field->name.span, "Header not found",
                           "this header has not been found in the response");
    return count == 1 ? problem_new(self->arena, field->value.span, "Assert header value", "actual value is <%.*s>",
                                    TEXT_ARGS(last))
                      : problem_new(self->arena, field->value.span, "Assert header value", "actual value is <[%s]>",
                                    buffer_text(&found).data);
}

static const problem *check_header(checking *self, const field *field) {
    text name, value;
    PASS_ON(render(self, &field->value, &value));
    PASS_ON(render(self, &field->name, &name));
    return compare_header(self, field, name, value);
}

/* ---- bodies ---- */

static const problem *different_lines(checking *self, text expected, text actual) {
    const source *source = self->context->source;
    difference difference = diff_first(self->arena, expected, actual);
    int64_t line = (int64_t)source_place(source, self->expected->body.span.start).line + difference.line;
    size_t offset = source_offset_of_line(source, (size_t)line);
    return problem_with_message(self->arena, (span){offset, offset}, "Assert body value", PROBLEM_DIFF,
                                difference.lines);
}

static const problem *check_body(checking *self) {
    const body *expected = &self->expected->body;
    span start = {expected->start, expected->start};
    bool is_bytes = expected->kind == BODY_BYTES || expected->kind == BODY_FILE;
    text content, actual;
    PASS_ON(body_render(self->arena, self->context->variables, self->context->files, expected, &content));
    PASS_ON(is_bytes ? exchange_content(self->arena, self->exchange, start, &actual)
                     : exchange_text(self->arena, self->exchange, start, &actual));
    if (text_equal(content, actual))
        return NULL;
    if (!is_bytes && (text_index(content, '\n') != TEXT_NOT_FOUND || text_index(actual, '\n') != TEXT_NOT_FOUND))
        return different_lines(self, content, actual);
    text shown = is_bytes ? hex_encode(self->arena, actual) : actual;
    buffer message = BUFFER(self->arena); /* for what has a NUL in it, too */
    buffer_append(&message, TEXT("actual value is <"));
    buffer_append(&message, shown);
    buffer_append_char(&message, '>');
    return problem_with_message(self->arena, expected->span, "Assert body value", PROBLEM_CARET, buffer_text(&message));
}

/* ---- all of it ---- */

static const problem *check_assertion(evaluation *evaluation, const assertion *assertion) {
    const value *actual = NULL;
    PASS_ON(extraction_evaluate(evaluation, &assertion->extraction, &actual));
    return predicate_evaluate(evaluation, &assertion->predicate, actual);
}

static void check_asserts(checking *self) {
    const expected_response *expected = self->expected;
    for (size_t i = 0; i < expected->headers.count; i++)
        add_assert(self, expected->headers.items[i].name.span, check_header(self, &expected->headers.items[i]));
    if (expected->body.kind != BODY_NONE)
        add_assert(self, expected->body.span, check_body(self));
    for (size_t i = 0; i < expected->assertions.count; i++)
        add_assert(self, expected->assertions.items[i].predicate.span,
                   check_assertion(&self->evaluation, &expected->assertions.items[i]));
}

bool answer_check(const answer_context *context, const entry *entry, exchange *exchange, entry_result *result) {
    checking self = {.context = context, .arena = context->arena, .expected = &entry->response};
    self.exchange = exchange;
    self.evaluation = (evaluation){context->arena, context->variables, exchange, context->files};
    self.result = result;
    if (!context->ignores_asserts)
        check_version_and_status(&self);
    if (result->problems.count > 0 || !take_captures(&self) || context->ignores_asserts)
        return false;
    check_asserts(&self);
    return true;
}
