#include "edge/server.h"

#include <arpa/inet.h>
#include <civetweb.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/buffer.h"

/* A thread serves one connection at a time, keep-alive ones included. When nearly all are taken, connections are closed
 * after each answer, so that nobody waits for an idle one to time out. */
#define WORKERS 64
#define WORKERS_IN_RESERVE 8

/* civetweb drops header fields past this many without a word. */
#define MOST_HEADERS 64

/* What is left of a body that nobody read is read and dropped up to here, so that the client sees our answer. */
#define MOST_DRAINED_BYTES ((int64_t)64 * 1024 * 1024)

/* Answers up to here go out in one write. */
#define ONE_WRITE_BYTES ((size_t)256 * 1024)
#define USUAL_HEAD_BYTES ((size_t)768)

#define TEXT_OF_(x) #x
#define TEXT_OF(x) TEXT_OF_(x)

struct server {
    struct mg_context *context;
    int ports[2];
    atomic_int connections;
    pthread_mutex_t lock; /* of has_begun; the two below stay as they are from then on */
    pthread_cond_t begins;
    atomic_bool has_begun;
    server_answer *answer;
    void *owner;
};

static void await_beginning(server *self) {
    if (atomic_load(&self->has_begun))
        return;
    pthread_mutex_lock(&self->lock);
    while (!atomic_load(&self->has_begun))
        pthread_cond_wait(&self->begins, &self->lock);
    pthread_mutex_unlock(&self->lock);
}

/* ---- request ---- */

typedef struct body_stream {
    struct mg_connection *connection;
    int64_t remaining; /* of a declared length; -1: chunked */
    bool expects_continue;
} body_stream;

static long read_body(void *state, char *to, size_t size) {
    body_stream *self = state;
    if (self->expects_continue) {
        static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
        self->expects_continue = false;
        if (mg_write(self->connection, go_on, sizeof go_on - 1) <= 0)
            return -1;
    }
    if (self->remaining == 0)
        return 0;
    int count = mg_read(self->connection, to, size);
    if (count <= 0)
        return self->remaining > 0 ? -1 : count;
    if (self->remaining > 0)
        self->remaining -= count;
    return count;
}

static bool is_http_1_1(const struct mg_request_info *info) { return strcmp(info->http_version, "1.1") == 0; }

/* The target as it was sent, without the scheme and host of an absolute one (RFC 9112, 3.2.2): civetweb has put a NUL
 * in place of the '?'. */
static text target_of(arena *arena, const struct mg_request_info *info) {
    text path = text_of(info->request_uri);
    size_t scheme = path.length > 0 && path.data[0] == '/' ? TEXT_NOT_FOUND : text_find(path, TEXT("://"));
    if (scheme != TEXT_NOT_FOUND) {
        text host = text_from(path, scheme + 3);
        path = text_from(host, text_index(host, '/'));
    }
    return info->query_string ? text_format(arena, "%.*s?%s", TEXT_ARGS(path), info->query_string) : path;
}

static http_request request_of(arena *arena, const struct mg_request_info *info, body_stream *stream) {
    http_request request = http_request_to(text_of(info->request_method), target_of(arena, info));
    for (int i = 0; i < info->num_headers; i++)
        http_fields_add(arena, &request.headers, text_of(info->http_headers[i].name),
                        text_of(info->http_headers[i].value));
    bool is_chunked = http_fields_find(&request.headers, TEXT("transfer-encoding")) != NULL;
    stream->remaining = is_chunked ? -1 : info->content_length > 0 ? info->content_length : 0;
    stream->expects_continue =
        text_equal_ignore_case(http_fields_get(&request.headers, TEXT("expect")), TEXT("100-continue"));
    if (stream->remaining != 0)
        request.body = (http_body){.read = read_body, .stream = stream, .length = stream->remaining};
    return request;
}

/* Whether what Content-Length says, if it is there at all, can be read in one way only. */
static bool has_clear_length(const http_request *request) {
    text length = {0};
    for (size_t i = 0; i < request->headers.count; i++) {
        const http_field *field = &request->headers.items[i];
        if (!text_equal_ignore_case(field->name, TEXT("content-length")))
            continue;
        if (length.data && !text_equal(length, field->value))
            return false;
        length = field->value;
        for (size_t j = 0; j < length.length; j++)
            if (length.data[j] < '0' || length.data[j] > '9')
                return false;
    }
    return !length.data || length.length > 0;
}

/* Whether the body is chunked, if it is coded for its transfer at all: civetweb would take others for no body, and the
 * body for the next request. */
static bool has_clear_coding(const http_request *request) {
    size_t count = 0;
    for (size_t i = 0; i < request->headers.count; i++) {
        const http_field *field = &request->headers.items[i];
        if (!text_equal_ignore_case(field->name, TEXT("transfer-encoding")))
            continue;
        if (++count > 1 || !text_equal_ignore_case(field->value, TEXT("chunked")))
            return false;
    }
    return true;
}

/* What HTTP forbids, or what would reach us incomplete; NULL when the request is fine. */
static const char *refusal_of(const struct mg_request_info *info, const http_request *request, int *ret_status) {
    *ret_status = 400;
    if (info->num_headers >= MOST_HEADERS) {
        *ret_status = 431;
        return "{\"message\":\"Too many header fields\"}";
    }
    if (!has_clear_coding(request)) {
        *ret_status = 501;
        return "{\"message\":\"The only Transfer-Encoding that is understood is chunked, once (RFC 9112)\"}";
    }
    if (http_fields_find(&request->headers, TEXT("transfer-encoding")) &&
        http_fields_find(&request->headers, TEXT("content-length")))
        return "{\"message\":\"Content-Length and Transfer-Encoding must not come together (RFC 9112)\"}";
    if (!has_clear_length(request))
        return "{\"message\":\"Content-Length must be one number (RFC 9112)\"}";
    if (is_http_1_1(info) && !http_fields_find(&request->headers, TEXT("host")))
        return "{\"message\":\"A request needs a Host (RFC 9112)\"}";
    return NULL;
}

/* ---- answer ---- */

/* A field's name or value as it may go on the wire: a line break would begin another field. */
static void append_value(buffer *out, text value) {
    size_t start = out->length;
    buffer_append(out, value);
    for (size_t i = start; i < out->length; i++)
        if (out->data[i] == '\r' || out->data[i] == '\n')
            out->data[i] = ' ';
}

static void append_head(buffer *out, const http_response *response, bool has_body, bool closes) {
    buffer_append(out, TEXT("HTTP/1.1 "));
    buffer_append_integer(out, response->status);
    buffer_append_char(out, ' ');
    buffer_append(out, text_of(http_reason(response->status)));
    buffer_append(out, TEXT("\r\n"));
    for (size_t i = 0; i < response->headers.count; i++) {
        const http_field *field = &response->headers.items[i];
        append_value(out, field->name);
        buffer_append(out, TEXT(": "));
        append_value(out, field->value);
        buffer_append(out, TEXT("\r\n"));
    }
    if (has_body) {
        buffer_append(out, TEXT("Content-Length: "));
        buffer_append_integer(out, (int64_t)response->content.bytes.length);
        buffer_append(out, TEXT("\r\n"));
    }
    buffer_append(out, closes ? TEXT("Connection: close\r\n\r\n") : TEXT("Connection: keep-alive\r\n\r\n"));
}

static void write_response(struct mg_connection *connection, arena *arena, bool is_head, bool closes,
                           const http_response *response) {
    bool has_body = response->status >= 200 && response->status != 204 && response->status != 304;
    text body = has_body && !is_head ? response->content.bytes : TEXT("");
    buffer out = BUFFER(arena);
    buffer_reserve(&out, USUAL_HEAD_BYTES + (body.length <= ONE_WRITE_BYTES ? body.length : 0));
    append_head(&out, response, has_body, closes);
    if (body.length <= ONE_WRITE_BYTES) {
        buffer_append(&out, body);
        body = TEXT("");
    }
    mg_write(connection, out.data, out.length);
    if (body.length > 0)
        mg_write(connection, body.data, body.length);
}

/* ---- civetweb's callbacks ---- */

/* Whether the whole body has been taken off the connection. */
static bool drain(body_stream *stream) {
    char dropped[16384];
    if (stream->expects_continue)
        return false; /* the client has not sent it and must not be asked to */
    if (stream->remaining > MOST_DRAINED_BYTES)
        return false; /* nor would it come to an end */
    for (int64_t total = 0; total < MOST_DRAINED_BYTES;) {
        long count = read_body(stream, dropped, sizeof dropped);
        if (count <= 0)
            return count == 0;
        total += count;
    }
    return false;
}

/* Whether the client wants this connection to go on: what HTTP/1.1 takes for granted, older clients must ask for.
 * Behind a body with trailers it cannot, since civetweb would take those for the next request. */
static bool goes_on(const struct mg_request_info *info, const http_request *request) {
    text wish = http_fields_get(&request->headers, TEXT("connection"));
    if (http_fields_find(&request->headers, TEXT("trailer")))
        return false;
    return is_http_1_1(info) ? !text_equal_ignore_case(wish, TEXT("close"))
                             : text_equal_ignore_case(wish, TEXT("keep-alive"));
}

/* What civetweb is told of a connection that is cut: with 0 it would answer itself. */
#define DROPPED 499

static int on_request(struct mg_connection *connection) {
    const struct mg_request_info *info = mg_get_request_info(connection);
    server *self = info->user_data;
    arena *arena = mg_get_thread_pointer(connection);
    body_stream stream = {.connection = connection};
    http_request request = request_of(arena, info, &stream);
    http_response response = {0};
    int refused_status;
    await_beginning(self);
    const char *refusal = refusal_of(info, &request, &refused_status);
    if (refusal)
        http_respond(arena, &response, refused_status, TEXT("application/json"), text_of(refusal));
    else
        self->answer(self->owner, info->server_port == self->ports[EDGE_API] ? EDGE_API : EDGE_AWS, arena, &request,
                     &response);
    bool closes = refusal || response.status == HTTP_NO_ANSWER || !drain(&stream) ||
                  atomic_load_explicit(&self->connections, memory_order_relaxed) > WORKERS - WORKERS_IN_RESERVE ||
                  !goes_on(info, &request);
    if (closes)
        mg_disable_keep_alive(connection);
    if (response.status != HTTP_NO_ANSWER)
        write_response(connection, arena, text_equal(request.method, TEXT("HEAD")), closes, &response);
    int status = response.status != HTTP_NO_ANSWER ? response.status : DROPPED;
    arena_reset(arena);
    return status;
}

static int on_connection(const struct mg_connection *connection, void **ret_data) {
    server *self = mg_get_user_data(mg_get_context(connection));
    (void)ret_data;
    atomic_fetch_add_explicit(&self->connections, 1, memory_order_relaxed);
    return 0;
}

static void on_connection_closed(const struct mg_connection *connection) {
    server *self = mg_get_user_data(mg_get_context(connection));
    atomic_fetch_sub_explicit(&self->connections, 1, memory_order_relaxed);
}

#define WORKER_THREAD 1

static void *on_thread_start(const struct mg_context *context, int type) {
    (void)context;
    return type == WORKER_THREAD ? arena_new(ARENA_REQUEST_CEILING_BYTES) : NULL;
}

static void on_thread_end(const struct mg_context *context, int type, void *arena) {
    (void)context;
    if (type == WORKER_THREAD)
        arena_free(arena);
}

/* civetweb would write to standard error; what matters is returned as an error instead. */
static int on_log(const struct mg_connection *connection, const char *message) {
    (void)connection;
    (void)message;
    return 1;
}

/* ---- starting ---- */

/* civetweb does not say which port it could not have. */
static const gabi_error *check_port(arena *arena, int port, const char *option) {
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int reuse = 1;
    int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
    bool is_free = bind(probe, (struct sockaddr *)&address, sizeof address) == 0;
    close(probe);
    return is_free ? NULL
                   : error_new(arena, ERROR_UNAVAILABLE, "PortInUse",
                               "port %d is taken or not allowed; choose another with %s (0 picks a free one)", port,
                               option);
}

const gabi_error *server_open(arena *arena, server_ports ports, server **ret_server) {
    TRY(check_port(arena, ports.aws, "--port"));
    TRY(check_port(arena, ports.api, "--api-port"));
    server *self = arena_zalloc(arena, sizeof *self);
    pthread_mutex_init(&self->lock, NULL);
    pthread_cond_init(&self->begins, NULL);
    const char *listening = arena_printf(arena, "127.0.0.1:%d,127.0.0.1:%d", ports.aws, ports.api);
    const char *settings[] = {"listening_ports",
                              listening,
                              "num_threads",
                              TEXT_OF(WORKERS),
                              "decode_url",
                              "no",
                              "tcp_nodelay",
                              "1",
                              "enable_keep_alive",
                              "yes",
                              "keep_alive_timeout_ms",
                              "20000",
                              "request_timeout_ms",
                              "30000",
                              "listen_backlog",
                              "512",
                              "enable_auth_domain_check",
                              "no", /* whatever host an absolute target names */
                              NULL};
    struct mg_callbacks callbacks = {
        .begin_request = on_request,
        .init_connection = on_connection,
        .connection_closed = on_connection_closed,
        .init_thread = on_thread_start,
        .exit_thread = on_thread_end,
        .log_message = on_log,
    };
    self->context = mg_start(&callbacks, self, settings);
    struct mg_server_port bound[2];
    if (!self->context || mg_get_server_ports(self->context, 2, bound) != 2)
        return error_new(arena, ERROR_UNAVAILABLE, "PortInUse", "cannot listen on %s", listening);
    self->ports[EDGE_AWS] = bound[0].port;
    self->ports[EDGE_API] = bound[1].port;
    *ret_server = self;
    return NULL;
}

void server_begin(server *self, server_answer *answer, void *owner) {
    self->answer = answer;
    self->owner = owner;
    pthread_mutex_lock(&self->lock);
    atomic_store(&self->has_begun, true);
    pthread_cond_broadcast(&self->begins);
    pthread_mutex_unlock(&self->lock);
}

int server_port(const server *self, edge_entry entry) { return self->ports[entry]; }
