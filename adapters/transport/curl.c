#include "transport/curl.h"

#define CURL_DISABLE_TYPECHECK /* which wants its functions to be called by their bare names */
#include <curl/curl.h>

#include "core/buffer.h"
#include "core/shared_library.h"

#define CONNECT_TIMEOUT_MS 2000L

/* Of requests that say nothing else: longer than API Gateway waits for a function. */
#define TIMEOUT_MS INT64_C(30000)

#define LIBRARY "libcurl.so.4"
#define FUNCTIONS(EACH)                                                                                                \
    EACH(curl_easy_cleanup)                                                                                            \
    EACH(curl_easy_getinfo)                                                                                            \
    EACH(curl_easy_init)                                                                                               \
    EACH(curl_easy_perform)                                                                                            \
    EACH(curl_easy_reset)                                                                                              \
    EACH(curl_easy_setopt)                                                                                             \
    EACH(curl_easy_strerror)                                                                                           \
    EACH(curl_global_cleanup)                                                                                          \
    EACH(curl_global_init)                                                                                             \
    EACH(curl_slist_append)                                                                                            \
    EACH(curl_slist_free_all)

typedef struct library {
    FUNCTIONS(SHARED_LIBRARY_MEMBER)
} library;

typedef struct curl_transport {
    transport transport; /* first: a transport is its curl_transport */
    arena *arena;
    library curl;
    CURL *handle; /* NULL: libcurl is not installed */
    bool tells_certificates;
    http_fields certificate; /* of the server that was connected to last */
    text certificate_endpoint;
} curl_transport;

/* An answer while it comes in. */
typedef struct answer {
    arena *arena;
    http_fields headers;
    buffer body;
} answer;

static size_t take_header(char *line, size_t size, size_t count, void *context) {
    answer *self = context;
    text value = {line, size * count}, name;
    if (text_starts_with(value, TEXT("HTTP/"))) /* a new answer begins, e.g. behind 100 Continue */
        self->headers = (http_fields){0};
    else if (text_index(value, ':') != TEXT_NOT_FOUND && text_cut(&value, ':', &name))
        http_fields_add(self->arena, &self->headers, text_copy(self->arena, name),
                        text_copy(self->arena, text_trim(value)));
    return size * count;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
    answer *self = context;
    if (self->body.length + size * count > CURL_MOST_ANSWER_BYTES)
        return 0; /* which ends the transfer with an error */
    buffer_append(&self->body, (text){bytes, size * count});
    return size * count;
}

static struct curl_slist *header_list(const library *curl, arena *arena, const http_fields *headers) {
    struct curl_slist *list = NULL;
    for (size_t i = 0; i < headers->count; i++) {
        const http_field *field = &headers->items[i];
        const char *mark =
            text_is_empty(field->value) ? ";" : ": "; /* curl drops a name with nothing behind the colon */
        list = curl->curl_slist_append(
            list, arena_printf(arena, "%.*s%s%.*s", TEXT_ARGS(field->name), mark, TEXT_ARGS(field->value)));
    }
    /* curl would wait for leave to send a body of more than a megabyte, and would name a type of its own. */
    list = curl->curl_slist_append(list, "Expect:");
    if (!http_fields_find(headers, TEXT("Content-Type")))
        list = curl->curl_slist_append(list, "Content-Type:");
    return list;
}

typedef struct header_lists {
    const library *curl;
    struct curl_slist *list;
} header_lists;

static void free_list(void *context) {
    const header_lists *self = context;
    self->curl->curl_slist_free_all(self->list);
}

static void set_headers(const curl_transport *self, arena *arena, const http_fields *headers) {
    header_lists *made = arena_alloc(arena, sizeof *made);
    *made = (header_lists){&self->curl, header_list(&self->curl, arena, headers)};
    arena_defer(arena, free_list, made);
    self->curl.curl_easy_setopt(self->handle, CURLOPT_HTTPHEADER, made->list);
}

static void set_request(const curl_transport *self, arena *arena, text endpoint, const http_request *request,
                        answer *answer) {
    const library *curl = &self->curl;
    CURL *handle = self->handle;
    const char *url = arena_printf(arena, "%.*s%.*s", TEXT_ARGS(endpoint), TEXT_ARGS(request->target));
    curl->curl_easy_reset(handle); /* keeps the connections */
    set_headers(self, arena, &request->headers);
    curl->curl_easy_setopt(handle, CURLOPT_URL, url);
    curl->curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl->curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L); /* signatures are made over the path as it is */
    curl->curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, text_to_string(arena, request->method));
    if (text_equal(request->method, TEXT("HEAD")))
        curl->curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
    if (request->body.bytes.length > 0 || text_equal(request->method, TEXT("POST"))) {
        curl->curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request->body.bytes.data ? request->body.bytes.data : "");
        curl->curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.bytes.length);
    }
    curl->curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_TIMEOUT_MS);
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
    if (!self->tells_certificates || !text_starts_with(endpoint, TEXT("https:")))
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

static const gabi_error *send_request(transport *transport, arena *arena, text endpoint, http_request *request,
                                      http_response *ret_response) {
    curl_transport *self = (curl_transport *)transport;
    const library *curl = &self->curl;
    CURL *handle = self->handle;
    answer answer = {.arena = arena, .body = BUFFER(arena)};
    long status = 0, version = 0;
    const char *peer = NULL;
    if (!handle)
        return error_new(arena, ERROR_UNAVAILABLE, "no_curl", "%.*s cannot be reached: " LIBRARY " is not installed",
                         TEXT_ARGS(endpoint));
    set_request(self, arena, endpoint, request, &answer);
    curl->curl_easy_setopt(handle, CURLOPT_CERTINFO, (long)self->tells_certificates);
    CURLcode code = curl->curl_easy_perform(handle);
    if (code != CURLE_OK)
        return error_new(arena, ERROR_UNAVAILABLE, code == CURLE_OPERATION_TIMEDOUT ? "timed_out" : "no_answer",
                         "%.*s gave no answer: %s", TEXT_ARGS(endpoint), curl->curl_easy_strerror(code));
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
    static const char *const names[] = {FUNCTIONS(SHARED_LIBRARY_NAME)};
    curl_transport *self = arena_zalloc(arena, sizeof *self);
    self->transport.send = send_request;
    self->arena = arena;
    if (!shared_library_load(LIBRARY, names, sizeof names / sizeof *names, &self->curl))
        return &self->transport;
    self->curl.curl_global_init(CURL_GLOBAL_DEFAULT);
    self->handle = self->curl.curl_easy_init();
    arena_defer(arena, close_handle, self);
    return &self->transport;
}

void curl_transport_tell_certificates(transport *transport) {
    ((curl_transport *)transport)->tells_certificates = true;
}
