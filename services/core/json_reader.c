#include "core/json_reader.h"

#include <assert.h>

#include "core/buffer.h"
#include "core/json_plain.h"

/* What may come next. */
enum {
    EXPECT_VALUE,          /* a value and nothing else */
    EXPECT_VALUE_OR_CLOSE, /* behind '[' */
    EXPECT_NAME_OR_CLOSE,  /* behind '{' */
    EXPECT_COMMA_OR_CLOSE, /* behind a value inside an object or array */
    EXPECT_NOTHING,        /* behind the outermost value */
    EXPECT_FAILED,
};

void json_reader_init(json_reader *self, arena *arena, text input, unsigned max_depth) {
    assert(max_depth <= JSON_MAX_DEPTH);
    *self = (json_reader){.arena = arena, .input = input, .max_depth = max_depth, .expects = EXPECT_VALUE};
}

static json_token fail(json_reader *self, const char *problem) {
    if (self->expects != EXPECT_FAILED)
        self->problem = problem;
    self->expects = EXPECT_FAILED;
    return JSON_ERROR;
}

static bool in_object(const json_reader *self) {
    unsigned level = self->depth - 1;
    return self->depth > 0 && (self->inside_object[level / 8] >> (level % 8) & 1);
}

static void after_value(json_reader *self) { self->expects = self->depth > 0 ? EXPECT_COMMA_OR_CLOSE : EXPECT_NOTHING; }

static char skip_space(json_reader *self) {
    const char *data = self->input.data;
    size_t at = self->at;
    while (at < self->input.length && (data[at] == ' ' || data[at] == '\n' || data[at] == '\r' || data[at] == '\t'))
        at++;
    self->at = at;
    return at < self->input.length ? data[at] : '\0';
}

static json_token open_level(json_reader *self, bool object) {
    if (self->depth == self->max_depth)
        return fail(self, "nested too deeply");
    unsigned char bit = (unsigned char)(1u << (self->depth % 8));
    if (object)
        self->inside_object[self->depth / 8] |= bit;
    else
        self->inside_object[self->depth / 8] &= (unsigned char)~bit;
    self->depth++;
    self->at++;
    self->expects = object ? EXPECT_NAME_OR_CLOSE : EXPECT_VALUE_OR_CLOSE;
    return object ? JSON_OBJECT_BEGIN : JSON_ARRAY_BEGIN;
}

static json_token close_level(json_reader *self, char bracket) {
    bool object = in_object(self);
    if (bracket != (object ? '}' : ']'))
        return fail(self, object ? "expected ',' or '}'" : "expected ',' or ']'");
    self->at++;
    self->depth--;
    after_value(self);
    return object ? JSON_OBJECT_END : JSON_ARRAY_END;
}

static bool hex4(const json_reader *self, size_t at, unsigned *ret_unit) {
    if (self->input.length - at < 4)
        return false;
    unsigned unit = 0;
    for (size_t i = at; i < at + 4; i++) {
        char c = self->input.data[i];
        unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                         : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
                         : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10
                                                : 16;
        if (digit == 16)
            return false;
        unit = unit << 4 | digit;
    }
    *ret_unit = unit;
    return true;
}

/* Decodes the \uXXXX at self->at (behind the 'u'), with its second half where it is a surrogate. */
static const char *decode_unicode_escape(json_reader *self, buffer *out) {
    unsigned unit, low;
    if (!hex4(self, self->at, &unit))
        return "expected four hexadecimal digits behind \\u";
    self->at += 4;
    if (unit >= 0xDC00 && unit <= 0xDFFF)
        return "a lone surrogate";
    if (unit >= 0xD800 && unit <= 0xDBFF) {
        bool paired = self->input.length - self->at >= 6 && self->input.data[self->at] == '\\' &&
                      self->input.data[self->at + 1] == 'u' && hex4(self, self->at + 2, &low) && low >= 0xDC00 &&
                      low <= 0xDFFF;
        if (!paired)
            return "a lone surrogate";
        self->at += 6;
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
    buffer_append_utf8(out, unit);
    return NULL;
}

static const char *decode_escape(json_reader *self, buffer *out) {
    if (self->at + 1 >= self->input.length)
        return "the string has no end";
    char c = self->input.data[self->at + 1];
    self->at += 2;
    switch (c) {
    case '"':
    case '\\':
    case '/': buffer_append_char(out, c); return NULL;
    case 'b': buffer_append_char(out, '\b'); return NULL;
    case 'f': buffer_append_char(out, '\f'); return NULL;
    case 'n': buffer_append_char(out, '\n'); return NULL;
    case 'r': buffer_append_char(out, '\r'); return NULL;
    case 't': buffer_append_char(out, '\t'); return NULL;
    case 'u': return decode_unicode_escape(self, out);
    default: self->at--; return "an unknown escape";
    }
}

/* A string that has escapes, or more than ASCII. */
static bool decode_string(json_reader *self) {
    size_t start = self->at + 1;
    buffer decoded = BUFFER(self->arena);
    bool escaped = false;
    for (self->at = start;;) {
        size_t stop = json_plain_run(self->input, self->at);
        text run = {self->input.data + self->at, stop - self->at};
        self->at = stop;
        if (stop >= self->input.length)
            return fail(self, "the string has no end"), false;
        char c = self->input.data[stop];
        if (c == '"' && !escaped) {
            self->value = run;
            break;
        }
        buffer_append(&decoded, run);
        if (c == '"') {
            self->value = buffer_text(&decoded);
            break;
        }
        if (c != '\\')
            return fail(self, "a control character in a string"), false;
        escaped = true;
        const char *problem = decode_escape(self, &decoded);
        if (problem)
            return fail(self, problem), false;
    }
    text raw = {self->input.data + start, self->at - start};
    if (!text_is_utf8(raw))
        return fail(self, "a string is not valid UTF-8"), false;
    self->at++;
    return true;
}

static bool read_string(json_reader *self) {
    size_t start = self->at + 1, end = json_ascii_run(self->input, start);
    if (end >= self->input.length || self->input.data[end] != '"')
        return decode_string(self);
    self->value = (text){self->input.data + start, end - start};
    self->at = end + 1;
    return true;
}

static size_t digits(const json_reader *self, size_t at) {
    while (at < self->input.length && self->input.data[at] >= '0' && self->input.data[at] <= '9')
        at++;
    return at;
}

static char char_at(const json_reader *self, size_t at) {
    return at < self->input.length ? self->input.data[at] : '\0';
}

static json_token read_number(json_reader *self) {
    size_t start = self->at, at = start + (char_at(self, start) == '-'), end = digits(self, at);
    if (end == at || (char_at(self, at) == '0' && end > at + 1))
        return fail(self, "a malformed number");
    at = end;
    if (char_at(self, at) == '.') {
        end = digits(self, at + 1);
        if (end == at + 1)
            return fail(self, "a malformed number");
        at = end;
    }
    if (char_at(self, at) == 'e' || char_at(self, at) == 'E') {
        at++;
        if (char_at(self, at) == '+' || char_at(self, at) == '-')
            at++;
        end = digits(self, at);
        if (end == at)
            return fail(self, "a malformed number");
        at = end;
    }
    self->value = (text){self->input.data + start, at - start};
    self->at = at;
    after_value(self);
    return JSON_NUMBER;
}

static json_token read_word(json_reader *self, text word, json_token token) {
    if (!text_starts_with(text_from(self->input, self->at), word))
        return fail(self, "expected a value");
    self->at += word.length;
    after_value(self);
    return token;
}

static json_token read_value(json_reader *self, char c) {
    switch (c) {
    case '{': return open_level(self, true);
    case '[': return open_level(self, false);
    case '"':
        if (!read_string(self))
            return JSON_ERROR;
        after_value(self);
        return JSON_STRING;
    case 't': return read_word(self, TEXT("true"), JSON_TRUE);
    case 'f': return read_word(self, TEXT("false"), JSON_FALSE);
    case 'n': return read_word(self, TEXT("null"), JSON_NULL);
    default:
        if (c == '-' || (c >= '0' && c <= '9'))
            return read_number(self);
        return fail(self, self->at < self->input.length ? "expected a value" : "the input ends too early");
    }
}

static json_token read_name(json_reader *self, char c) {
    if (c != '"')
        return fail(self, "expected a name in double quotes");
    if (!read_string(self))
        return JSON_ERROR;
    if (skip_space(self) != ':')
        return fail(self, "expected ':'");
    self->at++;
    self->expects = EXPECT_VALUE;
    return JSON_NAME;
}

json_token json_next(json_reader *self) {
    if (self->expects == EXPECT_FAILED)
        return JSON_ERROR;
    char c = skip_space(self);
    switch (self->expects) {
    case EXPECT_NOTHING: return self->at == self->input.length ? JSON_END : fail(self, "something follows the value");
    case EXPECT_VALUE_OR_CLOSE: return c == ']' ? close_level(self, c) : read_value(self, c);
    case EXPECT_NAME_OR_CLOSE: return c == '}' ? close_level(self, c) : read_name(self, c);
    case EXPECT_COMMA_OR_CLOSE:
        if (c != ',')
            return close_level(self, c);
        self->at++;
        c = skip_space(self);
        return in_object(self) ? read_name(self, c) : read_value(self, c);
    default: return read_value(self, c);
    }
}

text json_skip(json_reader *self) {
    unsigned outside = self->depth;
    if (self->expects == EXPECT_COMMA_OR_CLOSE && skip_space(self) == ',') {
        self->at++;
        self->expects = EXPECT_VALUE;
    }
    skip_space(self);
    size_t start = self->at;
    do {
        if (json_next(self) == JSON_ERROR)
            return (text){"", 0};
    } while (self->depth > outside);
    return (text){self->input.data + start, self->at - start};
}

const gabi_error *json_reader_error(const json_reader *self) {
    size_t line = 1, column = 1;
    for (size_t i = 0; i < self->at && i < self->input.length; i++) {
        bool newline = self->input.data[i] == '\n';
        line += newline;
        column = newline ? 1 : column + 1;
    }
    return error_new(self->arena, ERROR_INVALID, "MalformedJson", "line %zu, column %zu: %s", line, column,
                     self->problem ? self->problem : "unexpected value");
}

const gabi_error *json_check(arena *arena, text input) {
    json_reader reader;
    json_reader_init(&reader, arena, input, JSON_MAX_DEPTH);
    json_token token;
    while ((token = json_next(&reader)) != JSON_END)
        if (token == JSON_ERROR)
            return json_reader_error(&reader);
    return NULL;
}
