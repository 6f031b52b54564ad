#include "runner/cookies.h"

#include <ctype.h>
#include <stdlib.h>

#include "core/buffer.h"
#include "core/civil_time.h"
#include "runner/list.h"

#define LONGEST_COOKIE_BYTES 4096

/* ---- what cookies go where ---- */

static bool is_address(text host) {
    bool is_number = true;
    for (size_t i = 0; i < host.length; i++)
        is_number = is_number && (isdigit((unsigned char)host.data[i]) || host.data[i] == '.');
    return is_number || text_starts_with(host, TEXT("["));
}

/* Whether host is the domain, or one below it. */
static bool is_within_domain(text host, text domain) {
    if (host.length < domain.length || !text_equal_ignore_case(text_from(host, host.length - domain.length), domain) ||
        is_address(host))
        return text_equal_ignore_case(host, domain);
    return host.length == domain.length || host.data[host.length - domain.length - 1] == '.';
}

/* A path as it is compared: without the last slash; what does not begin with one is the root. */
static text clean_path(text path) {
    if (!text_starts_with(path, TEXT("/")))
        return TEXT("/");
    return path.length > 1 && text_ends_with(path, TEXT("/")) ? text_upto(path, path.length - 1) : path;
}

static bool is_within_path(text path, text cookie_path) {
    cookie_path = clean_path(cookie_path);
    if (text_equal(cookie_path, TEXT("/")))
        return true;
    return text_starts_with(path, cookie_path) &&
           (path.length == cookie_path.length || path.data[cookie_path.length] == '/');
}

/* Cookies that are for secure connections go to this machine over others, too. */
static bool is_secure(const url *url) {
    return text_equal(url->scheme, TEXT("https")) || text_equal(url->host, TEXT("localhost")) ||
           text_equal(url->host, TEXT("127.0.0.1")) || text_equal(url->host, TEXT("[::1]"));
}

static bool is_expired(const cookie *cookie, int64_t now_ms) {
    return cookie->expires != 0 && cookie->expires < now_ms / 1000;
}

static bool goes_to(const cookie *cookie, const url *url, int64_t now_ms) {
    bool is_for_host = cookie->includes_subdomains ? is_within_domain(url->host, cookie->domain)
                                                   : text_equal_ignore_case(url->host, cookie->domain);
    return is_for_host && is_within_path(url->path, cookie->path) && (!cookie->is_secure || is_secure(url)) &&
           !is_expired(cookie, now_ms);
}

/* Longer paths, domains and names first; otherwise what was set later. */
static int compare(const void *a, const void *b) {
    const cookie *one = *(const cookie *const *)a, *other = *(const cookie *const *)b;
    const size_t lengths[][2] = {{one->path.length, other->path.length},
                                 {one->domain.length, other->domain.length},
                                 {one->name.length, other->name.length}};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        if (lengths[i][0] != lengths[i][1])
            return lengths[i][0] > lengths[i][1] ? -1 : 1;
    return one > other ? -1 : 1;
}

text cookies_for(arena *arena, const cookie_list *self, const url *url, int64_t now_ms) {
    const cookie **found = arena_alloc(arena, (self->count + 1) * sizeof *found);
    buffer out = BUFFER(arena);
    size_t count = 0;
    for (size_t i = 0; i < self->count; i++)
        if (goes_to(&self->items[i], url, now_ms))
            found[count++] = &self->items[i];
    qsort(found, count, sizeof *found, compare);
    for (size_t i = 0; i < count; i++)
        buffer_format(&out, "%s%.*s=%.*s", i ? "; " : "", TEXT_ARGS(found[i]->name), TEXT_ARGS(found[i]->value));
    return buffer_text(&out);
}

/* What hurl takes for a cookie of the URL when it shows it: it looks less closely than libcurl. */
static bool is_shown_for(const cookie *cookie, const url *url) {
    bool is_of_host = is_address(url->host) || (cookie->includes_subdomains ? text_ends_with(url->host, cookie->domain)
                                                                            : text_equal(url->host, cookie->domain));
    return is_of_host && text_starts_with(url->path, cookie->path) && cookie->expires != 1;
}

text cookies_shown_for(arena *arena, const cookie_list *self, const url *url) {
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < self->count; i++)
        if (is_shown_for(&self->items[i], url))
            buffer_format(&out, "%s%.*s=%.*s", out.length > 0 ? "; " : "", TEXT_ARGS(self->items[i].name),
                          TEXT_ARGS(self->items[i].value));
    return buffer_text(&out);
}

/* ---- keeping them ---- */

static void keep(arena *arena, cookie_list *self, const cookie *made) {
    for (size_t i = 0; i < self->count; i++) {
        cookie *old = &self->items[i];
        if (text_equal(old->name, made->name) && text_equal_ignore_case(old->domain, made->domain) &&
            old->includes_subdomains == made->includes_subdomains &&
            text_equal(clean_path(old->path), clean_path(made->path))) {
            *old = *made;
            return;
        }
    }
    *(cookie *)LIST_ADD(arena, self) = *made;
}

void cookies_forget_expired(cookie_list *self, int64_t now_ms) {
    size_t kept = 0;
    for (size_t i = 0; i < self->count; i++)
        if (!is_expired(&self->items[i], now_ms))
            self->items[kept++] = self->items[i];
    self->count = kept;
}

/* "21 Oct 2015 07:28:00" from a date in whatever order it is written; -1 when it is none. */
static int64_t date_seconds(arena *arena, text date) {
    static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    int64_t day = 0, month = 0, year = -1, number, time_ms;
    text clock = TEXT("00:00:00");
    while (date.length > 0) {
        size_t end = 0;
        while (end < date.length && !strchr(" ,-", date.data[end]))
            end++;
        text word = text_lower(arena, text_upto(date, end));
        date = text_from(date, end + 1);
        const char *found = word.length >= 3 ? strstr(months, text_to_string(arena, text_upto(word, 3))) : NULL;
        if (text_index(word, ':') != TEXT_NOT_FOUND)
            clock = word;
        else if (found && (found - months) % 3 == 0)
            month = (found - months) / 3 + 1;
        else if (text_to_int64(word, &number))
            *(day == 0 && word.length <= 2 ? &day : &year) = number;
    }
    year += year >= 0 && year < 70 ? 2000 : year >= 70 && year < 100 ? 1900 : 0;
    text iso = text_format(arena, "%04d-%02d-%02dT%s%.*sZ", (int)year, (int)month, (int)day,
                           clock.length == 7 ? "0" : "", TEXT_ARGS(clock));
    return time_from_iso8601(iso, &time_ms) ? time_ms / 1000 : -1;
}

/* Whether a host may set cookies for the domain, which must not be a top-level one. */
static bool may_set_for(text host, text domain) {
    bool has_dot = text_index(domain, '.') != TEXT_NOT_FOUND || text_equal_ignore_case(domain, TEXT("localhost"));
    return has_dot && is_within_domain(host, domain);
}

/* When a cookie of that Max-Age expires; what is no number has expired. */
static int64_t age_expires(text age, int64_t now_ms) {
    if (text_starts_with(age, TEXT("\"")))
        age = text_from(age, 1);
    size_t digits = text_starts_with(age, TEXT("-")) ? 1 : 0;
    while (digits < age.length && isdigit((unsigned char)age.data[digits]))
        digits++;
    int64_t seconds;
    return text_to_int64(text_upto(age, digits), &seconds) && seconds > 0 && seconds < INT64_MAX / 2000
               ? now_ms / 1000 + seconds
               : 1;
}

/* What a cookie says last of itself, as it says it. */
typedef struct said {
    bool has_age;
    bool has_date;
    text age;
    text date;
} said;

/* The age counts before the date; what is no date ends with the session. */
static int64_t end_of_life(arena *arena, const said *self, int64_t now_ms) {
    if (self->has_age)
        return age_expires(self->age, now_ms);
    int64_t expires = self->has_date ? date_seconds(arena, self->date) : -1;
    return expires < 0 ? 0 : expires == 0 ? 1 : expires;
}

/* `name=value` behind a semicolon; false where the cookie is refused for it. */
static bool read_attribute(text attribute, const url *url, cookie *cookie, said *said) {
    size_t equals = text_index(attribute, '=');
    text name = text_trim(text_upto(attribute, equals));
    text value = equals == TEXT_NOT_FOUND ? TEXT("") : text_trim(text_from(attribute, equals + 1));
    if (text_equal_ignore_case(name, TEXT("secure"))) {
        cookie->is_secure = true;
        return is_secure(url);
    }
    if (text_equal_ignore_case(name, TEXT("httponly"))) {
        cookie->is_http_only = true;
    } else if (text_equal_ignore_case(name, TEXT("path"))) {
        cookie->path = value;
    } else if (text_equal_ignore_case(name, TEXT("domain")) && !text_is_empty(value)) {
        cookie->domain = text_starts_with(value, TEXT(".")) ? text_from(value, 1) : value;
        cookie->includes_subdomains = !is_address(cookie->domain);
        return may_set_for(url->host, cookie->domain);
    } else if (text_equal_ignore_case(name, TEXT("max-age"))) {
        said->has_age = true;
        said->age = value;
    } else if (text_equal_ignore_case(name, TEXT("expires"))) {
        said->has_date = true;
        said->date = value;
    }
    return true;
}

/* The folder of the path that was asked for. */
static text default_path(text path) {
    while (path.length > 0 && path.data[path.length - 1] != '/')
        path.length--;
    return path.length > 0 ? path : TEXT("/");
}

static bool has_prefix(text name, const char *prefix) {
    return text_equal_ignore_case(text_upto(name, strlen(prefix)), text_of(prefix));
}

/* Names that begin with __Secure- or __Host- promise something of the cookie. */
static bool is_as_its_name_says(const cookie *cookie) {
    if (has_prefix(cookie->name, "__Host-"))
        return cookie->is_secure && !cookie->includes_subdomains && text_equal(cookie->path, TEXT("/"));
    return !has_prefix(cookie->name, "__Secure-") || cookie->is_secure;
}

static void keep_field(arena *arena, cookie_list *self, const url *url, text field, int64_t now_ms) {
    text pair = TEXT(""), attribute;
    said said = {0};
    text_cut(&field, ';', &pair);
    size_t equals = text_index(pair, '=');
    if (equals == TEXT_NOT_FOUND || pair.length > LONGEST_COOKIE_BYTES)
        return;
    cookie made = {.domain = url->host, .path = default_path(url->path)};
    made.name = text_trim(text_upto(pair, equals));
    made.value = text_trim(text_from(pair, equals + 1));
    while (text_cut(&field, ';', &attribute))
        if (!read_attribute(attribute, url, &made, &said))
            return;
    made.expires = end_of_life(arena, &said, now_ms);
    if (text_is_empty(made.name) || !is_as_its_name_says(&made))
        return;
    cookies_forget_expired(self, now_ms);
    keep(arena, self, &made);
}

void cookies_keep(arena *arena, cookie_list *self, const url *url, const http_fields *headers, int64_t now_ms) {
    for (size_t i = 0; i < headers->count; i++)
        if (text_equal_ignore_case(headers->items[i].name, TEXT("Set-Cookie")))
            keep_field(arena, self, url, headers->items[i].value, now_ms);
}

/* ---- Netscape cookie files ---- */

#define HTTP_ONLY "#HttpOnly_"

static text next_word(text *rest) {
    size_t start = 0, end;
    while (start < rest->length && isspace((unsigned char)rest->data[start]))
        start++;
    for (end = start; end < rest->length && !isspace((unsigned char)rest->data[end]);)
        end++;
    text word = text_upto(text_from(*rest, start), end - start);
    *rest = text_from(*rest, end);
    return word;
}

static bool read_flag(text *rest, bool *ret_flag) {
    text word = next_word(rest);
    *ret_flag = text_equal(word, TEXT("TRUE"));
    return *ret_flag || text_equal(word, TEXT("FALSE"));
}

bool cookies_keep_line(arena *arena, cookie_list *self, text line) {
    cookie made = {.domain = next_word(&line)};
    made.is_http_only = text_starts_with(made.domain, TEXT(HTTP_ONLY));
    if (made.is_http_only)
        made.domain = text_from(made.domain, strlen(HTTP_ONLY));
    if (!read_flag(&line, &made.includes_subdomains))
        return false;
    made.path = next_word(&line);
    if (!read_flag(&line, &made.is_secure) || !text_to_int64(next_word(&line), &made.expires))
        return false;
    made.name = next_word(&line);
    made.value = text_trim(line);
    if (text_starts_with(made.domain, TEXT(".")))
        made.domain = text_from(made.domain, 1);
    if (text_is_empty(made.name) || made.expires < 0)
        return false;
    keep(arena, self, &made);
    return true;
}

text cookie_line(arena *arena, const cookie *self) {
    return text_format(arena, "%s%s%.*s\t%s\t%.*s\t%s\t%lld\t%.*s\t%.*s", self->is_http_only ? HTTP_ONLY : "",
                       self->includes_subdomains ? "." : "", TEXT_ARGS(self->domain),
                       self->includes_subdomains ? "TRUE" : "FALSE", TEXT_ARGS(self->path),
                       self->is_secure ? "TRUE" : "FALSE", (long long)self->expires, TEXT_ARGS(self->name),
                       TEXT_ARGS(self->value));
}
