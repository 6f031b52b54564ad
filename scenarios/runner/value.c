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

const value *value_of_float(arena *arena, double number) {
    value *self = value_new(arena, VALUE_FLOAT);
    self->number = number;
    return self;
}

const value *value_of_date(arena *arena, instant instant) {
    value *self = value_new(arena, VALUE_DATE);
    self->instant = instant;
    return self;
}

const value *value_of_nodes(arena *arena, size_t count) {
    value *self = value_new(arena, VALUE_NODES);
    self->integer = (int64_t)count;
    return self;
}

const value *value_of_redirect(arena *arena, int status, text location) {
    value *self = value_new(arena, VALUE_REDIRECT);
    self->integer = status;
    self->text = location;
    return self;
}

/* What no double can hold stays as it is spelled. */
static value *new_number(arena *arena, text spelling) {
    value *self = value_new(arena, VALUE_INTEGER);
    self->text = spelling;
    if (text_to_int64(spelling, &self->integer)) {
        self->number = (double)self->integer;
        return self;
    }
    const char *digits = text_to_string(arena, spelling);
    self->number = strtod(digits, NULL);
    self->kind = strpbrk(digits, ".eE") && isfinite(self->number) ? VALUE_FLOAT : VALUE_BIG_INTEGER;
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

/* Sorts by name; those of one name stay in their order. */
static void sort_members(const value **items, const value **scratch, size_t count) {
    if (count < 2)
        return;
    size_t half = count / 2, left = 0, right = half;
    sort_members(items, scratch, half);
    sort_members(items + half, scratch, count - half);
    if (text_compare(items[half - 1]->name, items[half]->name) <= 0)
        return;
    memcpy(scratch, items, half * sizeof *items);
    for (size_t i = 0; left < half; i++) {
        bool takes_right = right < count && text_compare(items[right]->name, scratch[left]->name) < 0;
        items[i] = takes_right ? items[right++] : scratch[left++];
    }
}

/* Brings members into the order of their names. Of several of one name the last counts. */
static void settle_members(arena *arena, value_list *members) {
    size_t kept = 0;
    sort_members(members->items, arena_alloc(arena, members->count * sizeof *members->items), members->count);
    for (size_t i = 0; i < members->count; i++)
        if (kept > 0 && text_equal(members->items[kept - 1]->name, members->items[i]->name))
            members->items[kept - 1] = members->items[i];
        else
            members->items[kept++] = members->items[i];
    members->count = kept;
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
        value_list_add(reader->arena, &self->items, member);
    }
    settle_members(reader->arena, &self->items);
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

bool value_has_count(const value *self) {
    return self->kind == VALUE_STRING || self->kind == VALUE_BYTES || self->kind == VALUE_LIST ||
           self->kind == VALUE_OBJECT || self->kind == VALUE_NODES;
}

size_t value_count(const value *self) {
    switch (self->kind) {
    case VALUE_STRING:
    case VALUE_BYTES: return self->text.length;
    case VALUE_NODES: return (size_t)self->integer;
    default: return self->items.count;
    }
}

static int compare_doubles(double a, double b) { return (a > b) - (a < b); }

/* Integers of any size, by their digits: they have no zeros in front. */
static int compare_spelled(text a, text b) {
    bool is_negative = text_starts_with(a, TEXT("-"));
    if (is_negative != text_starts_with(b, TEXT("-")))
        return is_negative ? -1 : 1;
    int order = a.length != b.length ? (a.length > b.length ? 1 : -1) : text_compare(a, b);
    return is_negative ? -order : order;
}

static int compare_numbers(const value *a, const value *b) {
    if (a->kind == VALUE_FLOAT || b->kind == VALUE_FLOAT || !isfinite(a->number) || !isfinite(b->number))
        return compare_doubles(a->number, b->number);
    if (a->kind == VALUE_INTEGER && b->kind == VALUE_INTEGER)
        return (a->integer > b->integer) - (a->integer < b->integer);
    if (a->kind == VALUE_INTEGER) /* the other one is past int64 */
        return text_starts_with(b->text, TEXT("-")) ? 1 : -1;
    if (b->kind == VALUE_INTEGER)
        return text_starts_with(a->text, TEXT("-")) ? -1 : 1;
    return compare_spelled(a->text, b->text);
}

bool value_compare(const value *a, const value *b, int *ret_order) {
    if (value_is_number(a) && value_is_number(b))
        *ret_order = compare_numbers(a, b);
    else if (a->kind == VALUE_STRING && b->kind == VALUE_STRING)
        *ret_order = text_compare(a->text, b->text);
    else if (a->kind == VALUE_DATE && b->kind == VALUE_DATE)
        *ret_order = instant_compare(a->instant, b->instant);
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
    case VALUE_DATE: return instant_compare(a->instant, b->instant) == 0;
    case VALUE_NODES: return a->integer == b->integer;
    case VALUE_STRING:
    case VALUE_BYTES: return text_equal(a->text, b->text);
    case VALUE_LIST:
    case VALUE_OBJECT: return items_equal(a, b);
    default: return false;
    }
}

const char *value_kind_name(const value *self) {
    static const char *const names[] = {
        [VALUE_NULL] = "null",       [VALUE_BOOLEAN] = "boolean",
        [VALUE_INTEGER] = "integer", [VALUE_BIG_INTEGER] = "integer",
        [VALUE_FLOAT] = "float",     [VALUE_STRING] = "string",
        [VALUE_BYTES] = "bytes",     [VALUE_LIST] = "list",
        [VALUE_OBJECT] = "object",   [VALUE_REGEX] = "regex",
        [VALUE_UNIT] = "unit",       [VALUE_DATE] = "date",
        [VALUE_NODES] = "nodeset",   [VALUE_REDIRECT] = "http response",
    };
    return names[self->kind];
}

/* ---- as text ---- */

#define MOST_PRECISE_DIGITS 17

/* The shortest digits that read as the same number, without an exponent and always with a point. */
static text show_float(arena *arena, double number) {
    char digits[32];
    int precision = 0;
    if (!isfinite(number))
        return isnan(number) ? TEXT("NaN") : number < 0 ? TEXT("-inf") : TEXT("inf");
    do
        snprintf(digits, sizeof digits, "%.*e", precision, number);
    while (strtod(digits, NULL) != number && ++precision < MOST_PRECISE_DIGITS);
    int exponent = atoi(strchr(digits, 'e') + 1);
    if (exponent < precision)
        return text_format(arena, "%.*f", precision - exponent, number);
    buffer out = BUFFER(arena); /* a whole number: the digits, and zeros for those that a double does not have */
    for (const char *digit = digits; *digit != 'e'; digit++)
        buffer_append(&out, *digit == '.' ? TEXT("") : (text){digit, 1});
    for (int i = precision; i < exponent; i++)
        buffer_append_char(&out, '0');
    buffer_append(&out, TEXT(".0"));
    return buffer_text(&out);
}

bool value_render(arena *arena, const value *self, text *ret_text) {
    switch (self->kind) {
    case VALUE_NULL: *ret_text = TEXT("null"); return true;
    case VALUE_BOOLEAN: *ret_text = self->boolean ? TEXT("true") : TEXT("false"); return true;
    case VALUE_INTEGER: *ret_text = text_format(arena, "%" PRId64, self->integer); return true;
    case VALUE_FLOAT: *ret_text = show_float(arena, self->number); return true;
    case VALUE_DATE: return date_format(arena, self->instant, TEXT("%Y-%m-%dT%H:%M:%S.%6fZ"), ret_text);
    case VALUE_BIG_INTEGER:
    case VALUE_STRING: *ret_text = self->text; return true;
    default: return false;
    }
}

static void show(buffer *out, const value *self);

static void show_items(buffer *out, const value *list) {
    buffer_append_char(out, '[');
    for (size_t i = 0; i < list->items.count; i++) {
        buffer_append(out, i ? TEXT(",") : TEXT(""));
        show(out, list->items.items[i]);
    }
    buffer_append_char(out, ']');
}

/* `/…/`, with the slashes in it escaped. */
static void show_regex(buffer *out, text pattern) {
    buffer_append_char(out, '/');
    for (size_t i = 0; i < pattern.length; i++) {
        buffer_append(out, pattern.data[i] == '/' ? TEXT("\\") : TEXT(""));
        buffer_append_char(out, pattern.data[i]);
    }
    buffer_append_char(out, '/');
}

static void show(buffer *out, const value *self) {
    text rendered;
    switch (self->kind) {
    case VALUE_BYTES: buffer_append(out, hex_encode(out->arena, self->text)); return;
    case VALUE_REGEX: show_regex(out, regex_pattern(self->regex)); return;
    case VALUE_UNIT: buffer_append(out, TEXT("Unit")); return;
    case VALUE_NODES: buffer_format(out, "Nodeset(size=%" PRId64 ")", self->integer); return;
    case VALUE_LIST: show_items(out, self); return;
    case VALUE_OBJECT: buffer_append(out, TEXT("Object()")); return;
    case VALUE_DATE:
        if (date_format(out->arena, self->instant, TEXT("%Y-%m-%d %H:%M:%S%.f UTC"), &rendered))
            buffer_append(out, rendered);
        return;
    case VALUE_REDIRECT:
        buffer_format(out, "Response(location=%.*s, status=%" PRId64 ")", TEXT_ARGS(self->text), self->integer);
        return;
    default:
        if (value_render(out->arena, self, &rendered))
            buffer_append(out, rendered);
    }
}

text value_show(arena *arena, const value *self) {
    buffer out = BUFFER(arena);
    show(&out, self);
    return buffer_text(&out);
}

text value_describe(arena *arena, const value *self) {
    if (self->kind == VALUE_UNIT)
        return TEXT("unit");
    buffer out = BUFFER(arena);
    buffer_format(&out, "%s <", value_kind_name(self));
    show(&out, self);
    buffer_append_char(&out, '>');
    return buffer_text(&out);
}

text value_summarize(arena *arena, const value *self) {
    switch (self->kind) {
    case VALUE_NULL: return TEXT("null");
    case VALUE_UNIT: return TEXT("something");
    case VALUE_BYTES: return text_format(arena, "%zu byte%s", self->text.length, self->text.length > 1 ? "s" : "");
    case VALUE_LIST:
    case VALUE_OBJECT: return text_format(arena, "list of size %zu", self->items.count);
    case VALUE_NODES: return text_format(arena, "list of size %" PRId64, self->integer);
    case VALUE_BIG_INTEGER: return text_format(arena, "number <%.*s>", TEXT_ARGS(self->text));
    case VALUE_REGEX: return text_format(arena, "regex <%.*s>", TEXT_ARGS(regex_pattern(self->regex)));
    case VALUE_REDIRECT: return text_format(arena, "HTTP response <%.*s>", TEXT_ARGS(value_show(arena, self)));
    default: return value_describe(arena, self);
    }
}
