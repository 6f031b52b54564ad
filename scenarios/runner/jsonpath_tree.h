/* A compiled JSONPath, as jsonpath_parse.c makes it and jsonpath_evaluate.c walks it. The names are those of RFC 9535.
 */
#ifndef GABI_RUNNER_JSONPATH_TREE_H
#define GABI_RUNNER_JSONPATH_TREE_H

#include "runner/jsonpath.h"

typedef struct logical logical;
typedef struct call call;

/* ---- queries ---- */

typedef enum selector_kind { SELECT_NAME, SELECT_WILDCARD, SELECT_INDEX, SELECT_SLICE, SELECT_FILTER } selector_kind;

typedef struct selector {
    selector_kind kind;
    text name;
    int64_t index; /* a slice's start */
    int64_t end;
    int64_t step;
    bool has_start;
    bool has_end;
    const logical *filter;
} selector;

typedef struct segment {
    bool is_descendant; /* `..` */
    selector *items;
    size_t count;
    size_t capacity;
} segment;

struct jsonpath {
    bool is_relative; /* begins at `@` rather than `$` */
    bool is_singular; /* selects one node at most, whatever the document */
    segment *items;
    size_t count;
    size_t capacity;
};

/* ---- what filters are made of ---- */

/* The types of section 2.4.1. */
typedef enum result_type { TYPE_VALUE, TYPE_LOGICAL, TYPE_NODES } result_type;

typedef enum term_kind { TERM_LITERAL, TERM_QUERY, TERM_CALL } term_kind;

/* What is compared, tested or handed to a function. */
typedef struct term {
    term_kind kind;
    const value *literal;
    const jsonpath *query;
    const call *call;
} term;

/* What a call or a term gives: a value (NULL for Nothing), a logical value or nodes. */
typedef struct result {
    const value *value;
    bool holds;
    value_list nodes;
} result;

#define JSONPATH_MOST_PARAMETERS 2

/* The regular expression that a call compiled last, for the next one: a pattern may come from the document. */
typedef struct pattern_memory {
    const struct function *function;
    text pattern;
    const regex *regex;
} pattern_memory;

typedef struct function {
    const char *name;
    result_type type;
    result_type parameters[JSONPATH_MOST_PARAMETERS];
    size_t parameter_count;
    result (*evaluate)(arena *arena, const call *call, const result arguments[JSONPATH_MOST_PARAMETERS],
                       pattern_memory *memory);
} function;

struct call {
    const function *function;
    term arguments[JSONPATH_MOST_PARAMETERS];
    const regex *regex; /* of match and search, when their pattern is a literal that is a regular expression */
};

typedef enum logical_kind { LOGICAL_OR, LOGICAL_AND, LOGICAL_NOT, LOGICAL_COMPARISON, LOGICAL_TEST } logical_kind;
typedef enum comparison { EQUAL, NOT_EQUAL, LESS_OR_EQUAL, GREATER_OR_EQUAL, LESS, GREATER } comparison;

struct logical {
    logical_kind kind;
    const logical *left; /* of or, and, not */
    const logical *right;
    comparison comparison;
    term terms[2]; /* that are compared; the first is what is tested */
};

/* The function of that name, or NULL. */
const function *jsonpath_function(text name);

/* The regular expression that match or search looks for; NULL when the pattern is none. */
const regex *jsonpath_regex(arena *arena, const function *function, text pattern);

#endif
