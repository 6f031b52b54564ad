/* Port: tables of items, with DynamoDB's semantics: conditional writes, transactions, queries on a key or an index.
 * Expressions are DynamoDB's, as text with `:name` values and `#name` names. Source of the rules:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html */
#ifndef GABI_PORTS_TABLE_H
#define GABI_PORTS_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/error.h"
#include "core/text.h"

typedef enum attribute_kind {
    ATTRIBUTE_NULL,
    ATTRIBUTE_STRING,
    ATTRIBUTE_NUMBER, /* a decimal of up to 38 digits, as text */
    ATTRIBUTE_BINARY,
    ATTRIBUTE_BOOLEAN,
    ATTRIBUTE_LIST,
    ATTRIBUTE_MAP,
    ATTRIBUTE_STRING_SET,
    ATTRIBUTE_NUMBER_SET,
    ATTRIBUTE_BINARY_SET,
} attribute_kind;

typedef struct attribute attribute;

typedef struct attribute_value {
    attribute_kind kind;
    text text; /* of a string, number or binary */
    bool boolean;
    const attribute *members; /* of a list, map or set; names are empty but in maps */
    size_t member_count;
} attribute_value;

struct attribute {
    text name;
    attribute_value value;
};

/* An item, a key, or the values of an expression. */
typedef struct table_item {
    const attribute *attributes;
    size_t count;
} table_item;

/* Attributes for initializers: `attribute item[] = {STRING_ATTRIBUTE("id", id), …}; ITEM_OF(item)`. */
#define STRING_ATTRIBUTE(name_, text_)                                                                                 \
    {                                                                                                                  \
        .name = TEXT_INIT(name_), .value = {.kind = ATTRIBUTE_STRING, .text = (text_) }                                \
    }
#define BOOLEAN_ATTRIBUTE(name_, boolean_)                                                                             \
    {                                                                                                                  \
        .name = TEXT_INIT(name_), .value = {.kind = ATTRIBUTE_BOOLEAN, .boolean = (boolean_) }                         \
    }
#define INTEGER_ATTRIBUTE(arena_, name_, integer_)                                                                     \
    {                                                                                                                  \
        .name = TEXT_INIT(name_), .value = {                                                                           \
            .kind = ATTRIBUTE_NUMBER,                                                                                  \
            .text = text_format((arena_), "%lld", (long long)(integer_))                                               \
        }                                                                                                              \
    }
#define ITEM_OF(array) ((table_item){(array), sizeof(array) / sizeof((array)[0])})

/* Stand-ins for attribute names in an expression: `{"#status", "status"}`. */
typedef struct table_name {
    const char *placeholder;
    const char *name;
} table_name;

#define TABLE_MAX_NAMES 8

typedef enum table_write_kind { TABLE_PUT, TABLE_UPDATE, TABLE_DELETE, TABLE_CHECK } table_write_kind;

/* What became of one write of a transaction that was cancelled. */
typedef enum table_outcome {
    TABLE_OUTCOME_NONE, /* this write was not the reason */
    TABLE_OUTCOME_CONDITION_FAILED,
    TABLE_OUTCOME_CONFLICT, /* another transaction holds the item: trying again may help */
    TABLE_OUTCOME_OTHER,
} table_outcome;

typedef struct table_write {
    table_write_kind kind;
    text table;
    table_item item;       /* TABLE_PUT: the item; otherwise its key */
    const char *update;    /* TABLE_UPDATE: the update expression */
    const char *condition; /* NULL: unconditional */
    table_name names[TABLE_MAX_NAMES];
    table_item values;     /* of both expressions, names with their ':' */
    table_outcome outcome; /* set by transact */
} table_write;

typedef struct table_query {
    text table;
    const char *index;         /* NULL: the table itself */
    const char *key_condition; /* NULL: a scan */
    const char *filter;        /* NULL: none */
    table_name names[TABLE_MAX_NAMES];
    table_item values;
    bool consistent;
    bool backwards;
    int64_t limit;    /* items to read before the filter; 0: as many as fit in a page */
    table_item start; /* the next_key of the page before; count 0: from the beginning */
} table_query;

typedef struct table_page {
    table_item *items;
    size_t count;
    table_item next_key; /* count 0: this was the last page */
} table_page;

typedef struct table_port table_port;

/* All methods: ERROR_UNAVAILABLE after the adapter's own retries, ERROR_INTERNAL for a request that the store refuses
 * (a bug of the caller). Results live in the arena. */
struct table_port {
    /* The item, or count 0 when there is none. */
    const gabi_error *(*get)(table_port *self, arena *arena, text table, table_item key, bool consistent,
                             table_item *ret_item);

    /* One write. ERROR_CONDITION_FAILED when its condition is false. */
    const gabi_error *(*write)(table_port *self, arena *arena, const table_write *write);

    /* All writes or none, at most 100. When cancelled sets each write's outcome and fails: ERROR_CONDITION_FAILED
     * when a condition was false, ERROR_CONFLICT when another transaction was in the way. */
    const gabi_error *(*transact)(table_port *self, arena *arena, table_write *writes, size_t count);

    /* One page of a query or scan. */
    const gabi_error *(*query)(table_port *self, arena *arena, const table_query *query, table_page *ret_page);
};

#endif
