/* Expressions: text of a request, parsed into trees whose placeholders are resolved. One file a step: lexer, parser
 * (which also checks), then condition.h, update.h and projection.h work on the trees. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html */
#ifndef GABI_DYNAMODB_EXPRESSION_H
#define GABI_DYNAMODB_EXPRESSION_H

#include "core/http.h"
#include "ports/table.h"

/* Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
#define EXPRESSION_MOST_BYTES 4096
#define EXPRESSION_MOST_OPERATORS 300

/* What the expressions of one request share: their placeholders, and which of these were used. */
typedef struct expression_scope {
    arena *arena;
    const http_fields *names; /* "#n" and the name; NULL: none were given */
    const table_item *values; /* ":v" and the value; NULL: none were given */
    bool *names_used;
    bool *values_used;
} expression_scope;

/* Checks the placeholders themselves. */
const gabi_error *expression_scope_init(expression_scope *self, arena *arena, const http_fields *names,
                                        const table_item *values);

/* After all expressions are parsed: fails for placeholders that none of them used. */
const gabi_error *expression_scope_check_unused(const expression_scope *self);

/* One step of a document path: a name, or an index into a list. */
typedef struct path_element {
    text name;
    int64_t index;
    bool is_index;
} path_element;

typedef struct path {
    const path_element *elements;
    size_t count;
} path;

/* The path that is one name. */
path path_of_name(arena *arena, text name);

bool path_elements_equal(const path_element *a, const path_element *b);
bool path_equal(path a, path b);

/* "[a, b, [0]]" as AWS puts paths into messages. */
text path_describe(arena *arena, path path);

/* The value at path, or NULL. */
const attribute_value *path_find(const table_item *item, path path);

typedef enum operand_kind {
    OPERAND_PATH,
    OPERAND_VALUE,
    OPERAND_SIZE,          /* of left */
    OPERAND_IF_NOT_EXISTS, /* path, else right */
    OPERAND_LIST_APPEND,   /* left, right */
    OPERAND_PLUS,          /* left, right */
    OPERAND_MINUS,         /* left, right */
    OPERAND_CONDITION,     /* whether it holds: in statements of PartiQL alone */
} operand_kind;

typedef struct operand {
    operand_kind kind;
    path path;
    const attribute_value *value;
    const struct operand *left;
    const struct operand *right;
    const struct condition *condition;
} operand;

typedef enum condition_kind {
    CONDITION_AND,
    CONDITION_OR,
    CONDITION_NOT,
    CONDITION_EQUAL,
    CONDITION_NOT_EQUAL,
    CONDITION_LESS,
    CONDITION_LESS_OR_EQUAL,
    CONDITION_GREATER,
    CONDITION_GREATER_OR_EQUAL,
    CONDITION_BETWEEN,
    CONDITION_IN,
    CONDITION_ATTRIBUTE_EXISTS,
    CONDITION_ATTRIBUTE_NOT_EXISTS,
    CONDITION_ATTRIBUTE_TYPE,
    CONDITION_BEGINS_WITH,
    CONDITION_CONTAINS,
} condition_kind;

typedef struct condition {
    condition_kind kind;
    const struct condition *left; /* of AND, OR, NOT */
    const struct condition *right;
    const operand *operands; /* of the rest */
    size_t operand_count;
} condition;

typedef enum update_kind { UPDATE_SET, UPDATE_REMOVE, UPDATE_ADD, UPDATE_DELETE } update_kind;

typedef struct update_action {
    update_kind kind;
    path path;
    const operand *operand; /* what is set, added or deleted */
} update_action;

typedef struct update {
    const update_action *actions;
    size_t count;
    bool is_legacy; /* of AttributeUpdates: AWS words one refusal otherwise */
} update;

typedef struct projection {
    const path *paths;
    size_t count;      /* 0: everything */
    const text *names; /* under which the paths' values are shown side by side; NULL: they stay where they are */
} projection;

/* label is the request's member, "ConditionExpression" and so on: messages begin with it. */
const gabi_error *expression_parse_condition(expression_scope *scope, const char *label, text expression,
                                             const condition **ret_condition);
const gabi_error *expression_parse_update(expression_scope *scope, text expression, update *ret_update);
const gabi_error *expression_parse_projection(expression_scope *scope, text expression, projection *ret_projection);

/* "<" and so on: an operator or function as AWS names it. */
const char *condition_kind_name(condition_kind kind);

#endif
