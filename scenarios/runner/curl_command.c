/* The curl command line of a request, for people who want to send it by hand. */
#include <ctype.h>
#include <inttypes.h>

#include "runner/request.h"

static bool has(text argument, char c) { return text_index(argument, c) != TEXT_NOT_FOUND; }

/* 'text', or $'text' where it has what single quotes cannot hold. */
static void append_quoted(buffer *out, text argument) {
    if (!has(argument, '\n') && !has(argument, '\t') && !has(argument, '\'')) {
        buffer_append(out, TEXT(" '"));
        buffer_append(out, argument);
        buffer_append_char(out, '\'');
        return;
    }
    buffer_append(out, TEXT(" $'"));
    for (size_t i = 0; i < argument.length; i++) {
        char c = argument.data[i];
        if (c && strchr("\n\t'\\", c)) {
            buffer_append_char(out, '\\');
            c = c == '\n' ? 'n' : c == '\t' ? 't' : c;
        }
        buffer_append_char(out, c);
    }
    buffer_append_char(out, '\'');
}

static void append_option(buffer *out, const char *option, text argument) {
    buffer_format(out, " %s", option);
    append_quoted(out, argument);
}

/* `name=value`, with all but letters and digits of the value as %XX. */
static text escaped_field(arena *arena, const http_field *field) {
    buffer out = BUFFER(arena);
    buffer_format(&out, "%.*s=", TEXT_ARGS(field->name));
    for (size_t i = 0; i < field->value.length; i++) {
        unsigned char c = (unsigned char)field->value.data[i];
        if (isalnum(c))
            buffer_append_char(&out, (char)c);
        else
            buffer_format(&out, "%%%02X", c);
    }
    return buffer_text(&out);
}

static text resolved(arena *arena, const file_root *root, text name) {
    const char *slash = text_is_empty(root->folder) || text_ends_with(root->folder, TEXT("/")) ? "" : "/";
    return text_format(arena, "%.*s%s%.*s", TEXT_ARGS(root->folder), slash, TEXT_ARGS(name));
}

static void append_method(buffer *out, const request *request, const request_options *options) {
    bool has_body = request->parts.count > 0 || request->form.count > 0 || !text_is_empty(request->body);
    bool is_get = text_equal(request->method, TEXT("GET")), is_post = text_equal(request->method, TEXT("POST"));
    if ((is_get && !has_body) || (is_post && has_body))
        return;
    if (text_equal(request->method, TEXT("HEAD")))
        buffer_append(out, TEXT(" --head"));
    else if (is_post && options->follows_redirects)
        buffer_append(out, TEXT(" --data ''"));
    else
        buffer_format(out, " --request %.*s", TEXT_ARGS(request->method));
}

static void append_headers(buffer *out, const http_fields *headers) {
    for (size_t i = 0; i < headers->count; i++) {
        const http_field *header = &headers->items[i];
        append_option(out, "--header",
                      text_is_empty(header->value) ? TEXT_JOIN(out->arena, header->name, TEXT(";"))
                                                   : TEXT_JOIN(out->arena, header->name, TEXT(": "), header->value));
    }
}

static void append_content_type(buffer *out, const request *request, const request_options *options) {
    if (http_fields_find(&request->headers, TEXT("Content-Type")) ||
        http_fields_find(&options->headers, TEXT("Content-Type")) || request->form.count > 0 ||
        request->parts.count > 0)
        return;
    if (!text_is_empty(request->content_type))
        append_option(out, "--header", text_format(out->arena, "Content-Type: %.*s", TEXT_ARGS(request->content_type)));
    else if (request->body_kind == BODY_BYTES)
        append_option(out, "--header", TEXT("Content-Type: application/octet-stream"));
    else if (!text_is_empty(request->body))
        append_option(out, "--header", TEXT("Content-Type:"));
}

static void append_body(buffer *out, const request *request, const file_root *root) {
    arena *arena = out->arena;
    for (size_t i = 0; i < request->form.count; i++)
        append_option(out, "--data", escaped_field(arena, &request->form.items[i]));
    for (size_t i = 0; i < request->parts.count; i++) {
        const request_part *part = &request->parts.items[i];
        text path = resolved(arena, root, part->file_name);
        append_option(out, "--form",
                      part->is_file ? text_format(arena, "%.*s=@%.*s;type=%.*s", TEXT_ARGS(part->name), TEXT_ARGS(path),
                                                  TEXT_ARGS(part->content_type))
                                    : text_format(arena, "%.*s=%.*s", TEXT_ARGS(part->name), TEXT_ARGS(part->content)));
    }
    if (text_is_empty(request->body))
        return;
    if (request->body_kind == BODY_FILE) {
        text path = resolved(arena, root, request->body_file);
        append_option(out, "--data-binary", text_format(arena, "@%.*s", TEXT_ARGS(path)));
    } else if (request->body_kind == BODY_BYTES) {
        buffer_append(out, TEXT(" --data $'"));
        for (size_t i = 0; i < request->body.length; i++)
            buffer_format(out, "\\x%02x", (unsigned char)request->body.data[i]);
        buffer_append_char(out, '\'');
    } else {
        append_option(out, "--data", request->body);
    }
}

/* Those of the entry before those that are kept. */
static void append_cookies(buffer *out, const request *request, text kept) {
    buffer all = BUFFER(out->arena);
    for (size_t i = 0; i < request->cookies.count; i++)
        buffer_format(&all, "%s%.*s=%.*s", i ? "; " : "", TEXT_ARGS(request->cookies.items[i].name),
                      TEXT_ARGS(request->cookies.items[i].value));
    if (!text_is_empty(kept))
        buffer_format(&all, "%s%.*s", all.length > 0 ? "; " : "", TEXT_ARGS(kept));
    if (all.length > 0)
        append_option(out, "--cookie", buffer_text(&all));
}

static void append_value(buffer *out, const char *option, text value) {
    if (!text_is_empty(value))
        buffer_format(out, " %s %.*s", option, TEXT_ARGS(value));
}

static void append_in_quotes(buffer *out, const char *option, text value) {
    if (!text_is_empty(value))
        buffer_format(out, " %s '%.*s'", option, TEXT_ARGS(value));
}

static void append_flag(buffer *out, const char *option, bool is_set) {
    if (is_set)
        buffer_format(out, " %s", option);
}

static void append_number(buffer *out, const char *option, int64_t value, int64_t usual) {
    if (value != usual)
        buffer_format(out, " %s %" PRId64, option, value);
}

static void append_lines(buffer *out, const char *option, text lines) {
    for (text line; !text_is_empty(lines) && text_cut(&lines, '\n', &line);)
        append_value(out, option, line);
}

static void append_security(buffer *out, const request_options *options) {
    const connection *connection = &options->connection;
    append_value(out, "--aws-sigv4", options->aws_sigv4);
    append_value(out, "--cacert", connection->authorities_file);
    append_value(out, "--cert", connection->certificate_file);
    append_value(out, "--key", connection->key_file);
}

/* Hurl names them in the order of the alphabet, nearly. */
static void append_options(buffer *out, const file_root *root, const request_options *options) {
    static const char *const versions[] = {NULL, "--http1.0", "--http1.1", "--http2", "--http3"};
    const connection *connection = &options->connection;
    append_security(out, options);
    append_flag(out, "--compressed", options->is_compressed);
    append_number(out, "--connect-timeout", connection->connect_timeout_ms / 1000,
                  default_options.connection.connect_timeout_ms / 1000);
    append_lines(out, "--connect-to", connection->connects_to);
    append_flag(out, "--digest", connection->has_digest);
    append_flag(out, versions[connection->version], connection->version != CONNECTION_ANY_HTTP);
    append_flag(out, "--insecure", connection->is_insecure);
    append_flag(out, connection->ip_version == 4 ? "--ipv4" : "--ipv6", connection->ip_version != 0);
    append_flag(out, options->trusts_redirects ? "--location-trusted" : "--location", options->follows_redirects);
    append_number(out, "--max-filesize", options->most_body_bytes, 0);
    append_number(out, "--limit-rate", connection->most_bytes_per_second, 0);
    append_number(out, "--max-redirs", options->max_redirects, default_options.max_redirects);
    append_number(out, "--max-time", options->max_time_ms / 1000, default_options.max_time_ms / 1000);
    append_flag(out, "--negotiate", connection->has_negotiate);
    append_in_quotes(out, "--netrc-file", options->netrc_file);
    append_flag(out, "--netrc-optional", options->is_netrc_optional);
    append_flag(out, "--netrc", options->has_netrc);
    append_flag(out, "--ntlm", connection->has_ntlm);
    append_flag(out, "--path-as-is", options->is_path_as_is);
    append_value(out, "--pinnedpubkey", connection->pinned_key);
    append_in_quotes(out, "--proxy", connection->proxy);
    append_lines(out, "--resolve", connection->resolves);
    append_in_quotes(out, "--unix-socket", connection->unix_socket);
    append_in_quotes(out, "--user", options->user);
    append_in_quotes(out, "--user-agent", options->user_agent);
    if (text_equal(options->output, TEXT("-")))
        append_value(out, "--output", options->output);
    else if (!text_is_empty(options->output))
        append_value(out, "--output", resolved(out->arena, root, options->output));
}

static void append_url(buffer *out, const request *request) {
    buffer url = BUFFER(out->arena);
    bool has_query = text_index(request->spelled_url, '?') != TEXT_NOT_FOUND, is_globbed = false;
    buffer_append(&url, request->spelled_url);
    for (size_t i = 0; i < request->query.count; i++) {
        buffer_append_char(&url, i > 0 || has_query ? '&' : '?');
        buffer_append(&url, escaped_field(out->arena, &request->query.items[i]));
    }
    for (size_t i = 0; i < url.length; i++)
        is_globbed = is_globbed || (url.data[i] && strchr("{}[]", url.data[i]));
    buffer_format(out, "%s '%s'", is_globbed ? " --globoff" : "", buffer_text(&url).data);
}

text request_curl_command(arena *arena, const request *self, const file_root *root, const request_options *options,
                          text cookies) {
    buffer out = BUFFER(arena);
    buffer_append(&out, TEXT("curl"));
    append_method(&out, self, options);
    append_headers(&out, &self->headers);
    append_headers(&out, &options->headers);
    append_content_type(&out, self, options);
    append_body(&out, self, root);
    append_cookies(&out, self, cookies);
    append_options(&out, root, options);
    append_url(&out, self);
    return buffer_text(&out);
}
