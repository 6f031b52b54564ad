#include "transport/curl_connection.h"

#include "core/buffer.h"

/* ---- lists ---- */

static void free_list(void *context) {
    const curl_list *self = context;
    self->curl->curl_slist_free_all(self->first);
}

curl_list *curl_list_new(arena *arena, const curl_library *curl) {
    curl_list *made = arena_alloc(arena, sizeof *made);
    *made = (curl_list){curl, NULL};
    arena_defer(arena, free_list, made);
    return made;
}

void curl_list_add(curl_list *self, const char *line) {
    self->first = self->curl->curl_slist_append(self->first, line);
}

/* ---- options ---- */

typedef struct setting {
    const curl_library *curl;
    CURL *handle;
    arena *arena;
} setting;

static void set_text(const setting *self, CURLoption option, text value) {
    if (!text_is_empty(value))
        self->curl->curl_easy_setopt(self->handle, option, text_to_string(self->arena, value));
}

static void set_number(const setting *self, CURLoption option, int64_t value) {
    if (value != 0)
        self->curl->curl_easy_setopt(self->handle, option, (long)value);
}

static void set_size(const setting *self, CURLoption option, int64_t value) {
    if (value != 0)
        self->curl->curl_easy_setopt(self->handle, option, (curl_off_t)value);
}

static void set_lines(const setting *self, CURLoption option, text lines) {
    curl_list *list = curl_list_new(self->arena, self->curl);
    if (text_is_empty(lines))
        return;
    for (text line; text_cut(&lines, '\n', &line);)
        if (!text_is_empty(line))
            curl_list_add(list, text_to_string(self->arena, line));
    self->curl->curl_easy_setopt(self->handle, option, list->first);
}

static void set_where(const setting *self, const connection *connection) {
    static const long versions[] = {
        [CONNECTION_ANY_HTTP] = CURL_HTTP_VERSION_NONE, [CONNECTION_HTTP_1_0] = CURL_HTTP_VERSION_1_0,
        [CONNECTION_HTTP_1_1] = CURL_HTTP_VERSION_1_1,  [CONNECTION_HTTP_2] = CURL_HTTP_VERSION_2_0,
        [CONNECTION_HTTP_3] = CURL_HTTP_VERSION_3,
    };
    set_number(self, CURLOPT_HTTP_VERSION, versions[connection->version]);
    set_number(self, CURLOPT_FRESH_CONNECT, connection->is_fresh);
    set_number(self, CURLOPT_FORBID_REUSE, connection->is_fresh);
    set_number(self, CURLOPT_IPRESOLVE,
               connection->ip_version == 4   ? CURL_IPRESOLVE_V4
               : connection->ip_version == 6 ? CURL_IPRESOLVE_V6
                                             : CURL_IPRESOLVE_WHATEVER);
    set_lines(self, CURLOPT_CONNECT_TO, connection->connects_to);
    set_lines(self, CURLOPT_RESOLVE, connection->resolves);
    set_text(self, CURLOPT_PROXY, connection->proxy);
    set_text(self, CURLOPT_NOPROXY, connection->no_proxy);
    set_text(self, CURLOPT_UNIX_SOCKET_PATH, connection->unix_socket);
}

/* "FILE:PASSWORD": a colon in the file's name, and a backslash, stand behind a backslash. */
static void set_certificate(const setting *self, text value) {
    buffer file = BUFFER(self->arena);
    size_t i = 0;
    for (; i < value.length && value.data[i] != ':'; i++) {
        if (value.data[i] == '\\' && i + 1 < value.length)
            i++;
        buffer_append_char(&file, value.data[i]);
    }
    set_text(self, CURLOPT_SSLCERT, buffer_text(&file));
    if (i < value.length)
        self->curl->curl_easy_setopt(self->handle, CURLOPT_KEYPASSWD,
                                     text_to_string(self->arena, text_from(value, i + 1)));
}

static void set_security(const setting *self, const connection *connection) {
    self->curl->curl_easy_setopt(self->handle, CURLOPT_SSL_VERIFYPEER, connection->is_insecure ? 0L : 1L);
    self->curl->curl_easy_setopt(self->handle, CURLOPT_SSL_VERIFYHOST, connection->is_insecure ? 0L : 2L);
    set_text(self, CURLOPT_CAINFO, connection->authorities_file);
    set_certificate(self, connection->certificate_file);
    set_text(self, CURLOPT_SSLKEY, connection->key_file);
    set_text(self, CURLOPT_PINNEDPUBLICKEY, connection->pinned_key);
}

static void set_credentials(const setting *self, const connection *connection) {
    text user = connection->user, name;
    unsigned long ways = (connection->has_digest ? CURLAUTH_DIGEST : 0) | (connection->has_ntlm ? CURLAUTH_NTLM : 0) |
                         (connection->has_negotiate ? CURLAUTH_NEGOTIATE : 0);
    if (ways == 0 || text_index(user, ':') == TEXT_NOT_FOUND)
        return;
    text_cut(&user, ':', &name);
    self->curl->curl_easy_setopt(self->handle, CURLOPT_HTTPAUTH, (long)ways);
    self->curl->curl_easy_setopt(self->handle, CURLOPT_USERNAME, text_to_string(self->arena, name));
    self->curl->curl_easy_setopt(self->handle, CURLOPT_PASSWORD, text_to_string(self->arena, user));
}

void curl_connection_set(const curl_library *curl, CURL *handle, arena *arena, const connection *connection) {
    const setting self = {curl, handle, arena};
    set_where(&self, connection);
    set_security(&self, connection);
    set_credentials(&self, connection);
    set_number(&self, CURLOPT_CONNECTTIMEOUT_MS, connection->connect_timeout_ms);
    set_size(&self, CURLOPT_MAX_RECV_SPEED_LARGE, connection->most_bytes_per_second);
    set_size(&self, CURLOPT_MAX_SEND_SPEED_LARGE, connection->most_bytes_per_second);
    set_size(&self, CURLOPT_MAXFILESIZE_LARGE, connection->most_answer_bytes);
}
