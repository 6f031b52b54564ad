/* The transport to the network, on libcurl, which is loaded with the first of them: linking it and all that it needs
 * would double the time that gabi-emu, which seldom wants it, takes to start. This folder alone includes curl/curl.h.
 */
#ifndef GABI_TRANSPORT_CURL_H
#define GABI_TRANSPORT_CURL_H

#include "transport/connection.h"
#include "transport/transport.h"

/* No answer is longer than AWS's longest. */
#define CURL_MOST_ANSWER_BYTES ((size_t)32 * 1024 * 1024)

/* A transport that keeps its connections open from one request to the next. It lives in the arena and serves one
 * request at a time. HTTPS certificates are checked; redirects are not followed. ERROR_UNAVAILABLE, code "no_answer",
 * when no connection comes about within two seconds or no answer within ten; "no_curl" when libcurl is not installed.
 */
transport *curl_transport_new(arena *arena);

/* Makes answers tell what most callers have no use for: of the server's certificate, over HTTPS; of the headers of the
 * answers that came before the last, as of one that asked for credentials. Requests have all the headers then that went
 * out for them, and no Content-Length where they have no body. Errors say what libcurl says:
 * "(7) Failed to connect to localhost port 1 after 0 ms: Couldn't connect to server". */
void curl_transport_tell_whole(transport *transport);

/* Requests go over such connections from now on, which must outlive them; NULL: over the usual ones. */
void curl_transport_connect(transport *transport, const connection *connection);

#endif
