/* Cookies: what answers set and later requests carry, as libcurl keeps them (RFC 6265). */
#ifndef GABI_RUNNER_COOKIES_H
#define GABI_RUNNER_COOKIES_H

#include "core/http.h"
#include "runner/url.h"

/* A cookie that is kept, as a line of a Netscape cookie file has it. */
typedef struct cookie {
    text domain;
    bool includes_subdomains;
    text path;
    bool is_secure;
    bool is_http_only;
    int64_t expires; /* seconds since 1970; 0: with the session */
    text name;
    text value;
} cookie;

typedef struct cookie_list {
    cookie *items;
    size_t count;
    size_t capacity;
} cookie_list;

/* Keeps the cookies that an answer from url sets, at a time in milliseconds since 1970. One that has expired then stays
 * until the next is set, or something is sent. */
void cookies_keep(arena *arena, cookie_list *self, const url *url, const http_fields *headers, int64_t now_ms);

void cookies_forget_expired(cookie_list *self, int64_t now_ms);

/* Keeps a line of a Netscape cookie file; false when it is none. */
bool cookies_keep_line(arena *arena, cookie_list *self, text line);

/* "a=1; b=2": those that a request to url carries; empty without any. */
text cookies_for(arena *arena, const cookie_list *self, const url *url, int64_t now_ms);

/* Those that hurl names in the curl command line of a request to url, in the order in which they were kept. */
text cookies_shown_for(arena *arena, const cookie_list *self, const url *url);

/* The line of a Netscape cookie file, without its end. */
text cookie_line(arena *arena, const cookie *self);

#endif
