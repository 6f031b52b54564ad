/* PartiQL parser: a statement as a tree, as the language has it; partiql_select.h and partiql_write.h say what DynamoDB
 * makes of it. Sources: https://partiql.org/partiql-lang/
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html */
#ifndef GABI_DYNAMODB_PARTIQL_PARSER_H
#define GABI_DYNAMODB_PARTIQL_PARSER_H

#include "dynamodb/partiql/partiql_lexer.h"

/* Deeper nesting is refused: far more than the 32 levels that an item may have. */
#define PARTIQL_MOST_DEPTH 200

typedef enum partiql_node_kind {
    PARTIQL_NODE_NAME,    /* text: an identifier */
    PARTIQL_NODE_STRING,  /* text */
    PARTIQL_NODE_NUMBER,  /* text: as it is spelled, with its sign */
    PARTIQL_NODE_BOOLEAN, /* boolean */
    PARTIQL_NODE_NULL,
    PARTIQL_NODE_MISSING,
    PARTIQL_NODE_PARAMETER, /* index: from 0 */
    PARTIQL_NODE_LIST,
    PARTIQL_NODE_BAG,
    PARTIQL_NODE_STRUCT,    /* children: names and values in turn */
    PARTIQL_NODE_CALL,      /* text: the function's name, lower-case; children: its arguments */
    PARTIQL_NODE_PATH,      /* children: where it begins, and its steps */
    PARTIQL_NODE_STEP,      /* text: .name */
    PARTIQL_NODE_INDEX,     /* children: what stands in [ ] */
    PARTIQL_NODE_ALL,       /* .* or [*]; text: the * */
    PARTIQL_NODE_OPERATOR,  /* text: "AND", "=", "IN", "IS" and so on, upper-case; children: its operands */
    PARTIQL_NODE_TYPE,      /* text: upper-case, on the right of IS */
    PARTIQL_NODE_STATEMENT, /* statement */
} partiql_node_kind;

typedef struct partiql_statement partiql_statement;

typedef struct partiql_node {
    partiql_node_kind kind;
    text text;
    partiql_place place;
    bool boolean;
    size_t index;
    const struct partiql_node *const *children;
    size_t count;
    const partiql_statement *statement;
} partiql_node;

typedef enum partiql_statement_kind {
    PARTIQL_SELECT,
    PARTIQL_INSERT,
    PARTIQL_UPDATE,
    PARTIQL_DELETE,
    PARTIQL_EXPRESSION, /* value alone */
} partiql_statement_kind;

/* A list of nodes. */
typedef struct partiql_nodes {
    const partiql_node *const *items;
    size_t count;
} partiql_nodes;

/* Those that DynamoDB lets a statement order by: the parts of a key. */
#define PARTIQL_MOST_ORDER_KEYS 2

typedef enum partiql_returning {
    PARTIQL_RETURNING_NOTHING,
    PARTIQL_RETURNING_ALL_OLD,
    PARTIQL_RETURNING_ALL_NEW,
    PARTIQL_RETURNING_MODIFIED_OLD,
    PARTIQL_RETURNING_MODIFIED_NEW,
} partiql_returning;

struct partiql_statement {
    partiql_statement_kind kind;
    const partiql_node *source; /* what FROM, INTO or UPDATE names */
    bool is_aliased;            /* the source, or something selected */
    bool has_more_sources;
    const char *unsupported_clause; /* "LIMIT" and so on; NULL: none */
    partiql_nodes selected;         /* nothing: * */
    const partiql_node *value;      /* what is inserted, or the expression */
    bool is_bulk_insert;            /* without VALUE */
    bool has_position;              /* AT */
    partiql_nodes targets;          /* of SET and REMOVE */
    partiql_nodes values;           /* that they are set to; NULL: they are removed */
    const partiql_node *where;      /* NULL: none */
    partiql_nodes order;
    bool is_descending[PARTIQL_MOST_ORDER_KEYS]; /* of the first keys in order */
    partiql_returning returning;
    const char *returning_problem; /* what DynamoDB says of a RETURNING that the language allows; NULL: nothing */
};

typedef struct partiql_parsed {
    partiql_statement statement;
    size_t parameter_count;
} partiql_parsed;

/* ERROR_INVALID, code "ValidationException", in the words of AWS's parser. */
const gabi_error *partiql_parse(arena *arena, text statement, partiql_parsed *ret_parsed);

#endif
