#include "runner/client.h"

#include <stdlib.h>

#include "core/encoding.h"
#include "runner/collect.h"
#include "runner/elapsed.h"
#include "runner/netrc.h"
#include "runner/signature.h"

#define BOUNDARY_LENGTH 16

#define NO_TIMEOUT_MS INT32_MAX

typedef struct sending {
    client *client;
    arena *arena;
    const request_options *options;
    span span;
    const url *first_url;
} sending;

static const problem *connection_problem(const sending *self, text message) {
    return problem_with_message(self->arena, self->span, "HTTP connection", PROBLEM_CARET, message);
}

/* ---- headers ---- */

static void add_default(const sending *self, http_fields *headers, text name, text value) {
    if (!http_fields_find(headers, name))
        http_fields_add(self->arena, headers, name, value);
}

static http_fields without(arena *arena, const http_fields *headers, text name) {
    http_fields kept = {0};
    for (size_t i = 0; i < headers->count; i++)
        if (!text_equal_ignore_case(headers->items[i].name, name))
            http_fields_add(arena, &kept, headers->items[i].name, headers->items[i].value);
    return kept;
}

static text basic_authorization(arena *arena, text user) {
    return text_format(arena, "Basic %s", base64_encode(arena, user).data);
}

/* Those that are kept, and those of the entry, unless it has a header of its own for them. */
static text cookie_header(const sending *self, const request *request, const http_fields *own) {
    buffer out = BUFFER(self->arena);
    client *client = self->client;
    int64_t now_ms = client->world->now_ms(client->world->owner);
    cookies_forget_expired(&client->cookies, now_ms);
    buffer_append(&out, cookies_for(self->arena, &client->cookies, &request->url, now_ms));
    for (size_t i = 0; i < request->cookies.count && !http_fields_find(own, TEXT("Cookie")); i++)
        buffer_format(&out, "%s%.*s=%.*s", out.length > 0 ? "; " : "", TEXT_ARGS(request->cookies.items[i].name),
                      TEXT_ARGS(request->cookies.items[i].value));
    return buffer_text(&out);
}

static void copy_fields(arena *arena, http_fields *to, const http_fields *from) {
    for (size_t i = 0; i < from->count; i++)
        http_fields_add(arena, to, from->items[i].name, from->items[i].value);
}

/* Whether credentials are sent once the server asks for them, which the transport does. */
static bool is_asked_for(const request_options *options) {
    return options->connection.has_digest || options->connection.has_ntlm || options->connection.has_negotiate;
}

/* What comes from the entry and its options. */
static http_fields own_headers(const sending *self, const request *request, text content_type) {
    http_fields headers = {0};
    const request_options *options = self->options;
    copy_fields(self->arena, &headers, &request->headers);
    copy_fields(self->arena, &headers, &options->headers);
    if (!text_is_empty(content_type))
        add_default(self, &headers, TEXT("Content-Type"), content_type);
    add_default(self, &headers, TEXT("User-Agent"),
                text_is_empty(options->user_agent) ? TEXT("gabi-emu/" GABI_VERSION) : options->user_agent);
    if (!text_is_empty(options->user) && text_is_empty(options->aws_sigv4) && !is_asked_for(options))
        add_default(self, &headers, TEXT("Authorization"), basic_authorization(self->arena, options->user));
    if (options->is_compressed)
        add_default(self, &headers, TEXT("Accept-Encoding"), TEXT("gzip, deflate, br"));
    return headers;
}

/* "name:password" of the URL or, where options say so, of a .netrc file. */
static text user_of(const sending *self, const url *url) {
    const request_options *options = self->options;
    text user = percent_decode(self->arena, url->user_info, false), path = options->netrc_file, content;
    if (!text_is_empty(user) && text_index(user, ':') == TEXT_NOT_FOUND)
        user = text_format(self->arena, "%.*s:", TEXT_ARGS(user));
    if (!options->has_netrc && !options->is_netrc_optional && text_is_empty(path))
        return user;
    if (!text_is_empty(user) && options->is_netrc_optional)
        return user;
    if (text_is_empty(path))
        path = text_format(self->arena, "%s/.netrc", getenv("HOME") ? getenv("HOME") : "");
    text login = text_upto(user, text_index(user, ':'));
    if (!collect_read(self->arena, path, &content))
        netrc_find(self->arena, content, url->host, login, &user);
    return user;
}

/* The host as it is spelled. */
static text host_header(arena *arena, const url *url) {
    bool has_port = !text_is_empty(url->port);
    return text_format(arena, "%.*s%s%.*s", TEXT_ARGS(url->spelled_host), has_port ? ":" : "", TEXT_ARGS(url->port));
}

/* In libcurl's order: its own, then those of the entry and of the options. */
static http_fields make_headers(const sending *self, const request *request, text content_type) {
    http_fields own = own_headers(self, request, content_type), headers = {0};
    const http_field *host = http_fields_find(&own, TEXT("Host"));
    http_fields_add(self->arena, &headers, TEXT("Host"), host ? host->value : host_header(self->arena, &request->url));
    text user = user_of(self, &request->url);
    if (!text_is_empty(user) && !is_asked_for(self->options) && !http_fields_find(&own, TEXT("Authorization")))
        http_fields_add(self->arena, &headers, TEXT("Authorization"), basic_authorization(self->arena, user));
    if (!http_fields_find(&own, TEXT("Accept")))
        http_fields_add(self->arena, &headers, TEXT("Accept"), TEXT("*/*"));
    text cookies = cookie_header(self, request, &own);
    if (!text_is_empty(cookies))
        http_fields_add(self->arena, &headers, TEXT("Cookie"), cookies);
    for (size_t i = 0; i < own.count; i++)
        if (!text_equal_ignore_case(own.items[i].name, TEXT("Host")))
            http_fields_add(self->arena, &headers, own.items[i].name, own.items[i].value);
    return headers;
}

/* ---- one exchange ---- */

/* What the URL asks its host for, with the section's query behind its own. */
static const problem *make_target(const sending *self, const request *request, text *ret_target) {
    text query = request_encode_fields(self->arena, &request->query), host = request->url.host;
    text path = self->options->is_path_as_is ? request->url.path : url_remove_dots(self->arena, request->url.path);
    const char *mark = text_is_empty(query)                              ? ""
                       : text_is_empty(request->url.query)               ? "?"
                       : text_ends_with(request->spelled_url, TEXT("?")) ? ""
                                                                         : "&";
    text target = text_format(self->arena, "%.*s%.*s%s%.*s", TEXT_ARGS(path), TEXT_ARGS(request->url.query), mark,
                              TEXT_ARGS(query));
    bool is_good = true;
    for (size_t i = 0; i < target.length; i++)
        is_good = is_good && (unsigned char)target.data[i] > ' ' && target.data[i] != 0x7F;
    for (size_t i = 0; i < host.length; i++)
        is_good = is_good && !strchr("!{}$'\"`*=;,+&()", host.data[i]); /* what libcurl takes for no host */
    if (!is_good)
        return connection_problem(self, TEXT("(3) URL using bad/illegal format or missing URL"));
    *ret_target = target;
    return NULL;
}

/* The letters and digits of a fresh UUID. */
static text make_boundary(const sending *self) {
    const runner_world *world = self->client->world;
    text uuid = world->uuid(world->owner, self->arena);
    buffer out = BUFFER(self->arena);
    for (size_t i = 0; i < uuid.length && out.length < BOUNDARY_LENGTH; i++)
        if (uuid.data[i] != '-')
            buffer_append_char(&out, uuid.data[i]);
    return buffer_text(&out);
}

/* The type of a multipart body stands behind its length, with the boundary. */
static void make_message(const sending *self, const request *request, text target, http_request *ret_message) {
    bool is_multipart = request->parts.count > 0;
    text given_type = http_fields_get(&request->headers, TEXT("Content-Type")), content_type;
    text boundary = is_multipart ? make_boundary(self) : TEXT("");
    text body = request_body(self->arena, request, boundary, given_type, &content_type);
    http_fields headers = make_headers(self, request, is_multipart ? TEXT("") : content_type);
    *ret_message = http_request_to(request->method, target);
    ret_message->headers = is_multipart ? without(self->arena, &headers, TEXT("Content-Type")) : headers;
    bool is_head = text_equal(request->method, TEXT("HEAD")); /* which libcurl sends no body with */
    if (is_head || (text_is_empty(body) && request->form.count == 0))
        return;
    ret_message->body = HTTP_BODY_BYTES(body);
    add_default(self, &ret_message->headers, TEXT("Content-Length"), text_format(self->arena, "%zu", body.length));
    if (is_multipart)
        add_default(self, &ret_message->headers, TEXT("Content-Type"), content_type);
}

static const problem *sign(const sending *self, http_request *message) {
    const request_options *options = self->options;
    const runner_world *world = self->client->world;
    const char *reason;
    if (text_is_empty(options->aws_sigv4) ||
        signature_add(self->arena, options->aws_sigv4, options->user, world->now_ms(world->owner), message, &reason))
        return NULL;
    return connection_problem(self, text_of(reason));
}

static text answer_body(const request *request, const http_response *response) {
    return text_equal(request->method, TEXT("HEAD")) ? TEXT("") : response->content.bytes;
}

static const problem *check_limits(const sending *self, const exchange *exchange) {
    const request_options *options = self->options;
    int64_t most_ms = options->max_time_ms;
    if (options->most_body_bytes && exchange->body.length > (size_t)options->most_body_bytes)
        return connection_problem(self, TEXT("(63) Maximum file size exceeded"));
    if (self->client->world->connect || most_ms == 0 || exchange->duration_ms <= most_ms)
        return NULL;
    return connection_problem(
        self, text_format(self->arena, "(28) Operation timed out after %lld milliseconds with 0 bytes received",
                          (long long)exchange->duration_ms));
}

/* Says how the request is to go over the network, where there is one. */
static void connect_for(const sending *self, const request *request, http_request *message) {
    const runner_world *world = self->client->world;
    const request_options *options = self->options;
    connection *connection = arena_alloc(self->arena, sizeof *connection);
    if (!world->connect)
        return;
    *connection = options->connection;
    text user = user_of(self, &request->url);
    connection->user = text_is_empty(user) ? options->user : user;
    connection->most_answer_bytes = options->most_body_bytes;
    message->timeout_ms = options->max_time_ms ? options->max_time_ms : NO_TIMEOUT_MS;
    world->connect(world->owner, connection);
}

static const problem *exchange_once(const sending *self, const request *request, exchange *exchange) {
    text target;
    http_request message;
    const runner_world *world = self->client->world;
    PASS_ON(make_target(self, request, &target));
    make_message(self, request, target, &message);
    PASS_ON(sign(self, &message));
    connect_for(self, request, &message);
    url shown = request->url;
    size_t mark = text_index(target, '?');
    shown.query = mark == TEXT_NOT_FOUND ? TEXT("") : text_from(target, mark);
    exchange->url = url_show(self->arena, &shown);
    if (self->client->may_send && !self->client->may_send(self->client->watcher, exchange->url, &message))
        return problem_new(self->arena, self->span, "Interrupted", CLIENT_INTERRUPTED);
    text endpoint = url_endpoint(self->arena, &request->url);
    http_response *response = arena_zalloc(self->arena, sizeof *response);
    exchange->begin_ms = world->now_ms(world->owner);
    int64_t start_us = elapsed_us();
    const gabi_error *error = world->client->send(world->client, self->arena, endpoint, &message, response);
    if (error)
        return connection_problem(self, text_of(error->message));
    exchange->duration_us = elapsed_us() - start_us;
    exchange->duration_ms = exchange->duration_us / 1000;
    exchange->method = request->method;
    exchange->request_headers = message.headers;
    exchange->request_body = message.body.bytes;
    exchange->response = response;
    exchange->version = text_is_empty(response->version) ? TEXT("HTTP/1.1") : response->version;
    exchange->body = answer_body(request, response);
    if (self->client->keeps_cookies)
        cookies_keep(self->arena, &self->client->cookies, &request->url, &response->headers, exchange->begin_ms);
    return check_limits(self, exchange);
}

/* ---- redirects ---- */

/* The request that an answer leads to: without a body where it becomes a GET. */
static const problem *redirect(const sending *self, const exchange *exchange, text location, request *request) {
    int status = exchange->response->status;
    const char *reason;
    text next = url_join(self->arena, &request->url, location);
    url base = request->url;
    if (!url_parse(self->arena, next, &request->url, &reason)) {
        bool is_http = text_starts_with(next, TEXT("http"));
        return is_http ? problem_new(self->arena, self->span, "Invalid URL",
                                     "invalid URL <%.*s> (Can not use relative path '%.*s')",
                                     TEXT_ARGS(url_show(self->arena, &base)), TEXT_ARGS(location))
                       : problem_new(self->arena, self->span, "Invalid URL", "invalid URL <%.*s> (%s)", TEXT_ARGS(next),
                                     reason);
    }
    request->spelled_url = next;
    request->query = (http_fields){0};
    if (status >= 301 && status <= 303 && !text_equal(request->method, TEXT("GET"))) {
        request->method = TEXT("GET");
        request->form = (http_fields){0};
        request->parts = (request_part_list){0};
        request->body = request->content_type = TEXT("");
    }
    return NULL;
}

const problem *client_send(client *self, const request *request, const request_options *options, span span,
                           exchange **ret_last) {
    struct request next = *request;
    request_options remaining = *options;
    sending sending = {self, self->arena, &remaining, span, &request->url};
    if (options->connection.version == CONNECTION_HTTP_3)
        return problem_new(self->arena, span, "Unsupported HTTP version", "HTTP/3 is not supported, check --version");
    const exchange *previous = NULL;
    for (int64_t redirects = 0;; redirects++) {
        exchange *exchange = arena_zalloc(self->arena, sizeof *exchange);
        exchange->previous = previous;
        if (options->max_redirects != WITHOUT_LIMIT && redirects > options->max_redirects)
            return connection_problem(&sending, TEXT("too many redirect"));
        PASS_ON(exchange_once(&sending, &next, exchange));
        previous = *ret_last = exchange;
        const http_field *location = http_fields_find(&exchange->response->headers, TEXT("Location"));
        int status = exchange->response->status;
        if (!options->follows_redirects || status < 300 || status >= 400 || !location)
            return NULL;
        PASS_ON(redirect(&sending, exchange, location->value, &next));
        if (!options->trusts_redirects && !url_same_origin(sending.first_url, &next.url)) {
            next.headers = without(self->arena, &next.headers, TEXT("Authorization"));
            next.headers = without(self->arena, &next.headers, TEXT("Cookie"));
            remaining.user = TEXT("");
        }
    }
}
