/* JSON writer: compact JSON into a buffer, commas and escapes looked after. */
#ifndef GABI_CORE_JSON_WRITER_H
#define GABI_CORE_JSON_WRITER_H

#include "core/buffer.h"
#include "core/text.h"

typedef struct json_writer {
    buffer *out;
    bool needs_comma;
} json_writer;

#define JSON_WRITER(buffer_) ((json_writer){.out = (buffer_)})

void json_begin_object(json_writer *self);
void json_end_object(json_writer *self);
void json_begin_array(json_writer *self);
void json_end_array(json_writer *self);

/* A member's name; its value must follow. */
void json_name(json_writer *self, text name);

/* Strings are taken to be UTF-8; bytes that are not become U+FFFD, so that the output is always valid JSON. */
void json_string(json_writer *self, text value);
void json_integer(json_writer *self, int64_t value);
void json_double(json_writer *self, double value);
void json_boolean(json_writer *self, bool value);
void json_null(json_writer *self);

/* A value that is JSON already. */
void json_raw(json_writer *self, text json);

/* A member with its value in one call. */
void json_string_member(json_writer *self, const char *name, text value);
void json_integer_member(json_writer *self, const char *name, int64_t value);
void json_boolean_member(json_writer *self, const char *name, bool value);
void json_raw_member(json_writer *self, const char *name, text json);

#endif
