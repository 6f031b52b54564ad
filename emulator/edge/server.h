/* The HTTP server: sockets to http_request and back. The only file that knows civetweb. */
#ifndef GABI_SERVER_H
#define GABI_SERVER_H

#include "core/error.h"
#include "core/http.h"
#include "edge/resolve.h"

typedef struct server server;

typedef struct server_ports {
    int aws; /* 0: any free one */
    int api;
} server_ports;

/* Answers one request; on any of the server's threads. */
typedef void server_answer(void *owner, edge_entry entry, arena *arena, http_request *request,
                           http_response *ret_response);

/* Listens on 127.0.0.1; requests wait for server_begin. ERROR_UNAVAILABLE, code "PortInUse", when a port is taken. The
 * server lives in the arena, and for as long as the process: stopping civetweb can take two seconds that nobody should
 * wait for. */
const gabi_error *server_open(arena *arena, server_ports ports, server **ret_server);

/* From here on requests are answered. Once. */
void server_begin(server *self, server_answer *answer, void *owner);

/* The port that an entry listens on. */
int server_port(const server *self, edge_entry entry);

#endif
