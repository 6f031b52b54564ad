/* Connection: how requests go over the network, by the options of curl's command line. What is zero or empty is as curl
 * has it without the option. */
#ifndef GABI_TRANSPORT_CONNECTION_H
#define GABI_TRANSPORT_CONNECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "core/text.h"

typedef enum connection_version {
    CONNECTION_ANY_HTTP,
    CONNECTION_HTTP_1_0,
    CONNECTION_HTTP_1_1,
    CONNECTION_HTTP_2,
    CONNECTION_HTTP_3,
} connection_version;

typedef struct connection {
    connection_version version;
    bool is_fresh;    /* it is made for the request, and ends with it */
    int ip_version;   /* 4 or 6; 0: either */
    text connects_to; /* lines "HOST1:PORT1:HOST2:PORT2": who asks for the first is sent to the second */
    text resolves;    /* lines "HOST:PORT:ADDRESS" */
    text proxy;       /* "localhost:3128" */
    text no_proxy;    /* hosts, with commas between them */
    text unix_socket; /* a path */

    bool is_insecure;      /* whatever the server's certificate says is believed */
    text authorities_file; /* of certificates, PEM */
    text certificate_file; /* the client's, PEM; also "FILE:PASSWORD", in which a file's colons are `\:` */
    text key_file;         /* to it, when it has a file of its own */
    text pinned_key;       /* the server's must be this one: a file, or "sha256//…" */

    bool has_digest; /* credentials are sent by these, once the server asks */
    bool has_ntlm;
    bool has_negotiate;
    text user; /* "name:password", for them */

    int64_t connect_timeout_ms;
    int64_t most_bytes_per_second;
    int64_t most_answer_bytes;
} connection;

#endif
