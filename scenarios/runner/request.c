#include "runner/request.h"

#include "core/encoding.h"
#include "runner/list.h"

/* ---- placeholders ---- */

typedef struct evaluator {
    arena *arena;
    const variables *variables;
    const file_root *root;
} evaluator;

static const problem *render(const evaluator *self, const template *template, text *ret_text) {
    return template_render(self->arena, self->variables, template, ret_text);
}

static const problem *render_fields(const evaluator *self, const field_list *fields, http_fields *ret_fields) {
    for (size_t i = 0; i < fields->count; i++) {
        text name, value;
        PASS_ON(render(self, &fields->items[i].name, &name));
        PASS_ON(render(self, &fields->items[i].value, &value));
        http_fields_add(self->arena, ret_fields, name, value);
    }
    return NULL;
}

static const problem *evaluate_url(const evaluator *self, const entry *entry, request *request) {
    const char *reason;
    PASS_ON(render(self, &entry->url, &request->spelled_url));
    if (!url_parse(self->arena, request->spelled_url, &request->url, &reason))
        return problem_new(self->arena, entry->url.span, "Invalid URL", "invalid URL <%.*s> (%s)",
                           TEXT_ARGS(request->spelled_url), reason);
    return NULL;
}

static const problem *evaluate_basic_auth(const evaluator *self, const entry *entry, request *request) {
    http_fields auth = {0};
    PASS_ON(render_fields(self, &entry->basic_auth, &auth));
    if (auth.count == 0)
        return NULL;
    text pair = text_format(self->arena, "%.*s:%.*s", TEXT_ARGS(auth.items[0].name), TEXT_ARGS(auth.items[0].value));
    http_fields_add(self->arena, &request->headers, TEXT("Authorization"),
                    text_format(self->arena, "Basic %s", base64_encode(self->arena, pair).data));
    return NULL;
}

/* What a file's name says of its content. */
static text content_type_of(text file_name) {
    static const char *const types[][2] = {
        {"gif", "image/gif"},       {"jpg", "image/jpeg"},     {"jpeg", "image/jpeg"}, {"png", "image/png"},
        {"svg", "image/svg+xml"},   {"txt", "text/plain"},     {"htm", "text/html"},   {"html", "text/html"},
        {"pdf", "application/pdf"}, {"xml", "application/xml"}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        size_t length = strlen(types[i][0]);
        if (file_name.length > length + 1 && text_ends_with(file_name, text_of(types[i][0])) &&
            file_name.data[file_name.length - length - 1] == '.')
            return text_of(types[i][1]);
    }
    return TEXT("application/octet-stream");
}

static const problem *evaluate_part(const evaluator *self, const multipart_part *part, request_part *ret_part) {
    request_part made = {.is_file = part->is_file};
    PASS_ON(render(self, &part->name, &made.name));
    if (!part->is_file) {
        PASS_ON(render(self, &part->value, &made.content));
    } else {
        PASS_ON(render(self, &part->file_name, &made.file_name));
        PASS_ON(file_read(self->arena, self->root, part->file_name.span, made.file_name, &made.content));
        made.content_type = content_type_of(made.file_name);
        if (part->has_content_type)
            PASS_ON(render(self, &part->content_type, &made.content_type));
    }
    *ret_part = made;
    return NULL;
}

static const problem *evaluate_body(const evaluator *self, const entry *entry, request *request) {
    request->body_kind = entry->body.kind;
    if (entry->body.kind == BODY_FILE)
        PASS_ON(render(self, &entry->body.content, &request->body_file));
    if (entry->body.kind != BODY_NONE)
        PASS_ON(body_render(self->arena, self->variables, self->root, &entry->body, &request->body));
    for (size_t i = 0; i < entry->multipart.count; i++)
        PASS_ON(evaluate_part(self, &entry->multipart.items[i], LIST_ADD(self->arena, &request->parts)));
    request->content_type = entry->form.count > 0        ? TEXT("application/x-www-form-urlencoded")
                            : entry->multipart.count > 0 ? TEXT("multipart/form-data")
                                                         : body_content_type(&entry->body);
    return NULL;
}

const problem *request_evaluate(arena *arena, const entry *entry, const variables *variables, const file_root *root,
                                request *ret_request) {
    evaluator self = {arena, variables, root};
    request request = {.method = entry->method};
    PASS_ON(evaluate_url(&self, entry, &request));
    PASS_ON(render_fields(&self, &entry->headers, &request.headers));
    PASS_ON(evaluate_basic_auth(&self, entry, &request));
    PASS_ON(render_fields(&self, &entry->query, &request.query));
    PASS_ON(render_fields(&self, &entry->form, &request.form));
    PASS_ON(render_fields(&self, &entry->cookies, &request.cookies));
    PASS_ON(evaluate_body(&self, entry, &request));
    *ret_request = request;
    return NULL;
}

/* ---- bodies ---- */

text request_encode_fields(arena *arena, const http_fields *fields) {
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < fields->count; i++) {
        if (i > 0)
            buffer_append_char(&out, '&');
        buffer_append(&out, fields->items[i].name);
        buffer_append_char(&out, '=');
        buffer_append(&out, percent_encode(arena, fields->items[i].value, false));
    }
    return buffer_text(&out);
}

#define BOUNDARY_DASHES "------------------------"

/* `name="…"`, with what would end it as %XX. */
static void append_quoted(buffer *out, const char *name, text value) {
    buffer_format(out, "; %s=\"", name);
    for (size_t i = 0; i < value.length; i++)
        if (value.data[i] && strchr("\"\r\n", value.data[i]))
            buffer_format(out, "%%%02X", (unsigned char)value.data[i]);
        else
            buffer_append_char(out, value.data[i]);
    buffer_append_char(out, '"');
}

static text multipart_body(arena *arena, const request_part_list *parts, text boundary, const char *disposition) {
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < parts->count; i++) {
        const request_part *part = &parts->items[i];
        buffer_format(&out, "--" BOUNDARY_DASHES "%.*s\r\nContent-Disposition: %s", TEXT_ARGS(boundary), disposition);
        append_quoted(&out, "name", part->name);
        if (part->is_file) {
            append_quoted(&out, "filename", part->file_name);
            buffer_format(&out, "\r\nContent-Type: %.*s", TEXT_ARGS(part->content_type));
        }
        buffer_append(&out, TEXT("\r\n\r\n"));
        buffer_append(&out, part->content);
        buffer_append(&out, TEXT("\r\n"));
    }
    buffer_format(&out, "--" BOUNDARY_DASHES "%.*s--\r\n", TEXT_ARGS(boundary));
    return buffer_text(&out);
}

text request_body(arena *arena, const request *self, text boundary, text given_type, text *ret_content_type) {
    *ret_content_type = self->content_type;
    if (!text_is_empty(self->body))
        return self->body;
    if (self->parts.count == 0)
        return request_encode_fields(arena, &self->form);
    text type = text_is_empty(given_type) ? TEXT("multipart/form-data") : given_type;
    *ret_content_type =
        text_format(arena, "%.*s; boundary=" BOUNDARY_DASHES "%.*s", TEXT_ARGS(type), TEXT_ARGS(boundary));
    return multipart_body(arena, &self->parts, boundary,
                          text_starts_with(type, TEXT("multipart/form-data")) ? "form-data" : "attachment");
}
