/* The functions of JSONPath filters (RFC 9535, section 2.4). */
#include "core/buffer.h"
#include "runner/jsonpath_tree.h"

/* Characters of a string, items of a list, members of an object. */
static result evaluate_length(arena *arena, const call *call, const result arguments[JSONPATH_MOST_PARAMETERS],
                              pattern_memory *memory) {
    const value *value = arguments[0].value;
    size_t length = 0;
    (void)call, (void)memory;
    if (!value || (value->kind != VALUE_STRING && value->kind != VALUE_LIST && value->kind != VALUE_OBJECT))
        return (result){0};
    if (value->kind == VALUE_STRING)
        length = text_character_count(value->text);
    else
        length = value->items.count;
    return (result){.value = value_of_integer(arena, (int64_t)length)};
}

static result evaluate_count(arena *arena, const call *call, const result arguments[JSONPATH_MOST_PARAMETERS],
                             pattern_memory *memory) {
    (void)call, (void)memory;
    return (result){.value = value_of_integer(arena, (int64_t)arguments[0].nodes.count)};
}

/* The value of the only node. */
static result evaluate_value(arena *arena, const call *call, const result arguments[JSONPATH_MOST_PARAMETERS],
                             pattern_memory *memory) {
    const value_list *nodes = &arguments[0].nodes;
    (void)arena, (void)call, (void)memory;
    return (result){.value = nodes->count == 1 ? nodes->items[0] : NULL};
}

/* match and search: what is no string, or no regular expression, does not match. */
static result evaluate_regex(arena *arena, const call *call, const result arguments[JSONPATH_MOST_PARAMETERS],
                             pattern_memory *memory) {
    const value *subject = arguments[0].value, *pattern = arguments[1].value;
    if (!subject || subject->kind != VALUE_STRING || !pattern || pattern->kind != VALUE_STRING)
        return (result){0};
    if (call->regex)
        return (result){.holds = regex_search(call->regex, subject->text)};
    if (memory->function != call->function || !text_equal(memory->pattern, pattern->text))
        *memory = (pattern_memory){call->function, pattern->text, jsonpath_regex(arena, call->function, pattern->text)};
    return (result){.holds = memory->regex && regex_search(memory->regex, subject->text)};
}

static const function functions[] = {
    {"length", TYPE_VALUE, {TYPE_VALUE}, 1, evaluate_length},
    {"count", TYPE_VALUE, {TYPE_NODES}, 1, evaluate_count},
    {"value", TYPE_VALUE, {TYPE_NODES}, 1, evaluate_value},
    {"match", TYPE_LOGICAL, {TYPE_VALUE, TYPE_VALUE}, 2, evaluate_regex},
    {"search", TYPE_LOGICAL, {TYPE_VALUE, TYPE_VALUE}, 2, evaluate_regex},
};

const function *jsonpath_function(text name) {
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (text_equal(name, text_of(functions[i].name)))
            return &functions[i];
    return NULL;
}

/* An I-Regexp in the terms of PCRE2 (RFC 9485, section 5.4): its dot is neither a line feed nor a carriage return. */
static text from_iregexp(arena *arena, text pattern, bool is_whole) {
    buffer out = BUFFER(arena);
    bool is_in_class = false;
    buffer_append(&out, is_whole ? TEXT("\\A(?:") : TEXT(""));
    for (size_t i = 0; i < pattern.length; i++) {
        char c = pattern.data[i];
        if (c == '.' && !is_in_class) {
            buffer_append(&out, TEXT("[^\\n\\r]"));
            continue;
        }
        buffer_append_char(&out, c);
        if (c == '\\' && i + 1 < pattern.length)
            buffer_append_char(&out, pattern.data[++i]);
        else if (c == '[' || c == ']')
            is_in_class = c == '[';
    }
    buffer_append(&out, is_whole ? TEXT(")\\z") : TEXT(""));
    return buffer_text(&out);
}

const regex *jsonpath_regex(arena *arena, const function *function, text pattern) {
    bool is_whole = text_equal(text_of(function->name), TEXT("match"));
    const regex *regex;
    text reason;
    if (function->evaluate != evaluate_regex)
        return NULL;
    return regex_compile(arena, from_iregexp(arena, pattern, is_whole), &regex, &reason) ? regex : NULL;
}
