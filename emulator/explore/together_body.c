#include "explore/together_body.h"

#include <string.h>

#include "core/buffer.h"

#define MEMBER "\"requests\""

bool together_is_in(text entry) {
    text line = text_upto(entry, text_index(entry, '\n'));
    return text_find(line, TEXT("/_gabi/together")) != TEXT_NOT_FOUND;
}

/* Behind what begins at a quotation mark. */
static size_t pass_string(text body, size_t at) {
    for (at++; at < body.length && body.data[at] != '"'; at++)
        if (body.data[at] == '\\')
            at++;
    return at < body.length ? at + 1 : body.length;
}

static bool is_blank(char c) { return strchr(" \t\r\n", c) != NULL; }

/* Behind the member's '['; the body's end where there is none. */
static size_t find_list(text body) {
    size_t at = text_find(body, TEXT(MEMBER));
    if (at == TEXT_NOT_FOUND)
        return body.length;
    for (at += sizeof MEMBER - 1; at < body.length && (is_blank(body.data[at]) || body.data[at] == ':');)
        at++;
    return at < body.length && body.data[at] == '[' ? at + 1 : body.length;
}

/* Where the value that begins there ends: at a comma or bracket that is none of its own. */
static size_t pass_value(text body, size_t at) {
    size_t depth = 0;
    while (at < body.length) {
        char c = body.data[at];
        if (depth == 0 && (c == ',' || c == ']'))
            break;
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
        at = c == '"' ? pass_string(body, at) : at + 1;
    }
    return at;
}

static span without_blanks(text body, span value) {
    while (value.start < value.end && is_blank(body.data[value.start]))
        value.start++;
    while (value.start < value.end && is_blank(body.data[value.end - 1]))
        value.end--;
    return value;
}

size_t together_requests(text body, span ret_requests[static TOGETHER_MOST_REQUESTS]) {
    size_t count = 0;
    for (size_t at = find_list(body); at < body.length && count < TOGETHER_MOST_REQUESTS;) {
        size_t end = pass_value(body, at);
        span value = without_blanks(body, (span){at, end});
        if (value.end > value.start)
            ret_requests[count++] = value;
        if (end == body.length || body.data[end] == ']')
            break;
        at = end + 1;
    }
    return count;
}

text together_without(arena *arena, text body, uint64_t left_out) {
    span requests[TOGETHER_MOST_REQUESTS];
    size_t count = together_requests(body, requests);
    if (left_out == 0 || count == 0)
        return body;
    buffer out = BUFFER(arena);
    buffer_append(&out, text_upto(body, requests[0].start));
    const char *separator = "";
    for (size_t i = 0; i < count; i++) {
        if (left_out >> i & 1)
            continue;
        buffer_format(&out, "%s%.*s", separator, (int)(requests[i].end - requests[i].start),
                      body.data + requests[i].start);
        separator = ",\n  ";
    }
    buffer_append(&out, text_from(body, requests[count - 1].end));
    return buffer_text(&out);
}
