#include <ctype.h>

#include "core/buffer.h"
#include "dynamodb/expressions/expression.h"
#include "dynamodb/values/attribute.h"

static const gabi_error *invalid(arena *arena, const char *message) {
    return error_new(arena, ERROR_INVALID, "ValidationException", "%s", message);
}

static bool is_placeholder(text key, char mark) {
    if (key.length < 2 || key.data[0] != mark)
        return false;
    for (size_t i = 1; i < key.length; i++)
        if (!isalnum((unsigned char)key.data[i]) && key.data[i] != '_')
            return false;
    return true;
}

static const gabi_error *bad_key(arena *arena, const char *member, text key) {
    return error_new(arena, ERROR_INVALID, "ValidationException",
                     "%s contains invalid key: Syntax error; key: \"%.*s\"", member, TEXT_ARGS(key));
}

static const gabi_error *check_name(arena *arena, const http_field *field) {
    const gabi_error *error = attribute_check_name(arena, field->value);
    return error ? error_new(arena, ERROR_INVALID, "ValidationException",
                             "ExpressionAttributeNames contains invalid value: %s for key %.*s", error->message,
                             TEXT_ARGS(field->name))
                 : NULL;
}

const gabi_error *expression_scope_init(expression_scope *self, arena *arena, const http_fields *names,
                                        const table_item *values) {
    if (names && names->count == 0)
        return invalid(arena, "ExpressionAttributeNames must not be empty");
    for (size_t i = 0; names && i < names->count; i++)
        if (!is_placeholder(names->items[i].name, '#'))
            return bad_key(arena, "ExpressionAttributeNames", names->items[i].name);
    for (size_t i = 0; names && i < names->count; i++)
        TRY(check_name(arena, &names->items[i]));
    if (values && values->count == 0)
        return invalid(arena, "ExpressionAttributeValues must not be empty");
    for (size_t i = 0; values && i < values->count; i++)
        if (!is_placeholder(values->attributes[i].name, ':'))
            return bad_key(arena, "ExpressionAttributeValues", values->attributes[i].name);
    *self = (expression_scope){
        .arena = arena,
        .names = names,
        .values = values,
        .names_used = arena_zalloc(arena, names ? names->count : 0),
        .values_used = arena_zalloc(arena, values ? values->count : 0),
    };
    return NULL;
}

static const gabi_error *unused(arena *arena, const char *member, buffer *keys) {
    return error_new(arena, ERROR_INVALID, "ValidationException",
                     "Value provided in %s unused in expressions: keys: {%s}", member, buffer_text(keys).data);
}

const gabi_error *expression_scope_check_unused(const expression_scope *self) {
    buffer names = BUFFER(self->arena), values = BUFFER(self->arena);
    for (size_t i = 0; self->names && i < self->names->count; i++)
        if (!self->names_used[i])
            buffer_format(&names, "%s%.*s", names.length ? ", " : "", TEXT_ARGS(self->names->items[i].name));
    if (names.length > 0)
        return unused(self->arena, "ExpressionAttributeNames", &names);
    for (size_t i = 0; self->values && i < self->values->count; i++)
        if (!self->values_used[i])
            buffer_format(&values, "%s%.*s", values.length ? ", " : "", TEXT_ARGS(self->values->attributes[i].name));
    return values.length > 0 ? unused(self->arena, "ExpressionAttributeValues", &values) : NULL;
}
