/* Schemas: a JSON object becomes a C struct by a table of its fields (as systemd's JSON dispatch does), and what does
 * not fit is reported field by field.
 *
 *     typedef struct login_input { text email; text password; } login_input;
 *     static const schema_field login_fields[] = {
 *         {"email", SCHEMA_EMAIL, SCHEMA_OFFSET(login_input, email), .required = true},
 *         {"password", SCHEMA_TEXT, SCHEMA_OFFSET(login_input, password), .required = true, .least = 1, .most = 72},
 *     };
 *     SCHEMA(login_input, login_fields);                                                                          */
#ifndef GABI_CORE_SCHEMA_H
#define GABI_CORE_SCHEMA_H

#include <stddef.h>

#include "core/arena.h"
#include "core/error.h"
#include "core/json.h"

typedef enum schema_type {
    SCHEMA_TEXT,    /* text; least and most count UTF-8 bytes */
    SCHEMA_EMAIL,   /* text: one '@', a dot in the domain, at most 254 bytes, no white space */
    SCHEMA_INTEGER, /* int64_t; least and most bound the value */
    SCHEMA_NUMBER,  /* double; likewise */
    SCHEMA_BOOLEAN, /* bool */
    SCHEMA_ANY,     /* const json *: any value but null; NULL when it is absent */
} schema_type;

typedef struct schema_field {
    const char *name;
    schema_type type;
    size_t offset;
    bool required;
    int64_t least;
    int64_t most; /* 0: no bound */
} schema_field;

typedef struct schema {
    size_t struct_size;
    const schema_field *fields;
    size_t field_count;
} schema;

#define SCHEMA_OFFSET(struct_type, member) offsetof(struct_type, member)

/* Defines NAME_schema for the struct type NAME. */
#define SCHEMA(name, fields_)                                                                                          \
    static const schema name##_schema = {sizeof(name), fields_, sizeof(fields_) / sizeof((fields_)[0])}

/* Binds a JSON body to a fresh struct in the arena. Absent optional fields stay zero (an absent text has data NULL).
 * An empty
 * body is one without members. Members the schema does not name are refused. Fails with ERROR_INVALID, code
 * "invalid_body"; the details hold
 * `"fields":{name: problem, …}` with every problem found. */
const gabi_error *schema_bind(arena *arena, const schema *self, text body, const void **ret_struct);

#endif
