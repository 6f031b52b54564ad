/* URLs of HTTP (RFC 3986), as libcurl sends them and Hurl shows them. */
#ifndef GABI_RUNNER_URL_H
#define GABI_RUNNER_URL_H

#include "core/text.h"

typedef struct url {
    text scheme;    /* "http" or "https" */
    text user_info; /* "name:password" as spelled, or empty */
    text host;      /* in lower case, without port; IPv4 addresses as four numbers */
    text spelled_host;
    text port;  /* empty for the scheme's own */
    text path;  /* as spelled; at least "/" */
    text query; /* with its `?`, or empty */
} url;

/* Takes an absolute URL apart; on failure returns false and says why in *ret_reason. */
bool url_parse(arena *arena, text spelled, url *ret_url, const char **ret_reason);

/* The URL in its normal form, without its fragment. */
text url_show(arena *arena, const url *self);

/* What a Location of an answer to this URL leads to, in its normal form: absolute or relative. */
text url_join(arena *arena, const url *self, text location);

/* "http://host:8080" and "host:8080" */
text url_endpoint(arena *arena, const url *self);
text url_authority(arena *arena, const url *self);

/* A path without `.` and `..` in it (RFC 3986 section 5.2.4). */
text url_remove_dots(arena *arena, text path);

/* Whether both are of the same scheme, host and port. */
bool url_same_origin(const url *a, const url *b);

#endif
