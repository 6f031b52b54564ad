#include "dynamodb/values/attribute.h"

#include <assert.h>

#include "core/encoding.h"
#include "dynamodb/values/attribute_set.h"
#include "dynamodb/values/number.h"

#define MOST_LEVELS 32
#define LONGEST_NAME_BYTES 65535

static const char *const type_names[] = {
    [ATTRIBUTE_NULL] = "NULL",     [ATTRIBUTE_STRING] = "S",      [ATTRIBUTE_NUMBER] = "N",
    [ATTRIBUTE_BINARY] = "B",      [ATTRIBUTE_BOOLEAN] = "BOOL",  [ATTRIBUTE_LIST] = "L",
    [ATTRIBUTE_MAP] = "M",         [ATTRIBUTE_STRING_SET] = "SS", [ATTRIBUTE_NUMBER_SET] = "NS",
    [ATTRIBUTE_BINARY_SET] = "BS",
};
#define KINDS (sizeof type_names / sizeof *type_names)

const char *attribute_type_name(attribute_kind kind) { return type_names[kind]; }

bool attribute_is_empty(const attribute_value *value) {
    return (value->kind == ATTRIBUTE_STRING || value->kind == ATTRIBUTE_BINARY) && text_is_empty(value->text);
}

bool attribute_kind_of_name(text name, attribute_kind *ret_kind) {
    for (size_t i = 0; i < KINDS; i++)
        if (text_equal(name, text_of(type_names[i]))) {
            *ret_kind = (attribute_kind)i;
            return true;
        }
    return false;
}

/* ---- errors ---- */

static const gabi_error *invalid(arena *arena, const char *message) {
    return error_new(arena, ERROR_INVALID, "ValidationException", "%s", message);
}

const gabi_error *attribute_check_name(arena *arena, text name) {
    if (text_is_empty(name))
        return invalid(arena, "Empty attribute name");
    return name.length > LONGEST_NAME_BYTES
               ? invalid(arena, "Attribute name is too large, must be less than 65536 bytes")
               : NULL;
}

const gabi_error *too_deep_error(arena *arena) {
    return invalid(arena, "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels "
                          "beyond supported limit");
}

static const gabi_error *empty_value(arena *arena) {
    return invalid(arena, "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
}

static const wire_type string_type = {WIRE_SCALAR, "String", false};
static const wire_type binary_type = {WIRE_SCALAR, "Blob", false};
static const wire_type boolean_type = {WIRE_SCALAR, "Boolean", false};
static const wire_type list_type = {WIRE_LIST, NULL, false};
static const wire_type map_type = {WIRE_MAP, "AttributeValue", false};
static const wire_type element_type = {WIRE_STRUCTURE, "AttributeValue", true};

/* null counts as absent. */
static const gabi_error *wrong_token(const json_reader *reader, json_token token, const wire_type *wanted) {
    return token == JSON_NULL ? empty_value(reader->arena) : wire_type_error(reader, token, wanted);
}

/* ---- reading ---- */

/* A list of attributes that grows while its end is not known. */
typedef struct member_list {
    attribute *items;
    size_t count;
    size_t capacity;
} member_list;

static attribute *add_member(arena *arena, member_list *list) {
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : 8;
        list->items =
            arena_grow(arena, list->items, list->capacity * sizeof *list->items, capacity * sizeof *list->items);
        list->capacity = capacity;
    }
    return &list->items[list->count++];
}

/* Where a value stands, and who reads it. */
typedef struct value_place {
    unsigned level;
    value_reader reader;
    bool is_stored; /* and therefore known to be good */
} value_place;

static value_place inside(value_place place) {
    place.level++;
    return place;
}

static const gabi_error *read_value(json_reader *reader, value_place place, attribute_value *ret_value);
static const gabi_error *read_opened_value(json_reader *reader, value_place place, attribute_value *ret_value);

static void take_members(attribute_value *value, const member_list *members) {
    value->members = members->items;
    value->member_count = members->count;
}

/* The members of an object that has been opened. */
static const gabi_error *read_members(json_reader *reader, value_place place, member_list *ret_members) {
    member_list members = {0};
    json_token token;
    while ((token = json_next(reader)) == JSON_NAME) {
        text name = reader->value;
        attribute_value value;
        TRY(read_value(reader, place, &value));
        *add_member(reader->arena, &members) = (attribute){name, value};
    }
    if (token != JSON_OBJECT_END)
        return json_reader_error(reader);
    *ret_members = members;
    return NULL;
}

static const gabi_error *read_map(json_reader *reader, value_place place, attribute_value *value) {
    json_token token = json_next(reader);
    if (token != JSON_OBJECT_BEGIN)
        return wrong_token(reader, token, &map_type);
    member_list members;
    TRY(read_members(reader, inside(place), &members));
    take_members(value, &members);
    return NULL;
}

static const gabi_error *read_list(json_reader *reader, value_place place, attribute_value *value) {
    json_token token = json_next(reader);
    if (token != JSON_ARRAY_BEGIN)
        return wrong_token(reader, token, &list_type);
    member_list members = {0};
    while ((token = json_next(reader)) == JSON_OBJECT_BEGIN) {
        attribute_value element;
        TRY(read_opened_value(reader, inside(place), &element));
        *add_member(reader->arena, &members) = (attribute){.value = element};
    }
    if (token != JSON_ARRAY_END)
        return wrong_token(reader, token, &element_type);
    take_members(value, &members);
    return NULL;
}

static const gabi_error *read_base64(arena *arena, text spelled, text *ret_bytes) {
    if (spelled.length % 4 != 0)
        return serialization_error(
            arena, arena_printf(arena, "Base64 encoded length is expected a multiple of 4 bytes but found: %zu",
                                spelled.length));
    if (!base64_decode(arena, spelled, ret_bytes))
        return serialization_error(arena, "Invalid last non-pad Base64 character dectected"); /* as AWS spells it */
    return NULL;
}

/* Of writes the numbers are read as the second reader does, but of no number the first one's words are said. */
static number_reader number_reader_of(value_reader who, text literal) {
    bool is_first = who == VALUE_READER_FIRST || (who == VALUE_READER_OF_WRITES && text_is_empty(literal));
    return is_first ? NUMBER_READER_BIG_DECIMAL : NUMBER_READER_LONG;
}

/* A string, number or binary from the JSON string that spells it. */
static const gabi_error *read_spelled(json_reader *reader, attribute_kind kind, value_reader who, text *ret_text) {
    switch (kind) {
    case ATTRIBUTE_NUMBER:
        return number_normalize(reader->arena, reader->value, number_reader_of(who, reader->value), ret_text);
    case ATTRIBUTE_BINARY: return read_base64(reader->arena, reader->value, ret_text);
    default: *ret_text = reader->value; return NULL;
    }
}

static const gabi_error *read_scalar(json_reader *reader, attribute_kind kind, value_reader who, text *ret_text) {
    json_token token = json_next(reader);
    if (token != JSON_STRING)
        return wrong_token(reader, token, kind == ATTRIBUTE_BINARY ? &binary_type : &string_type);
    return read_spelled(reader, kind, who, ret_text);
}

static attribute_kind member_kind_of_set(attribute_kind set) {
    return set == ATTRIBUTE_STRING_SET   ? ATTRIBUTE_STRING
           : set == ATTRIBUTE_NUMBER_SET ? ATTRIBUTE_NUMBER
                                         : ATTRIBUTE_BINARY;
}

static const gabi_error *read_set(json_reader *reader, value_place place, attribute_value *value) {
    json_token token = json_next(reader);
    if (token != JSON_ARRAY_BEGIN)
        return wrong_token(reader, token, &list_type);
    attribute_kind kind = member_kind_of_set(value->kind);
    member_list members = {0};
    while ((token = json_next(reader)) == JSON_STRING) {
        attribute member = {.value.kind = kind};
        TRY(read_spelled(reader, kind, place.reader, &member.value.text));
        *add_member(reader->arena, &members) = member;
    }
    if (token == JSON_NULL)
        return invalid(reader->arena, "One or more parameter values were invalid: An string set  may not have a null "
                                      "string as a member");
    if (token != JSON_ARRAY_END)
        return wire_type_error(reader, token, kind == ATTRIBUTE_BINARY ? &binary_type : &string_type);
    take_members(value, &members);
    if (place.is_stored)
        return NULL;
    TRY(attribute_set_check(reader->arena, value, place.reader));
    attribute_set_order(reader->arena, value);
    return NULL;
}

static const gabi_error *read_boolean(json_reader *reader, attribute_value *value) {
    json_token token = json_next(reader);
    if (!wire_token_is_boolean(reader, token, &value->boolean))
        return wrong_token(reader, token, &boolean_type);
    if (value->kind == ATTRIBUTE_NULL && !value->boolean)
        return invalid(reader->arena,
                       "One or more parameter values were invalid: Null attribute value types must have the value of "
                       "true");
    return NULL;
}

static const gabi_error *read_content(json_reader *reader, value_place place, attribute_value *value) {
    switch (value->kind) {
    case ATTRIBUTE_STRING:
    case ATTRIBUTE_NUMBER:
    case ATTRIBUTE_BINARY: return read_scalar(reader, value->kind, place.reader, &value->text);
    case ATTRIBUTE_BOOLEAN:
    case ATTRIBUTE_NULL: return read_boolean(reader, value);
    case ATTRIBUTE_LIST: return read_list(reader, place, value);
    case ATTRIBUTE_MAP: return read_map(reader, place, value);
    default: return read_set(reader, place, value);
    }
}

/* The value whose object has been opened: exactly one member, named by its type. */
static const gabi_error *read_opened_value(json_reader *reader, value_place place, attribute_value *ret_value) {
    arena *arena = reader->arena;
    if (place.level > MOST_LEVELS)
        return too_deep_error(arena);
    attribute_value value = {0};
    unsigned types = 0;
    json_token token;
    while ((token = json_next(reader)) == JSON_NAME) {
        if (!attribute_kind_of_name(reader->value, &value.kind)) {
            json_skip(reader); /* unknown members are passed over, as everywhere in the API */
            continue;
        }
        types++;
        TRY(read_content(reader, place, &value));
    }
    if (token != JSON_OBJECT_END)
        return json_reader_error(reader);
    if (types == 0)
        return empty_value(arena);
    if (types > 1)
        return invalid(arena, "Supplied AttributeValue has more than one datatypes set, must contain exactly one of "
                              "the supported datatypes");
    *ret_value = value;
    return NULL;
}

static const gabi_error *read_value(json_reader *reader, value_place place, attribute_value *ret_value) {
    json_token token = json_next(reader);
    return token == JSON_OBJECT_BEGIN ? read_opened_value(reader, place, ret_value)
                                      : wrong_token(reader, token, &element_type);
}

const gabi_error *attribute_read(json_reader *reader, attribute_value *ret_value, attribute_problem *ret_problem) {
    json_reader behind = *reader;
    const gabi_error *error = read_value(reader, (value_place){.level = 1}, ret_value);
    bool is_problem = error && text_equal(text_of(error->code), TEXT("ValidationException"));
    *ret_problem = (attribute_problem){0};
    if (is_problem) {
        ret_problem->json = json_skip(&behind);
        *reader = behind;
        *ret_value = (attribute_value){0};
    }
    return is_problem ? NULL : error;
}

const gabi_error *attribute_problem_error(arena *arena, const attribute_problem *problem, value_reader reader) {
    json_reader again;
    attribute_value ignored;
    if (!problem->json.data)
        return NULL;
    json_reader_init(&again, arena, problem->json, JSON_MAX_DEPTH);
    return read_value(&again, (value_place){.level = 1, .reader = reader}, &ignored);
}

const gabi_error *item_read(json_reader *reader, table_item *ret_item, attribute_problem *ret_problem) {
    json_token token = json_next(reader);
    member_list members = {0};
    attribute_problem first = {0};
    if (token != JSON_OBJECT_BEGIN)
        return wire_type_error(reader, token, &map_type);
    while ((token = json_next(reader)) == JSON_NAME) {
        attribute read = {.name = reader->value};
        attribute_problem problem;
        TRY(attribute_read(reader, &read.value, &problem));
        if (problem.json.data && !first.json.data)
            first = (attribute_problem){read.name, problem.json};
        *add_member(reader->arena, &members) = read;
    }
    if (token != JSON_OBJECT_END)
        return json_reader_error(reader);
    *ret_item = (table_item){members.items, members.count};
    *ret_problem = first;
    return NULL;
}

table_item item_of_json(arena *arena, text json) {
    json_reader reader;
    member_list members = {0};
    json_reader_init(&reader, arena, json, ATTRIBUTE_JSON_DEPTH);
    const gabi_error *error = json_next(&reader) == JSON_OBJECT_BEGIN
                                  ? read_members(&reader, (value_place){.level = 1, .is_stored = true}, &members)
                                  : json_reader_error(&reader);
    assert(!error && "a stored item is good");
    (void)error;
    return (table_item){members.items, members.count};
}

/* ---- writing ---- */

static void write_members(json_writer *writer, const attribute_value *value) {
    json_begin_array(writer);
    for (size_t i = 0; i < value->member_count; i++) {
        const attribute_value *member = &value->members[i].value;
        if (value->kind == ATTRIBUTE_LIST)
            attribute_write(writer, member);
        else if (value->kind == ATTRIBUTE_BINARY_SET)
            json_string(writer, base64_encode(writer->out->arena, member->text));
        else
            json_string(writer, member->text);
    }
    json_end_array(writer);
}

void attribute_write(json_writer *writer, const attribute_value *value) {
    json_begin_object(writer);
    json_name(writer, text_of(type_names[value->kind]));
    switch (value->kind) {
    case ATTRIBUTE_STRING:
    case ATTRIBUTE_NUMBER: json_string(writer, value->text); break;
    case ATTRIBUTE_BINARY: json_string(writer, base64_encode(writer->out->arena, value->text)); break;
    case ATTRIBUTE_BOOLEAN: json_boolean(writer, value->boolean); break;
    case ATTRIBUTE_NULL: json_boolean(writer, true); break;
    case ATTRIBUTE_MAP: item_write(writer, &(table_item){value->members, value->member_count}); break;
    default: write_members(writer, value); break;
    }
    json_end_object(writer);
}

void item_write(json_writer *writer, const table_item *item) {
    json_begin_object(writer);
    for (size_t i = 0; i < item->count; i++) {
        json_name(writer, item->attributes[i].name);
        attribute_write(writer, &item->attributes[i].value);
    }
    json_end_object(writer);
}

text item_to_json(arena *arena, const table_item *item) {
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    item_write(&writer, item);
    return buffer_text(&out);
}

text attribute_describe(arena *arena, const attribute_value *value) {
    buffer out = BUFFER(arena);
    buffer_format(&out, "{%s:", type_names[value->kind]);
    switch (value->kind) {
    case ATTRIBUTE_BOOLEAN:
    case ATTRIBUTE_NULL: buffer_append(&out, value->boolean ? TEXT("true") : TEXT("false")); break;
    case ATTRIBUTE_STRING:
    case ATTRIBUTE_NUMBER: buffer_append(&out, value->text); break;
    case ATTRIBUTE_BINARY: buffer_append(&out, base64_encode(arena, value->text)); break;
    default:
        buffer_append_char(&out, '[');
        for (size_t i = 0; i < value->member_count; i++)
            buffer_format(&out, "%s%.*s", i ? "," : "", TEXT_ARGS(attribute_describe(arena, &value->members[i].value)));
        buffer_append_char(&out, ']');
    }
    buffer_append_char(&out, '}');
    return buffer_text(&out);
}

/* ---- looking and comparing ---- */

const attribute_value *item_find(const table_item *item, text name) {
    for (size_t i = 0; i < item->count; i++)
        if (text_equal(item->attributes[i].name, name))
            return &item->attributes[i].value;
    return NULL;
}

static int compare_numbers(arena *arena, text a, text b) {
    number first, second;
    const gabi_error *error = number_parse(arena, a, NUMBER_READER_LONG, &first);
    assert(!error);
    error = number_parse(arena, b, NUMBER_READER_LONG, &second);
    assert(!error);
    (void)error;
    return number_compare(&first, &second);
}

bool attribute_compare(arena *arena, const attribute_value *a, const attribute_value *b, int *ret_order) {
    if (a->kind != b->kind)
        return false;
    if (a->kind == ATTRIBUTE_NUMBER) /* normalised, so equal numbers are equal texts */
        *ret_order = text_equal(a->text, b->text) ? 0 : compare_numbers(arena, a->text, b->text);
    else if (a->kind == ATTRIBUTE_STRING || a->kind == ATTRIBUTE_BINARY)
        *ret_order = text_compare(a->text, b->text);
    else
        return false;
    return true;
}

bool attribute_has_member(arena *arena, const attribute_value *container, const attribute_value *value) {
    for (size_t i = 0; i < container->member_count; i++)
        if (attribute_equal(arena, &container->members[i].value, value))
            return true;
    return false;
}

static bool equal_sets(arena *arena, const attribute_value *a, const attribute_value *b) {
    const text *first = attribute_set_sorted(arena, a), *second = attribute_set_sorted(arena, b);
    for (size_t i = 0; i < a->member_count; i++)
        if (!text_equal(first[i], second[i]))
            return false;
    return true;
}

static bool equal_members(arena *arena, const attribute_value *a, const attribute_value *b) {
    if (a->member_count != b->member_count)
        return false;
    if (a->kind != ATTRIBUTE_LIST && a->kind != ATTRIBUTE_MAP)
        return equal_sets(arena, a, b);
    for (size_t i = 0; i < a->member_count; i++) {
        const attribute_value *other = a->kind == ATTRIBUTE_MAP
                                           ? item_find(&(table_item){b->members, b->member_count}, a->members[i].name)
                                           : &b->members[i].value;
        if (!other || !attribute_equal(arena, &a->members[i].value, other))
            return false;
    }
    return true;
}

bool attribute_equal(arena *arena, const attribute_value *a, const attribute_value *b) {
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case ATTRIBUTE_STRING:
    case ATTRIBUTE_NUMBER:
    case ATTRIBUTE_BINARY: return text_equal(a->text, b->text);
    case ATTRIBUTE_BOOLEAN: return a->boolean == b->boolean;
    case ATTRIBUTE_NULL: return true;
    default: return equal_members(arena, a, b);
    }
}

/* ---- size ---- */

/* A byte, one for every two digits, which pair up from the decimal point, and one for a sign. */
static size_t number_size_bytes(text literal) {
    number parsed;
    const gabi_error *error = number_parse(NULL, literal, NUMBER_READER_LONG, &parsed);
    assert(!error && "numbers of items are normalised");
    (void)error;
    size_t unpaired = parsed.exponent % 2 ? 1 : 0; /* the first digit then stands alone */
    size_t pairs = ((size_t)parsed.digit_count + unpaired + 1) / 2;
    return 1 + pairs + parsed.is_negative;
}

size_t attribute_size_bytes(const attribute_value *value) {
    size_t size = 0;
    switch (value->kind) {
    case ATTRIBUTE_STRING:
    case ATTRIBUTE_BINARY: return value->text.length;
    case ATTRIBUTE_NUMBER: return number_size_bytes(value->text);
    case ATTRIBUTE_BOOLEAN:
    case ATTRIBUTE_NULL: return 1;
    case ATTRIBUTE_LIST:
    case ATTRIBUTE_MAP: size = 3; break;
    default: break;
    }
    for (size_t i = 0; i < value->member_count; i++)
        size += value->members[i].name.length + attribute_size_bytes(&value->members[i].value) +
                (value->kind == ATTRIBUTE_LIST || value->kind == ATTRIBUTE_MAP);
    return size;
}

size_t item_size_bytes(const table_item *item) {
    size_t size = 0;
    for (size_t i = 0; i < item->count; i++)
        size += item->attributes[i].name.length + attribute_size_bytes(&item->attributes[i].value);
    return size;
}

/* ---- depth ---- */

static bool is_deeper(const attribute_value *value, unsigned levels) {
    if (levels == 0)
        return true;
    for (size_t i = 0; (value->kind == ATTRIBUTE_LIST || value->kind == ATTRIBUTE_MAP) && i < value->member_count; i++)
        if (is_deeper(&value->members[i].value, levels - 1))
            return true;
    return false;
}

bool item_is_too_deep(const table_item *item) {
    for (size_t i = 0; i < item->count; i++)
        if (is_deeper(&item->attributes[i].value, MOST_LEVELS))
            return true;
    return false;
}
