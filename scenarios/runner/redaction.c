#include "runner/redaction.h"

#include <ctype.h>

#include "core/encoding.h"
#include "core/json_writer.h"
#include "runner/list.h"

#define HIDDEN "***"
#define BASIC "Basic "

static void add(arena *arena, redaction *self, text form) {
    for (size_t i = 0; i < self->count; i++)
        if (text_equal(self->items[i], form))
            return;
    *(text *)LIST_ADD(arena, self) = form;
}

static text in_json(arena *arena, text secret) {
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    json_string(&writer, secret);
    text quoted = buffer_text(&out);
    return text_upto(text_from(quoted, 1), quoted.length - 2);
}

void redaction_add(arena *arena, redaction *self, text secret) {
    if (text_is_empty(secret))
        return;
    add(arena, self, secret);
    add(arena, self, percent_encode(arena, secret, false));
    add(arena, self, in_json(arena, secret));
    add(arena, self, base64_encode(arena, secret));
}

/* The length of the longest secret that the text begins with, or 0. */
static size_t secret_at(const redaction *self, text t) {
    size_t longest = 0;
    for (size_t i = 0; i < self->count; i++)
        if (self->items[i].length > longest && text_starts_with(t, self->items[i]))
            longest = self->items[i].length;
    return longest;
}

static bool has_secret(const redaction *self, text t) {
    for (size_t i = 0; i < self->count; i++)
        if (text_find(t, self->items[i]) != TEXT_NOT_FOUND)
            return true;
    return false;
}

/* The length of the credentials that the text begins with, when a secret is in them; otherwise 0. */
static size_t credentials_at(arena *arena, const redaction *self, text t) {
    size_t length = 0;
    text decoded;
    while (length < t.length && (isalnum((unsigned char)t.data[length]) || strchr("+/=", t.data[length])))
        length++;
    return base64_decode(arena, text_upto(t, length), &decoded) && has_secret(self, decoded) ? length : 0;
}

text redaction_apply(arena *arena, const redaction *self, text plain) {
    bool has_basic = self->count > 0 && text_find(plain, TEXT(BASIC)) != TEXT_NOT_FOUND;
    if (!has_basic && !has_secret(self, plain))
        return plain;
    buffer out = BUFFER(arena);
    for (size_t at = 0, length; at < plain.length; at += length ? length : 1) {
        text rest = text_from(plain, at);
        length = secret_at(self, rest);
        if (!length && has_basic && text_ends_with(buffer_text(&out), TEXT(BASIC)))
            length = credentials_at(arena, self, rest);
        if (length)
            buffer_append(&out, TEXT(HIDDEN));
        else
            buffer_append_char(&out, plain.data[at]);
    }
    return buffer_text(&out);
}
