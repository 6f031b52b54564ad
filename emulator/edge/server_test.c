#include "edge/server.h"

#include <netinet/in.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>

#include "core/testing.h"

/* Answers with the bytes of stack that its thread has. */
static void answer_stack_size(void *owner, edge_entry entry, arena *arena, http_request *request,
                              http_response *ret_response) {
    (void)owner, (void)entry, (void)request;
    pthread_attr_t attributes;
    size_t size = 0;
    if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
        pthread_attr_getstacksize(&attributes, &size);
        pthread_attr_destroy(&attributes);
    }
    *ret_response = (http_response){.status = 200, .content.bytes = text_format(arena, "%zu", size)};
}

/* Answers requests to the studio's API alone. */
static void answer_in_part(void *owner, edge_entry entry, arena *arena, http_request *request,
                           http_response *ret_response) {
    if (entry == EDGE_API)
        answer_stack_size(owner, entry, arena, request, ret_response);
    else
        *ret_response = (http_response){.status = HTTP_NO_ANSWER};
}

/* What the server sends until it closes the connection, to a client that sends this and then waits. */
static text ask(arena *arena, int port, const char *request) {
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((unsigned short)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    char *answer = arena_zalloc(arena, 4096);
    size_t length = 0;
    ssize_t got;
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(connect(connection, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(write(connection, request, strlen(request)), strlen(request));
    while ((got = read(connection, answer + length, 4095 - length)) > 0)
        length += (size_t)got;
    close(connection);
    return (text){answer, length};
}

#define END "Host: localhost\r\nConnection: close\r\n\r\n"

static text get(arena *arena, int port) { return ask(arena, port, "GET / HTTP/1.1\r\n" END); }

/* Which lives as long as the process; volatile, so that the leak sanitizer finds it held. */
static arena *volatile arena_of_server;

static void has_workers_with_room_for_sqlite_and_recursive_parsers(void **state) {
    server *server;
    arena_of_server = arena_new(ARENA_REQUEST_CEILING_BYTES);
    assert_success(server_open(arena_of_server, (server_ports){0}, &server));
    server_begin(server, answer_stack_size, NULL);
    text answer = get(*state, server_port(server, EDGE_AWS));
    size_t body = text_find(answer, TEXT("\r\n\r\n"));
    int64_t stack_bytes;
    assert_true(body != TEXT_NOT_FOUND);
    assert_true(text_to_int64(text_from(answer, body + 4), &stack_bytes));
    assert_true(stack_bytes >= 1024 * 1024);
}

static void cuts_the_connection_where_there_is_no_answer(void **state) {
    server *server;
    assert_success(server_open(arena_of_server, (server_ports){0}, &server));
    server_begin(server, answer_in_part, NULL);
    assert_int_equal(get(*state, server_port(server, EDGE_AWS)).length, 0);
    assert_true(text_starts_with(get(*state, server_port(server, EDGE_API)), TEXT("HTTP/1.1 200 OK\r\n")));
}

/* Answers with the target, and reads no body. */
static void answer_target(void *owner, edge_entry entry, arena *arena, http_request *request,
                          http_response *ret_response) {
    (void)owner, (void)entry;
    http_respond(arena, ret_response, 200, TEXT("text/plain"), request->target);
}

static int port_of_target_server(void) {
    static server *server;
    if (!server) {
        assert_success(server_open(arena_of_server, (server_ports){0}, &server));
        server_begin(server, answer_target, NULL);
    }
    return server_port(server, EDGE_API);
}

static size_t count_answers(text received) {
    size_t count = 0;
    for (size_t at; (at = text_find(received, TEXT("HTTP/1.1 "))) != TEXT_NOT_FOUND; count++)
        received = text_from(received, at + 1);
    return count;
}

static void an_absolute_target_is_one_of_this_host(void **state) {
    int port = port_of_target_server();
    const char *request = arena_printf(*state, "GET http://anything:%d/a/b?c=http://d HTTP/1.1\r\n" END, port);
    text answer = ask(*state, port, request);
    assert_true(text_ends_with(answer, TEXT("\r\n\r\n/a/b?c=http://d")));
    answer = ask(*state, port, "GET /a?b=http://c/d HTTP/1.1\r\n" END);
    assert_true(text_ends_with(answer, TEXT("\r\n\r\n/a?b=http://c/d")));
    answer = ask(*state, port, "GET /http://c/d HTTP/1.1\r\n" END);
    assert_true(text_ends_with(answer, TEXT("\r\n\r\n/http://c/d")));
}

#define NEXT "GET /next HTTP/1.1\r\n" END

/* What stands in a body is no request, however the body is announced. */
static void a_body_is_never_the_next_request(void **state) {
    static const char *const refused[] = {
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n" NEXT,
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n" NEXT,
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" NEXT,
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        text answer = ask(*state, port_of_target_server(), refused[i]);
        assert_true(text_starts_with(answer, TEXT("HTTP/1.1 501 ")));
        assert_int_equal(count_answers(answer), 1);
    }
}

static void what_follows_a_chunked_body_is_the_next_request(void **state) {
    text answer = ask(*state, port_of_target_server(),
                      "POST /first HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n" NEXT);
    assert_int_equal(count_answers(answer), 2);
    assert_true(text_ends_with(answer, TEXT("/next")));
}

static void trailers_are_no_request(void **state) {
    text answer = ask(*state, port_of_target_server(),
                      "POST /first HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTrailer: b\r\n\r\n"
                      "2\r\n{}\r\n0\r\n" NEXT);
    assert_int_equal(count_answers(answer), 1);
    assert_true(text_find(answer, TEXT("Connection: close\r\n")) != TEXT_NOT_FOUND);
}

/* The client waits for the answer with the rest of it. */
static void a_body_that_never_ends_is_not_waited_for(void **state) {
    time_t begin = time(NULL);
    text answer = ask(*state, port_of_target_server(),
                      "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 9223372036854775807\r\n\r\n{}");
    assert_true(text_starts_with(answer, TEXT("HTTP/1.1 200 OK\r\n")));
    assert_true(time(NULL) - begin < 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(has_workers_with_room_for_sqlite_and_recursive_parsers),
        TEST(cuts_the_connection_where_there_is_no_answer),
        TEST(an_absolute_target_is_one_of_this_host),
        TEST(a_body_is_never_the_next_request),
        TEST(what_follows_a_chunked_body_is_the_next_request),
        TEST(trailers_are_no_request),
        TEST(a_body_that_never_ends_is_not_waited_for),
    };
    return RUN_TESTS(tests);
}
