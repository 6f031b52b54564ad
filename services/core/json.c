#include "core/json.h"

#include <cjson/cJSON.h>
#include <math.h>

#include "core/buffer.h"
#include "core/json_reader.h"
#include "core/json_writer.h"

#define LARGEST_EXACT_INTEGER 9007199254740992.0
#define LONGEST_NUMBER_BYTES 63 /* cJSON reads no further, and takes what follows for the next token */

static const cJSON *inside(const json *value) { return (const cJSON *)value; }
static const json *outside(const cJSON *value) { return (const json *)value; }
static void delete_tree(void *tree) { cJSON_Delete(tree); }

/* cJSON takes almost anything; this lets through only what it represents faithfully. */
static const gabi_error *check(arena *arena, text input, unsigned max_depth) {
    json_reader reader;
    json_reader_init(&reader, arena, input, max_depth);
    for (;;) {
        json_token token = json_next(&reader);
        if (token == JSON_ERROR)
            return json_reader_error(&reader);
        if (token == JSON_END)
            return NULL;
        if ((token == JSON_STRING || token == JSON_NAME) && text_index(reader.value, '\0') != TEXT_NOT_FOUND)
            return error_new(arena, ERROR_INVALID, "MalformedJson", "a string holds the character U+0000");
        if (token == JSON_NUMBER && reader.value.length > LONGEST_NUMBER_BYTES)
            return error_new(arena, ERROR_INVALID, "MalformedJson", "a number is longer than %d characters",
                             LONGEST_NUMBER_BYTES);
    }
}

const gabi_error *json_parse(arena *arena, text input, unsigned max_depth, const json **ret_value) {
    TRY(check(arena, input, max_depth));
    cJSON *tree = cJSON_ParseWithLength(input.data, input.length);
    if (!tree)
        return error_new(arena, ERROR_INVALID, "MalformedJson", "the input cannot be read as JSON");
    arena_defer(arena, delete_tree, tree);
    *ret_value = outside(tree);
    return NULL;
}

json_kind json_kind_of(const json *value) {
    if (!value)
        return JSON_KIND_ABSENT;
    switch (inside(value)->type & 0xFF) {
    case cJSON_True:
    case cJSON_False: return JSON_KIND_BOOLEAN;
    case cJSON_Number: return JSON_KIND_NUMBER;
    case cJSON_String: return JSON_KIND_STRING;
    case cJSON_Array: return JSON_KIND_ARRAY;
    case cJSON_Object: return JSON_KIND_OBJECT;
    default: return JSON_KIND_NULL;
    }
}

text json_text(const json *value) {
    return json_kind_of(value) == JSON_KIND_STRING ? text_of(inside(value)->valuestring) : (text){"", 0};
}

double json_number(const json *value) {
    return json_kind_of(value) == JSON_KIND_NUMBER ? inside(value)->valuedouble : 0;
}

bool json_is_true(const json *value) { return cJSON_IsTrue(inside(value)); }

bool json_to_int64(const json *value, int64_t *ret_value) {
    double number = json_number(value);
    if (json_kind_of(value) != JSON_KIND_NUMBER || number != trunc(number) || fabs(number) > LARGEST_EXACT_INTEGER)
        return false;
    *ret_value = (int64_t)number;
    return true;
}

const json *json_member(const json *object, const char *name) {
    if (json_kind_of(object) != JSON_KIND_OBJECT)
        return NULL;
    const json *found = NULL;
    for (const json *member = json_first(object); member; member = json_after(member))
        if (strcmp(inside(member)->string, name) == 0)
            found = member;
    return found;
}

text json_member_text(const json *object, const char *name) { return json_text(json_member(object, name)); }

const json *json_first(const json *container) { return container ? outside(inside(container)->child) : NULL; }

const json *json_after(const json *element) { return element ? outside(inside(element)->next) : NULL; }

size_t json_count(const json *container) {
    size_t count = 0;
    for (const json *each = json_first(container); each; each = json_after(each))
        count++;
    return count;
}

text json_name_of(const json *member) { return member ? text_of(inside(member)->string) : (text){"", 0}; }

static void print(json_writer *writer, const json *value) {
    switch (json_kind_of(value)) {
    case JSON_KIND_BOOLEAN: json_boolean(writer, json_is_true(value)); return;
    case JSON_KIND_STRING: json_string(writer, json_text(value)); return;
    case JSON_KIND_NUMBER: {
        int64_t integer;
        if (json_to_int64(value, &integer))
            json_integer(writer, integer);
        else
            json_double(writer, json_number(value));
        return;
    }
    case JSON_KIND_ARRAY:
        json_begin_array(writer);
        for (const json *each = json_first(value); each; each = json_after(each))
            print(writer, each);
        json_end_array(writer);
        return;
    case JSON_KIND_OBJECT:
        json_begin_object(writer);
        for (const json *each = json_first(value); each; each = json_after(each)) {
            json_name(writer, json_name_of(each));
            print(writer, each);
        }
        json_end_object(writer);
        return;
    default: json_null(writer);
    }
}

text json_print(arena *arena, const json *value) {
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    print(&writer, value);
    return buffer_text(&out);
}
