/* The transport against a server in this file that plays canned answers, each on a connection of its own. */
#include "transport/curl.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <unistd.h>

#include "core/testing.h"

typedef struct canned {
    int listener;
    int port;
    const char *answer;
    const char *next_answer; /* or NULL */
    char request[4096];      /* the last */
    pthread_t thread;
} canned;

static void serve_once(canned *self, const char *answer) {
    int connection = accept(self->listener, NULL, NULL);
    ssize_t length = read(connection, self->request, sizeof self->request - 1);
    self->request[length > 0 ? length : 0] = '\0';
    ssize_t written = write(connection, answer, strlen(answer));
    (void)written;
    close(connection);
}

static void *serve(void *context) {
    canned *self = context;
    serve_once(self, self->answer);
    if (self->next_answer)
        serve_once(self, self->next_answer);
    return NULL;
}

static void start_with_two(canned *self, const char *answer, const char *next_answer) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    *self = (canned){.listener = socket(AF_INET, SOCK_STREAM, 0), .answer = answer, .next_answer = next_answer};
    assert_int_equal(bind(self->listener, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(self->listener, 1), 0);
    getsockname(self->listener, (struct sockaddr *)&address, &size);
    self->port = ntohs(address.sin_port);
    assert_int_equal(pthread_create(&self->thread, NULL, serve, self), 0);
}

static void start(canned *self, const char *answer) { start_with_two(self, answer, NULL); }

static void stop(canned *self) {
    pthread_join(self->thread, NULL);
    close(self->listener);
}

static const gabi_error *post(arena *arena, int port, http_response *ret_response) {
    transport *curl = curl_transport_new(arena);
    http_request request = http_request_to(TEXT("POST"), TEXT("/a/../b?c=%2F"));
    http_fields_add(arena, &request.headers, TEXT("Host"), TEXT("example.test"));
    http_fields_add(arena, &request.headers, TEXT("X-Empty"), TEXT(""));
    request.body = HTTP_BODY_BYTES(TEXT("{}"));
    return curl->send(curl, arena, text_format(arena, "http://127.0.0.1:%d", port), &request, ret_response);
}

static void sends_the_request_as_it_is_and_reads_the_answer(void **state) {
    canned server;
    http_response response;
    start(&server, "HTTP/1.1 201 Created\r\nX-A: 1\r\nX-A: 2\r\nContent-Length: 5\r\n\r\nhello");
    assert_success(post(*state, server.port, &response));
    stop(&server);
    assert_int_equal(response.status, 201);
    assert_string(response.version, "HTTP/1.1");
    assert_string(response.peer, "127.0.0.1");
    assert_string(response.content.bytes, "hello");
    assert_int_equal(response.headers.count, 3);
    assert_string(http_fields_get(&response.headers, TEXT("x-a")), "1");
    assert_true(strncmp(server.request, "POST /a/../b?c=%2F HTTP/1.1\r\n", 29) == 0);
    assert_non_null(strstr(server.request, "\r\nHost: example.test\r\n"));
    assert_non_null(strstr(server.request, "\r\nX-Empty:\r\n"));
    assert_null(strstr(server.request, "Expect:"));
    assert_null(strstr(server.request, "Content-Type:"));
    assert_non_null(strstr(server.request, "\r\n\r\n{}"));
}

static void follows_no_redirect(void **state) {
    canned server;
    http_response response;
    start(&server, "HTTP/1.1 302 Found\r\nLocation: http://example.test/\r\nContent-Length: 0\r\n\r\n");
    assert_success(post(*state, server.port, &response));
    stop(&server);
    assert_int_equal(response.status, 302);
}

static void reports_an_answer_that_breaks_off(void **state) {
    canned server;
    http_response response;
    start(&server, "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort");
    assert_error(post(*state, server.port, &response), ERROR_UNAVAILABLE, "no_answer");
    stop(&server);
    start(&server, "this is not HTTP\r\n\r\n");
    assert_error(post(*state, server.port, &response), ERROR_UNAVAILABLE, "no_answer");
    stop(&server);
}

static void reports_that_nobody_listens(void **state) {
    http_response response;
    const gabi_error *error = post(*state, 1, &response);
    assert_error(error, ERROR_UNAVAILABLE, "no_answer");
    assert_non_null(strstr(error->message, "http://127.0.0.1:1 gave no answer"));
}

static void speaks_nothing_but_http(void **state) {
    transport *curl = curl_transport_new(*state);
    http_request request = http_request_to(TEXT("GET"), TEXT("/etc/passwd"));
    http_response response;
    assert_error(curl->send(curl, *state, TEXT("file://"), &request, &response), ERROR_UNAVAILABLE, "no_answer");
}

static void tells_an_older_version(void **state) {
    canned server;
    http_response response;
    start(&server, "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n");
    assert_success(post(*state, server.port, &response));
    stop(&server);
    assert_string(response.version, "HTTP/1.0");
}

/* ---- told whole ---- */

static const gabi_error *ask(arena *arena, const connection *connection, const char *endpoint, http_request *request,
                             http_response *ret_response) {
    transport *curl = curl_transport_new(arena);
    *request = http_request_to(TEXT("POST"), TEXT("/"));
    http_fields_add(arena, &request->headers, TEXT("Host"), TEXT("example.test"));
    curl_transport_tell_whole(curl);
    curl_transport_connect(curl, connection);
    return curl->send(curl, arena, text_of(endpoint), request, ret_response);
}

static void tells_what_libcurl_says_of_a_failure(void **state) {
    http_request request;
    http_response response;
    const gabi_error *error = ask(*state, NULL, "http://127.0.0.1:1", &request, &response);
    assert_error(error, ERROR_UNAVAILABLE, "no_answer");
    assert_true(text_starts_with(text_of(error->message), TEXT("(7) Failed to connect to 127.0.0.1 port 1")));
}

static void connects_to_where_it_is_told_to(void **state) {
    canned server;
    http_request request;
    http_response response;
    start(&server, "HTTP/1.0 204 No Content\r\n\r\n");
    const connection elsewhere = {.connects_to = text_format(*state, "example.test:80:127.0.0.1:%d\n", server.port),
                                  .version = CONNECTION_HTTP_1_0};
    assert_success(ask(*state, &elsewhere, "http://example.test", &request, &response));
    stop(&server);
    assert_int_equal(response.status, 204);
    assert_true(strncmp(server.request, "POST / HTTP/1.0\r\n", 17) == 0);
    assert_null(strstr(server.request, "Content-Length"));
}

static void answers_a_challenge_and_tells_of_both_answers(void **state) {
    canned server;
    http_request request;
    http_response response;
    start_with_two(&server,
                   "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n\"\r\n"
                   "Content-Length: 0\r\nConnection: close\r\n\r\n",
                   "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nin");
    const connection digest = {.has_digest = true, .user = TEXT("anna:lotus")};
    const char *endpoint = arena_printf(*state, "http://127.0.0.1:%d", server.port);
    assert_success(ask(*state, &digest, endpoint, &request, &response));
    stop(&server);
    assert_int_equal(response.status, 200);
    assert_string(response.content.bytes, "in");
    assert_true(text_starts_with(http_fields_get(&request.headers, TEXT("Authorization")),
                                 TEXT("Digest username=\"anna\", realm=\"r\", nonce=\"n\"")));
    assert_true(text_starts_with(http_fields_get(&response.headers, TEXT("WWW-Authenticate")), TEXT("Digest")));
}

static void takes_no_longer_answer_than_it_may(void **state) {
    canned server;
    http_request request;
    http_response response;
    start(&server, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    const connection small = {.most_answer_bytes = 4};
    const char *endpoint = arena_printf(*state, "http://127.0.0.1:%d", server.port);
    const gabi_error *error = ask(*state, &small, endpoint, &request, &response);
    stop(&server);
    assert_error(error, ERROR_UNAVAILABLE, "no_answer");
    assert_string_equal(error->message, "(63) Maximum file size exceeded");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(sends_the_request_as_it_is_and_reads_the_answer),
        TEST(tells_an_older_version),
        TEST(follows_no_redirect),
        TEST(reports_an_answer_that_breaks_off),
        TEST(reports_that_nobody_listens),
        TEST(speaks_nothing_but_http),
        TEST(tells_what_libcurl_says_of_a_failure),
        TEST(connects_to_where_it_is_told_to),
        TEST(answers_a_challenge_and_tells_of_both_answers),
        TEST(takes_no_longer_answer_than_it_may),
    };
    return RUN_TESTS(tests);
}
