#include "runner/value.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/encoding.h"
#include "core/json_reader.h"

#define SMALLEST_LIST 8

static value *value_new(arena *arena, value_kind kind) {
    value *self = arena_zalloc(arena, sizeof *self);
    self->kind = kind;
    return self;
}

const value *value_of_boolean(arena *arena, bool boolean) {
    value *self = value_new(arena, VALUE_BOOLEAN);
    self->boolean = boolean;
    return self;
}

const value *value_of_integer(arena *arena, int64_t integer) {
    value *self = value_new(arena, VALUE_INTEGER);
    self->integer = integer;
    self->number = (double)integer;
    return self;
}

const value *value_of_string(arena *arena, text string) {
    value *self = value_new(arena, VALUE_STRING);
    self->text = string;
    return self;
}

const value *value_of_bytes(arena *arena, text bytes) {
    value *self = value_new(arena, VALUE_BYTES);
    self->text = bytes;
    return self;
}

const value *value_of_list(arena *arena, value_list items) {
    value *self = value_new(arena, VALUE_LIST);
    self->items = items;
    return self;
}

static value *new_number(arena *arena, text spelling) {
    value *self = value_new(arena, VALUE_INTEGER);
    self->text = spelling;
    self->number = strtod(text_to_string(arena, spelling), NULL);
    if (strpbrk(text_to_string(arena, spelling), ".eE"))
        self->kind = VALUE_FLOAT;
    else if (!text_to_int64(spelling, &self->integer))
        self->kind = VALUE_BIG_INTEGER;
    return self;
}

const value *value_of_number(arena *arena, text spelling) { return new_number(arena, spelling); }

static void make_room(arena *arena, value_list *self) {
    if (self->count < self->capacity)
        return;
    size_t capacity = self->capacity ? self->capacity * 2 : SMALLEST_LIST;
    self->items = arena_grow(arena, self->items, self->capacity * sizeof *self->items, capacity * sizeof *self->items);
    self->capacity = capacity;
}

void value_list_add(arena *arena, value_list *self, const value *item) {
    make_room(arena, self);
    self->items[self->count++] = item;
}

/* Where the member of that name stands, or would. */
static size_t member_place(const value_list *members, text name) {
    size_t low = 0, high = members->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (text_compare(members->items[middle]->name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Of two members of one name the last counts. */
static void set_member(arena *arena, value_list *members, const value *member) {
    size_t at = member_place(members, member->name);
    if (at < members->count && text_equal(members->items[at]->name, member->name)) {
        members->items[at] = member;
        return;
    }
    make_room(arena, members);
    memmove(members->items + at + 1, members->items + at, (members->count - at) * sizeof *members->items);
    members->items[at] = member;
    members->count++;
}

const value *value_member(const value *object, text name) {
    size_t at = member_place(&object->items, name);
    bool is_there =
        object->kind == VALUE_OBJECT && at < object->items.count && text_equal(object->items.items[at]->name, name);
    return is_there ? object->items.items[at] : NULL;
}

static value *read_value(json_reader *reader, json_token token);

static value *read_list(json_reader *reader) {
    value *self = value_new(reader->arena, VALUE_LIST);
    for (json_token token; (token = json_next(reader)) != JSON_ARRAY_END;) {
        const value *item = read_value(reader, token);
        if (!item)
            return NULL;
        value_list_add(reader->arena, &self->items, item);
    }
    return self;
}

static value *read_object(json_reader *reader) {
    value *self = value_new(reader->arena, VALUE_OBJECT);
    while (json_next(reader) == JSON_NAME) {
        text name = reader->value;
        value *member = read_value(reader, json_next(reader));
        if (!member)
            return NULL;
        member->name = name;
        set_member(reader->arena, &self->items, member);
    }
    return self;
}

static value *read_value(json_reader *reader, json_token token) {
    value *self = NULL;
    switch (token) {
    case JSON_NULL: return value_new(reader->arena, VALUE_NULL);
    case JSON_TRUE:
    case JSON_FALSE:
        self = value_new(reader->arena, VALUE_BOOLEAN);
        self->boolean = token == JSON_TRUE;
        return self;
    case JSON_STRING:
        self = value_new(reader->arena, VALUE_STRING);
        self->text = reader->value;
        return self;
    case JSON_NUMBER: return new_number(reader->arena, reader->value);
    case JSON_ARRAY_BEGIN: return read_list(reader);
    case JSON_OBJECT_BEGIN: return read_object(reader);
    default: return NULL;
    }
}

const value *value_of_json(arena *arena, text document) {
    json_reader reader;
    json_reader_init(&reader, arena, document, JSON_MAX_DEPTH);
    const value *self = read_value(&reader, json_next(&reader));
    return self && json_next(&reader) == JSON_END ? self : NULL;
}

bool value_is_number(const value *self) {
    return self->kind == VALUE_INTEGER || self->kind == VALUE_BIG_INTEGER || self->kind == VALUE_FLOAT;
}

static int compare_numbers(const value *a, const value *b) {
    if (a->kind == VALUE_INTEGER && b->kind == VALUE_INTEGER)
        return (a->integer > b->integer) - (a->integer < b->integer);
    if (a->kind == VALUE_BIG_INTEGER && b->kind == VALUE_BIG_INTEGER && text_equal(a->text, b->text))
        return 0;
    return (a->number > b->number) - (a->number < b->number);
}

bool value_compare(const value *a, const value *b, int *ret_order) {
    if (value_is_number(a) && value_is_number(b))
        *ret_order = compare_numbers(a, b);
    else if (a->kind == VALUE_STRING && b->kind == VALUE_STRING)
        *ret_order = text_compare(a->text, b->text);
    else
        return false;
    return true;
}

static bool items_equal(const value *a, const value *b) {
    if (a->items.count != b->items.count)
        return false;
    for (size_t i = 0; i < a->items.count; i++) {
        const value *one = a->items.items[i], *other = b->items.items[i];
        if ((a->kind == VALUE_OBJECT && !text_equal(one->name, other->name)) || !value_equal(one, other))
            return false;
    }
    return true;
}

bool value_equal(const value *a, const value *b) {
    if (value_is_number(a) && value_is_number(b))
        return compare_numbers(a, b) == 0;
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case VALUE_NULL:
    case VALUE_UNIT: return true;
    case VALUE_BOOLEAN: return a->boolean == b->boolean;
    case VALUE_STRING:
    case VALUE_BYTES: return text_equal(a->text, b->text);
    case VALUE_LIST:
    case VALUE_OBJECT: return items_equal(a, b);
    default: return false;
    }
}

const char *value_kind_name(const value *self) {
    static const char *const names[] = {
        [VALUE_NULL] = "null",           [VALUE_BOOLEAN] = "boolean", [VALUE_INTEGER] = "integer",
        [VALUE_BIG_INTEGER] = "integer", [VALUE_FLOAT] = "float",     [VALUE_STRING] = "string",
        [VALUE_BYTES] = "bytes",         [VALUE_LIST] = "list",       [VALUE_OBJECT] = "object",
        [VALUE_REGEX] = "regex",         [VALUE_UNIT] = "unit",
    };
    return names[self->kind];
}

/* The shortest spelling that reads as the same number, always with a point. */
static text render_float(arena *arena, double number) {
    char digits[32];
    int precision = 15;
    do
        snprintf(digits, sizeof digits, "%.*g", precision++, number);
    while (strtod(digits, NULL) != number && precision <= 17);
    return text_format(arena, "%s%s", digits, strpbrk(digits, ".einf") ? "" : ".0");
}

bool value_render(arena *arena, const value *self, text *ret_text) {
    switch (self->kind) {
    case VALUE_NULL: *ret_text = TEXT("null"); return true;
    case VALUE_BOOLEAN: *ret_text = self->boolean ? TEXT("true") : TEXT("false"); return true;
    case VALUE_INTEGER: *ret_text = text_format(arena, "%" PRId64, self->integer); return true;
    case VALUE_FLOAT: *ret_text = render_float(arena, self->number); return true;
    case VALUE_BIG_INTEGER:
    case VALUE_STRING: *ret_text = self->text; return true;
    default: return false;
    }
}

static void print(buffer *out, const value *self) {
    text rendered;
    switch (self->kind) {
    case VALUE_BYTES: buffer_append(out, hex_encode(out->arena, self->text)); return;
    case VALUE_REGEX: buffer_append(out, regex_pattern(self->regex)); return;
    case VALUE_UNIT: return;
    case VALUE_LIST:
    case VALUE_OBJECT:
        buffer_append_char(out, self->kind == VALUE_LIST ? '[' : '{');
        for (size_t i = 0; i < self->items.count; i++) {
            buffer_append(out, i ? TEXT(", ") : TEXT(""));
            if (self->kind == VALUE_OBJECT)
                buffer_format(out, "%.*s: ", TEXT_ARGS(self->items.items[i]->name));
            print(out, self->items.items[i]);
        }
        buffer_append_char(out, self->kind == VALUE_LIST ? ']' : '}');
        return;
    default:
        if (value_render(out->arena, self, &rendered))
            buffer_append(out, rendered);
    }
}

text value_describe(arena *arena, const value *self) {
    if (self->kind == VALUE_UNIT || self->kind == VALUE_NULL)
        return text_of(value_kind_name(self));
    buffer out = BUFFER(arena);
    buffer_format(&out, "%s <", value_kind_name(self));
    print(&out, self);
    buffer_append_char(&out, '>');
    return buffer_text(&out);
}
