#include "dynamodb/values/wire.h"

#include <math.h>
#include <stdlib.h>

/* The end of the year 9999. */
#define MOST_SECONDS 253402300799.0

static const wire_type string_type = {WIRE_SCALAR, "String", false};
static const wire_type boolean_type = {WIRE_SCALAR, "Boolean", false};
static const wire_type integer_type = {WIRE_SCALAR, "Integer", false};
static const wire_type long_type = {WIRE_SCALAR, "Long", false};
static const wire_type date_type = {WIRE_SCALAR, "Date", false};
static const wire_type list_type = {WIRE_LIST, NULL, false};

const gabi_error *wire_read_text(json_reader *reader, const wire_member *member, void *target) {
    (void)member;
    json_token token = json_next(reader);
    if (token != JSON_STRING)
        return token == JSON_NULL ? NULL : wire_type_error(reader, token, &string_type);
    *(text *)target = reader->value.data ? reader->value : TEXT("");
    return NULL;
}

static const gabi_error *read_integer(json_reader *reader, const wire_type *type, optional_integer *target) {
    json_token token = json_next(reader);
    optional_integer integer = {.is_present = true};
    if (token == JSON_NULL)
        return NULL;
    if (token != JSON_NUMBER)
        return wire_type_error(reader, token, type);
    /* As Java's parser has it, a fraction is cut off. */
    size_t dot = text_index(reader->value, '.');
    if (!text_to_int64(text_upto(reader->value, dot == TEXT_NOT_FOUND ? reader->value.length : dot), &integer.value))
        return wire_type_error(reader, token, type);
    *target = integer;
    return NULL;
}

const gabi_error *wire_read_integer(json_reader *reader, const wire_member *member, void *target) {
    (void)member;
    return read_integer(reader, &integer_type, target);
}

const gabi_error *wire_read_long(json_reader *reader, const wire_member *member, void *target) {
    (void)member;
    return read_integer(reader, &long_type, target);
}

const gabi_error *wire_read_time(json_reader *reader, const wire_member *member, void *target) {
    (void)member;
    json_token token = json_next(reader);
    if (token == JSON_NULL)
        return NULL;
    if (token != JSON_NUMBER)
        return wire_type_error(reader, token, &date_type);
    double seconds = strtod(text_to_string(reader->arena, reader->value), NULL);
    if (fabs(seconds) > MOST_SECONDS)
        return wire_type_error(reader, token, &date_type);
    *(optional_integer *)target = (optional_integer){true, llround(seconds * 1000)};
    return NULL;
}

const gabi_error *wire_read_boolean(json_reader *reader, const wire_member *member, void *target) {
    (void)member;
    json_token token = json_next(reader);
    optional_boolean boolean = {.is_present = true};
    if (token == JSON_NULL)
        return NULL;
    if (!wire_token_is_boolean(reader, token, &boolean.value))
        return wire_type_error(reader, token, &boolean_type);
    *(optional_boolean *)target = boolean;
    return NULL;
}

bool wire_accept_null(json_reader *reader) {
    json_reader ahead = *reader;
    if (json_next(&ahead) != JSON_NULL)
        return false;
    *reader = ahead;
    return true;
}

const gabi_error *wire_read_item(json_reader *reader, const wire_member *member, void *target) {
    (void)member;
    optional_item item = {.is_present = true};
    if (wire_accept_null(reader))
        return NULL;
    TRY(item_read(reader, &item.item, &item.problem));
    *(optional_item *)target = item;
    return NULL;
}

const gabi_error *wire_read_names(json_reader *reader, const wire_member *member, void *target) {
    optional_names names = {.is_present = true};
    json_token token = json_next(reader);
    if (token == JSON_NULL)
        return NULL;
    if (token != JSON_OBJECT_BEGIN)
        return wire_type_error(reader, token, &(wire_type){WIRE_MAP, "String", false});
    while ((token = json_next(reader)) == JSON_NAME) {
        text name = reader->value, value = {0};
        TRY(wire_read_text(reader, member, &value));
        http_fields_add(reader->arena, &names.fields, name, value);
    }
    if (token != JSON_OBJECT_END)
        return json_reader_error(reader);
    *(optional_names *)target = names;
    return NULL;
}

const gabi_error *wire_read_presence(json_reader *reader, const wire_member *member, void *target) {
    (void)member;
    *(bool *)target = !text_equal(text_trim(json_skip(reader)), TEXT("null"));
    return NULL;
}

/* The members of an object that has been opened. */
static const gabi_error *read_members(json_reader *reader, const wire_struct *description, void *target) {
    json_token token;
    while ((token = json_next(reader)) == JSON_NAME) {
        const wire_member *member = description->members, *end = member + description->member_count;
        while (member < end && !text_equal(reader->value, text_of(member->name)))
            member++;
        if (member < end)
            TRY(member->read(reader, member, (char *)target + member->offset));
        else
            json_skip(reader);
    }
    return token == JSON_OBJECT_END ? NULL : json_reader_error(reader);
}

static const gabi_error *read_structure(json_reader *reader, const wire_struct *description, const wire_type *type,
                                        void *target) {
    json_token token = json_next(reader);
    if (token == JSON_NULL) /* which AWS answers without a message */
        return error_new(reader->arena, ERROR_INVALID, "MalformedJson", "null stands where an object should be");
    return token == JSON_OBJECT_BEGIN ? read_members(reader, description, target)
                                      : wire_type_error(reader, token, type);
}

const gabi_error *wire_read_struct(json_reader *reader, const wire_struct *description, void *target) {
    return read_structure(reader, description, &(wire_type){WIRE_STRUCTURE, description->name, true}, target);
}

const gabi_error *wire_read_object(json_reader *reader, const wire_member *member, void *target) {
    if (wire_accept_null(reader))
        return NULL;
    void *made = arena_zalloc(reader->arena, member->element->size);
    const char *name = *member->element->name ? member->element->name : member->name;
    TRY(read_structure(reader, member->element, &(wire_type){WIRE_STRUCTURE, name, false}, made));
    *(void **)target = made;
    return NULL;
}

/* A value that is a structure's member, not an element. */
const gabi_error *wire_read_value(json_reader *reader, const wire_member *member, void *target) {
    (void)member;
    if (wire_accept_null(reader))
        return NULL;
    json_reader ahead = *reader;
    json_token token = json_next(&ahead);
    if (token != JSON_OBJECT_BEGIN)
        return wire_type_error(&ahead, token, &(wire_type){WIRE_STRUCTURE, "AttributeValue", false});
    attribute_value *value = arena_alloc(reader->arena, sizeof *value);
    optional_value read = {.value = value};
    TRY(attribute_read(reader, value, &read.problem));
    *(optional_value *)target = read;
    return NULL;
}

/* ---- lists and maps ---- */

/* Room for one more element, of zeroes, that the caller counts once it is read. */
static void *next_element(arena *arena, wire_list *list, size_t *capacity, size_t size) {
    if (list->count == *capacity) {
        list->items = arena_grow(arena, list->items, *capacity * size, (*capacity * 2 + 4) * size);
        *capacity = *capacity * 2 + 4;
    }
    return memset((char *)list->items + list->count * size, 0, size);
}

/* An array whose elements have that size, each taken by read. */
static const gabi_error *read_array(json_reader *reader, const wire_member *member, size_t size, wire_read *read,
                                    wire_list *target) {
    wire_list list = {.is_present = true};
    size_t capacity = 0;
    json_token token = json_next(reader);
    if (token == JSON_NULL)
        return NULL;
    if (token != JSON_ARRAY_BEGIN)
        return wire_type_error(reader, token, &list_type);
    for (;; list.count++) {
        json_reader ahead = *reader;
        if (json_next(&ahead) == JSON_ARRAY_END) {
            *reader = ahead;
            break;
        }
        TRY(read(reader, member, next_element(reader->arena, &list, &capacity, size)));
    }
    *target = list;
    return NULL;
}

static const gabi_error *read_struct_element(json_reader *reader, const wire_member *member, void *target) {
    return wire_read_struct(reader, member->element, target);
}

const gabi_error *wire_read_list(json_reader *reader, const wire_member *member, void *target) {
    return member->element ? read_array(reader, member, member->element->size, read_struct_element, target)
                           : read_array(reader, member, sizeof(text), wire_read_text, target);
}

/* A value, and what is wrong with it. */
typedef struct operand_element {
    attribute_value value;
    attribute_problem problem;
} operand_element;

static const gabi_error *read_operand(json_reader *reader, const wire_member *member, void *target) {
    (void)member;
    operand_element *element = target;
    return attribute_read(reader, &element->value, &element->problem);
}

const gabi_error *wire_read_operands(json_reader *reader, const wire_member *member, void *target) {
    wire_list read = {0}, *list = target;
    TRY(read_array(reader, member, sizeof(operand_element), read_operand, &read));
    if (!read.is_present)
        return NULL;
    const operand_element *elements = read.items;
    attribute_value *values = arena_alloc(reader->arena, read.count * sizeof *values);
    *list = (wire_list){.is_present = true, .items = values, .count = read.count};
    for (size_t i = 0; i < read.count; i++) {
        values[i] = elements[i].value;
        if (!list->problem.json.data)
            list->problem = elements[i].problem;
    }
    return NULL;
}

const gabi_error *wire_read_map(json_reader *reader, const wire_member *member, void *target) {
    wire_list map = {.is_present = true};
    size_t capacity = 0;
    json_token token = json_next(reader);
    if (token == JSON_NULL)
        return NULL;
    if (token != JSON_OBJECT_BEGIN)
        return wire_type_error(reader, token, &(wire_type){WIRE_MAP, member->element->name, false});
    for (; (token = json_next(reader)) == JSON_NAME; map.count++) {
        text name = reader->value;
        void *element = next_element(reader->arena, &map, &capacity, member->element->size);
        TRY(wire_read_struct(reader, member->element, element));
        *(text *)element = name;
    }
    if (token != JSON_OBJECT_END)
        return json_reader_error(reader);
    *(wire_list *)target = map;
    return NULL;
}

const gabi_error *wire_read_body(arena *arena, text body, const wire_struct *description, void *target) {
    json_reader reader;
    json_reader_init(&reader, arena, body, JSON_MAX_DEPTH);
    TRY(wire_read_struct(&reader, description, target));
    return json_next(&reader) == JSON_END ? NULL : json_reader_error(&reader);
}

void *wire_list_copy(arena *arena, const wire_list *list, size_t item_size) {
    void *copy = arena_alloc(arena, (list->count + 1) * item_size);
    if (list->count > 0)
        memcpy(copy, list->items, list->count * item_size);
    return copy;
}
