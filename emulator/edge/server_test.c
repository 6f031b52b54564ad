#include "edge/server.h"

#include <netinet/in.h>
#include <pthread.h>
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

/* What the server answers to one GET. */
static text get(arena *arena, int port) {
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((unsigned short)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    static const char request[] = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    char *answer = arena_zalloc(arena, 4096);
    size_t length = 0;
    ssize_t got;
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(connect(connection, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(write(connection, request, sizeof request - 1), sizeof request - 1);
    while ((got = read(connection, answer + length, 4095 - length)) > 0)
        length += (size_t)got;
    close(connection);
    return (text){answer, length};
}

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

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(has_workers_with_room_for_sqlite_and_recursive_parsers),
        TEST(cuts_the_connection_where_there_is_no_answer),
    };
    return RUN_TESTS(tests);
}
