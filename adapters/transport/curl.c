#include "transport/curl.h"

#include "core/buffer.h"
#include "transport/curl_connection.h"

/* How it is connected where nothing else is said. */
static const connection usual_connection = {.connect_timeout_ms = 2000};
#define TIMEOUT_MS 10000

typedef struct curl_transport {
    transport transport; /* first: a transport is its curl_transport */
    arena *arena;
    curl_library curl;
    CURL *handle; /* NULL: libcurl is not installed */
    const connection *connection;
    char reason[CURL_ERROR_SIZE]; /* why a request failed; may be empty */
    bool is_told_whole;           /* answers tell of certificates, and of the answers before the last; see curl.h */
    http_fields certificate;      /* of the server that was connected to last */
    text certificate_endpoint;
} curl_transport;

/* An answer while it comes in. */
typedef struct answer {
    arena *arena;
    bool is_told_whole;
    http_fields headers;
    http_fields sent;
    buffer body;
} answer;

static size_t take_header(char *line, size_t size, size_t count, void *context) {
    answer *self = context;
    text value = {line, size * count}, name;
    bool is_status = text_starts_with(value, TEXT("HTTP/"));
    if (is_status && !self->is_told_whole) /* a new answer begins, e.g. behind 100 Continue */
        self->headers = (http_fields){0};
    if (!is_status && text_index(value, ':') != TEXT_NOT_FOUND && text_cut(&value, ':', &name))
        http_fields_add(self->arena, &self->headers, text_copy(self->arena, name),
                        text_copy(self->arena, text_trim(value)));
    return size * count;
}

/* Notes the headers that go out, of all that libcurl tells of. */
static int take_sent(CURL *handle, curl_infotype type, char *bytes, size_t size, void *context) {
    answer *self = context;
    text rest = {bytes, size}, line, name;
    (void)handle;
    if (type != CURLINFO_HEADER_OUT)
        return 0;
    text_cut(&rest, '\n', &line); /* the request line */
    while (text_cut(&rest, '\n', &line)) {
        line = text_trim(line);
        if (text_index(line, ':') != TEXT_NOT_FOUND && text_cut(&line, ':', &name))
            http_fields_add(self->arena, &self->sent, text_copy(self->arena, name),
                            text_copy(self->arena, text_trim(line)));
    }
    return 0;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
    answer *self = context;
    if (self->body.length + size * count > CURL_MOST_ANSWER_BYTES)
        return 0; /* which ends the transfer with an error */
    buffer_append(&self->body, (text){bytes, size * count});
    return size * count;
}

static void set_headers(const curl_transport *self, arena *arena, const http_fields *headers) {
    curl_list *list = curl_list_new(arena, &self->curl);
    for (size_t i = 0; i < headers->count; i++) {
        const http_field *field = &headers->items[i];
        const char *mark =
            text_is_empty(field->value) ? ";" : ": "; /* curl drops a name with nothing behind the colon */
        curl_list_add(list, arena_printf(arena, "%.*s%s%.*s", TEXT_ARGS(field->name), mark, TEXT_ARGS(field->value)));
    }
    /* curl would wait for leave to send a body of more than a megabyte, and would name a type of its own. */
    curl_list_add(list, "Expect:");
    if (!http_fields_find(headers, TEXT("Content-Type")))
        curl_list_add(list, "Content-Type:");
    self->curl.curl_easy_setopt(self->handle, CURLOPT_HTTPHEADER, list->first);
}

static void set_request(curl_transport *self, arena *arena, text endpoint, const http_request *request,
                        answer *answer) {
    const curl_library *curl = &self->curl;
    CURL *handle = self->handle;
    const char *url = arena_printf(arena, "%.*s%.*s", TEXT_ARGS(endpoint), TEXT_ARGS(request->target));
    curl->curl_easy_reset(handle); /* keeps the connections */
    set_headers(self, arena, &request->headers);
    curl->curl_easy_setopt(handle, CURLOPT_URL, url);
    curl->curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl->curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L); /* signatures are made over the path as it is */
    curl->curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, text_to_string(arena, request->method));
    bool says_empty = !self->is_told_whole && text_equal(request->method, TEXT("POST"));
    if (request->body.bytes.length > 0 || says_empty) {
        curl->curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request->body.bytes.data ? request->body.bytes.data : "");
        curl->curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.bytes.length);
    }
    if (text_equal(request->method, TEXT("HEAD")))
        curl->curl_easy_setopt(handle, CURLOPT_NOBODY, 1L); /* behind the body, which would make it expect one */
    curl_connection_set(curl, handle, arena, self->connection);
    self->reason[0] = '\0';
    curl->curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, self->reason);
    curl->curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, (long)(request->timeout_ms ? request->timeout_ms : TIMEOUT_MS));
    curl->curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl->curl_easy_setopt(handle, CURLOPT_TCP_KEEPALIVE, 1L);
    curl->curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
    curl->curl_easy_setopt(handle, CURLOPT_HEADERDATA, answer);
    curl->curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
    curl->curl_easy_setopt(handle, CURLOPT_WRITEDATA, answer);
}

static text version_name(long version) {
    return version == CURL_HTTP_VERSION_1_0   ? TEXT("HTTP/1.0")
           : version == CURL_HTTP_VERSION_2_0 ? TEXT("HTTP/2")
                                              : TEXT("HTTP/1.1");
}

/* curl tells of the certificate when it connects; the requests that follow on the connection have it from here. */
static http_fields take_certificate(curl_transport *self, text endpoint) {
    struct curl_certinfo *chain = NULL;
    if (!self->is_told_whole || !text_starts_with(endpoint, TEXT("https:")))
        return (http_fields){0};
    if (self->curl.curl_easy_getinfo(self->handle, CURLINFO_CERTINFO, &chain) == CURLE_OK && chain &&
        chain->num_of_certs > 0) {
        self->certificate = (http_fields){0};
        self->certificate_endpoint = text_copy(self->arena, endpoint);
        for (const struct curl_slist *each = chain->certinfo[0]; each; each = each->next) {
            text value = text_of(each->data), name;
            text_cut(&value, ':', &name);
            http_fields_add(self->arena, &self->certificate, text_copy(self->arena, name),
                            text_copy(self->arena, value));
        }
    }
    return text_equal(self->certificate_endpoint, endpoint) ? self->certificate : (http_fields){0};
}

/* Of a request that is told of whole in the words that hurl has for it. */
static const gabi_error *failure(const curl_transport *self, arena *arena, text endpoint, CURLcode code) {
    const char *reason = self->reason[0] ? self->reason : self->curl.curl_easy_strerror(code);
    const char *name = code == CURLE_OPERATION_TIMEDOUT ? "timed_out" : "no_answer";
    return self->is_told_whole
               ? error_new(arena, ERROR_UNAVAILABLE, name, "(%d) %s", code, reason)
               : error_new(arena, ERROR_UNAVAILABLE, name, "%.*s gave no answer: %s", TEXT_ARGS(endpoint), reason);
}

static const gabi_error *send_request(transport *transport, arena *arena, text endpoint, http_request *request,
                                      http_response *ret_response) {
    curl_transport *self = (curl_transport *)transport;
    const curl_library *curl = &self->curl;
    CURL *handle = self->handle;
    answer answer = {.arena = arena, .is_told_whole = self->is_told_whole, .body = BUFFER(arena)};
    long status = 0, version = 0;
    const char *peer = NULL;
    if (!handle)
        return error_new(arena, ERROR_UNAVAILABLE, "no_curl",
                         "%.*s cannot be reached: " CURL_LIBRARY " is not installed", TEXT_ARGS(endpoint));
    set_request(self, arena, endpoint, request, &answer);
    curl->curl_easy_setopt(handle, CURLOPT_CERTINFO, (long)self->is_told_whole);
    if (self->is_told_whole) {
        curl->curl_easy_setopt(handle, CURLOPT_VERBOSE, 1L);
        curl->curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, take_sent);
        curl->curl_easy_setopt(handle, CURLOPT_DEBUGDATA, &answer);
    }
    CURLcode code = curl->curl_easy_perform(handle);
    if (code != CURLE_OK)
        return failure(self, arena, endpoint, code);
    if (self->is_told_whole)
        request->headers = answer.sent;
    curl->curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    curl->curl_easy_getinfo(handle, CURLINFO_PRIMARY_IP, &peer);
    curl->curl_easy_getinfo(handle, CURLINFO_HTTP_VERSION, &version);
    *ret_response = (http_response){
        .status = (int)status,
        .headers = answer.headers,
        .content = {.kind = HTTP_CONTENT_BYTES, .bytes = buffer_text(&answer.body)},
        .peer = text_copy(arena, text_of(peer)),
        .version = version_name(version),
        .certificate = take_certificate(self, endpoint),
    };
    return NULL;
}

static void close_handle(void *transport) {
    curl_transport *self = transport;
    self->curl.curl_easy_cleanup(self->handle);
    self->curl.curl_global_cleanup(); /* counted, like its opposite below, and safe between threads since curl 7.84 */
}

transport *curl_transport_new(arena *arena) {
    static const char *const names[] = {CURL_FUNCTIONS(SHARED_LIBRARY_NAME)};
    curl_transport *self = arena_zalloc(arena, sizeof *self);
    self->transport.send = send_request;
    self->arena = arena;
    self->connection = &usual_connection;
    if (!shared_library_load(CURL_LIBRARY, names, sizeof names / sizeof *names, &self->curl))
        return &self->transport;
    self->curl.curl_global_init(CURL_GLOBAL_DEFAULT);
    self->handle = self->curl.curl_easy_init();
    arena_defer(arena, close_handle, self);
    return &self->transport;
}

void curl_transport_tell_whole(transport *transport) { ((curl_transport *)transport)->is_told_whole = true; }

void curl_transport_connect(transport *transport, const connection *connection) {
    ((curl_transport *)transport)->connection = connection ? connection : &usual_connection;
}
