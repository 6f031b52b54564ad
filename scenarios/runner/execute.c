#include "runner/execute.h"

#include <time.h>

#include "core/encoding.h"
#include "runner/list.h"
#include "runner/operation.h"

typedef struct execution {
    arena *arena;
    const runner_world *world;
    variables variables;
    const entry *entry;
    entry_result *result;
} execution;

static void report(execution *self, const problem *problem) {
    if (problem)
        *(const struct problem **)LIST_ADD(self->arena, &self->result->problems) = problem;
}

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static const problem *render(execution *self, const template *template, text *ret_text) {
    return template_render(self->arena, &self->variables, template, ret_text);
}

/* ---- the request ---- */

static const problem *define(execution *self, const definition *definition) {
    const value *value = definition->value.value;
    text rendered;
    if (definition->value.kind == OPERAND_STRING) {
        PASS_ON(render(self, &definition->value.template, &rendered));
        value = value_of_string(self->arena, rendered);
    }
    variables_set(self->arena, &self->variables, definition->name, value);
    return NULL;
}

/* "a=b&c=d" of a section. */
static const problem *encode_fields(execution *self, const field_list *fields, text *ret_encoded) {
    buffer out = BUFFER(self->arena);
    for (size_t i = 0; i < fields->count; i++) {
        text name, value;
        PASS_ON(render(self, &fields->items[i].name, &name));
        PASS_ON(render(self, &fields->items[i].value, &value));
        buffer_format(&out, "%s%s=%s", i ? "&" : "", percent_encode(self->arena, name, false).data,
                      percent_encode(self->arena, value, false).data);
    }
    *ret_encoded = buffer_text(&out);
    return NULL;
}

/* Splits "http://host/path?query", with the section's query behind the URL's own. */
static const problem *make_target(execution *self, text url, text *ret_endpoint, text *ret_target) {
    size_t scheme = text_find(url, TEXT("://"));
    text more;
    if (scheme == TEXT_NOT_FOUND || !text_starts_with(url, TEXT("http")))
        return problem_new(self->arena, self->entry->url.span, "Invalid URL",
                           "expecting http:// or https://, got <%.*s>", TEXT_ARGS(url));
    text rest = text_from(url, scheme + 3);
    size_t slash = 0;
    while (slash < rest.length && !strchr("/?", rest.data[slash]))
        slash++;
    PASS_ON(encode_fields(self, &self->entry->query, &more));
    text target = text_from(rest, slash);
    const char *mark = text_is_empty(more) ? "" : text_index(target, '?') == TEXT_NOT_FOUND ? "?" : "&";
    *ret_endpoint = text_upto(url, scheme + 3 + slash);
    *ret_target = text_format(self->arena, "%s%.*s%s%.*s", text_starts_with(target, TEXT("/")) ? "" : "/",
                              TEXT_ARGS(target), mark, TEXT_ARGS(more));
    return NULL;
}

static const problem *add_basic_auth(execution *self, http_request *request) {
    const field *auth = self->entry->basic_auth.items;
    text user, password;
    if (self->entry->basic_auth.count == 0)
        return NULL;
    PASS_ON(render(self, &auth->name, &user));
    PASS_ON(render(self, &auth->value, &password));
    text pair = text_format(self->arena, "%.*s:%.*s", TEXT_ARGS(user), TEXT_ARGS(password));
    http_fields_add(self->arena, &request->headers, TEXT("Authorization"),
                    text_format(self->arena, "Basic %s", base64_encode(self->arena, pair).data));
    return NULL;
}

static const problem *add_cookies(execution *self, http_request *request) {
    buffer out = BUFFER(self->arena);
    for (size_t i = 0; i < self->entry->cookies.count; i++) {
        text name, value;
        PASS_ON(render(self, &self->entry->cookies.items[i].name, &name));
        PASS_ON(render(self, &self->entry->cookies.items[i].value, &value));
        buffer_format(&out, "%s%.*s=%.*s", i ? "; " : "", TEXT_ARGS(name), TEXT_ARGS(value));
    }
    if (out.length > 0)
        http_fields_add(self->arena, &request->headers, TEXT("Cookie"), buffer_text(&out));
    return NULL;
}

static void add_default(execution *self, http_request *request, text name, text value) {
    if (!http_fields_find(&request->headers, name))
        http_fields_add(self->arena, &request->headers, name, value);
}

static const problem *add_headers(execution *self, text endpoint, http_request *request) {
    const field_list *headers = &self->entry->headers;
    for (size_t i = 0; i < headers->count; i++) {
        text name, value;
        PASS_ON(render(self, &headers->items[i].name, &name));
        PASS_ON(render(self, &headers->items[i].value, &value));
        http_fields_add(self->arena, &request->headers, name, value);
    }
    PASS_ON(add_basic_auth(self, request));
    PASS_ON(add_cookies(self, request));
    add_default(self, request, TEXT("Host"), text_from(endpoint, text_find(endpoint, TEXT("://")) + 3));
    add_default(self, request, TEXT("Accept"), TEXT("*/*"));
    add_default(self, request, TEXT("User-Agent"), TEXT("gabi-emu/" GABI_VERSION));
    return NULL;
}

static const problem *add_body(execution *self, http_request *request) {
    const entry *entry = self->entry;
    text content;
    if (entry->form.count > 0) {
        PASS_ON(encode_fields(self, &entry->form, &content));
        add_default(self, request, TEXT("Content-Type"), TEXT("application/x-www-form-urlencoded"));
    } else if (entry->body.kind != BODY_NONE) {
        PASS_ON(render(self, &entry->body.content, &content));
        if (entry->body.kind == BODY_JSON)
            add_default(self, request, TEXT("Content-Type"), TEXT("application/json"));
    } else {
        return NULL;
    }
    request->body = HTTP_BODY_BYTES(content);
    add_default(self, request, TEXT("Content-Length"), text_format(self->arena, "%zu", content.length));
    return NULL;
}

static const problem *send_request(execution *self, exchange *ret_exchange) {
    text url, endpoint, target;
    for (size_t i = 0; i < self->entry->definitions.count; i++)
        PASS_ON(define(self, &self->entry->definitions.items[i]));
    PASS_ON(render(self, &self->entry->url, &url));
    PASS_ON(make_target(self, url, &endpoint, &target));
    http_request request = http_request_to(self->entry->method, target);
    PASS_ON(add_headers(self, endpoint, &request));
    PASS_ON(add_body(self, &request));
    http_response *response = arena_zalloc(self->arena, sizeof *response);
    int64_t start_ms = now_ms();
    const gabi_error *error = self->world->client->send(self->world->client, self->arena, endpoint, &request, response);
    if (error)
        return problem_new(self->arena, self->entry->url.span, "HTTP connection", "%s", error->message);
    *ret_exchange = (exchange){
        .url = url,
        .response = response,
        .body = response->content.bytes,
        .duration_ms = now_ms() - start_ms,
    };
    return NULL;
}

/* ---- the answer ---- */

static void check_version_and_status(execution *self, const exchange *exchange) {
    const expected_response *expected = &self->entry->response;
    if (!text_equal(expected->version, TEXT("HTTP")) && !text_equal(expected->version, TEXT("HTTP/1.1")))
        report(self,
               problem_new(self->arena, expected->version_span, "Assert HTTP version", "actual value is <HTTP/1.1>"));
    if (expected->status != ANY_STATUS && expected->status != exchange->response->status)
        report(self, problem_new(self->arena, expected->status_span, "Assert status code",
                                 "actual value is <%d>, with the body:\n%.*s", exchange->response->status,
                                 TEXT_ARGS(text_upto(exchange->body, 600))));
}

/* One of the fields of that name must be as expected. */
static const problem *check_header(execution *self, const exchange *exchange, const field *field) {
    text name, value;
    buffer found = BUFFER(self->arena);
    const http_fields *headers = &exchange->response->headers;
    PASS_ON(render(self, &field->name, &name));
    PASS_ON(render(self, &field->value, &value));
    for (size_t i = 0; i < headers->count; i++)
        if (text_equal_ignore_case(headers->items[i].name, name)) {
            if (text_equal(headers->items[i].value, value))
                return NULL;
            buffer_format(&found, "%s<%.*s>", found.length ? ", " : "", TEXT_ARGS(headers->items[i].value));
        }
    return found.length > 0 ? problem_new(self->arena, field->value.span, "Assert header value", "actual value is %s",
                                          buffer_text(&found).data)
                            : problem_new(self->arena, field->name.span, "Header not found",
                                          "this header has not been found in the "
                                          "response");
}

static const problem *check_capture(execution *self, evaluation *evaluation, const capture *capture) {
    text name;
    const value *value;
    PASS_ON(render(self, &capture->name, &name));
    PASS_ON(extraction_evaluate(evaluation, &capture->extraction, &value));
    if (!value)
        return problem_new(self->arena, capture->extraction.steps[0].span, "No query result",
                           "the query did not return any result");
    variables_set(self->arena, &self->variables, name, value);
    return NULL;
}

static const problem *check_assertion(evaluation *evaluation, const assertion *assertion) {
    const value *actual;
    PASS_ON(extraction_evaluate(evaluation, &assertion->extraction, &actual));
    return predicate_evaluate(evaluation, &assertion->predicate, actual);
}

static const problem *check_body(execution *self, const exchange *exchange) {
    const body *expected = &self->entry->response.body;
    text content;
    if (expected->kind == BODY_NONE)
        return NULL;
    PASS_ON(render(self, &expected->content, &content));
    if (text_equal(content, exchange->body))
        return NULL;
    return problem_new(self->arena, expected->content.span, "Assert body value", "actual value is\n%.*s",
                       TEXT_ARGS(exchange->body));
}

static void check_answer(execution *self, exchange *exchange) {
    const expected_response *expected = &self->entry->response;
    evaluation evaluation = {self->arena, &self->variables, exchange};
    check_version_and_status(self, exchange);
    for (size_t i = 0; self->result->problems.count == 0 && i < expected->captures.count; i++)
        report(self, check_capture(self, &evaluation, &expected->captures.items[i]));
    for (size_t i = 0; i < expected->headers.count; i++)
        report(self, check_header(self, exchange, &expected->headers.items[i]));
    for (size_t i = 0; i < expected->assertions.count; i++)
        report(self, check_assertion(&evaluation, &expected->assertions.items[i]));
    report(self, check_body(self, exchange));
}

/* Runs the entry, and tells whether it passed. */
static bool run_entry(execution *self, size_t index, outcome *outcome) {
    exchange *exchange = arena_zalloc(self->arena, sizeof *exchange);
    self->result = LIST_ADD(self->arena, &outcome->entries);
    *self->result = (entry_result){.entry = self->entry, .index = index};
    const problem *problem = send_request(self, exchange);
    report(self, problem);
    outcome->request_count++;
    if (problem)
        return false;
    self->result->last_exchange = exchange;
    if (self->entry->has_response)
        check_answer(self, exchange);
    return self->result->problems.count == 0;
}

outcome scenario_execute(arena *arena, const source *source, const scenario *scenario, const runner_world *world,
                         const execution_options *options, variables variables) {
    execution self = {.arena = arena, .world = world, .variables = variables};
    outcome outcome = {.has_passed = true};
    (void)source, (void)options;
    self.variables.world = world;
    for (size_t i = 0; i < scenario->count && outcome.has_passed; i++) {
        self.entry = &scenario->items[i];
        if (!self.entry->is_skipped)
            outcome.has_passed = run_entry(&self, i + 1, &outcome);
    }
    outcome.variables = self.variables;
    return outcome;
}
