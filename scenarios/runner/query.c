/* Queries: what an assert or a capture looks at. */
#include "core/crypto.h"
#include "runner/operation.h"

find_function query_cookie;      /* query_cookie.c */
find_function query_certificate; /* query_certificate.c */

static const exchange *answer_of(const application *self) { return self->evaluation->exchange; }

static const problem *find_status(const application *self, const value **ret_value) {
    *ret_value = value_of_integer(self->arena, answer_of(self)->response->status);
    return NULL;
}

static const problem *find_version(const application *self, const value **ret_value) {
    *ret_value = value_of_string(self->arena, text_from(answer_of(self)->version, strlen("HTTP/")));
    return NULL;
}

static const problem *find_url(const application *self, const value **ret_value) {
    *ret_value = value_of_string(self->arena, answer_of(self)->url);
    return NULL;
}

static const problem *find_ip(const application *self, const value **ret_value) {
    text peer = answer_of(self)->response->peer;
    *ret_value = value_of_string(self->arena, text_is_empty(peer) ? TEXT("127.0.0.1") : peer);
    return NULL;
}

static const problem *find_duration(const application *self, const value **ret_value) {
    *ret_value = value_of_integer(self->arena, answer_of(self)->duration_ms);
    return NULL;
}

/* The answers that led to this one, first to last. */
static const problem *find_redirects(const application *self, const value **ret_value) {
    value_list latest_first = {0}, redirects = {0};
    for (const exchange *each = answer_of(self); each->previous; each = each->previous)
        value_list_add(self->arena, &latest_first,
                       value_of_redirect(self->arena, each->previous->response->status, each->url));
    for (size_t i = latest_first.count; i > 0; i--)
        value_list_add(self->arena, &redirects, latest_first.items[i - 1]);
    *ret_value = value_of_list(self->arena, redirects);
    return NULL;
}

/* One value, or the list of several fields of that name. */
static const problem *find_header(const application *self, const value **ret_value) {
    const http_fields *headers = &answer_of(self)->response->headers;
    value_list values = {0};
    for (size_t i = 0; i < headers->count; i++)
        if (text_equal_ignore_case(headers->items[i].name, self->operands[0]->text))
            value_list_add(self->arena, &values, value_of_string(self->arena, headers->items[i].value));
    *ret_value = values.count == 0 ? NULL : values.count == 1 ? values.items[0] : value_of_list(self->arena, values);
    return NULL;
}

static const problem *find_variable(const application *self, const value **ret_value) {
    *ret_value = variables_get(self->evaluation->variables, self->operands[0]->text);
    return NULL;
}

/* ---- the body ---- */

static const problem *body_text(const application *self, text *ret_text) {
    return exchange_text(self->arena, answer_of(self), self->step->span, ret_text);
}

static const problem *body_bytes(const application *self, text *ret_bytes) {
    return exchange_content(self->arena, answer_of(self), self->step->span, ret_bytes);
}

static const problem *find_body(const application *self, const value **ret_value) {
    text body;
    PASS_ON(body_text(self, &body));
    *ret_value = value_of_string(self->arena, body);
    return NULL;
}

static const problem *find_bytes(const application *self, const value **ret_value) {
    text bytes;
    PASS_ON(body_bytes(self, &bytes));
    *ret_value = value_of_bytes(self->arena, bytes);
    return NULL;
}

/* As they came, before any Content-Encoding is undone. */
static const problem *find_raw_bytes(const application *self, const value **ret_value) {
    *ret_value = value_of_bytes(self->arena, answer_of(self)->body);
    return NULL;
}

static const problem *find_sha256(const application *self, const value **ret_value) {
    text bytes;
    PASS_ON(body_bytes(self, &bytes));
    sha256_digest digest = sha256(bytes);
    *ret_value = value_of_bytes(self->arena, text_copy(self->arena, sha256_text(&digest)));
    return NULL;
}

static const problem *find_md5(const application *self, const value **ret_value) {
    text bytes;
    PASS_ON(body_bytes(self, &bytes));
    md5_digest digest = md5(bytes);
    *ret_value = value_of_bytes(self->arena, text_copy(self->arena, md5_text(&digest)));
    return NULL;
}

static const problem *find_regex(const application *self, const value **ret_value) {
    const regex *regex;
    text body, group;
    PASS_ON(body_text(self, &body));
    PASS_ON(operand_regex(self, &regex));
    if (regex_extract(regex, body, &group))
        *ret_value = value_of_string(self->arena, group);
    return NULL;
}

/* An answer is parsed once, whatever is asked of it. */
static const problem *find_jsonpath(const application *self, const value **ret_value) {
    exchange *exchange = self->evaluation->exchange;
    text body;
    if (!exchange->json) {
        PASS_ON(body_text(self, &body));
        exchange->json = value_of_json(self->arena, body);
    }
    if (!exchange->json)
        return problem_new(self->arena, self->step->span, "Invalid JSON", "HTTP response is not a valid JSON");
    return jsonpath_find(self, exchange->json, ret_value);
}

static bool is_html(const exchange *exchange) {
    text type = text_trim(http_fields_get(&exchange->response->headers, TEXT("Content-Type")));
    return text_equal_ignore_case(text_upto(type, strlen("text/html")), TEXT("text/html"));
}

static const problem *find_xpath(const application *self, const value **ret_value) {
    exchange *exchange = self->evaluation->exchange;
    text body;
    if (!exchange->xml) {
        PASS_ON(body_text(self, &body));
        PASS_ON(xpath_parse(self, body, is_html(exchange) ? XML_HTML : XML_XML, &exchange->xml));
    }
    if (!exchange->xml)
        return problem_new(self->arena, self->step->span, "Invalid XML", "HTTP response is not a valid XML");
    return xpath_find(self, exchange->xml, ret_value);
}

static const operation operations[] = {
    {.name = "body", .find = find_body},
    {.name = "bytes", .find = find_bytes},
    {.name = "certificate", .forms = {FORM_CERTIFICATE_FIELD}, .find = query_certificate},
    {.name = "cookie", .forms = {FORM_COOKIE_PATH}, .find = query_cookie},
    {.name = "duration", .find = find_duration},
    {.name = "header", .forms = {FORM_STRING}, .find = find_header},
    {.name = "ip", .find = find_ip},
    {.name = "jsonpath", .forms = {FORM_JSONPATH}, .find = find_jsonpath},
    {.name = "md5", .find = find_md5},
    {.name = "rawbytes", .find = find_raw_bytes},
    {.name = "redirects", .find = find_redirects},
    {.name = "regex", .forms = {FORM_REGEX}, .find = find_regex},
    {.name = "sha256", .find = find_sha256},
    {.name = "status", .find = find_status},
    {.name = "url", .find = find_url},
    {.name = "variable", .forms = {FORM_STRING}, .find = find_variable},
    {.name = "version", .find = find_version},
    {.name = "xpath", .forms = {FORM_STRING}, .find = find_xpath},
};

const operation_table query_operations = {operations, sizeof operations / sizeof *operations};
