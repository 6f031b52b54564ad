#include "dynamodb/constraints.h"

#include <ctype.h>

#define LONGEST_TABLE_NAME 255

const gabi_error *validation_error(arena *arena, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *message = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return error_new(arena, ERROR_INVALID, "ValidationException", "%s", message);
}

const gabi_error *parameter_error(arena *arena, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *message = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return validation_error(arena, "One or more parameter values were invalid: %s", message);
}

void constraint_failed(constraints *self, const char *member, text value, const char *constraint) {
    buffer_format(&self->problems, "%sValue %.*s at '%s' failed to satisfy constraint: %s", self->count ? "; " : "",
                  TEXT_ARGS(value), member, constraint);
    self->count++;
}

void constraint_not_null(constraints *self, const char *member, bool is_present) {
    if (!is_present)
        constraint_failed(self, member, TEXT("null"), "Member must not be null");
}

static text quoted(constraints *self, text value) {
    return text_format(self->problems.arena, "'%.*s'", TEXT_ARGS(value));
}

void constraint_enum(constraints *self, const char *member, text value, const char *list) {
    if (!value.data)
        return;
    text rest = text_of(list), each;
    rest = text_upto(text_from(rest, 1), rest.length - 2);
    while (text_cut(&rest, ',', &each))
        if (text_equal(text_trim(each), value))
            return;
    constraint_failed(self, member, quoted(self, value),
                      arena_printf(self->problems.arena, "Member must satisfy enum value set: %s", list));
}

const gabi_error *constraints_error(const constraints *self) {
    return self->count == 0
               ? NULL
               : validation_error(self->problems.arena, "%zu validation error%s detected: %.*s", self->count,
                                  self->count == 1 ? "" : "s", (int)self->problems.length, self->problems.data);
}

const gabi_error *check_table_name(constraints *self, text name, size_t least_bytes) {
    arena *arena = self->problems.arena;
    bool fits_pattern = true;
    constraint_not_null(self, "tableName", name.data != NULL);
    if (!name.data)
        return NULL;
    for (size_t i = 0; i < name.length; i++)
        fits_pattern = fits_pattern && (isalnum((unsigned char)name.data[i]) || strchr("_.-", name.data[i]));
    if (!fits_pattern)
        constraint_failed(self, "tableName", quoted(self, name),
                          "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
    if (name.length < least_bytes)
        constraint_failed(self, "tableName", quoted(self, name),
                          arena_printf(arena, "Member must have length greater than or equal to %zu", least_bytes));
    if (name.length > LONGEST_TABLE_NAME)
        constraint_failed(self, "tableName", quoted(self, name), "Member must have length less than or equal to 255");
    return constraints_error(self);
}
