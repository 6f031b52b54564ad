#include "core/json_writer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/json_plain.h"

static void before_value(json_writer *self) {
    if (self->needs_comma)
        buffer_append_char(self->out, ',');
    self->needs_comma = true;
}

static void begin(json_writer *self, char bracket) {
    before_value(self);
    buffer_append_char(self->out, bracket);
    self->needs_comma = false;
}

static void end(json_writer *self, char bracket) {
    buffer_append_char(self->out, bracket);
    self->needs_comma = true;
}

void json_begin_object(json_writer *self) { begin(self, '{'); }
void json_end_object(json_writer *self) { end(self, '}'); }
void json_begin_array(json_writer *self) { begin(self, '['); }
void json_end_array(json_writer *self) { end(self, ']'); }

static void append_escape(buffer *out, unsigned char c) {
    switch (c) {
    case '"': buffer_append(out, TEXT("\\\"")); break;
    case '\\': buffer_append(out, TEXT("\\\\")); break;
    case '\b': buffer_append(out, TEXT("\\b")); break;
    case '\f': buffer_append(out, TEXT("\\f")); break;
    case '\n': buffer_append(out, TEXT("\\n")); break;
    case '\r': buffer_append(out, TEXT("\\r")); break;
    case '\t': buffer_append(out, TEXT("\\t")); break;
    default: buffer_format(out, "\\u%04x", c);
    }
}

static void append_escaped(buffer *out, text value) {
    buffer mended = BUFFER(out->arena);
    if (!text_is_utf8(value)) {
        buffer_append_mended(&mended, value);
        value = buffer_text(&mended);
    }
    for (size_t at = 0; at < value.length;) {
        size_t stop = json_plain_run(value, at);
        buffer_append(out, (text){value.data + at, stop - at});
        if (stop < value.length)
            append_escape(out, (unsigned char)value.data[stop++]);
        at = stop;
    }
}

static void append_quoted(buffer *out, text value) {
    buffer_append_char(out, '"');
    if (json_ascii_run(value, 0) == value.length)
        buffer_append(out, value);
    else
        append_escaped(out, value);
    buffer_append_char(out, '"');
}

void json_name(json_writer *self, text name) {
    before_value(self);
    append_quoted(self->out, name);
    buffer_append_char(self->out, ':');
    self->needs_comma = false;
}

void json_string(json_writer *self, text value) {
    before_value(self);
    append_quoted(self->out, value);
}

void json_integer(json_writer *self, int64_t value) {
    before_value(self);
    buffer_append_integer(self->out, value);
}

void json_double(json_writer *self, double value) {
    before_value(self);
    if (!isfinite(value)) {
        buffer_append(self->out, TEXT("null"));
        return;
    }
    /* 15 digits read well; 17 are needed where 15 do not give the same double back. */
    char digits[32];
    snprintf(digits, sizeof digits, "%.15g", value);
    if (strtod(digits, NULL) != value)
        snprintf(digits, sizeof digits, "%.17g", value);
    buffer_append(self->out, text_of(digits));
}

void json_boolean(json_writer *self, bool value) {
    before_value(self);
    buffer_append(self->out, value ? TEXT("true") : TEXT("false"));
}

void json_null(json_writer *self) {
    before_value(self);
    buffer_append(self->out, TEXT("null"));
}

void json_raw(json_writer *self, text json) {
    before_value(self);
    buffer_append(self->out, json);
}

void json_string_member(json_writer *self, const char *name, text value) {
    json_name(self, text_of(name));
    json_string(self, value);
}

void json_integer_member(json_writer *self, const char *name, int64_t value) {
    json_name(self, text_of(name));
    json_integer(self, value);
}

void json_boolean_member(json_writer *self, const char *name, bool value) {
    json_name(self, text_of(name));
    json_boolean(self, value);
}

void json_raw_member(json_writer *self, const char *name, text json) {
    json_name(self, text_of(name));
    json_raw(self, json);
}
