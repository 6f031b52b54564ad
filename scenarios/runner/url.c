#include "runner/url.h"

#include <ctype.h>

#include "core/buffer.h"

/* ---- taking apart ---- */

static bool is_digits(text t) {
    for (size_t i = 0; i < t.length; i++)
        if (!isdigit((unsigned char)t.data[i]))
            return false;
    return true;
}

static size_t find_any(text t, const char *characters) {
    size_t i = 0;
    while (i < t.length && !(t.data[i] && strchr(characters, t.data[i])))
        i++;
    return i;
}

static bool is_default_port(text scheme, text port) {
    return text_is_empty(port) || text_equal(port, text_equal(scheme, TEXT("http")) ? TEXT("80") : TEXT("443"));
}

/* Whether a host has nothing in it that none may have (https://url.spec.whatwg.org/#forbidden-domain-code-point). */
static bool is_host(text host) {
    for (size_t i = 0; i < host.length; i++)
        if ((unsigned char)host.data[i] <= ' ' || strchr("#/<>?@[\\]^|%\x7F", host.data[i]))
            return false;
    return true;
}

static bool is_ipv6(text host) {
    if (!text_ends_with(host, TEXT("]")))
        return false;
    for (size_t i = 1; i + 1 < host.length; i++)
        if (!isxdigit((unsigned char)host.data[i]) && host.data[i] != ':' && host.data[i] != '.')
            return false;
    return true;
}

/* "user:password@host:port" */
static bool parse_authority(arena *arena, text authority, url *url, const char **ret_reason) {
    for (size_t at; (at = text_index(authority, '@')) != TEXT_NOT_FOUND; authority = text_from(authority, at + 1))
        url->user_info = text_upto(authority, at);
    size_t bracket = text_starts_with(authority, TEXT("[")) ? text_index(authority, ']') : TEXT_NOT_FOUND;
    size_t start = bracket == TEXT_NOT_FOUND ? 0 : bracket;
    size_t colon = text_index(text_from(authority, start), ':');
    text port = colon == TEXT_NOT_FOUND ? TEXT("") : text_from(authority, start + colon + 1);
    url->host = text_lower(arena, colon == TEXT_NOT_FOUND ? authority : text_upto(authority, start + colon));
    int64_t number = 0;
    if (text_is_empty(url->host))
        return *ret_reason = "empty host", false;
    bool is_address = text_starts_with(url->host, TEXT("["));
    if (!(is_address ? is_ipv6(url->host) : is_host(url->host)))
        return *ret_reason = is_address ? "invalid IPv6 address" : "invalid international domain name", false;
    if (!is_digits(port) || (!text_is_empty(port) && (!text_to_int64(port, &number) || number > 65535)))
        return *ret_reason = "invalid port number", false;
    url->port = is_default_port(url->scheme, port) ? TEXT("") : port;
    return true;
}

static const char *scheme_reason(text spelled) {
    size_t letters = 0;
    while (letters < spelled.length && islower((unsigned char)spelled.data[letters]))
        letters++;
    return letters > 0 && text_starts_with(text_from(spelled, letters), TEXT("://"))
               ? "Only <http://> and <https://> schemes are supported"
               : "Missing scheme <http://> or <https://>";
}

bool url_parse(arena *arena, text spelled, url *ret_url, const char **ret_reason) {
    url url = {.scheme = text_starts_with(spelled, TEXT("https://")) ? TEXT("https") : TEXT("http")};
    if (!text_starts_with(spelled, TEXT("http://")) && !text_starts_with(spelled, TEXT("https://")))
        return *ret_reason = scheme_reason(spelled), false;
    text rest = text_from(spelled, url.scheme.length + 3);
    size_t end = find_any(rest, "/?#");
    if (!parse_authority(arena, text_upto(rest, end), &url, ret_reason))
        return false;
    rest = text_from(rest, end);
    rest = text_upto(rest, find_any(rest, "#"));
    size_t mark = find_any(rest, "?");
    url.path = mark == 0 ? TEXT("/") : text_upto(rest, mark);
    url.query = text_from(rest, mark);
    *ret_url = url;
    return true;
}

/* ---- putting together ---- */

text url_authority(arena *arena, const url *self) {
    bool has_port = !text_is_empty(self->port);
    return text_format(arena, "%.*s%s%.*s", TEXT_ARGS(self->host), has_port ? ":" : "", TEXT_ARGS(self->port));
}

text url_endpoint(arena *arena, const url *self) {
    text authority = url_authority(arena, self);
    return text_format(arena, "%.*s://%.*s", TEXT_ARGS(self->scheme), TEXT_ARGS(authority));
}

/* Drops the last segment of a path that is under construction. */
static void drop_segment(buffer *out) {
    while (out->length > 0 && out->data[--out->length] != '/')
        ;
}

text url_remove_dots(arena *arena, text path) {
    buffer out = BUFFER(arena);
    text rest = text_from(path, 1);
    bool is_last = false;
    while (!is_last) {
        size_t slash = text_index(rest, '/');
        is_last = slash == TEXT_NOT_FOUND;
        text segment = text_upto(rest, slash);
        rest = is_last ? TEXT("") : text_from(rest, slash + 1);
        bool is_up = text_equal(segment, TEXT("..")), is_here = text_equal(segment, TEXT("."));
        if (is_up)
            drop_segment(&out);
        if (is_up || is_here) {
            if (is_last)
                buffer_append_char(&out, '/');
            continue;
        }
        buffer_append_char(&out, '/');
        buffer_append(&out, segment);
    }
    return buffer_text(&out);
}

/* With what a URL in its normal form has only as %XX. */
static text encode(arena *arena, text part, const char *encoded) {
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < part.length; i++) {
        unsigned char c = (unsigned char)part.data[i];
        if (c <= ' ' || c >= 0x7F || strchr(encoded, c))
            buffer_format(&out, "%%%02X", c);
        else
            buffer_append_char(&out, (char)c);
    }
    return buffer_text(&out);
}

text url_show(arena *arena, const url *self) {
    buffer out = BUFFER(arena);
    buffer_append(&out, url_endpoint(arena, self));
    buffer_append(&out, encode(arena, url_remove_dots(arena, self->path), "\"<>`{}^"));
    buffer_append(&out, encode(arena, self->query, "\"<>'"));
    return buffer_text(&out);
}

static bool has_scheme(text location) {
    size_t colon = find_any(location, ":/?#");
    return colon > 0 && colon < location.length && location.data[colon] == ':' &&
           isalpha((unsigned char)location.data[0]);
}

/* An absolute URL in its normal form; one of another scheme stays as it is. */
static text normalize(arena *arena, text spelled) {
    url url;
    const char *reason;
    return url_parse(arena, spelled, &url, &reason) ? url_show(arena, &url) : spelled;
}

text url_join(arena *arena, const url *self, text location) {
    text endpoint = url_endpoint(arena, self), path = self->path;
    if (has_scheme(location))
        return normalize(arena, location);
    if (text_starts_with(location, TEXT("//")))
        return normalize(arena, text_format(arena, "%.*s:%.*s", TEXT_ARGS(self->scheme), TEXT_ARGS(location)));
    if (text_starts_with(location, TEXT("/")))
        path = TEXT("");
    else if (!text_starts_with(location, TEXT("?")) && !text_is_empty(location))
        while (path.length > 0 && path.data[path.length - 1] != '/')
            path.length--;
    text query = text_is_empty(location) ? self->query : TEXT("");
    return normalize(arena, text_format(arena, "%.*s%.*s%.*s%.*s", TEXT_ARGS(endpoint), TEXT_ARGS(path),
                                        TEXT_ARGS(location), TEXT_ARGS(query)));
}

bool url_same_origin(const url *a, const url *b) {
    return text_equal(a->scheme, b->scheme) && text_equal(a->host, b->host) && text_equal(a->port, b->port);
}
