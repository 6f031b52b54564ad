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

/* ---- hosts that are IPv4 addresses, as https://url.spec.whatwg.org/#concept-ipv4-parser has them ---- */

#define IPV4_PARTS 4

/* "0x" begins a hexadecimal number, "0" an octal one. */
static bool read_ipv4_part(text part, uint64_t *ret_number) {
    uint64_t base = 10, number = 0;
    if (text_starts_with(part, TEXT("0x")))
        base = 16, part = text_from(part, 2);
    else if (part.length > 1 && part.data[0] == '0')
        base = 8, part = text_from(part, 1);
    for (size_t i = 0; i < part.length; i++) {
        char c = part.data[i];
        uint64_t digit = isdigit((unsigned char)c) ? (uint64_t)(c - '0') : (uint64_t)(c - 'a') + 10;
        if (!isxdigit((unsigned char)c) || digit >= base)
            return false;
        number = number * base + digit;
        if (number > UINT32_MAX)
            return false;
    }
    *ret_number = number;
    return true;
}

/* Whether the last part of a host is a number, so that the whole must be an address. */
static bool ends_in_number(text host) {
    size_t start = host.length;
    while (start > 0 && host.data[start - 1] != '.')
        start--;
    text last = text_from(host, start);
    uint64_t number;
    return (!text_is_empty(last) && is_digits(last)) ||
           (text_starts_with(last, TEXT("0x")) && read_ipv4_part(last, &number));
}

/* "127.1", "0x7f.0.0.1" and "2130706433" are 127.0.0.1; what is no address becomes the empty text. */
static text normalize_ipv4(arena *arena, text host) {
    uint64_t parts[IPV4_PARTS] = {0}, address = 0;
    size_t count = 0;
    for (text rest = host, part; text_cut(&rest, '.', &part);)
        if (count == IPV4_PARTS || text_is_empty(part) || !read_ipv4_part(part, &parts[count++]))
            return TEXT("");
    for (size_t i = 0; i + 1 < count; i++) {
        if (parts[i] > UINT8_MAX)
            return TEXT("");
        address += parts[i] << (8 * (IPV4_PARTS - 1 - i));
    }
    if (parts[count - 1] >= UINT64_C(1) << (8 * (IPV4_PARTS + 1 - count)))
        return TEXT("");
    address += parts[count - 1];
    return text_format(arena, "%d.%d.%d.%d", (int)(address >> 24), (int)(address >> 16 & 0xFF),
                       (int)(address >> 8 & 0xFF), (int)(address & 0xFF));
}

/* ---- authorities ---- */

static bool parse_host(arena *arena, text spelled, url *url, const char **ret_reason) {
    url->spelled_host = spelled;
    url->host = text_lower(arena, spelled);
    if (text_is_empty(spelled))
        return *ret_reason = "empty host", false;
    bool is_ipv6_address = text_starts_with(spelled, TEXT("["));
    if (is_ipv6_address && !is_ipv6(spelled))
        return *ret_reason = "invalid IPv6 address", false;
    if (!is_ipv6_address && !is_host(spelled))
        return *ret_reason = "invalid international domain name", false;
    if (is_ipv6_address || !ends_in_number(url->host))
        return true;
    url->spelled_host = url->host = normalize_ipv4(arena, url->host);
    *ret_reason = "invalid IPv4 address";
    return !text_is_empty(url->host);
}

static bool parse_port(arena *arena, text port, url *url, const char **ret_reason) {
    int64_t number = 0;
    if (!is_digits(port) || (!text_is_empty(port) && (!text_to_int64(port, &number) || number > UINT16_MAX)))
        return *ret_reason = "invalid port number", false;
    port = text_is_empty(port) ? port : text_format(arena, "%d", (int)number);
    url->port = is_default_port(url->scheme, port) ? TEXT("") : port;
    return true;
}

/* "user:password@host:port" */
static bool parse_authority(arena *arena, text authority, url *url, const char **ret_reason) {
    size_t at = authority.length;
    while (at > 0 && authority.data[at - 1] != '@')
        at--;
    url->user_info = text_upto(authority, at > 0 ? at - 1 : 0);
    authority = text_from(authority, at);
    size_t bracket = text_starts_with(authority, TEXT("[")) ? text_index(authority, ']') : TEXT_NOT_FOUND;
    size_t start = bracket == TEXT_NOT_FOUND ? 0 : bracket;
    size_t colon = text_index(text_from(authority, start), ':');
    text port = colon == TEXT_NOT_FOUND ? TEXT("") : text_from(authority, start + colon + 1);
    text host = colon == TEXT_NOT_FOUND ? authority : text_upto(authority, start + colon);
    return parse_host(arena, host, url, ret_reason) && parse_port(arena, port, url, ret_reason);
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
    size_t end = find_any(rest, "/\\?#");
    if (!parse_authority(arena, text_upto(rest, end), &url, ret_reason))
        return false;
    rest = text_from(rest, end);
    rest = text_upto(rest, find_any(rest, "#"));
    size_t mark = find_any(rest, "?");
    url.path = mark == 0 ? TEXT("/") : text_upto(rest, mark);
    if (text_starts_with(url.path, TEXT("\\")))
        url.path = text_format(arena, "/%.*s", TEXT_ARGS(text_from(url.path, 1)));
    url.query = text_from(rest, mark);
    *ret_url = url;
    return true;
}

/* ---- putting together ---- */

text url_authority(arena *arena, const url *self) {
    bool has_port = !text_is_empty(self->port);
    return TEXT_JOIN(arena, self->host, has_port ? TEXT(":") : TEXT(""), self->port);
}

text url_endpoint(arena *arena, const url *self) {
    text authority = url_authority(arena, self);
    return TEXT_JOIN(arena, self->scheme, TEXT("://"), authority);
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

/* "user:password@", without what is empty of it. */
static text show_user_info(arena *arena, text user_info) {
    static const char encoded[] = "\"#<>?`{}/:;=@[\\]^|";
    text name;
    if (text_is_empty(user_info))
        return TEXT("");
    text_cut(&user_info, ':', &name);
    bool has_password = !text_is_empty(user_info);
    if (text_is_empty(name) && !has_password)
        return TEXT("");
    return text_format(arena, "%s%s%s@", encode(arena, name, encoded).data, has_password ? ":" : "",
                       has_password ? encode(arena, user_info, encoded).data : "");
}

/* A path in which slashes lean forward. */
static text turn_slashes(arena *arena, text path) {
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < path.length; i++)
        buffer_append_char(&out, path.data[i] == '\\' ? '/' : path.data[i]);
    return buffer_text(&out);
}

text url_show(arena *arena, const url *self) {
    buffer out = BUFFER(arena);
    buffer_format(&out, "%s://%s%s", text_to_string(arena, self->scheme), show_user_info(arena, self->user_info).data,
                  url_authority(arena, self).data);
    buffer_append(&out, encode(arena, url_remove_dots(arena, turn_slashes(arena, self->path)), "\"<>`{}"));
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

/* "HTTP://H" with its scheme in lower case. */
static text lower_scheme(arena *arena, text location) {
    size_t colon = text_index(location, ':');
    text scheme = text_lower(arena, text_upto(location, colon));
    return text_format(arena, "%.*s%.*s", TEXT_ARGS(scheme), TEXT_ARGS(text_from(location, colon)));
}

text url_join(arena *arena, const url *self, text location) {
    text path = self->path, user = show_user_info(arena, self->user_info), authority = url_authority(arena, self);
    text endpoint =
        text_format(arena, "%.*s://%.*s%.*s", TEXT_ARGS(self->scheme), TEXT_ARGS(user), TEXT_ARGS(authority));
    location = text_trim(location);
    if (has_scheme(location))
        return normalize(arena, lower_scheme(arena, location));
    if (text_starts_with(location, TEXT("//")))
        return normalize(arena, text_format(arena, "%.*s:%.*s", TEXT_ARGS(self->scheme), TEXT_ARGS(location)));
    bool is_here = text_is_empty(location) || text_starts_with(location, TEXT("#"));
    if (text_starts_with(location, TEXT("/")))
        path = TEXT("");
    else if (!text_starts_with(location, TEXT("?")) && !is_here)
        while (path.length > 0 && path.data[path.length - 1] != '/')
            path.length--;
    return normalize(arena, text_format(arena, "%.*s%.*s%.*s", TEXT_ARGS(endpoint), TEXT_ARGS(path),
                                        TEXT_ARGS(is_here ? self->query : location)));
}

bool url_same_origin(const url *a, const url *b) {
    return text_equal(a->scheme, b->scheme) && text_equal(a->host, b->host) && text_equal(a->port, b->port);
}
