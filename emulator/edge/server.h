/* The HTTP server: sockets to http_request and back. The only file that knows civetweb. */
#ifndef GABI_SERVER_H
#define GABI_SERVER_H

#include "core/error.h"
#include "core/http.h"
#include "edge/resolve.h"

typedef struct server server;

typedef struct server_options {
    int aws_port; /* 0: any free one */
    int api_port;

    /* Answers one request; on any of the server's threads. */
    void (*answer)(void *owner, edge_entry entry, arena *arena, http_request *request, http_response *ret_response);
    void *owner;
} server_options;

/* Listens on 127.0.0.1. ERROR_UNAVAILABLE, code "PortInUse", when a port is taken. The server lives in the arena, and
 * for as long as the process: stopping civetweb can take two seconds that nobody should wait for. */
const gabi_error *server_start(arena *arena, const server_options *options, server **ret_server);

/* The port that an entry listens on. */
int server_port(const server *self, edge_entry entry);

#endif
