/* Wire: a request's JSON becomes a struct by tables of its members, as systemd's JSON dispatch does it, and a struct
 * becomes JSON by the same tables. A member that
 * is null counts as absent, one that the table does not know is passed over, and one of another type is AWS's
 * SerializationException. */
#ifndef GABI_DYNAMODB_WIRE_H
#define GABI_DYNAMODB_WIRE_H

#include "core/http.h"
#include "core/json_writer.h"
#include "dynamodb/values/attribute.h"

typedef struct wire_member wire_member;

/* A struct and its members. */
typedef struct wire_struct {
    const char *name; /* the API's; empty for that of the member it is, or of a whole request */
    size_t size;
    const wire_member *members;
    size_t member_count;
} wire_struct;

struct wire_member {
    const char *name;
    const gabi_error *(*read)(json_reader *reader, const wire_member *member, void *target);
    size_t offset;
    const wire_struct *element; /* of wire_list and wire_object; of maps too */
};

/* A member of a struct, read by wire_read_<read_>; and one that has elements. */
#define WIRE_MEMBER(type_, name_, read_, field_) WIRE_NESTED(type_, name_, read_, field_, NULL)
#define WIRE_NESTED(type_, name_, read_, field_, element_)                                                             \
    { name_, wire_read_##read_, offsetof(type_, field_), element_ }

/* For a whole request, or a structure that is named as its member is. */
#define WIRE_STRUCT(variable_, type_, members_) WIRE_SHAPE(variable_, "", type_, members_)

/* For the elements of lists and maps. */
#define WIRE_SHAPE(variable_, name_, type_, members_)                                                                  \
    static const wire_struct variable_ = {name_, sizeof(type_), members_, sizeof(members_) / sizeof *(members_)}

/* Types of members, each with its reader. Whatever is absent stays zero. A text is absent when its data is NULL. */
typedef struct optional_integer {
    bool is_present;
    int64_t value;
} optional_integer;

typedef struct optional_boolean {
    bool is_present;
    bool value;
} optional_boolean;

typedef struct optional_item {
    bool is_present;
    table_item item;
    attribute_problem problem;
} optional_item;

typedef struct optional_value {
    const attribute_value *value; /* NULL when absent */
    attribute_problem problem;
} optional_value;

typedef struct optional_names {
    bool is_present;
    http_fields fields;
} optional_names;

typedef struct wire_list {
    bool is_present;
    void *items; /* structs of the member's element; texts without one; attribute values */
    size_t count;
    attribute_problem problem; /* the first of the attribute values' */
} wire_list;

/* A copy of the list's items, with room for one more. */
void *wire_list_copy(arena *arena, const wire_list *list, size_t item_size);

typedef const gabi_error *wire_read(json_reader *reader, const wire_member *member, void *target);
wire_read wire_read_text;
wire_read wire_read_integer; /* optional_integer */
wire_read wire_read_long;    /* optional_integer, too; AWS has two types of them */
wire_read wire_read_time;    /* optional_integer: milliseconds since 1970, of seconds that may have a fraction */
wire_read wire_read_boolean; /* optional_boolean */
wire_read wire_read_item;    /* optional_item: attributes */
wire_read wire_read_names;   /* optional_names: texts by name */
wire_read wire_read_list;
wire_read wire_read_map;      /* wire_list: structs by name, each of which begins with a text, its name */
wire_read wire_read_object;   /* a pointer to the element's struct; NULL when absent */
wire_read wire_read_value;    /* optional_value */
wire_read wire_read_operands; /* wire_list of attribute values */
wire_read wire_read_presence; /* bool: whether it is there at all */

/* The object that comes next, an element of a list or map, into target. */
const gabi_error *wire_read_struct(json_reader *reader, const wire_struct *description, void *target);

/* Whether null comes next, which is then taken. */
bool wire_accept_null(json_reader *reader);

/* A whole request body into target. */
const gabi_error *wire_read_body(arena *arena, text body, const wire_struct *description, void *target);

/* Writing: the members that are there, of types text, integer, long, boolean, list and object, in the table's order. Of
 * names for the same member the first is written. A table of some of a struct's members is a view of it. */
void wire_write_members(json_writer *writer, const wire_struct *description, const void *value);

/* The same as a member that is an object; none when value is NULL. */
void wire_write_object(json_writer *writer, const char *name, const wire_struct *description, const void *value);

/* The array of a list, whose items are texts when element is NULL; and the same as a member. */
void wire_write_array(json_writer *writer, const wire_struct *element, const wire_list *list);
void wire_write_list(json_writer *writer, const char *name, const wire_struct *element, const wire_list *list);

/* An object of the members: what wire_read_body reads back. */
text wire_to_json(arena *arena, const wire_struct *description, const void *value);

#endif
