/* The transport to the network, on libcurl, which is loaded with the first of them: linking it and all that it needs
 * would double the time that gabi-emu, which seldom wants it, takes to start. This folder alone includes curl/curl.h.
 */
#ifndef GABI_TRANSPORT_CURL_H
#define GABI_TRANSPORT_CURL_H

#include "transport/transport.h"

/* No answer is longer than AWS's longest. */
#define CURL_MOST_ANSWER_BYTES ((size_t)32 * 1024 * 1024)

/* A transport that keeps its connections open from one request to the next. It lives in the arena and serves one
 * request at a time. HTTPS certificates are checked; redirects are not followed. ERROR_UNAVAILABLE, code "no_answer",
 * when no connection comes about within two seconds or no answer within ten; "no_curl" when libcurl is not installed.
 */
transport *curl_transport_new(arena *arena);

/* Makes answers over HTTPS tell of the server's certificate, which takes time that most callers have no use for. */
void curl_transport_tell_certificates(transport *transport);

#endif
