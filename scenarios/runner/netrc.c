#include "runner/netrc.h"

#include <ctype.h>

#include "core/buffer.h"

/* A word, or what stands between double quotes, where a backslash takes the next character as it is. */
static bool next_token(arena *arena, text *rest, text *ret_token) {
    while (rest->length > 0 && isspace((unsigned char)rest->data[0]))
        *rest = text_from(*rest, 1);
    if (text_is_empty(*rest))
        return false;
    buffer token = BUFFER(arena);
    bool is_quoted = rest->data[0] == '"';
    size_t at = is_quoted;
    while (at < rest->length && !(is_quoted ? rest->data[at] == '"' : isspace((unsigned char)rest->data[at]))) {
        at += is_quoted && rest->data[at] == '\\' && at + 1 < rest->length;
        buffer_append_char(&token, rest->data[at++]);
    }
    *rest = text_from(*rest, at + is_quoted);
    *ret_token = buffer_text(&token);
    return true;
}

static text without_comments(arena *arena, text content) {
    buffer out = BUFFER(arena);
    for (text line; !text_is_empty(content) && text_cut(&content, '\n', &line);)
        if (!text_starts_with(text_trim(line), TEXT("#"))) {
            buffer_append(&out, line);
            buffer_append_char(&out, '\n');
        }
    return buffer_text(&out);
}

/* What a `machine` or `default` says. */
typedef struct netrc_entry {
    bool is_ours;
    bool is_default;
    text login;
    text password;
} netrc_entry;

static bool is_wanted(const netrc_entry *entry, text login) {
    return entry->is_ours && (text_is_empty(login) || entry->is_default || text_equal(entry->login, login));
}

bool netrc_find(arena *arena, text content, text host, text login, text *ret_user) {
    text rest = without_comments(arena, content), token;
    netrc_entry entry = {0};
    while (next_token(arena, &rest, &token)) {
        bool is_machine = text_equal(token, TEXT("machine")), is_default = text_equal(token, TEXT("default"));
        if ((is_machine || is_default) && is_wanted(&entry, login))
            break;
        if (is_machine || is_default)
            entry = (netrc_entry){.is_ours = is_default, .is_default = is_default};
        if (is_machine)
            entry.is_ours = next_token(arena, &rest, &token) && text_equal_ignore_case(token, host);
        else if (text_equal(token, TEXT("login")))
            next_token(arena, &rest, &entry.login);
        else if (text_equal(token, TEXT("password")))
            next_token(arena, &rest, &entry.password);
    }
    if (!is_wanted(&entry, login))
        return false;
    text name = text_is_empty(login) ? entry.login : login;
    *ret_user = text_format(arena, "%.*s:%.*s", TEXT_ARGS(name), TEXT_ARGS(entry.password));
    return true;
}
