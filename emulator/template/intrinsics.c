#include "template/intrinsics.h"

#include "core/json_writer.h"

#define MOST_NESTING 256

static const gabi_error *evaluate(const intrinsics *self, arena *arena, const json *value, text *ret_text);

static const gabi_error *bad(arena *arena, const char *what, const json *value) {
    return error_new(arena, ERROR_INVALID, "BadTemplate", "%s: %.*s", what, TEXT_ARGS(json_print(arena, value)));
}

/* The only member of an object that is a function ("Ref", "Condition", "Fn::…"); NULL for anything else. */
static const json *function_of(const json *value) {
    const json *member = json_first(value);
    if (json_kind_of(value) != JSON_KIND_OBJECT || json_count(value) != 1)
        return NULL;
    text name = json_name_of(member);
    return text_equal(name, TEXT("Ref")) || text_starts_with(name, TEXT("Fn::")) ? member : NULL;
}

static bool is_function(const json *function, const char *name) {
    return function && text_equal(json_name_of(function), text_of(name));
}

static const json *element(const json *list, size_t index) {
    const json *each = json_kind_of(list) == JSON_KIND_ARRAY ? json_first(list) : NULL;
    while (each && index-- > 0)
        each = json_after(each);
    return each;
}

/* Follows Fn::If to the branch that counts; NULL for AWS::NoValue. */
static const gabi_error *settle(const intrinsics *self, arena *arena, const json *value, const json **ret_value) {
    const json *function = function_of(value);
    while (is_function(function, "Fn::If")) {
        bool holds;
        if (json_count(function) != 3)
            return bad(arena, "Fn::If takes a condition and two values", value);
        TRY(self->condition(self->owner, json_text(element(function, 0)), &holds));
        value = element(function, holds ? 1 : 2);
        function = function_of(value);
    }
    bool is_absent = is_function(function, "Ref") && text_equal(json_text(function), TEXT("AWS::NoValue"));
    *ret_value = is_absent ? NULL : value;
    return NULL;
}

static const gabi_error *not_evaluated(arena *arena, const json *function) {
    return error_new(arena, ERROR_UNSUPPORTED, "NotEmulated", "uses %.*s, which gabi-emu does not evaluate",
                     TEXT_ARGS(json_name_of(function)));
}

/* ---- functions that give lists ---- */

typedef struct text_list {
    text *items;
    size_t count;
} text_list;

static void add_text(arena *arena, text_list *list, text added) {
    list->items = arena_grow_by_one(arena, list->items, list->count, sizeof *list->items);
    list->items[list->count++] = added;
}

static void split_text(arena *arena, text whole, text delimiter, text_list *list) {
    for (size_t at; (at = text_find(whole, delimiter)) != TEXT_NOT_FOUND;) {
        add_text(arena, list, text_upto(whole, at));
        whole = text_from(whole, at + delimiter.length);
    }
    add_text(arena, list, whole);
}

static const gabi_error *split(const intrinsics *self, arena *arena, const json *function, text_list *list) {
    text delimiter = json_text(element(function, 0)), whole;
    if (json_count(function) != 2 || text_is_empty(delimiter))
        return bad(arena, "Fn::Split takes a delimiter and a text", function);
    TRY(evaluate(self, arena, element(function, 1), &whole));
    split_text(arena, whole, delimiter, list);
    return NULL;
}

/* A list, what gives one, or the parameter of a list, whose value has commas. */
static const gabi_error *evaluate_list(const intrinsics *self, arena *arena, const json *value, text_list *list) {
    text item;
    TRY(settle(self, arena, value, &value));
    const json *function = function_of(value);
    if (is_function(function, "Fn::Split"))
        return split(self, arena, function, list);
    if (is_function(function, "Ref")) {
        TRY(evaluate(self, arena, value, &item));
        split_text(arena, item, TEXT(","), list);
        return NULL;
    }
    if (function)
        return not_evaluated(arena, function);
    if (json_kind_of(value) != JSON_KIND_ARRAY)
        return bad(arena, "a list is wanted", value);
    for (const json *each = json_first(value); each; each = json_after(each)) {
        const json *settled;
        TRY(settle(self, arena, each, &settled));
        if (!settled)
            continue;
        TRY(evaluate(self, arena, settled, &item));
        add_text(arena, list, item);
    }
    return NULL;
}

/* ---- functions that give text ---- */

static const gabi_error *get_attribute(const intrinsics *self, arena *arena, const json *function, text *ret_text) {
    text resource = json_text(element(function, 0)), name = json_text(element(function, 1));
    if (json_kind_of(function) == JSON_KIND_STRING) {
        name = json_text(function);
        text_cut(&name, '.', &resource);
    }
    if (text_is_empty(resource) || text_is_empty(name))
        return bad(arena, "Fn::GetAtt takes a resource and an attribute", function);
    return self->attribute(self->owner, resource, name, ret_text);
}

static const gabi_error *join(const intrinsics *self, arena *arena, const json *function, text *ret_text) {
    buffer out = BUFFER(arena);
    text_list list = {0};
    text delimiter = json_text(element(function, 0));
    if (json_count(function) != 2)
        return bad(arena, "Fn::Join takes a delimiter and a list", function);
    TRY(evaluate_list(self, arena, element(function, 1), &list));
    for (size_t i = 0; i < list.count; i++) {
        if (i > 0)
            buffer_append(&out, delimiter);
        buffer_append(&out, list.items[i]);
    }
    *ret_text = buffer_text(&out);
    return NULL;
}

/* What stands for ${name} in Fn::Sub: one of its own variables, a reference, or an attribute. */
static const gabi_error *substitute(const intrinsics *self, arena *arena, const json *variables, text name,
                                    text *ret_text) {
    for (const json *each = json_first(variables); each; each = json_after(each))
        if (text_equal(json_name_of(each), name))
            return evaluate(self, arena, each, ret_text);
    text resource, attribute = name;
    if (text_index(name, '.') == TEXT_NOT_FOUND)
        return self->reference(self->owner, name, ret_text);
    text_cut(&attribute, '.', &resource);
    return self->attribute(self->owner, resource, attribute, ret_text);
}

static const gabi_error *sub(const intrinsics *self, arena *arena, const json *function, text *ret_text) {
    bool is_plain = json_kind_of(function) == JSON_KIND_STRING;
    const json *variables = is_plain ? NULL : element(function, 1);
    buffer out = BUFFER(arena);
    for (text rest = json_text(is_plain ? function : element(function, 0));;) {
        size_t start = text_find(rest, TEXT("${"));
        size_t length = start == TEXT_NOT_FOUND ? TEXT_NOT_FOUND : text_index(text_from(rest, start), '}');
        if (length == TEXT_NOT_FOUND) {
            buffer_append(&out, rest);
            *ret_text = buffer_text(&out);
            return NULL;
        }
        buffer_append(&out, text_upto(rest, start));
        text name = text_upto(text_from(rest, start + 2), length - 2), value;
        if (text_starts_with(name, TEXT("!"))) /* ${!literal} stands for ${literal} */
            value = text_format(arena, "${%.*s}", TEXT_ARGS(text_from(name, 1)));
        else
            TRY(substitute(self, arena, variables, text_trim(name), &value));
        buffer_append(&out, value);
        rest = text_from(rest, start + length + 1);
    }
}

static const gabi_error *choose(const intrinsics *self, arena *arena, const json *function, text *ret_text) {
    text number;
    text_list list = {0};
    int64_t index;
    TRY(evaluate(self, arena, element(function, 0), &number));
    TRY(evaluate_list(self, arena, element(function, 1), &list));
    if (!text_to_int64(number, &index) || index < 0 || (size_t)index >= list.count)
        return bad(arena, "Fn::Select takes an index and a list that has it", function);
    *ret_text = list.items[index];
    return NULL;
}

typedef struct text_function {
    const char *name;
    const gabi_error *(*evaluate)(const intrinsics *self, arena *arena, const json *function, text *ret_text);
} text_function;

static const text_function text_functions[] = {
    {"Fn::GetAtt", get_attribute},
    {"Fn::Join", join},
    {"Fn::Sub", sub},
    {"Fn::Select", choose},
};

static const gabi_error *call(const intrinsics *self, arena *arena, const json *function, text *ret_text) {
    if (is_function(function, "Ref"))
        return self->reference(self->owner, json_text(function), ret_text);
    for (size_t i = 0; i < sizeof text_functions / sizeof *text_functions; i++)
        if (is_function(function, text_functions[i].name))
            return text_functions[i].evaluate(self, arena, function, ret_text);
    return not_evaluated(arena, function);
}

/* A value that must be text in the end. */
static const gabi_error *evaluate(const intrinsics *self, arena *arena, const json *value, text *ret_text) {
    TRY(settle(self, arena, value, &value));
    const json *function = function_of(value);
    if (function)
        return call(self, arena, function, ret_text);
    switch (json_kind_of(value)) {
    case JSON_KIND_STRING: *ret_text = json_text(value); return NULL;
    case JSON_KIND_NUMBER:
    case JSON_KIND_BOOLEAN: *ret_text = json_print(arena, value); return NULL;
    default: return bad(arena, "a text is wanted", value);
    }
}

/* ---- whole values ---- */

static const gabi_error *write_value(const intrinsics *self, arena *arena, json_writer *writer, const json *value);

static const gabi_error *write_members(const intrinsics *self, arena *arena, json_writer *writer, const json *value) {
    bool is_object = json_kind_of(value) == JSON_KIND_OBJECT;
    for (const json *each = json_first(value); each; each = json_after(each)) {
        const json *settled;
        TRY(settle(self, arena, each, &settled));
        if (!settled)
            continue;
        if (is_object)
            json_name(writer, json_name_of(each));
        TRY(write_value(self, arena, writer, settled));
    }
    return NULL;
}

static const gabi_error *write_list(const intrinsics *self, arena *arena, json_writer *writer, const json *value) {
    text_list list = {0};
    TRY(evaluate_list(self, arena, value, &list));
    json_begin_array(writer);
    for (size_t i = 0; i < list.count; i++)
        json_string(writer, list.items[i]);
    json_end_array(writer);
    return NULL;
}

static const gabi_error *write_value(const intrinsics *self, arena *arena, json_writer *writer, const json *value) {
    const json *function = function_of(value);
    if (is_function(function, "Fn::Split"))
        return write_list(self, arena, writer, value);
    if (function) {
        text result;
        TRY(call(self, arena, function, &result));
        json_string(writer, result);
        return NULL;
    }
    switch (json_kind_of(value)) {
    case JSON_KIND_OBJECT:
        json_begin_object(writer);
        TRY(write_members(self, arena, writer, value));
        json_end_object(writer);
        return NULL;
    case JSON_KIND_ARRAY:
        json_begin_array(writer);
        TRY(write_members(self, arena, writer, value));
        json_end_array(writer);
        return NULL;
    default: json_raw(writer, json_print(arena, value)); return NULL;
    }
}

const gabi_error *intrinsics_resolve(const intrinsics *self, arena *arena, const json *value, const json **ret_value) {
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    const json *settled = NULL;
    if (value)
        TRY(settle(self, arena, value, &settled));
    if (!settled) {
        *ret_value = NULL;
        return NULL;
    }
    TRY(write_value(self, arena, &writer, settled));
    return json_parse(arena, buffer_text(&out), MOST_NESTING, ret_value);
}

/* ---- conditions ---- */

static const gabi_error *equals(const intrinsics *self, arena *arena, const json *function, bool *ret_holds) {
    text a, b;
    TRY(evaluate(self, arena, element(function, 0), &a));
    TRY(evaluate(self, arena, element(function, 1), &b));
    *ret_holds = text_equal(a, b);
    return NULL;
}

static const gabi_error *contains(const intrinsics *self, arena *arena, const json *function, bool *ret_holds) {
    text wanted, each_text;
    bool found = false;
    TRY(evaluate(self, arena, element(function, 1), &wanted));
    for (const json *each = json_first(element(function, 0)); each; each = json_after(each)) {
        TRY(evaluate(self, arena, each, &each_text));
        found = found || text_equal(each_text, wanted);
    }
    *ret_holds = found;
    return NULL;
}

/* How many of the conditions in the list hold. */
static const gabi_error *count_holding(const intrinsics *self, arena *arena, const json *list, size_t *ret_count) {
    size_t count = 0;
    for (const json *each = json_first(list); each; each = json_after(each)) {
        bool holds;
        TRY(intrinsics_holds(self, arena, each, &holds));
        count += holds;
    }
    *ret_count = count;
    return NULL;
}

const gabi_error *intrinsics_holds(const intrinsics *self, arena *arena, const json *condition, bool *ret_holds) {
    const json *function = json_first(condition);
    size_t count;
    if (json_kind_of(condition) != JSON_KIND_OBJECT || json_count(condition) != 1)
        return bad(arena, "a condition is wanted", condition);
    if (is_function(function, "Condition"))
        return self->condition(self->owner, json_text(function), ret_holds);
    if (is_function(function, "Fn::Equals"))
        return equals(self, arena, function, ret_holds);
    if (is_function(function, "Fn::Contains"))
        return contains(self, arena, function, ret_holds);
    bool is_or = is_function(function, "Fn::Or"), is_not = is_function(function, "Fn::Not");
    if (!is_or && !is_not && !is_function(function, "Fn::And"))
        return not_evaluated(arena, function);
    TRY(count_holding(self, arena, function, &count));
    *ret_holds = is_not ? count == 0 : is_or ? count > 0 : count == json_count(function);
    return NULL;
}
