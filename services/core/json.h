/* JSON as a tree, for documents that are looked up by name: request bodies, templates, settings.
 *
 * The tree is cJSON's; what cJSON gets wrong is refused before (by json_reader: trailing garbage, invalid UTF-8,
 * control bytes, nesting) or mended here (names compare with their case; a string with a NUL character, which a C
 * string cannot hold, and a number longer than 63 characters are refused). Numbers are doubles: where more is needed,
 * use json_reader. */
#ifndef GABI_CORE_JSON_H
#define GABI_CORE_JSON_H

#include "core/arena.h"
#include "core/error.h"
#include "core/text.h"

typedef struct json json;

typedef enum json_kind {
    JSON_KIND_ABSENT, /* of a NULL pointer */
    JSON_KIND_NULL,
    JSON_KIND_BOOLEAN,
    JSON_KIND_NUMBER,
    JSON_KIND_STRING,
    JSON_KIND_ARRAY,
    JSON_KIND_OBJECT,
} json_kind;

/* Parses input, nested up to max_depth levels; the tree lives as long as the arena.
 * Fails with ERROR_INVALID, code "MalformedJson". */
const gabi_error *json_parse(arena *arena, text input, unsigned max_depth, const json **ret_value);

/* All that follow accept NULL (an absent value) and give the empty answer for a value of another kind. */
json_kind json_kind_of(const json *value);
text json_text(const json *value);
double json_number(const json *value);
bool json_is_true(const json *value);

/* Whether value is a number without a fraction that an int64 can hold exactly (up to 2^53). */
bool json_to_int64(const json *value, int64_t *ret_value);

/* The member of an object; of two with one name the last, as every client library has it. */
const json *json_member(const json *object, const char *name);

/* The text of a string member; empty when there is none. */
text json_member_text(const json *object, const char *name);

/* Elements of an array or members of an object, in order:
 *     for (const json *each = json_first(list); each; each = json_after(each)) … */
const json *json_first(const json *container);
const json *json_after(const json *element);
size_t json_count(const json *container);

/* The name of an object's member. */
text json_name_of(const json *member);

/* The tree as compact JSON. */
text json_print(arena *arena, const json *value);

#endif
