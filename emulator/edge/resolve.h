/* Which service a request is for, and in which world: read off its headers and path alone. */
#ifndef GABI_RESOLVE_H
#define GABI_RESOLVE_H

#include "core/http.h"

/* The door a request came in by. */
typedef enum edge_entry {
    EDGE_AWS, /* the AWS endpoint, where every service answers */
    EDGE_API, /* the studio's own API, as behind its custom domain */
} edge_entry;

/* The service's name as SigV4 spells it ("dynamodb", "execute-api", …); empty when nothing tells. Told by, in this
 * order: the host (dynamodb.eu-central-1.amazonaws.com), the signature's scope, X-Amz-Target, the path. */
text resolve_service(edge_entry entry, const http_request *request);

/* The world's name; empty for the default world. Told by, in this order: X-Gabi-World, the host
 * <world>.world.localhost, an access key gabi-<world>. */
text resolve_world(const http_request *request);

#endif
