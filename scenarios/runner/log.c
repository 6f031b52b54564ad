#include "runner/log.h"

#include <inttypes.h>
#include <stdarg.h>

#include "core/encoding.h"

#define RULE "------------------------------------------------------------------------------"

void log_warning(buffer *log, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *message = arena_vprintf(log->arena, format, arguments);
    va_end(arguments);
    buffer_format(log, "warning: %s\n", message);
}

void log_entry(buffer *log, verbosity verbosity, size_t index) {
    if (verbosity >= VERBOSITY_VERBOSE)
        buffer_format(log, "* " RULE "\n* Executing entry %zu\n", index);
}

void log_options(buffer *log, const request_options *options, const source *source,
                 const option_setting_list *settings) {
    if (options->verbosity < VERBOSITY_VERBOSE || settings->count == 0)
        return;
    buffer_append(log, TEXT("*\n* Entry options:\n"));
    for (size_t i = 0; i < settings->count; i++)
        buffer_format(log, "* %s: %.*s\n", settings->items[i].option->name,
                      TEXT_ARGS(source_text(source, settings->items[i].span)));
}

void log_delay(buffer *log, const request_options *options, size_t index) {
    if (options->verbosity >= VERBOSITY_VERBOSE)
        buffer_format(log, "*\n* Delay entry %zu (pause %" PRId64 " ms)\n", index, options->delay_ms);
}

static void log_fields(buffer *log, const char *section, const http_fields *fields) {
    if (fields->count == 0)
        return;
    buffer_format(log, "* [%s]\n", section);
    for (size_t i = 0; i < fields->count; i++)
        buffer_format(log, "* %.*s: %.*s\n", TEXT_ARGS(fields->items[i].name), TEXT_ARGS(fields->items[i].value));
}

void log_request(buffer *log, verbosity verbosity, const request *request, const cookie_list *cookies, text curl) {
    if (verbosity < VERBOSITY_VERBOSE)
        return;
    buffer_append(log, TEXT("*\n* Cookie store:\n"));
    for (size_t i = 0; i < cookies->count; i++)
        buffer_format(log, "* %s\n", cookie_line(log->arena, &cookies->items[i]).data);
    buffer_format(log, "*\n* Request:\n* %.*s %.*s\n", TEXT_ARGS(request->method), TEXT_ARGS(request->spelled_url));
    for (size_t i = 0; i < request->headers.count; i++)
        buffer_format(log, "* %.*s: %.*s\n", TEXT_ARGS(request->headers.items[i].name),
                      TEXT_ARGS(request->headers.items[i].value));
    log_fields(log, "Query", &request->query);
    log_fields(log, "Form", &request->form);
    log_fields(log, "Cookies", &request->cookies);
    buffer_format(log, "*\n* Request can be run with the following curl command:\n* %.*s\n*\n", TEXT_ARGS(curl));
}

static void log_headers(buffer *log, char mark, const http_fields *headers) {
    for (size_t i = 0; i < headers->count; i++)
        buffer_format(log, "%c %.*s: %.*s\n", mark, TEXT_ARGS(headers->items[i].name),
                      TEXT_ARGS(headers->items[i].value));
    buffer_format(log, "%c\n", mark);
}

/* ---- bodies ---- */

#define MOST_LOGGED_BYTES 64

/* Whether a type is application/NAME, or ends in NAME behind one of the separators: application/problem+json. */
static bool is_application(text type, const char *name, const char *separators) {
    if (!text_starts_with(type, TEXT("application/")))
        return false;
    text subtype = text_from(type, strlen("application/"));
    size_t at = text_find(subtype, text_of(name));
    return at == 0 || (at != TEXT_NOT_FOUND && strchr(separators, subtype.data[at - 1]));
}

static bool is_text_type(arena *arena, text type) {
    text lower = text_lower(arena, text_trim(type));
    return text_is_empty(lower) || text_find(lower, TEXT("text/")) != TEXT_NOT_FOUND ||
           is_application(lower, "json", "+.-") || is_application(lower, "xml", "+.");
}

/* The lines of a text, or the first of other bytes. */
static void log_body(buffer *log, const char *title, text body, bool is_text) {
    text line;
    buffer_format(log, "* %s body:\n", title);
    if (!is_text)
        buffer_format(log, "* Bytes <%s...>\n", hex_encode(log->arena, text_upto(body, MOST_LOGGED_BYTES)).data);
    for (text rest = body; is_text && !text_is_empty(body) && text_cut(&rest, '\n', &line);) {
        buffer_append(log, text_is_empty(line) ? TEXT("*") : TEXT("* "));
        buffer_append(log, line);
        buffer_append_char(log, '\n');
    }
    buffer_append(log, TEXT("*\n"));
}

static void log_request_body(buffer *log, const exchange *exchange) {
    text body = exchange->request_body, type = http_fields_get(&exchange->request_headers, TEXT("Content-Type"));
    log_body(log, "Request", body, text_is_empty(body) || (is_text_type(log->arena, type) && text_is_utf8(body)));
}

static void log_response_body(buffer *log, const exchange *exchange) {
    text body = exchange->body, type = http_fields_get(&exchange->response->headers, TEXT("Content-Type"));
    bool is_text = text_is_empty(body) ||
                   (is_text_type(log->arena, type) && !exchange_text(log->arena, exchange, (span){0}, &body));
    log_body(log, "Response", body, is_text);
}

/* ---- exchanges ---- */

static void log_exchange(buffer *log, verbosity verbosity, const exchange *exchange) {
    size_t scheme = text_find(exchange->url, TEXT("://")) + 3;
    text target = text_from(exchange->url, scheme + text_index(text_from(exchange->url, scheme), '/'));
    int status = exchange->response->status;
    buffer_format(log, "> %.*s %.*s HTTP/1.1\n", TEXT_ARGS(exchange->method), TEXT_ARGS(target));
    log_headers(log, '>', &exchange->request_headers);
    if (verbosity == VERBOSITY_DEBUG)
        log_request_body(log, exchange);
    if (verbosity >= VERBOSITY_VERBOSE)
        buffer_format(log, "* Response: (received %zu bytes in %" PRId64 " ms)\n*\n", exchange->body.length,
                      exchange->duration_ms);
    buffer_format(log, "< %.*s %d %s\n", TEXT_ARGS(exchange->version), status, http_reason(status));
    log_headers(log, '<', &exchange->response->headers);
    if (verbosity == VERBOSITY_DEBUG)
        log_response_body(log, exchange);
}

void log_exchanges(buffer *log, verbosity verbosity, const exchange *last) {
    if (verbosity == VERBOSITY_NONE || !last)
        return;
    log_exchanges(log, verbosity, last->previous);
    if (last->previous && verbosity >= VERBOSITY_VERBOSE)
        buffer_format(log, "*\n* => Redirect to %.*s\n*\n", TEXT_ARGS(last->url));
    log_exchange(log, verbosity, last);
}

void log_captures(buffer *log, verbosity verbosity, const entry_result *result, const variables *variables) {
    if (verbosity < VERBOSITY_VERBOSE)
        return;
    if (result->captures.count > 0)
        buffer_append(log, TEXT("* Captures:\n"));
    for (size_t i = 0; i < result->captures.count; i++) {
        const capture_result *capture = &result->captures.items[i];
        text shown = value_show(log->arena, capture->value);
        buffer_format(log, "* %.*s: %.*s\n", TEXT_ARGS(capture->name),
                      TEXT_ARGS(variables_redact(log->arena, variables, shown)));
    }
    buffer_append(log, TEXT("*\n"));
}

static void log_problem(buffer *log, const source *source, const problem *problem, const size_t *entry) {
    buffer shown = BUFFER(log->arena);
    problem_describe(&shown, source, problem, entry, false);
    for (text rest = buffer_text(&shown), line; text_cut(&rest, '\n', &line);)
        buffer_format(log, "* %.*s\n", TEXT_ARGS(line));
    buffer_append(log, TEXT("*\n"));
}

void log_retry(buffer *log, const request_options *options, const source *source, const entry_result *result,
               int64_t count) {
    if (options->verbosity < VERBOSITY_VERBOSE)
        return;
    text most = options->retry == WITHOUT_LIMIT ? TEXT("ꝏ") : text_format(log->arena, "%" PRId64, options->retry);
    for (size_t i = 0; i < result->problems.count; i++)
        log_problem(log, source, result->problems.items[i], &result->entry->start);
    buffer_format(log, "* Retry on entry %zu (count: %" PRId64 "/%.*s, interval: %" PRId64 " ms)\n", result->index,
                  count, TEXT_ARGS(most), options->retry_interval_ms);
    log_entry(log, options->verbosity, result->index);
}

void log_last_retry(buffer *log, const request_options *options) {
    if (options->verbosity >= VERBOSITY_VERBOSE)
        buffer_append(log, TEXT("* Retry max count reached, no more retry\n*\n"));
}
