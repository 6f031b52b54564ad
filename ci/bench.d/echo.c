/* The yardstick of ci/bench: civetweb with nothing behind it. Reads a request's body and answers with as many bytes as
 * the header X-Answer-Bytes asks for, in one write: what any handler that moves bodies of these sizes has to do at
 * least.
 *
 * echo PORT THREADS */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <civetweb.h>

#define LARGEST_ANSWER_BYTES (256 * 1024)
#define LARGEST_HEAD_BYTES 256

static int answer(struct mg_connection *connection) {
    char body[4096];
    while (mg_read(connection, body, sizeof body) > 0)
        continue;
    const char *wanted = mg_get_header(connection, "X-Answer-Bytes");
    long length = wanted ? strtol(wanted, NULL, 10) : 0;
    if (length < 0 || length > LARGEST_ANSWER_BYTES)
        length = LARGEST_ANSWER_BYTES;
    char *response = malloc((size_t)(LARGEST_HEAD_BYTES + length));
    if (!response)
        return 500;
    int head = snprintf(response, LARGEST_HEAD_BYTES,
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %ld\r\n"
                        "Connection: keep-alive\r\n\r\n",
                        length);
    memset(response + head, 'x', (size_t)length);
    mg_write(connection, response, (size_t)(head + length));
    free(response);
    return 200;
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fputs("usage: echo PORT THREADS\n", stderr);
        return 2;
    }
    const char *options[] = {
        "listening_ports", argv[1],       "num_threads", argv[2], "enable_keep_alive", "yes", "keep_alive_timeout_ms",
        "60000",           "tcp_nodelay", "1",           NULL};
    struct mg_callbacks callbacks = {.begin_request = answer};
    mg_init_library(0);
    if (!mg_start(&callbacks, NULL, options)) {
        fputs("echo: cannot start\n", stderr);
        return 2;
    }
    pause();
    return 0;
}
