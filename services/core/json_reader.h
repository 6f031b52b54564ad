/* JSON reader: a strict pull parser (RFC 8259) that keeps what a tree of doubles and C strings would lose: the
 * exact spelling of numbers, NUL characters in strings, the raw text of a value.
 *
 * It checks everything (grammar, UTF-8, surrogates, control bytes, nesting, what follows the value), so whoever
 * pulls tokens up to JSON_END knows that the whole input was well-formed. The input must stay in place while the
 * reader and its texts are used. */
#ifndef GABI_CORE_JSON_READER_H
#define GABI_CORE_JSON_READER_H

#include "core/arena.h"
#include "core/error.h"
#include "core/text.h"

/* Deeper nesting than this is refused, whatever limit the caller asks for. */
#define JSON_MAX_DEPTH 256

typedef enum json_token {
    JSON_OBJECT_BEGIN,
    JSON_OBJECT_END,
    JSON_ARRAY_BEGIN,
    JSON_ARRAY_END,
    JSON_NAME,   /* a member's name, decoded, in value; its value comes next */
    JSON_STRING, /* decoded, in value */
    JSON_NUMBER, /* as it is spelled, in value */
    JSON_TRUE,
    JSON_FALSE,
    JSON_NULL,
    JSON_END,   /* the value is complete and nothing follows it */
    JSON_ERROR, /* the input is not JSON; stays so; json_reader_error says why */
} json_token;

typedef struct json_reader {
    arena *arena; /* decoded strings go here; strings without escapes point into the input */
    text input;
    size_t at;
    text value;
    unsigned depth;
    unsigned max_depth;
    unsigned char expects;
    const char *problem;
    unsigned char inside_object[JSON_MAX_DEPTH / 8]; /* one bit a level */
} json_reader;

/* A reader at the start of input, for values nested up to max_depth levels (at most JSON_MAX_DEPTH). */
void json_reader_init(json_reader *self, arena *arena, text input, unsigned max_depth);

/* Moves on and returns what it found. */
json_token json_next(json_reader *self);

/* Behind JSON_NAME or between array elements: passes over the next value (all of an object or array) and returns its
 * raw text. An error shows at the following json_next. */
text json_skip(json_reader *self);

/* What is wrong with the input and where ("line 3, column 5: …"): kind ERROR_INVALID, code "MalformedJson". */
const gabi_error *json_reader_error(const json_reader *self);

/* Reads an input to its end: NULL when it is JSON, else what json_reader_error says. */
const gabi_error *json_check(arena *arena, text input);

#endif
