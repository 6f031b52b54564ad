/* Where Rust's syntax of regular expressions (https://docs.rs/regex/latest/regex/#syntax) is not PCRE2's. */
#include <ctype.h>

#include "core/buffer.h"
#include "runner/regex.h"

typedef struct translation {
    buffer out;
    text pattern;
    size_t at;
    bool is_in_class;
    bool is_repeated; /* a repetition is behind us */
    text reason;
} translation;

static char peek(const translation *self, size_t ahead) {
    return self->at + ahead < self->pattern.length ? self->pattern.data[self->at + ahead] : '\0';
}

static bool is_at(const translation *self, const char *literal) {
    return text_starts_with(text_from(self->pattern, self->at), text_of(literal));
}

static void copy(translation *self, size_t count) {
    buffer_append(&self->out, text_upto(text_from(self->pattern, self->at), count));
    self->at += count;
}

static bool refuse(translation *self, text reason) {
    self->reason = reason;
    return false;
}

/* `\x41`, `\x{41}`, and the same with `u` and `U`, which have four and eight digits without braces. */
static bool translate_code_point(translation *self) {
    char letter = peek(self, 1);
    size_t length = 2, most = letter == 'x' ? 2 : letter == 'u' ? 4 : 8;
    bool has_braces = peek(self, length) == '{';
    size_t start = length += has_braces;
    while (isxdigit((unsigned char)peek(self, length)) && (has_braces || length - start < most))
        length++;
    if (length == start || (has_braces ? peek(self, length) != '}' : length - start < most))
        return refuse(self, peek(self, length)
                                ? TEXT("invalid hexadecimal digit")
                                : TEXT("incomplete escape sequence, reached end of pattern prematurely"));
    text digits = text_upto(text_from(self->pattern, self->at + start), length - start);
    buffer_format(&self->out, "\\x{%.*s}", TEXT_ARGS(digits));
    self->at += length + has_braces;
    return true;
}

/* A word's beginning and end, and what PCRE2 knows by another letter. */
static const struct {
    const char *rust;
    const char *pcre;
} escapes[] = {
    {"\\b{start}", "\\b(?=\\w)"},
    {"\\b{end}", "\\b(?<=\\w)"},
    {"\\b{start-half}", "(?<!\\w)"},
    {"\\b{end-half}", "(?!\\w)"},
    {"\\<", "\\b(?=\\w)"},
    {"\\>", "\\b(?<=\\w)"},
    {"\\v", "\\x0B"},
};

static bool translate_escape(translation *self) {
    char c = peek(self, 1);
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
        if (is_at(self, escapes[i].rust) && (!self->is_in_class || escapes[i].rust[1] == 'v')) {
            buffer_append(&self->out, text_of(escapes[i].pcre));
            self->at += strlen(escapes[i].rust);
            return true;
        }
    if (c == 'x' || c == 'u' || c == 'U')
        return translate_code_point(self);
    if (isdigit((unsigned char)c))
        return refuse(self, TEXT("backreferences are not supported"));
    if (!c)
        return refuse(self, TEXT("incomplete escape sequence, reached end of pattern prematurely"));
    if ((unsigned char)c >= 0x80 || (isalpha((unsigned char)c) && !strchr("aftnrdDsSwWbBAzpP", c)))
        return refuse(self, TEXT("unrecognized escape sequence"));
    bool has_braces = peek(self, 2) == '{' && strchr("pPb", c);
    size_t end = text_index(text_from(self->pattern, self->at), '}');
    if (has_braces && end == TEXT_NOT_FOUND)
        return refuse(self, TEXT("incomplete escape sequence, reached end of pattern prematurely"));
    if (has_braces && c == 'b')
        return refuse(self, TEXT("unrecognized special word boundary assertion, valid choices are: start, end, "
                                 "start-half or end-half"));
    copy(self, has_braces ? end + 1 : 2);
    return true;
}

/* Behind `(?`: `:`, a name or flags. */
static bool translate_group(translation *self) {
    if (is_at(self, "(?=") || is_at(self, "(?!") || is_at(self, "(?<=") || is_at(self, "(?<!"))
        return refuse(self, TEXT("look-around, including look-ahead and look-behind, is not supported"));
    if (is_at(self, "(?<") || is_at(self, "(?P<")) {
        copy(self, strlen("(?<"));
        return true;
    }
    copy(self, strlen("(?"));
    if (peek(self, 0) == ')')
        return refuse(self, TEXT("repetition operator missing expression"));
    for (; peek(self, 0) && !strchr(":)", peek(self, 0)); self->at++) {
        char flag = peek(self, 0);
        if (!strchr("imsUxu-", flag))
            return refuse(self, TEXT("unrecognized flag"));
        if (flag != 'u') /* it is on */
            buffer_append_char(&self->out, flag);
    }
    return peek(self, 0) || refuse(self, TEXT("expected flag but got end of regex"));
}

/* `{2}`, `{2,}` or `{2,3}`: anything else would stand for itself in PCRE2. */
static bool translate_count(translation *self) {
    size_t length = 1;
    while (isdigit((unsigned char)peek(self, length)))
        length++;
    if (length == 1 && peek(self, length))
        return refuse(self, TEXT("repetition quantifier expects a valid decimal"));
    if (peek(self, length) == ',')
        for (length++; isdigit((unsigned char)peek(self, length));)
            length++;
    if (peek(self, length) != '}')
        return refuse(self, TEXT("unclosed counted repetition"));
    copy(self, length + 1);
    return true;
}

/* `[`, the `^` behind it, and a `]` that stands for itself as the first. */
static void begin_class(translation *self) {
    self->is_in_class = true;
    copy(self, peek(self, 1) == '^' ? 2 : 1);
    if (peek(self, 0) == ']')
        copy(self, 1);
}

static bool translate_in_class(translation *self) {
    if (is_at(self, "[:")) {
        size_t end = text_find(text_from(self->pattern, self->at), TEXT(":]"));
        copy(self, end == TEXT_NOT_FOUND ? 1 : end + 2);
        return true;
    }
    if (is_at(self, "[") || is_at(self, "&&") || is_at(self, "--") || is_at(self, "~~"))
        return refuse(self, TEXT("operations on character classes are not supported here"));
    self->is_in_class = !is_at(self, "]");
    copy(self, 1);
    return true;
}

/* `*`, `+`, `?` or `{…}`, and the `?` behind it that makes it lazy. What repeats a repetition means something else in
 * PCRE2. */
static bool translate_repetition(translation *self, bool was_repeated) {
    if (was_repeated)
        return refuse(self, TEXT("a repetition of a repetition is not supported here"));
    if (peek(self, 0) != '{')
        copy(self, 1);
    else if (!translate_count(self))
        return false;
    if (peek(self, 0) == '?')
        copy(self, 1);
    self->is_repeated = true;
    return true;
}

static bool translate_next(translation *self) {
    char c = peek(self, 0);
    bool was_repeated = self->is_repeated;
    self->is_repeated = false;
    if (c == '\\')
        return translate_escape(self);
    if (self->is_in_class)
        return translate_in_class(self);
    if (is_at(self, "(?"))
        return translate_group(self);
    if (is_at(self, "(*"))
        return refuse(self, TEXT("repetition operator missing expression"));
    if (c && strchr("*+?{", c))
        return translate_repetition(self, was_repeated);
    if (c == '[')
        begin_class(self);
    else
        copy(self, 1);
    return true;
}

bool regex_translate(arena *arena, text pattern, text *ret_translated, text *ret_reason) {
    translation self = {.out = BUFFER(arena), .pattern = pattern};
    while (self.at < pattern.length)
        if (!translate_next(&self)) {
            *ret_reason = self.reason;
            return false;
        }
    *ret_translated = buffer_text(&self.out);
    return true;
}
