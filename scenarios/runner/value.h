/* Value: what queries, filters and variables hold. A value never changes once it is made and lives in its arena. */
#ifndef GABI_RUNNER_VALUE_H
#define GABI_RUNNER_VALUE_H

#include <stdint.h>

#include "core/buffer.h"
#include "core/text.h"
#include "runner/date.h"
#include "runner/regex.h"

typedef enum value_kind {
    VALUE_NULL,
    VALUE_BOOLEAN,
    VALUE_INTEGER,
    VALUE_BIG_INTEGER, /* past int64: kept as it is spelled, in text */
    VALUE_FLOAT,       /* any number that is spelled with a fraction or an exponent */
    VALUE_STRING,
    VALUE_BYTES,
    VALUE_LIST,
    VALUE_OBJECT,
    VALUE_REGEX,
    VALUE_UNIT,     /* is there, and that is all (a cookie's Secure) */
    VALUE_DATE,     /* an instant */
    VALUE_NODES,    /* what an XPath selects: only how many there are, in integer */
    VALUE_REDIRECT, /* an answer that led elsewhere: its status in integer, where to in text */
} value_kind;

typedef struct value value;

typedef struct value_list {
    const value **items;
    size_t count;
    size_t capacity;
} value_list;

struct value {
    value_kind kind;
    bool boolean;
    int64_t integer;
    double number;
    instant instant;
    text text;        /* of strings, bytes and big integers; where a redirect leads to */
    value_list items; /* of lists and objects; an object's members stand in the byte order of their names */
    text name;        /* of a member */
    const regex *regex;
};

const value *value_of_boolean(arena *arena, bool boolean);
const value *value_of_integer(arena *arena, int64_t integer);
const value *value_of_string(arena *arena, text string);
const value *value_of_bytes(arena *arena, text bytes);
const value *value_of_float(arena *arena, double number);
const value *value_of_date(arena *arena, instant instant);
const value *value_of_nodes(arena *arena, size_t count);
const value *value_of_redirect(arena *arena, int status, text location);
const value *value_of_list(arena *arena, value_list items);

/* A number as JSON or a scenario file spells it. */
const value *value_of_number(arena *arena, text spelling);

/* The document as a tree; NULL when it is not JSON. */
const value *value_of_json(arena *arena, text document);

void value_list_add(arena *arena, value_list *self, const value *item);

/* The member of an object, or NULL. */
const value *value_member(const value *object, text name);

bool value_is_number(const value *self);

/* How many bytes a string or bytes have, items a list, members an object, nodes a set; others have no count. */
bool value_has_count(const value *self);
size_t value_count(const value *self);

/* Numbers by their value, lists and objects item by item; values of different kinds are not equal. */
bool value_equal(const value *a, const value *b);

/* Orders two numbers, two strings or two dates: <0, 0 or >0; false when they cannot be compared. */
bool value_compare(const value *a, const value *b, int *ret_order);

/* "integer", "string" and so on. */
const char *value_kind_name(const value *self);

/* The value as a template writes it; false for those that have no such form (lists, objects, bytes). */
bool value_render(arena *arena, const value *self, text *ret_text);

/* For people, without its kind: "2", "[1,a]". */
text value_show(arena *arena, const value *self);

/* The same with it: "integer <2>". */
text value_describe(arena *arena, const value *self);

/* The same, as Hurl has it where there is nothing to compare with: "list of size 2". */
text value_summarize(arena *arena, const value *self);

#endif
