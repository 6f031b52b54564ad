#include "aws/attribute_json.h"

#include "core/encoding.h"

/* By attribute_kind. */
static const char *const type_names[] = {
    [ATTRIBUTE_NULL] = "NULL",     [ATTRIBUTE_STRING] = "S",      [ATTRIBUTE_NUMBER] = "N",
    [ATTRIBUTE_BINARY] = "B",      [ATTRIBUTE_BOOLEAN] = "BOOL",  [ATTRIBUTE_LIST] = "L",
    [ATTRIBUTE_MAP] = "M",         [ATTRIBUTE_STRING_SET] = "SS", [ATTRIBUTE_NUMBER_SET] = "NS",
    [ATTRIBUTE_BINARY_SET] = "BS",
};
#define TYPE_COUNT (sizeof type_names / sizeof *type_names)

static void write_value(json_writer *out, arena *arena, const attribute_value *value);

static text spelled(arena *arena, const attribute_value *value, bool is_binary) {
    return is_binary ? base64_encode(arena, value->text) : value->text;
}

static void write_set(json_writer *out, arena *arena, const attribute_value *set) {
    json_begin_array(out);
    for (size_t i = 0; i < set->member_count; i++)
        json_string(out, spelled(arena, &set->members[i].value, set->kind == ATTRIBUTE_BINARY_SET));
    json_end_array(out);
}

static void write_list(json_writer *out, arena *arena, const attribute_value *list) {
    json_begin_array(out);
    for (size_t i = 0; i < list->member_count; i++)
        write_value(out, arena, &list->members[i].value);
    json_end_array(out);
}

static void write_value(json_writer *out, arena *arena, const attribute_value *value) {
    json_begin_object(out);
    json_name(out, text_of(type_names[value->kind]));
    switch (value->kind) {
    case ATTRIBUTE_NULL: json_boolean(out, true); break;
    case ATTRIBUTE_BOOLEAN: json_boolean(out, value->boolean); break;
    case ATTRIBUTE_STRING:
    case ATTRIBUTE_NUMBER: json_string(out, value->text); break;
    case ATTRIBUTE_BINARY: json_string(out, spelled(arena, value, true)); break;
    case ATTRIBUTE_LIST: write_list(out, arena, value); break;
    case ATTRIBUTE_MAP: attribute_json_write_item(out, arena, (table_item){value->members, value->member_count}); break;
    case ATTRIBUTE_STRING_SET:
    case ATTRIBUTE_NUMBER_SET:
    case ATTRIBUTE_BINARY_SET: write_set(out, arena, value); break;
    }
    json_end_object(out);
}

void attribute_json_write_item(json_writer *out, arena *arena, table_item item) {
    json_begin_object(out);
    for (size_t i = 0; i < item.count; i++) {
        json_name(out, item.attributes[i].name);
        write_value(out, arena, &item.attributes[i].value);
    }
    json_end_object(out);
}

/* Attributes that grow while they are read. */
typedef struct attribute_list {
    attribute *items;
    size_t count;
    size_t capacity;
} attribute_list;

static attribute *append(arena *arena, attribute_list *list, text name) {
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : 8;
        list->items =
            arena_grow(arena, list->items, list->capacity * sizeof *list->items, capacity * sizeof *list->items);
        list->capacity = capacity;
    }
    attribute *added = &list->items[list->count++];
    *added = (attribute){.name = name};
    return added;
}

static bool read_value(json_reader *reader, attribute_value *ret_value);
static bool read_typed(json_reader *reader, attribute_value *ret_value);

/* A string, number or binary of that kind, whose string token has been read. */
static bool take_scalar(json_reader *reader, attribute_kind kind, attribute_value *ret_value) {
    text content = reader->value;
    if (kind == ATTRIBUTE_BINARY && !base64_decode(reader->arena, content, &content))
        return false;
    *ret_value = (attribute_value){.kind = kind, .text = content};
    return true;
}

static attribute_kind element_kind(attribute_kind set) {
    return set == ATTRIBUTE_STRING_SET   ? ATTRIBUTE_STRING
           : set == ATTRIBUTE_NUMBER_SET ? ATTRIBUTE_NUMBER
                                         : ATTRIBUTE_BINARY;
}

static bool read_set(json_reader *reader, attribute_kind element, attribute_list *list) {
    if (json_next(reader) != JSON_ARRAY_BEGIN)
        return false;
    json_token token;
    while ((token = json_next(reader)) == JSON_STRING)
        if (!take_scalar(reader, element, &append(reader->arena, list, TEXT(""))->value))
            return false;
    return token == JSON_ARRAY_END;
}

static bool read_list(json_reader *reader, attribute_list *list) {
    if (json_next(reader) != JSON_ARRAY_BEGIN)
        return false;
    json_token token;
    while ((token = json_next(reader)) == JSON_OBJECT_BEGIN) {
        attribute_value element;
        if (!read_typed(reader, &element))
            return false;
        append(reader->arena, list, TEXT(""))->value = element;
    }
    return token == JSON_ARRAY_END;
}

/* What follows the `{` of an item or map. */
static bool read_members(json_reader *reader, attribute_list *list) {
    json_token token;
    while ((token = json_next(reader)) == JSON_NAME) {
        text name = reader->value;
        attribute_value value;
        if (!read_value(reader, &value))
            return false;
        append(reader->arena, list, name)->value = value;
    }
    return token == JSON_OBJECT_END;
}

static bool read_container(json_reader *reader, attribute_kind kind, attribute_value *ret_value) {
    attribute_list list = {0};
    bool is_read = kind == ATTRIBUTE_LIST  ? read_list(reader, &list)
                   : kind == ATTRIBUTE_MAP ? json_next(reader) == JSON_OBJECT_BEGIN && read_members(reader, &list)
                                           : read_set(reader, element_kind(kind), &list);
    *ret_value = (attribute_value){.kind = kind, .members = list.items, .member_count = list.count};
    return is_read;
}

static bool read_content(json_reader *reader, attribute_kind kind, attribute_value *ret_value) {
    switch (kind) {
    case ATTRIBUTE_NULL: *ret_value = (attribute_value){.kind = kind}; return json_next(reader) == JSON_TRUE;
    case ATTRIBUTE_BOOLEAN: {
        json_token token = json_next(reader);
        *ret_value = (attribute_value){.kind = kind, .boolean = token == JSON_TRUE};
        return token == JSON_TRUE || token == JSON_FALSE;
    }
    case ATTRIBUTE_STRING:
    case ATTRIBUTE_NUMBER:
    case ATTRIBUTE_BINARY: return json_next(reader) == JSON_STRING && take_scalar(reader, kind, ret_value);
    default: return read_container(reader, kind, ret_value);
    }
}

/* What follows the `{` of a value: one member, named for its type. */
static bool read_typed(json_reader *reader, attribute_value *ret_value) {
    if (json_next(reader) != JSON_NAME)
        return false;
    size_t kind = 0;
    while (kind < TYPE_COUNT && !text_equal(reader->value, text_of(type_names[kind])))
        kind++;
    return kind < TYPE_COUNT && read_content(reader, (attribute_kind)kind, ret_value) &&
           json_next(reader) == JSON_OBJECT_END;
}

static bool read_value(json_reader *reader, attribute_value *ret_value) {
    return json_next(reader) == JSON_OBJECT_BEGIN && read_typed(reader, ret_value);
}

bool attribute_json_read_item(json_reader *reader, table_item *ret_item) {
    attribute_list list = {0};
    if (json_next(reader) != JSON_OBJECT_BEGIN || !read_members(reader, &list))
        return false;
    *ret_item = (table_item){list.items, list.count};
    return true;
}

bool attribute_json_read_items(json_reader *reader, table_item **ret_items, size_t *ret_count) {
    table_item *items = NULL;
    size_t count = 0, capacity = 0;
    json_token token;
    if (json_next(reader) != JSON_ARRAY_BEGIN)
        return false;
    while ((token = json_next(reader)) == JSON_OBJECT_BEGIN) {
        attribute_list list = {0};
        if (!read_members(reader, &list))
            return false;
        if (count == capacity) {
            size_t larger = capacity ? capacity * 2 : 16;
            items = arena_grow(reader->arena, items, capacity * sizeof *items, larger * sizeof *items);
            capacity = larger;
        }
        items[count++] = (table_item){list.items, list.count};
    }
    *ret_items = items;
    *ret_count = count;
    return token == JSON_ARRAY_END;
}
