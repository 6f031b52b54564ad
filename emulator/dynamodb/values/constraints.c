#include "dynamodb/values/constraints.h"

#include <ctype.h>

#define LONGEST_NAME 255

/* What is found beyond is not told. */
#define MOST_PROBLEMS 10

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
    if (self->count == MOST_PROBLEMS)
        return;
    buffer_format(&self->problems, "%sValue %.*s at '%s%s' failed to satisfy constraint: %s", self->count ? "; " : "",
                  TEXT_ARGS(value), self->path ? self->path : "", member, constraint);
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

void constraint_length(constraints *self, const char *member, text value, size_t least, size_t most) {
    arena *arena = self->problems.arena;
    if (value.length < least)
        constraint_failed(self, member, quoted(self, value),
                          arena_printf(arena, "Member must have length greater than or equal to %zu", least));
    if (value.length > most)
        constraint_failed(self, member, quoted(self, value),
                          arena_printf(arena, "Member must have length less than or equal to %zu", most));
}

void constraint_range(constraints *self, const char *member, int64_t value, int64_t least, int64_t most) {
    arena *arena = self->problems.arena;
    text shown = text_format(arena, "'%lld'", (long long)value);
    if (value < least)
        constraint_failed(
            self, member, shown,
            arena_printf(arena, "Member must have value greater than or equal to %lld", (long long)least));
    if (value > most)
        constraint_failed(self, member, shown,
                          arena_printf(arena, "Member must have value less than or equal to %lld", (long long)most));
}

static bool fits_pattern(text name) {
    for (size_t i = 0; i < name.length; i++)
        if (!isalnum((unsigned char)name.data[i]) && !strchr("_.-", name.data[i]))
            return false;
    return true;
}

bool is_table_name(text name) {
    return name.length >= LEAST_TABLE_NAME && name.length <= LONGEST_NAME && fits_pattern(name);
}

/* Which comes first is as each member has it. No name fits the pattern either, which is not told where one character
 * would do: there an ARN may stand, and the pattern is checked elsewhere. */
void constraint_name(constraints *self, const char *member, text name, size_t least_bytes) {
    bool is_misfit = !fits_pattern(name) || (text_is_empty(name) && least_bytes > 1);
    bool is_length_first =
        text_equal(text_of(member), TEXT("tableName")) || text_ends_with(text_of(member), TEXT(".indexName"));
    if (is_length_first)
        constraint_length(self, member, name, least_bytes, LONGEST_NAME);
    if (is_misfit)
        constraint_failed(self, member, quoted(self, name),
                          "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
    if (!is_length_first)
        constraint_length(self, member, name, least_bytes, LONGEST_NAME);
}

const gabi_error *check_table_name(constraints *self, text name, size_t least_bytes) {
    constraint_not_null(self, "tableName", name.data != NULL);
    if (!name.data)
        return NULL;
    constraint_name(self, "tableName", name, least_bytes);
    return constraints_error(self);
}
