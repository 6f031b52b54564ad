/* Constraints: the checks of single members that AWS's front end makes, all reported together:
 * "2 validation errors detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null; …" */
#ifndef GABI_DYNAMODB_CONSTRAINTS_H
#define GABI_DYNAMODB_CONSTRAINTS_H

#include "core/buffer.h"
#include "core/error.h"

#define LEAST_TABLE_NAME 3

typedef struct constraints {
    buffer problems;
    size_t count;
    const char *path; /* of the structure whose members are looked at, "transactItems.1.member.put."; NULL: none */
} constraints;

#define CONSTRAINTS(arena_) ((constraints){.problems = BUFFER(arena_)})

/* member is spelled as AWS does in messages: "tableName". */
void constraint_not_null(constraints *self, const char *member, bool is_present);

/* value, if present (data not NULL), must be one of the list, "[A, B]". */
void constraint_enum(constraints *self, const char *member, text value, const char *list);

/* Whatever else: "Value <value> at '<member>' failed to satisfy constraint: <constraint>". */
void constraint_failed(constraints *self, const char *member, text value, const char *constraint);

/* NULL, or the ValidationException of all that was found. */
const gabi_error *constraints_error(const constraints *self);

/* Whether a table may have that name. */
bool is_table_name(text name);

/* What the keys of a map of tables must be like. */
#define TABLE_NAMES_CONSTRAINT                                                                                         \
    "Map keys must satisfy constraint: [Member must have length less than or equal to 255, Member must have length "   \
    "greater than or equal to 3, Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+]"

/* The name, which is there, of a table or backup: of at least least_bytes, of the characters that names have. */
void constraint_name(constraints *self, const char *member, text name, size_t least_bytes);

/* The length of a text that is there; counted in bytes. */
void constraint_length(constraints *self, const char *member, text value, size_t least, size_t most);

/* An integer from least to most. */
void constraint_range(constraints *self, const char *member, int64_t value, int64_t least, int64_t most);

/* A table's name, of at least least_bytes; a bad one is reported alone. */
const gabi_error *check_table_name(constraints *self, text name, size_t least_bytes);

/* ERROR_INVALID, code "ValidationException". */
const gabi_error *validation_error(arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same, after "One or more parameter values were invalid: ". */
const gabi_error *parameter_error(arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
