#include "explore/impersonation.h"

#include "core/buffer.h"

static size_t count_of_role(const login_list *logins, text role) {
    size_t count = 0;
    for (size_t i = 0; i < logins->count; i++)
        count += text_equal(logins->items[i].role, role);
    return count;
}

size_t impersonation_most(const login_list *logins) {
    size_t most = 1;
    for (size_t i = 0; i < logins->count; i++) {
        size_t count = count_of_role(logins, logins->items[i].role);
        most = count > most ? count : most;
    }
    return most;
}

static const login *next_of_role(const login_list *logins, const login *self) {
    size_t index = (size_t)(self - logins->items);
    do
        index = (index + 1) % logins->count;
    while (!text_equal(logins->items[index].role, self->role));
    return &logins->items[index];
}

static const login *stand_in(const login_list *logins, const login *self, size_t after) {
    for (size_t i = after % count_of_role(logins, self->role); i > 0; i--)
        self = next_of_role(logins, self);
    return self;
}

static bool begins_with_string(text rest, text string) {
    return rest.length >= string.length + 2 && rest.data[string.length + 1] == '"' &&
           text_starts_with(text_from(rest, 1), string);
}

/* What the string at the beginning of rest, with its quotation marks, becomes; NULL when it is no login's. */
static const text *replacement(const login_list *logins, size_t after, text rest, text *ret_string) {
    for (size_t i = 0; i < logins->count; i++) {
        const login *each = &logins->items[i], *other = stand_in(logins, each, after);
        *ret_string = each->user;
        if (begins_with_string(rest, each->user))
            return &other->user;
        *ret_string = each->password;
        if (begins_with_string(rest, each->password))
            return &other->password;
    }
    return NULL;
}

static bool has_string(text request, text string) {
    for (size_t at; (at = text_index(request, '"')) != TEXT_NOT_FOUND; request = text_from(request, at + 1))
        if (begins_with_string(text_from(request, at), string))
            return true;
    return false;
}

bool impersonation_logs_in(const login_list *logins, text request) {
    for (size_t i = 0; i < logins->count; i++)
        if (has_string(request, logins->items[i].user) && has_string(request, logins->items[i].password))
            return true;
    return false;
}

text impersonate(arena *arena, text body, const login_list *logins, size_t after) {
    buffer out = BUFFER(arena);
    for (text rest = body; rest.length > 0;) {
        text string;
        const text *other = rest.data[0] == '"' ? replacement(logins, after, rest, &string) : NULL;
        if (!other) {
            buffer_append_char(&out, rest.data[0]);
            rest = text_from(rest, 1);
            continue;
        }
        buffer_format(&out, "\"%.*s\"", TEXT_ARGS(*other));
        rest = text_from(rest, string.length + 2);
    }
    return buffer_text(&out);
}

typedef struct impersonation {
    transport transport; /* first: a transport is its impersonation */
    struct transport *inner;
    const login_list *logins;
    size_t after;
} impersonation;

static const gabi_error *send(transport *transport, arena *arena, text endpoint, http_request *request,
                              http_response *ret_response) {
    impersonation *self = (impersonation *)transport;
    request->body = HTTP_BODY_BYTES(impersonate(arena, request->body.bytes, self->logins, self->after));
    return self->inner->send(self->inner, arena, endpoint, request, ret_response);
}

transport *impersonation_new(arena *arena, transport *inner, const login_list *logins, size_t after) {
    impersonation *made = arena_alloc(arena, sizeof *made);
    *made = (impersonation){{send}, inner, logins, after};
    return &made->transport;
}
